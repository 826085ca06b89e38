// The downloads are byte for byte what the server's exports of the same entries are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bibliography, createLectern, ExportFormat, LinkState, SourceTypeSchema } from "@lectern/client";
import type { BibliographyFormat, Lectern } from "@lectern/client";
import { Server } from "../support/server.ts";
import { as, DOE, GALLAND, report } from "./cases/case.ts";
import type { EntryInit } from "./cases/case.ts";
import { DATES } from "./cases/dates.ts";
import { KINDS } from "./cases/kinds.ts";
import { MAKERS } from "./cases/makers.ts";
import { PASSAGES } from "./cases/passages.ts";
import { TITLES } from "./cases/titles.ts";
import { dice } from "./support/hostile.ts";

const FORMATS: readonly [BibliographyFormat, ExportFormat][] = [
  ["bibtex", ExportFormat.BIBTEX],
  ["ris", ExportFormat.RIS],
  ["csl", ExportFormat.CSL_JSON],
];

// All that the contract takes and formats trip over. Controls, marks of direction and line ends beyond LF and CR are
// not among them: the server keeps those it takes, the downloads do not.
const PIECES = [
  "a",
  "Word",
  " ",
  "  ",
  "\t",
  "\n",
  "\r",
  "\r\n",
  "|",
  "\\",
  ",",
  "(",
  ")",
  '"',
  "'",
  "=",
  "@",
  "[1] ",
  "é",
  "日本",
  ";",
  ":",
  ".",
  "{",
  "}",
  "<b>",
  "&amp;",
  "#",
  "%",
  "$",
  "_",
  "^",
  "~",
  " and ",
  "and",
  "others",
  "TY  - ",
];
const DATE = ["2009", "2009-03", "2009-03-11", "2012-02-29"];
const ROLES = [
  "",
  "author",
  "editor",
  "translator",
  "director",
  "photographer",
  "foreword",
  "interviewer",
  "illustrator",
  "narrator",
];

function anyStorable(seed: number): EntryInit {
  const roll = dice(seed);
  // Texts that hold something: what is white space alone the contract may refuse.
  const text = () => `x${Array.from({ length: roll(7) }, () => PIECES[roll(PIECES.length)]).join("")}y`;
  const some = <T>(make: () => T, most = 4): T[] => Array.from({ length: roll(most) }, make);
  const optional = (make: () => string) => (roll(2) === 0 ? "" : make());
  return {
    titleLines: [text(), ...some(text)],
    publisher: optional(text),
    place: optional(text),
    series: optional(text),
    language: optional(() => "pt-BR"),
    sourceType: roll(SourceTypeSchema.values.length),
    linkState: roll(7) as LinkState,
    url: optional(() => "https://example.org/{a}_b?c=%20#d"),
    archiveLinks: some(() => "https://archive.example/1", 2),
    contributors: some(() => ({
      ...(roll(2) === 0 ? { literal: text() } : { family: text(), given: optional(text) }),
      role: ROLES[roll(ROLES.length)]!,
    })),
    published: { raw: text(), edtf: optional(() => DATE[roll(DATE.length)]!) },
    accesses: some(() => ({ raw: text(), edtf: optional(() => DATE[roll(DATE.length)]!) })),
    passages: some(() => ({ label: optional(text), heading: optional(text), text: text() })),
  };
}

async function exported(lectern: Lectern, names: string[], format: ExportFormat): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let pageToken = "";
  do {
    const { part } = await lectern.export.exportPage({ selection: { format, names }, pageToken });
    text += decoder.decode(part!.data, { stream: true });
    pageToken = part!.nextPageToken;
  } while (pageToken !== "");
  return text + decoder.decode();
}

test("downloads are the server's exports, byte for byte", async () => {
  const server = await Server.start();
  const lectern = createLectern({ address: server.address, token: server.adminKey });
  const level0 = ({ published, accesses = [] }: EntryInit) =>
    [published, ...accesses].every((date) => /^(|\d{4}(-(0\d|1[0-2])(-\d\d)?)?)$/.test(date?.edtf ?? ""));
  const whole = ({ contributors = [] }: EntryInit) => contributors.every(({ family, literal }) => family || literal);
  const cases = [...KINDS, ...MAKERS, ...DATES, ...TITLES, ...PASSAGES]
    .map(({ entry }) => entry)
    .filter(level0)
    .filter(whole);
  const inits = [
    ...cases,
    report({
      contributors: [
        GALLAND,
        ...["director", "photographer", "narrator", "foreword", "x"].flatMap((role) => as(role, DOE)),
      ],
    }),
    ...Array.from({ length: 400 }, (_, index) => anyStorable(index + 1)),
  ].map((init, index) => ({ ...init, name: `entries/e${String(index).padStart(4, "0")}`, topic: "topics/torture" }));
  for (let from = 0; from < inits.length; from += 100) {
    await lectern.entries.batchUpsertEntries({ items: inits.slice(from, from + 100).map((entry) => ({ entry })) });
  }
  for (const { name } of inits) {
    const entry = await lectern.entries.getEntry({ name });
    for (const [format, exportFormat] of FORMATS) {
      assert.equal(bibliography([entry], format).text, await exported(lectern, [name], exportFormat));
    }
  }
  const names = inits.slice(0, 50).map(({ name }) => name);
  const entries = await Promise.all(names.map((name) => lectern.entries.getEntry({ name })));
  for (const [format, exportFormat] of FORMATS) {
    const { text, mediaType } = bibliography(entries, format);
    assert.equal(text, await exported(lectern, names, exportFormat));
    const { part } = await lectern.export.exportPage({ selection: { format: exportFormat, names } });
    assert.equal(mediaType, part!.mediaType);
  }
});
