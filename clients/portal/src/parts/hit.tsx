// A search result: what it is and why it was found.
import type { Child, FC } from "hono/jsx";
import { highlightSegments, titleOf, type SearchHit, type Snippet } from "@lectern/client";
import { addressOf } from "../http/addresses.ts";
import type { PageRequest } from "../http/page.ts";
import { findNumbers } from "../text/masking.ts";
import { ContentNotes } from "./content_notes.tsx";
import { byline, EntryFacts } from "./entry.tsx";
import { numberNotice } from "./passages.tsx";
import { MaskedNumber, Words, type NumberNotice } from "./texts.tsx";

interface HitProps {
  request: PageRequest;
  hit: SearchHit;
  /** Names of countries, topics and themes, by resource name. */
  labels: ReadonlyMap<string, string>;
}

export const HitItem: FC<HitProps> = ({ request, hit, labels }) => {
  const { t, href } = request;
  const address = addressOf(hit.name);
  const entry = hit.resource.case === "entry" ? hit.resource.value : undefined;
  const kinds: Record<string, string> = t.kindOf;
  const kind = hit.resource.case === undefined ? "" : (kinds[hit.resource.case] ?? "");
  const title = <HitTitle hit={hit} labels={labels} colon={t.layout.colon} />;
  return (
    <article class="hit">
      <h3 class="entry-title" dir="auto">
        {address === undefined ? title : <a href={href(address)}>{title}</a>}
      </h3>
      {entry === undefined ? (
        <p class="entry-facts">
          <span class="kind">{kind}</span>
        </p>
      ) : (
        <>
          {byline(entry) === "" ? (
            ""
          ) : (
            <p class="byline" dir="auto">
              <Words text={byline(entry)} />
            </p>
          )}
          <EntryFacts request={request} entry={entry} />
          <p class="where">
            {[entry.country, entry.topic]
              .map((name) => labels.get(name))
              .filter((label) => label !== undefined)
              .join(" · ")}
          </p>
          <ContentNotes request={request} entry={entry} />
        </>
      )}
      {hit.snippet === undefined || hit.snippet.text === "" ? (
        ""
      ) : (
        <SnippetText snippet={hit.snippet} notice={noticeOf(request, hit)} />
      )}
    </article>
  );
};

/** Country pages bear the name of their country alone. */
const HitTitle: FC<{ hit: SearchHit; labels: ReadonlyMap<string, string>; colon: string }> = ({
  hit,
  labels,
  colon,
}) => {
  const { resource } = hit;
  const [language, label] =
    resource.case === "entry"
      ? [resource.value.language, undefined]
      : resource.case === "countryPage"
        ? [resource.value.language, labels.get(resource.value.topic)]
        : [undefined, labels.get(hit.name)];
  if (label !== undefined && resource.case !== "countryPage") return <Words text={label} />;
  return (
    <>
      <bdi class="lines" lang={language || undefined}>
        {highlightSegments(titleOf(hit), hit.titleHighlights).map(({ text, highlighted }) =>
          highlighted ? <mark>{text}</mark> : text,
        )}
      </bdi>
      {label === undefined ? (
        ""
      ) : (
        <>
          {colon} {label}
        </>
      )}
    </>
  );
};

const SnippetText: FC<{ snippet: Snippet; notice: NumberNotice }> = ({ snippet, notice }) => (
  <p class="snippet" dir="auto">
    {snippet.cutBefore ? "… " : ""}
    {snippet.passageLabel === "" ? (
      ""
    ) : (
      <span class="paragraph-label">
        <bdi>{snippet.passageLabel}</bdi>
      </span>
    )}
    <bdi>{highlighted(snippet, notice)}</bdi>
    {snippet.cutAfter ? " …" : ""}
  </p>
);

/** The snippet's text: what was looked for marked, telephone numbers masked. */
function highlighted({ text, highlights }: Snippet, notice: NumberNotice): Child[] {
  const numbers: { start: number; end: number }[] = [];
  let length = 0;
  for (const part of findNumbers(text, notice.country.toUpperCase())) {
    if (part.isNumber) numbers.push({ start: length, end: length + part.text.length });
    length += part.text.length;
  }
  const children: Child[] = [];
  let at = 0;
  for (const segment of highlightSegments(text, highlights)) {
    let from = at;
    const end = at + segment.text.length;
    const push = (to: number) => {
      const piece = text.slice(from, to);
      if (piece !== "") children.push(segment.highlighted ? <mark>{piece}</mark> : piece);
    };
    for (const number of numbers) {
      if (number.end <= from || number.start >= end) continue;
      push(Math.max(from, number.start));
      if (number.start >= at) children.push(<MaskedNumber notice={notice} />); // once, where it begins
      from = Math.min(number.end, end);
    }
    push(end);
    at = end;
  }
  return children;
}

function noticeOf(request: PageRequest, { resource, name }: SearchHit): NumberNotice {
  if (resource.case === "entry") return numberNotice(request, resource.value);
  const country = /^countries\/([a-z]{2})/.exec(name)?.[1] ?? "";
  return { request, country, year: undefined };
}
