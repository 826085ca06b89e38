// A reading list, which lives in its address and nowhere else.
import { CITATION_STYLES, type BibliographyFormat, type CitationStyle } from "@lectern/client";
import type { Reference } from "../catalogue/references.ts";

export const MOST_ENTRIES = 50;
/** In characters. */
export const LONGEST_TITLE = 120;
const LONGEST_QUERY = 512;

export interface ReadingList {
  /** In the order of the list, each entry once. */
  readonly items: readonly Reference[];
  readonly title: string;
  /** The style that its bibliography is shown in. */
  readonly style: CitationStyle;
}

export interface ListRequest extends ReadingList {
  /** How many the address names beyond those that a list may have. */
  readonly tooMany: number;
  /** How many parts of the address name no entry. */
  readonly unreadable: number;
  /** Words to look for, or addresses of entries to add. */
  readonly q: string;
  /** A file that is asked for in place of the page. */
  readonly as: BibliographyFormat | undefined;
}

const FORMATS: readonly string[] = ["bibtex", "ris", "csl"] satisfies BibliographyFormat[];

export function readListRequest(query: URLSearchParams): ListRequest {
  const parts = query.getAll("entries").flatMap((value) => value.split(",")).map((part) => part.trim()).filter((part) => part !== "");
  const references = parts.map(referenceOf).filter((reference) => reference !== undefined);
  const items = distinct(references);
  const style = query.get("style");
  const as = query.get("as") ?? "";
  return {
    items: items.slice(0, MOST_ENTRIES),
    tooMany: Math.max(0, items.length - MOST_ENTRIES),
    unreadable: parts.length - references.length,
    title: [...(query.get("title") ?? "").trim()].slice(0, LONGEST_TITLE).join(""),
    style: CITATION_STYLES.find((known) => known.style === style)?.style ?? "mla",
    q: (query.get("q") ?? "").trim().slice(0, LONGEST_QUERY),
    as: FORMATS.includes(as) ? (as as BibliographyFormat) : undefined,
  };
}

/** An entry by "ID" or "ID@REVISION". */
export function referenceOf(text: string): Reference | undefined {
  const match = /^([a-z0-9-]{1,63})(?:@([1-9]\d{0,17}))?$/.exec(text);
  if (match === null) return undefined;
  const [, id = "", revision] = match;
  return revision === undefined ? { id } : { id, revision: BigInt(revision) };
}

/** The entries whose pages' addresses stand in a text. */
export function referencesIn(text: string): Reference[] {
  const found = [...text.matchAll(/\/entries\/([a-z0-9-]{1,63}(?:@[1-9]\d{0,17})?)(?![\w@-])/g)];
  return distinct(found.map(([, name = ""]) => referenceOf(name)).filter((reference) => reference !== undefined));
}

/** Each entry once, where it stands first. */
export function distinct(references: readonly Reference[]): Reference[] {
  const seen = new Set<string>();
  return references.filter(({ id }) => !seen.has(id) && seen.add(id));
}

export function referenceText({ id, revision }: Reference): string {
  return revision === undefined ? id : `${id}@${revision}`;
}

/** Address of a list. Ids and revisions need no escapes, and are left readable. */
export function listAddress(list: Partial<ReadingList>, as?: BibliographyFormat): string {
  const entries = (list.items ?? []).map(referenceText).join(",");
  const others = new URLSearchParams();
  if (list.title) others.set("title", list.title);
  if (list.style !== undefined && list.style !== "mla") others.set("style", list.style);
  if (as !== undefined) others.set("as", as);
  // "+" is a space to forms alone: programs that pass addresses on may take it for itself.
  const parts = [entries === "" ? "" : `entries=${entries}`, others.toString().replaceAll("+", "%20")];
  const query = parts.filter((part) => part !== "").join("&");
  return query === "" ? "/list" : `/list?${query}`;
}
