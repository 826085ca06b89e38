// "Cite this": the source, a paragraph of it, and the page itself, in each style, for copying and for programs.
import type { FC } from "hono/jsx";
import { citeEntry, type Entry, type Passage, type Site } from "@lectern/client";
import { listAddress } from "../http/list_address.ts";
import type { PageRequest } from "../http/page.ts";
import { FORMATS } from "./bibliography.tsx";
import { titleText } from "./entry.tsx";
import { InAllStyles, PageCitations } from "./page_citations.tsx";
import { Words } from "./texts.tsx";

interface CitationsProps {
  request: PageRequest;
  /** The state that is cited. */
  entry: Entry;
  site: Site | undefined;
}

export const Citations: FC<CitationsProps> = ({ request, entry, site }) => {
  const { t, href, query } = request;
  const passage = chosenPassage(query.get("cite"), entry);
  const item = { id: entry.name.slice("entries/".length), revision: entry.revision };
  const path = `/${entry.name}@${entry.revision}`;
  const page = { title: titleText(entry), path, isPinned: true, revised: entry.updateTime };
  return (
    <section class="citations" id="cite" aria-labelledby="cite-heading">
      <h2 id="cite-heading">{passage === undefined ? t.cite.heading : t.cite.headingOfPassage}</h2>
      {passage === undefined ? (
        ""
      ) : (
        <p>
          {passage.label === "" ? (
            ""
          ) : (
            <>
              <Words text={passage.label} />
              {". "}
            </>
          )}
          <a href={`${href(request.path)}#cite`}>{t.cite.whole}</a>
        </p>
      )}
      <InAllStyles request={request} id="source" cite={(style) => citeEntry(entry, style, passage)} />
      <p class="downloads">
        {t.cite.download}{" "}
        {FORMATS.map(([format, label], index) => (
          <>
            {index === 0 ? "" : " · "}
            <a href={href(listAddress({ items: [item] }, format))} rel="nofollow">
              {label}
            </a>
          </>
        ))}
      </p>
      <PageCitations request={request} site={site} page={page} label={t.cite.page} />
    </section>
  );
};

/** The passage that the address asks for, counting from 1. */
function chosenPassage(asked: string | null, entry: Entry): Passage | undefined {
  return asked !== null && /^[1-9]\d{0,3}$/.test(asked) ? entry.passages[Number(asked) - 1] : undefined;
}
