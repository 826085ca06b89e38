// "Cite this webpage as": a page of this site in each style, at an address that leads to it whatever is changed later,
// where it has one.
import type { FC } from "hono/jsx";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { CITATION_STYLES, citePage, utcDay, type Citation, type CitationStyle, type Site } from "@lectern/client";
import { permanentAddress, type PageRequest } from "../http/page.ts";
import { dayText } from "../text/dates.ts";
import { Runs } from "./runs.tsx";
import { Words } from "./texts.tsx";

/** The page that is cited. */
export interface CitedHere {
  readonly title: string;
  /** Without its language: "/entries/x@12". */
  readonly path: string;
  /** Whether `path` shows this state of the page for good. */
  readonly isPinned: boolean;
  /** When what it shows was changed last; undefined where that is not known. */
  readonly revised: Timestamp | undefined;
}

interface PageCitationsProps {
  request: PageRequest;
  site: Site | undefined;
  page: CitedHere;
  /** What opens it. */
  label: string;
}

/** Closed at first. Citations say today's date, so the page lasts until tomorrow. */
export const PageCitations: FC<PageCitationsProps> = ({ request, site, page, label }) => {
  const { t, reading, language } = request;
  const { now } = reading;
  reading.lastsUntil(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)));
  const address = permanentAddress(request, site, request.href(page.path));
  const cited = {
    title: page.title,
    site: site?.displayName || t.layout.defaultName,
    revised: utcDay(page.revised),
    address,
    accessed: now.toISOString().slice(0, 10),
  };
  return (
    <details>
      <summary>{label}</summary>
      <p>{page.isPinned ? t.cite.pinned : t.cite.notPinned}</p>
      <p class="citation" id="cite-address" dir="ltr">
        {address}
      </p>
      <CopyButton request={request} of="cite-address" />
      <InAllStyles request={request} id="page" cite={(style) => citePage(cited, style)} />
      {site === undefined || site.citationTemplate === "" ? (
        ""
      ) : (
        <>
          <p>{t.cite.asAsked}</p>
          <p class="citation">
            <Words text={filled(site, page.title, address, dayText(now, language.tag))} />
          </p>
        </>
      )}
    </details>
  );
};

interface StylesProps {
  request: PageRequest;
  /** Part of the ids of its elements. */
  id: string;
  cite: (style: CitationStyle) => Citation;
}

export const InAllStyles: FC<StylesProps> = ({ request, id, cite }) => {
  const { t } = request;
  return (
    <dl class="cite-styles">
      {CITATION_STYLES.map(({ style }) => {
        const { reference, inText, note } = cite(style);
        return (
          <div>
            <dt>{t.cite.styles[style]}</dt>
            <dd>
              <p class="citation" id={`cite-${id}-${style}`} dir="auto">
                <Runs of={reference} />
              </p>
              {note === undefined ? (
                ""
              ) : (
                <p class="small">
                  {t.cite.note}{" "}
                  <bdi>
                    <Runs of={note} />
                  </bdi>
                </p>
              )}
              <p class="small">
                {note === undefined ? t.cite.inText : t.cite.laterNotes}{" "}
                <bdi>
                  <Runs of={inText} />
                </bdi>
              </p>
              <CopyButton request={request} of={`cite-${id}-${style}`} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
};

/** Shown by the script, which copies what stands in the element `of`. */
const CopyButton: FC<{ request: PageRequest; of: string }> = ({ request: { t }, of: id }) => (
  <p class="copy">
    <button type="button" hidden data-copy={id} data-status={`${id}-status`} data-done={t.cite.copied}>
      {t.cite.copy}
    </button>{" "}
    <span id={`${id}-status`} role="status"></span>
  </p>
);

/** The site's template with its four places filled in. */
function filled(site: Site, title: string, url: string, accessed: string): string {
  const places: Record<string, string> = { title, editor: site.editor, url, accessed };
  return site.citationTemplate.replace(/\{(title|editor|url|accessed)\}/g, (_, place: string) => places[place] ?? "");
}

interface Written {
  readonly updateTime?: Timestamp | undefined;
}

/** When the one of `resources` was written that was written last; undefined where there is none. */
export function lastWritten(resources: readonly (Written | undefined)[]): Timestamp | undefined {
  const times = resources.flatMap((resource) => resource?.updateTime ?? []);
  return times.reduce<Timestamp | undefined>(
    (last, time) => (last === undefined || time.seconds > last.seconds ? time : last),
    undefined,
  );
}
