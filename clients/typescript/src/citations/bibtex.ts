// BibTeX, with the entry types and fields of BibLaTeX: what biber reads, and reference managers.
import type { Entry } from "#gen/lectern/v1/entry_pb.js";
import { byRole, kindsSharing, sourceOf } from "./source.js";
import type { Source, SourceName } from "./source.js";

/** `entries` as a file of BibTeX. */
export function toBibtex(entries: Iterable<Entry>): string {
  return Array.from(entries, (entry) => record(sourceOf(entry))).join("\n");
}

function record(source: Source): string {
  const type = source.kind.biblatex;
  const fields: [string, string][] = [
    ["entrysubtype", escaped(subtype(source))],
    ["author", names(source.authors)],
    ["editor", names(source.editors)],
    ["translator", names(source.translators)],
    ...otherRoles(source),
    ["title", verbatim(source.title)],
    [containerField(type), verbatim(source.container)],
    ["series", verbatim(source.collection)],
    [publisherField(type), verbatim(source.publisher)],
    ["location", escaped(source.place)],
    ["date", source.publishedEdtf],
    ["year", escaped(source.publishedWords)],
    ["language", escaped(source.language)],
    // In an address nothing is escaped; what cannot stand there is percent-encoded, which means the same.
    ["url", source.url.replaceAll("{", "%7B").replaceAll("}", "%7D")],
    ["urldate", source.accessedEdtf],
    ["annotation", escaped(source.annotation.join("\n\n"))],
  ];
  const lines = fields.filter(([, value]) => value !== "").map(([name, value]) => `,\n  ${name} = {${value}}`);
  return `@${type}{${source.id}${lines.join("")}\n}\n`;
}

// Roles beside authors, editors and translators: in fields of their own, or as BibLaTeX has any other role, of which it
// takes three.
const OWN_FIELDS = ["annotator", "commentator", "introduction", "foreword", "afterword"];
const FREE_FIELDS = ["editora", "editorb", "editorc"];

function otherRoles(source: Source): [string, string][] {
  const fields: [string, string][] = [];
  let taken = 0;
  for (const [role, people] of byRole(source.others)) {
    const free = FREE_FIELDS[taken];
    if (OWN_FIELDS.includes(role)) {
      fields.push([role, names(people)]);
    } else if (free !== undefined) {
      fields.push([free, names(people)], [`${free}type`, escaped(role)]);
      taken += 1;
    }
  }
  return fields;
}

/** What tells kinds of works apart that have one entry type: "newspaper" of "article-newspaper". */
function subtype({ kind }: Source): string {
  return kindsSharing(kind.biblatex) < 2 ? "" : kind.csl.slice(kind.csl.indexOf("-") + 1);
}

function containerField(type: string): string {
  return type === "article" ? "journaltitle" : type === "incollection" ? "booktitle" : "series";
}

function publisherField(type: string): string {
  if (["report", "thesis", "legal", "jurisdiction", "legislation"].includes(type)) return "institution";
  return ["online", "misc", "video"].includes(type) ? "organization" : "publisher";
}

function names(people: readonly SourceName[]): string {
  return people.map(name).join(" and ");
}

function name({ family, given, literal }: SourceName): string {
  if (literal !== "" || family === "") return braced(literal);
  if (given === "") return braced(family);
  const first = /,|(?:^| )and(?: |$)/i.test(given) ? braced(given) : escaped(given);
  return `${mustBeBraced(family) ? braced(family) : escaped(family)}, ${first}`;
}

/** Whether a part of a name would be read as more: a second name, or a "von" where a word begins small. */
function mustBeBraced(part: string): boolean {
  return /,|^others$|(?:^| )and(?: |$)/i.test(part) || /(?:^| )[a-z]/.test(part);
}

/** Letters keep their case whatever the style does. */
function verbatim(text: string): string {
  return text === "" ? "" : braced(text);
}

function braced(text: string): string {
  return `{${escaped(text)}}`;
}

const ESCAPES: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  "%": "\\%",
  "&": "\\&",
  "#": "\\#",
  _: "\\_",
  $: "\\$",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
};

function escaped(text: string): string {
  const lone = loneBraces(text);
  return text.replace(/[\\{}%&#_$^~]/g, (sign, at: number) => {
    if (!lone.has(at)) return ESCAPES[sign]!;
    return sign === "{" ? "\\textbraceleft{}" : "\\textbraceright{}";
  });
}

/** Places of the braces that have no counterpart: these would end the field, or never do so, escaped or not. */
function loneBraces(text: string): Set<number> {
  const open: number[] = [];
  const lone = new Set<number>();
  for (const { index, 0: brace } of text.matchAll(/[{}]/g)) {
    if (brace === "{") open.push(index);
    else if (open.pop() === undefined) lone.add(index);
  }
  for (const index of open) lone.add(index);
  return lone;
}
