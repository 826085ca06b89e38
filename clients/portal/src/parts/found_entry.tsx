// An entry that something names: what it is, where to read it, and whether it is still what was chosen.
import type { Child, FC } from "hono/jsx";
import type { Found } from "../catalogue/references.ts";
import { referenceText } from "../http/list_address.ts";
import type { PageRequest } from "../http/page.ts";
import { dateOf, dayText } from "../text/dates.ts";
import { ContentNotes } from "./content_notes.tsx";
import { byline, EntryFacts, EntryTitle } from "./entry.tsx";
import { SourceLink } from "./source_link.tsx";
import { Words } from "./texts.tsx";

interface FoundEntryProps {
  request: PageRequest;
  found: Found;
  /** Base of addresses that are printed. */
  base: string;
  children?: Child;
}

export const FoundEntry: FC<FoundEntryProps> = ({ request, found, base, children }) => {
  const { t, href } = request;
  if (found.standing === "gone") return <><p class="gone">{t.readingList.gone}</p>{children ?? ""}</>;
  const { entry } = found;
  const path = href(`/entries/${found.standing === "earlier" ? referenceText(found) : found.id}`);
  return (
    <article class="found-entry">
      <h3 class="entry-title" dir="auto"><a href={path}><EntryTitle entry={entry} /></a></h3>
      {byline(entry) === "" ? "" : <p class="byline" dir="auto"><Words text={byline(entry)} /></p>}
      <EntryFacts request={request} entry={entry} />
      <ContentNotes request={request} entry={entry} />
      <SourceLink request={request} entry={entry} />
      <p class="printed-only printed-address">{t.readingList.pageHere} {base}{path}</p>
      <Standing request={request} found={found} />
      {children ?? ""}
    </article>
  );
};

const Standing: FC<{ request: PageRequest; found: Found }> = ({ request, found }) => {
  const { t, href, language } = request;
  if (found.standing === "replaced") return <p class="standing">{t.readingList.replaced}</p>;
  if (found.standing !== "earlier") return <></>;
  const time = found.entry.updateTime;
  return (
    <p class="standing">
      {t.readingList.earlier(time === undefined ? "" : dayText(dateOf(time), language.tag))}{" "}
      <a href={href(`/entries/${found.id}`)}>{t.entry.current}</a>
    </p>
  );
};
