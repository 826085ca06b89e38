// An entry in a list: what it is, how old, where to read it, what it says.
import type { Child, FC } from "hono/jsx";
import { SourceType, type Entry } from "@lectern/client";
import { addressOf, idOf } from "../http/addresses.ts";
import type { PageRequest } from "../http/page.ts";
import { partialDateText, yearOf } from "../text/dates.ts";
import { ContentNotes } from "./content_notes.tsx";
import { languageName } from "./hotlines.tsx";
import { numberNotice, Passages } from "./passages.tsx";
import { SourceLink } from "./source_link.tsx";
import { Quotation, Words } from "./texts.tsx";

/** The title's lines as one line of plain text. */
export function titleText(entry: Entry): string {
  return entry.titleLines.join(" ").trim();
}

/** The title, a line of the source a line here; text and marks of the source stay apart from the page's. */
export const EntryTitle: FC<{ entry: Entry }> = ({ entry }) => (
  <>
    {entry.titleLines.map((line, index) => (
      <>
        {index === 0 ? "" : <br />}
        <Words text={line} language={entry.language} />
      </>
    ))}
  </>
);

/** "Report · published 20 October 2021, 5 years ago · read 3 April 2025 · PDF · in French". */
export const EntryFacts: FC<{ request: PageRequest; entry: Entry }> = ({ request, entry }) => {
  const { t, language } = request;
  const kind = sourceTypeName(request, entry.sourceType);
  const published = partialDateText(entry.published, language.tag);
  const year = yearOf(entry.published?.edtf);
  const read = entry.accesses.at(-1);
  const readOn = partialDateText(read, language.tag);
  const facts: Child[] = [
    kind === "" ? "" : <span class="kind">{kind}</span>,
    published === "" ? (
      t.entry.undated
    ) : (
      <>
        {t.entry.published} <Words text={published} />
        {year === undefined ? "" : `, ${ageText(request, year)}`}
      </>
    ),
    readOn === "" ? (
      ""
    ) : (
      <>
        {t.entry.read} <Words text={readOn} />
      </>
    ),
    entry.mediaMarks.length === 0 ? "" : <Words text={entry.mediaMarks.join(", ")} />,
    entry.language === "" || entry.language === language.tag
      ? ""
      : t.entry.inLanguage(languageName(entry.language, language.tag)),
  ];
  return (
    <p class="entry-facts">
      {facts.filter((fact) => fact !== "").map((fact, index) => (index === 0 ? fact : <> · {fact}</>))}
    </p>
  );
};

/** "5 years ago", by calendar years: months are often not known. */
export function ageText({ t, reading }: PageRequest, year: number): string {
  return t.entry.age(reading.now.getUTCFullYear() - year);
}

export function sourceTypeName({ t }: PageRequest, type: SourceType): string {
  const names: Record<string, string> = t.sourceTypes;
  return names[SourceType[type] ?? ""] ?? "";
}

interface EntryItemProps {
  request: PageRequest;
  entry: Entry;
  level?: 3 | 4;
  /** Address of the same list without difficult content. */
  alternatives?: string | undefined;
}

export const EntryItem: FC<EntryItemProps> = ({ request, entry, level = 3, alternatives }) => {
  const Heading = level === 3 ? "h3" : "h4";
  return (
    <article class="entry" id={idOf(entry.name)}>
      <Heading class="entry-title" dir="auto">
        <a href={request.href(addressOf(entry.name) ?? "/")}>
          <EntryTitle entry={entry} />
        </a>
      </Heading>
      {byline(entry) === "" ? (
        ""
      ) : (
        <p class="byline" dir="auto">
          <Words text={byline(entry)} />
        </p>
      )}
      <EntryFacts request={request} entry={entry} />
      <ContentNotes request={request} entry={entry} alternatives={alternatives} />
      <SourceLink request={request} entry={entry} />
      {entry.notes.map((note) => (
        <p class="printed-note" dir="auto">
          <bdi>
            <Quotation text={note} notice={numberNotice(request, entry)} />
          </bdi>
        </p>
      ))}
      <Passages request={request} entry={entry} />
    </article>
  );
};

/** The byline as printed, else what is known of it. */
export function byline(entry: Entry): string {
  if (entry.rawByline !== "") return entry.rawByline;
  const names = entry.contributors.map(
    ({ family, given, literal }) => literal || [given, family].filter(Boolean).join(" "),
  );
  return [...new Set([...names, entry.publisher, entry.place])].filter((part) => part !== "").join(", ");
}
