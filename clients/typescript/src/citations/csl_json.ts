// CSL-JSON: an array, an item a line.
import type { Entry } from "#gen/lectern/v1/entry_pb.js";
import type { CitedDate, Point } from "./dates.js";
import { byRole, sourceOf } from "./source.js";
import type { Source, SourceName } from "./source.js";

/** A name of CSL-JSON. */
export interface CslName {
  readonly family?: string;
  readonly given?: string;
  readonly literal?: string;
}

/** A date of CSL-JSON. */
export interface CslDate {
  readonly "date-parts"?: readonly (readonly number[])[];
  readonly season?: number;
  readonly circa?: true;
  readonly literal?: string;
}

/** An item of CSL-JSON: `id`, `type` and what is known. */
export type CslItem = { readonly id: string; readonly type: string } & {
  readonly [variable: string]: string | readonly CslName[] | CslDate;
};

/** `entries` as a file of CSL-JSON. */
export function toCslJson(entries: Iterable<Entry>): string {
  const items = Array.from(entries, (entry) => `\n${JSON.stringify(cslItem(entry))}`);
  return `[${items.join(",")}${items.length > 0 ? "\n" : ""}]\n`;
}

/** `entry` as an item of CSL-JSON, for programs that have a CSL processor. */
export function cslItem(entry: Entry): CslItem {
  const source = sourceOf(entry);
  const members: [string, CslItem[string] | undefined][] = [
    ["id", source.id],
    ["type", source.kind.csl],
    ["author", names(source.authors)],
    ["editor", names(source.editors)],
    ["translator", names(source.translators)],
    ...otherRoles(source),
    ["title", source.title],
    ["container-title", source.container],
    ["collection-title", source.collection],
    ["publisher", source.publisher],
    ["publisher-place", source.place],
    ["issued", source.published === undefined ? literal(source.publishedWords) : date(source.published)],
    ["language", source.language],
    ["URL", source.url],
    ["accessed", source.accessed && date(source.accessed)],
    ["annote", source.annotation.join("\n\n")],
  ];
  return Object.fromEntries(members.filter(([, value]) => value !== undefined && value !== "")) as CslItem;
}

// Roles that the format has a variable for; all others go together.
const VARIABLES = [
  "director",
  "interviewer",
  "compiler",
  "collection-editor",
  "container-author",
  "editorial-director",
  "chair",
  "organizer",
  "composer",
  "reviewed-author",
  "original-author",
];

function otherRoles(source: Source): [string, readonly CslName[] | undefined][] {
  const roles = [...byRole(source.others)];
  const rest = roles.filter(([role]) => !VARIABLES.includes(role)).flatMap(([, people]) => people);
  const own = roles.filter(([role]) => VARIABLES.includes(role));
  return [...own.map(([role, people]) => [role, names(people)] as const), ["contributor", names(rest)] as const].map(
    ([role, people]) => [role, people],
  );
}

function names(people: readonly SourceName[]): readonly CslName[] | undefined {
  if (people.length === 0) return undefined;
  return people.map(({ family, given, literal }) => {
    if (literal !== "" || family === "") return { literal };
    return given === "" ? { family } : { family, given };
  });
}

function literal(words: string): CslDate | undefined {
  return words === "" ? undefined : { literal: words };
}

function date({ from, to, uncertain, approximate }: CitedDate): CslDate | undefined {
  const first = from ?? (to === "open" ? undefined : to);
  if (first === undefined) return undefined;
  // What has no end is told by its beginning: the format has no open spans.
  const parts =
    from !== undefined && to !== undefined && to !== "open" ? [dateParts(from), dateParts(to)] : [dateParts(first)];
  return {
    "date-parts": parts,
    ...(first.season === undefined || parts.length > 1 ? {} : { season: first.season }),
    ...(uncertain || approximate ? { circa: true as const } : {}),
  };
}

/** The year counted without a year 0, the month and the day. */
function dateParts({ year, month, day }: Point): number[] {
  return [year > 0 ? year : year - 1, month, day].filter((part) => part !== undefined);
}
