// An entry as the formats of bibliographies see it: what their writers have in common. Field by field the same as in
// the server's exports (services/export/citation.cc), which a test compares.
import { getOption, hasOption } from "@bufbuild/protobuf";
import { LinkState, SourceType, SourceTypeSchema } from "#gen/lectern/v1/entry_pb.js";
import type { Entry } from "#gen/lectern/v1/entry_pb.js";
import { type_names } from "#gen/lectern/v1/bibliography_pb.js";
import { parseEdtf } from "./dates.js";
import type { CitedDate } from "./dates.js";
import { harmless, oneLine, printedAddress } from "./text.js";

/** What the formats call a kind of work. */
export interface KindNames {
  readonly csl: string;
  readonly biblatex: string;
  readonly ris: string;
}

/** A contributor with texts on one line. */
export interface SourceName {
  readonly family: string;
  readonly given: string;
  readonly literal: string;
  readonly role: string;
}

export interface Source {
  /** Of the entry: stays the same over exports. */
  readonly id: string;
  readonly kind: KindNames;
  /** Its lines as one. */
  readonly title: string;
  readonly authors: readonly SourceName[];
  readonly editors: readonly SourceName[];
  readonly translators: readonly SourceName[];
  /** All others, in their order. */
  readonly others: readonly SourceName[];
  readonly publisher: string;
  readonly place: string;
  readonly language: string;
  /** What it is a part of: newspaper, journal, book, web site. */
  readonly container: string;
  /** The series that it belongs to as a whole. */
  readonly collection: string;
  readonly published: CitedDate | undefined;
  readonly publishedEdtf: string;
  /** As printed, where no date could be read. */
  readonly publishedWords: string;
  /** The last time. */
  readonly accessed: CitedDate | undefined;
  readonly accessedEdtf: string;
  /** Nothing where nobody is to be led there. */
  readonly url: string;
  /** Paragraph by paragraph, on one line each. */
  readonly annotation: readonly string[];
}

// What the formats call a work that is none of the known kinds.
const UNKNOWN: KindNames = { csl: "document", biblatex: "misc", ris: "GEN" };
const KINDS = new Map<SourceType, KindNames>(
  SourceTypeSchema.values
    .filter((value) => hasOption(value, type_names))
    .map((value) => [value.number, getOption(value, type_names)]),
);

const ARTICLES = [SourceType.ARTICLE_JOURNAL, SourceType.ARTICLE_MAGAZINE, SourceType.ARTICLE_NEWSPAPER];
// Works that are a part of what their series names, and no volume of it.
const PARTS = [...ARTICLES, SourceType.CHAPTER, SourceType.WEBPAGE];

/** `entry` as bibliographies see it. */
export function sourceOf(entry: Entry): Source {
  const named = entry.contributors.map(sourceName).filter(({ family, literal }) => family !== "" || literal !== "");
  const isAuthor = (role: string) => role === "" || role === "author";
  const own = ["editor", "translator"];
  const publisher = oneLine(entry.publisher);
  const series = oneLine(entry.series);
  const isPart = PARTS.includes(entry.sourceType);
  const publishedEdtf = entry.published?.edtf ?? "";
  const published = parseEdtf(publishedEdtf);
  const accessedEdtf = lastAccess(entry);
  return {
    id: harmless(entry.name.slice(entry.name.indexOf("/") + 1)),
    kind: KINDS.get(entry.sourceType) ?? UNKNOWN,
    title: joinedTitle(entry.titleLines.map(oneLine)),
    authors: named.filter(({ role }) => isAuthor(role)),
    editors: named.filter(({ role }) => role === "editor"),
    translators: named.filter(({ role }) => role === "translator"),
    others: named.filter(({ role }) => !isAuthor(role) && !own.includes(role)),
    publisher,
    place: oneLine(entry.place),
    language: harmless(entry.language),
    // Who brings an article out is what it appeared in, where nothing else is said.
    container: isPart ? series || (ARTICLES.includes(entry.sourceType) ? publisher : "") : "",
    collection: isPart ? "" : series,
    published,
    publishedEdtf: published === undefined ? "" : publishedEdtf,
    publishedWords: published === undefined ? oneLine(entry.published?.raw ?? "") : "",
    accessed: parseEdtf(accessedEdtf),
    accessedEdtf,
    url: addressOf(entry),
    annotation: entry.passages.map(paragraphOf).filter((paragraph) => paragraph !== ""),
  };
}

/** A name on one line; given names alone are a name that does not divide. */
function sourceName({ family, given, literal, role }: Entry["contributors"][number]): SourceName {
  const alone = family.trim() === "" ? given : "";
  return {
    family: oneLine(family),
    given: oneLine(given),
    literal: oneLine(literal) || oneLine(alone),
    role: harmless(role),
  };
}

/** How many kinds of works have this name in BibLaTeX. */
export function kindsSharing(biblatex: string): number {
  return [...KINDS.values()].filter((kind) => kind.biblatex === biblatex).length;
}

/** `names` by their roles, in the order of their first. */
export function byRole(names: readonly SourceName[]): Map<string, SourceName[]> {
  return Map.groupBy(names, ({ role }) => role);
}

/** Title lines as one: a line that ends without a mark is a title, and what follows its subtitle. */
export function joinedTitle(lines: readonly string[]): string {
  let title = "";
  for (const line of lines) {
    if (line === "") continue;
    if (title !== "") title += ".,:;!?-([/".includes(title.at(-1)!) ? " " : ": ";
    title += line;
  }
  return title;
}

/** The greatest date of reading that can be read; dates of EDTF sort as text. */
function lastAccess({ accesses }: Entry): string {
  const readable = accesses.map(({ edtf }) => edtf).filter((edtf) => parseEdtf(edtf) !== undefined);
  return readable.reduce((last, edtf) => (edtf > last ? edtf : last), "");
}

// An address that leads to somebody else now, or is withheld on purpose, stands in no bibliography: a list of sources
// is handed on. A copy in an archive takes its place, but for one that is withheld.
function addressOf({ linkState, url, archiveLinks }: Entry): string {
  const unsafe = linkState === LinkState.HIJACKED || linkState === LinkState.WITHHELD;
  const address = unsafe ? "" : printedAddress(url);
  if (address !== "" || linkState === LinkState.WITHHELD) return address;
  return printedAddress(archiveLinks[0] ?? "");
}

function paragraphOf({ label, heading, text }: Entry["passages"][number]): string {
  return [label, heading, text]
    .filter((part) => part !== "")
    .reduce((paragraph, part) => (paragraph === "" ? oneLine(part) : `${paragraph} ${oneLine(part)}`), "");
}
