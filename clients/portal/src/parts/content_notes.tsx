// Short, factual notes on difficult content, with where help is and how to find sources without.
import type { FC } from "hono/jsx";
import type { Entry } from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { Words } from "./texts.tsx";

/** Whether the filter that keeps difficult content back lets an entry through: somebody has looked, and it has none. */
export function isWithoutNotes({ contentNotes, contentNotesAssessed }: Entry): boolean {
  return contentNotesAssessed && contentNotes.length === 0;
}

/** `alternatives` is the address of the same list without such sources. */
export const ContentNotes: FC<{ request: PageRequest; entry: Entry; alternatives?: string | undefined }> = (props) => {
  const { request, entry, alternatives } = props;
  const { t, href } = request;
  if (entry.contentNotes.length === 0) return <></>;
  return (
    <p class="content-note">
      <span class="label">{t.notes.label}</span>{" "}
      {entry.contentNotes.map((note, index) => (
        <>
          {index === 0 ? "" : "; "}
          <Words text={note} />
        </>
      ))}
      . <a href={href("/help")}>{t.notes.help}</a>
      {alternatives === undefined ? (
        ""
      ) : (
        <>
          {" "}
          · <a href={alternatives}>{t.notes.alternatives}</a>
        </>
      )}
    </p>
  );
};

/** Switches the filter of a list on and off; it stands in the address. `hidden`: how many it keeps back, if known. */
export const NotesFilter: FC<{
  request: PageRequest;
  on: boolean;
  hidden: number | undefined;
  address: (on: boolean) => string;
}> = (props) => {
  const {
    request: { t },
    on,
    hidden,
    address,
  } = props;
  return (
    <p class="notes-filter">
      {on ? (
        <>
          {hidden === undefined ? t.notes.filterOnUncounted : t.notes.filterOn(hidden)}{" "}
          <a href={address(false)}>{t.notes.showAll}</a>
        </>
      ) : (
        <a href={address(true)}>{t.notes.hide}</a>
      )}
    </p>
  );
};
