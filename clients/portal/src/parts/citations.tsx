// "Cite this": the source, a paragraph of it, and the page itself, in each style, for copying and for programs.
import type { FC } from "hono/jsx";
import { CITATION_STYLES, citeEntry, citePage, utcDay, type Citation, type CitationStyle, type Entry, type Passage, type Site } from "@lectern/client";
import { listAddress } from "../http/list_address.ts";
import { permanentAddress, type PageRequest } from "../http/page.ts";
import { dayText } from "../text/dates.ts";
import { FORMATS } from "./bibliography.tsx";
import { titleText } from "./entry.tsx";
import { Runs } from "./runs.tsx";
import { Words } from "./texts.tsx";

interface CitationsProps {
  request: PageRequest;
  /** The state that is cited. */
  entry: Entry;
  site: Site | undefined;
}

export const Citations: FC<CitationsProps> = ({ request, entry, site }) => {
  const { t, href, path, query } = request;
  const passage = chosenPassage(query.get("cite"), entry);
  const item = { id: entry.name.slice("entries/".length), revision: entry.revision };
  return (
    <section class="citations" id="cite" aria-labelledby="cite-heading">
      <h2 id="cite-heading">{passage === undefined ? t.cite.heading : t.cite.headingOfPassage}</h2>
      {passage === undefined ? (
        ""
      ) : (
        <p>
          {passage.label === "" ? "" : <><Words text={passage.label} />{". "}</>}
          <a href={`${href(path)}#cite`}>{t.cite.whole}</a>
        </p>
      )}
      <InAllStyles request={request} id="source" cite={(style) => citeEntry(entry, style, passage)} />
      <p class="downloads">
        {t.cite.download}{" "}
        {FORMATS.map(([format, label], index) => (
          <>{index === 0 ? "" : " · "}<a href={href(listAddress({ items: [item] }, format))} rel="nofollow">{label}</a></>
        ))}
      </p>
      <PageCitations request={request} entry={entry} site={site} />
    </section>
  );
};

/** The passage that the address asks for, counting from 1. */
function chosenPassage(asked: string | null, entry: Entry): Passage | undefined {
  return asked !== null && /^[1-9]\d{0,3}$/.test(asked) ? entry.passages[Number(asked) - 1] : undefined;
}

/** Citations of this page rather than of the source. They say today's date, so the page lasts until tomorrow. */
const PageCitations: FC<CitationsProps> = ({ request, entry, site }) => {
  const { t, reading, language } = request;
  const { now } = reading;
  reading.lastsUntil(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)));
  const address = permanentAddress(request, site, request.href(`/${entry.name}@${entry.revision}`));
  const page = {
    title: titleText(entry),
    site: site?.displayName || t.layout.defaultName,
    revised: utcDay(entry.updateTime),
    address,
    accessed: now.toISOString().slice(0, 10),
  };
  return (
    <details>
      <summary>{t.cite.page}</summary>
      <p>{t.cite.pinned}</p>
      <p class="citation" id="cite-address" dir="ltr">{address}</p>
      <CopyButton request={request} of="cite-address" />
      <InAllStyles request={request} id="page" cite={(style) => citePage(page, style)} />
      {site === undefined || site.citationTemplate === "" ? (
        ""
      ) : (
        <>
          <p>{t.cite.asAsked}</p>
          <p class="citation"><Words text={filled(site, page.title, address, dayText(now, language.tag))} /></p>
        </>
      )}
    </details>
  );
};

const InAllStyles: FC<{ request: PageRequest; id: string; cite: (style: CitationStyle) => Citation }> = ({ request, id, cite }) => (
  <dl class="cite-styles">
    {CITATION_STYLES.map(({ style, label }) => {
      const { reference, inText, note } = cite(style);
      return (
        <div>
          <dt>{label}</dt>
          <dd>
            <p class="citation" id={`cite-${id}-${style}`} dir="auto"><Runs of={reference} /></p>
            {note === undefined ? "" : <p class="small">{request.t.cite.note} <bdi><Runs of={note} /></bdi></p>}
            <p class="small">{note === undefined ? request.t.cite.inText : request.t.cite.laterNotes} <bdi><Runs of={inText} /></bdi></p>
            <CopyButton request={request} of={`cite-${id}-${style}`} />
          </dd>
        </div>
      );
    })}
  </dl>
);

/** Shown by the script, which copies what stands in the element `of`. */
const CopyButton: FC<{ request: PageRequest; of: string }> = ({ request: { t }, of: id }) => (
  <p class="copy">
    <button type="button" hidden data-copy={id} data-status={`${id}-status`} data-done={t.cite.copied}>{t.cite.copy}</button>{" "}
    <span id={`${id}-status`} role="status"></span>
  </p>
);

/** The site's template with its four places filled in. */
function filled(site: Site, title: string, url: string, accessed: string): string {
  const places: Record<string, string> = { title, editor: site.editor, url, accessed };
  return site.citationTemplate.replace(/\{(title|editor|url|accessed)\}/g, (_, place: string) => places[place] ?? "");
}
