// Where a source can be read, by what was last known of its address.
import type { FC } from "hono/jsx";
import { LinkState, type Entry, type Passage } from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { linkToPassage } from "../text/fragment.ts";
import { holdsNoNumber } from "./texts.tsx";

/** `url` as a link's address; undefined for what is none of the web's. */
export function sourceAddress(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:") ? parsed.href : undefined;
}

/** Whether readers may be led to an entry's own address. */
export function isLinked({ linkState, url }: Pick<Entry, "linkState" | "url">): boolean {
  if (sourceAddress(url) === undefined) return false;
  return linkState === LinkState.UNSPECIFIED || linkState === LinkState.LIVE || linkState === LinkState.DRIFTED;
}

/** Nobody is to be led to the domain of an entry, also not by an address that it was read at. */
export function isUnsafe(state: LinkState): boolean {
  return state === LinkState.HIJACKED || state === LinkState.WITHHELD;
}

/** An address as people read it: its host and the beginning of its path. */
function readable(address: string): string {
  const { host, pathname } = new URL(address);
  const text = `${host}${pathname === "/" ? "" : pathname}`;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Links to a source and to copies of it in archives. Renders nothing where there is none. */
export const SourceLink: FC<{ request: PageRequest; entry: Entry; state?: LinkState }> = ({
  request,
  entry,
  state,
}) => {
  const { t } = request;
  const linkState = state ?? entry.linkState;
  const address = sourceAddress(entry.url);
  const archives = entry.archiveLinks.map(sourceAddress).filter((link) => link !== undefined);
  const linked = address !== undefined && isLinked({ linkState, url: entry.url });
  const note = stateNote(request, linkState, archives.length > 0);
  if (!linked && archives.length === 0 && note === "" && address === undefined) return <></>;
  return (
    <p class="source-link">
      {linked ? (
        <a href={address} rel="noreferrer nofollow">
          <span class="hidden">{t.source.readAt} </span>
          <bdi>{readable(address)}</bdi>
        </a>
      ) : address !== undefined && !isUnsafe(linkState) ? (
        <span class="dead-address">
          <bdi>{readable(address)}</bdi>
        </span>
      ) : (
        ""
      )}
      {archives.map((link) => (
        <a class="archive" href={link} rel="noreferrer nofollow">
          {t.source.archived} <bdi>{new URL(link).host}</bdi>
        </a>
      ))}
      {note === "" ? "" : <span class="link-note">{note}</span>}
    </p>
  );
};

function stateNote({ t }: PageRequest, state: LinkState, archived: boolean): string {
  switch (state) {
    case LinkState.DRIFTED:
      return t.source.drifted;
    case LinkState.HIJACKED:
      return t.source.hijacked;
    case LinkState.WITHHELD:
      return t.source.withheld;
    case LinkState.GONE:
      return t.source.gone;
    case LinkState.ARCHIVED:
      return archived ? t.source.onlyArchived : t.source.gone;
    default:
      return "";
  }
}

/** Marks of media that no browser finds words in. */
const NOT_TEXT = /pdf|doc|rtf|ppt|xls|zip|video|audio|mp[34]/i;

/** The address that opens a source at a passage; undefined where there is none. */
export function passageAddress(entry: Entry, passage: Passage, state = entry.linkState): string | undefined {
  const address = sourceAddress(entry.url);
  const readable = state === LinkState.LIVE || state === LinkState.UNSPECIFIED;
  if (address === undefined || !readable || entry.mediaMarks.some((mark) => NOT_TEXT.test(mark))) return undefined;
  const country = entry.country.slice("countries/".length);
  return linkToPassage(address, passage.text, (text) => holdsNoNumber(text, country));
}
