// What a style needs to know of a source, or of a page of the site, to cite it.
import { LinkState } from "#gen/lectern/v1/entry_pb.js";
import type { Entry } from "#gen/lectern/v1/entry_pb.js";
import { parseEdtf, wordsAsDate } from "./dates.js";
import type { CitedDate } from "./dates.js";
import { nameOf } from "./names.js";
import type { Name } from "./names.js";
import { NO_TITLE } from "./runs.js";
import { joinedTitle, sourceOf } from "./source.js";
import type { SourceName } from "./source.js";
import { printed, printedAddress, printedAlone, sameName } from "./text.js";

/** People by what they did; other roles are in downloads alone. */
export interface Makers {
  readonly authors: readonly Name[];
  readonly editors: readonly Name[];
  readonly translators: readonly Name[];
  readonly directors: readonly Name[];
}

export interface Work extends Makers {
  /** As the Citation Style Language calls it: "report", "webpage", "document" where not known. */
  readonly kind: string;
  /** Never empty. */
  readonly title: string;
  /** What it is a part of: newspaper, journal, book, web site. */
  readonly container: string;
  /** The series that it belongs to as a whole. */
  readonly collection: string;
  /** Nobody where it is the container itself. */
  readonly publisher: string;
  readonly place: string;
  readonly issued: CitedDate | undefined;
  /** When it was last read. */
  readonly accessed: CitedDate | undefined;
  /** Where it is found; nothing where nobody is to be led there. */
  readonly address: string;
}

/** `entry` as styles cite it. */
export function workOf(entry: Entry): Work {
  const source = sourceOf(entry);
  const makers = {
    authors: namesOf(source.authors),
    editors: namesOf(source.editors),
    translators: namesOf(source.translators),
    directors: namesOf(source.others.filter(({ role }) => role === "director")),
  };
  const container = printedAlone(source.container);
  const publisher = printedAlone(source.publisher);
  const work: Work = {
    ...makers,
    kind: source.kind.csl,
    title: titleOf(entry.titleLines),
    container,
    collection: printedAlone(source.collection),
    publisher: sameName(publisher, container) ? "" : publisher,
    place: printedAlone(source.place),
    issued: issuedOf(source.published, source.publishedWords),
    accessed: source.accessed,
    address: addressOf(entry),
  };
  return isBare(entry, source.container) ? { ...work, publisher: printedAlone(entry.rawByline) } : work;
}

/** Title lines as one printed title, or what stands for it. */
export function titleOf(lines: readonly string[]): string {
  return printedAlone(joinedTitle(lines.map(printed))) || NO_TITLE;
}

/** Whether the only author is the body that also brings the work out, as its publisher or as its site. */
export function publishesItself({ authors, publisher, container }: Work): boolean {
  const author = authors.length === 1 ? authors[0]!.literal : "";
  return author !== "" && (sameName(author, publisher) || (publisher === "" && sameName(author, container)));
}

export function isArticle({ kind }: Work): boolean {
  return kind.startsWith("article-");
}

/** Newspapers and magazines, known by the day. */
export function isNews({ kind }: Work): boolean {
  return kind === "article-newspaper" || kind === "article-magazine";
}

function namesOf(names: readonly SourceName[]): Name[] {
  return names.map(nameOf).filter((name) => name !== undefined);
}

// A printed "2011?" is EDTF by itself; other words are no date, and stand for one as they are.
function issuedOf(published: CitedDate | undefined, words: string): CitedDate | undefined {
  return published ?? parseEdtf(words) ?? wordsAsDate(printed(words));
}

/** Whether nothing but the byline as a whole says who made the source, where and when. */
function isBare({ contributors, publisher, series, place, published }: Entry, container: string): boolean {
  const texts = [publisher, series, place, container, published?.edtf ?? "", published?.raw ?? ""];
  return contributors.length === 0 && texts.every((text) => printed(text) === "");
}

// Where a reader is sent: to a copy in an archive once the source has left its place. An address that leads to somebody
// else now or is withheld on purpose is never printed, and no more is an archive's that spells a withheld one out.
function addressOf({ linkState, url, archiveLinks, accesses }: Entry): string {
  const archived = archiveLinks.map(printedAddress).filter((link) => link !== "");
  if (linkState === LinkState.WITHHELD) return archived.find(isOpaque) ?? "";
  if (linkState === LinkState.HIJACKED) return archived[0] ?? "";
  const left = [LinkState.ARCHIVED, LinkState.DRIFTED, LinkState.GONE].includes(linkState);
  const own = [url, ...accesses.map((access) => access.url).reverse()]
    .map(printedAddress)
    .find((address) => address !== "");
  return (left ? (archived[0] ?? own) : (own ?? archived[0])) ?? "";
}

/** Whether an archive's address names its copy by a code, and not by the address that was copied. */
function isOpaque(link: string): boolean {
  const path = link.slice(link.indexOf("/", link.indexOf("//") + 2));
  return path.startsWith("/") && !/[.:]|%2e|%3a/i.test(path);
}
