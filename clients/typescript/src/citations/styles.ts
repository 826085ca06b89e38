// Citations of entries, of their passages and of the site's own pages, in the styles that schools ask for.
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import type { Entry, Passage } from "#gen/lectern/v1/entry_pb.js";
import { apa } from "./apa.js";
import { chicago } from "./chicago.js";
import { chicagoAuthorDate } from "./chicago_author_date.js";
import { parseEdtf } from "./dates.js";
import { harvard } from "./harvard.js";
import { locatorOf } from "./locators.js";
import type { Locator } from "./locators.js";
import { mla } from "./mla.js";
import { nameOf } from "./names.js";
import type { Run } from "./runs.js";
import { printedAddress, printedAlone } from "./text.js";
import { titleOf, workOf } from "./works.js";
import type { Work } from "./works.js";

/** A style by its short name. */
export type CitationStyle = "mla" | "apa" | "chicago" | "chicago-author-date" | "harvard";

/** The styles, with the names that students know them by. */
export const CITATION_STYLES: readonly { readonly style: CitationStyle; readonly label: string }[] = [
  { style: "mla", label: "MLA 9" },
  { style: "apa", label: "APA 7" },
  { style: "chicago", label: "Chicago 17 (notes and bibliography)" },
  { style: "chicago-author-date", label: "Chicago 17 (author-date)" },
  { style: "harvard", label: "Harvard (Cite Them Right)" },
];

/** A source as one style cites it. */
export interface Citation {
  /** The item in the list of works cited, references or sources. */
  readonly reference: readonly Run[];
  /** What stands in the text: a parenthesis; of "chicago" the short note, for every note but the first. */
  readonly inText: readonly Run[];
  /** The first note, of "chicago" alone. */
  readonly note?: readonly Run[];
}

/** A page of the site, at one revision. */
export interface CitedPage {
  /** What the page is headed. Example: "Street children in Belgium". */
  readonly title: string;
  /** The name of the site. */
  readonly site: string;
  /** Who answers for the page, if it is to be named as its author. */
  readonly author?: string;
  /** When this revision was made, as EDTF. Example: utcDay(page.updateTime). */
  readonly revised: string;
  /** An address that leads to this revision whatever is changed later. */
  readonly address: string;
  /** When the reader sees it, as EDTF. */
  readonly accessed: string;
}

const FORMATTERS: Record<CitationStyle, (work: Work, locator: Locator | undefined) => Citation> = {
  mla,
  apa,
  chicago,
  "chicago-author-date": chicagoAuthorDate,
  harvard,
};

/**
 * Cites `entry`, or with `passage` that passage of it: what stands in the text, and the note, then say where it is by
 * the source's own label. `entry` is one of view FULL. No entry makes it throw. Titles keep the case they were entered
 * in.
 */
export function citeEntry(entry: Entry, style: CitationStyle, passage?: Passage): Citation {
  return FORMATTERS[style](workOf(entry), passage && locatorOf(passage));
}

/** Cites a page of the site itself. */
export function citePage(page: CitedPage, style: CitationStyle): Citation {
  const author = nameOf({ family: "", given: "", literal: page.author ?? "" });
  const work: Work = {
    kind: "webpage",
    title: titleOf([page.title]),
    authors: author === undefined ? [] : [author],
    editors: [],
    translators: [],
    directors: [],
    container: printedAlone(page.site),
    collection: "",
    publisher: "",
    place: "",
    issued: parseEdtf(page.revised),
    accessed: parseEdtf(page.accessed),
    address: printedAddress(page.address),
  };
  return FORMATTERS[style](work, undefined);
}

/** The day of a time, in UTC, as EDTF; nothing where there is none. Example: "2026-11-30". */
export function utcDay(time: Timestamp | undefined): string {
  if (time === undefined) return "";
  const date = new Date(Number(time.seconds) * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}
