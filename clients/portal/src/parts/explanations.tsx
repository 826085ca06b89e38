// Why there may be results that do not hold what was typed, and what of it was left out.
import type { FC } from "hono/jsx";
import {
  highlightSegments,
  QueryExplanation_Kind as Kind,
  QueryNote_Kind as NoteKind,
  type QueryExplanation,
  type SearchResponse,
} from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { Words } from "./texts.tsx";

export const Explanations: FC<{ request: PageRequest; query: string; answer: SearchResponse }> = ({
  request,
  query,
  answer,
}) => {
  const { explanations, notes } = answer;
  if (explanations.length === 0 && notes.length === 0) return <></>;
  const names: Record<string, string> = request.t.queryNotes;
  return (
    <div class="explanations">
      {explanations.map((explanation) => (
        <p>
          <Explanation request={request} query={query} explanation={explanation} />
        </p>
      ))}
      {notes.map(({ kind, range }) => {
        const text = names[NoteKind[kind] ?? ""];
        if (text === undefined) return "";
        const about = range === undefined ? "" : partOf(query, range);
        return (
          <p class="small">
            {about === "" ? (
              ""
            ) : (
              <>
                <q>
                  <Words text={about} />
                </q>
                {request.t.layout.colon}{" "}
              </>
            )}
            {text}
          </p>
        );
      })}
    </div>
  );
};

const Explanation: FC<{ request: PageRequest; query: string; explanation: QueryExplanation }> = (props) => {
  const {
    request: { t },
    query,
    explanation: { kind, range, also, instead },
  } = props;
  const typed = range === undefined ? "" : partOf(query, range);
  const others = also.map((word, index) => (
    <>
      {index === 0 ? "" : ", "}
      <strong>
        <Words text={word} />
      </strong>
    </>
  ));
  if (kind === Kind.SPELLING && instead) {
    return (
      <>
        {t.search.instead}{" "}
        <q>
          <Words text={typed} />
        </q>
        . {t.search.showing} {others}.
      </>
    );
  }
  if (kind === Kind.TERM)
    return (
      <>
        <q>
          <Words text={typed} />
        </q>
        {t.layout.colon} {t.search.term} {others}.
      </>
    );
  return (
    <>
      <q>
        <Words text={typed} />
      </q>
      {t.layout.colon} {t.search.also} {others}.
    </>
  );
};

/** The part of what was typed that a range of its bytes names. */
function partOf(query: string, range: { startByte: number; endByte: number }): string {
  return highlightSegments(query, [range])
    .filter(({ highlighted }) => highlighted)
    .map(({ text }) => text)
    .join("");
}
