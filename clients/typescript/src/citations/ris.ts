// RIS: a tag a line, lines that end with CRLF.
import type { Entry } from "#gen/lectern/v1/entry_pb.js";
import type { CitedDate } from "./dates.js";
import { sourceOf } from "./source.js";
import type { Source, SourceName } from "./source.js";

/** `entries` as a file of RIS. */
export function toRis(entries: Iterable<Entry>): string {
  return Array.from(entries, (entry) => record(sourceOf(entry))).join("\r\n");
}

function record(source: Source): string {
  const { published, publishedWords, accessed } = source;
  const lines: [string, string][] = [
    ["TY", source.kind.ris],
    ["ID", source.id],
    ["TI", source.title],
    ...names("AU", source.authors),
    ...names("ED", source.editors),
    ...names("A4", source.translators),
    ...names("A3", source.others),
    ["T2", source.container],
    ["T3", source.collection],
    ["PB", source.publisher],
    ["CY", source.place],
    ["PY", published === undefined ? "" : year(published)],
    ["DA", published === undefined ? (publishedWords === "" ? "" : `///${publishedWords}`) : day(published)],
    ["LA", source.language],
    ["UR", source.url],
    ["Y2", accessed === undefined ? "" : day(accessed)],
    // The tag stands once; the space keeps what follows from being taken for another.
    ["AB", source.annotation.join("\r\n\r\n ")],
  ];
  const written = lines.filter(([, value]) => value !== "").map(([tag, value]) => `${tag}  - ${value}\r\n`);
  return `${written.join("")}ER  - \r\n`;
}

function names(tag: string, people: readonly SourceName[]): [string, string][] {
  return people.map((person) => [tag, name(person)]);
}

/** A body's name ends with a comma: else its last word would be taken for a family name. */
function name({ family, given, literal }: SourceName): string {
  if (literal !== "" || family === "") return `${literal},`;
  return given === "" ? `${family},` : `${family}, ${given}`;
}

/** Of a span its beginning: the format has no spans. */
function year({ from, to }: CitedDate): string {
  const point = from ?? (to === "open" ? undefined : to);
  return point === undefined || point.year < 1 ? "" : String(point.year).padStart(4, "0");
}

/** YYYY/MM/DD/ with what is not known left out. */
function day(date: CitedDate): string {
  const point = date.from ?? (date.to === "open" ? undefined : date.to);
  const two = (part: number | undefined) => (part === undefined ? "" : String(part).padStart(2, "0"));
  return point === undefined || year(date) === "" ? "" : `${year(date)}/${two(point.month)}/${two(point.day)}/`;
}
