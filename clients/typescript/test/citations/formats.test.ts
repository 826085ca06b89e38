// Bibliographies to download: what the writers write, and that none of it is read as something else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bibliography, cslItem, EntrySchema, LinkState, SourceType, SourceTypeSchema } from "@lectern/client";
import type { Entry } from "@lectern/client";
import { as, DOE, report } from "./cases/case.ts";
import type { EntryInit } from "./cases/case.ts";
import { anyEntry } from "./support/hostile.ts";

const entryOf = (init: EntryInit): Entry => create(EntrySchema, init);
const bibtex = (...entries: Entry[]) => bibliography(entries, "bibtex").text;
const ris = (...entries: Entry[]) => bibliography(entries, "ris").text;
const csl = (...entries: Entry[]) => bibliography(entries, "csl").text;

const FULL = entryOf({
  name: "entries/01j8x4zq2m",
  titleLines: ["Street Children", "100 % of {Them}"],
  sourceType: SourceType.ARTICLE_NEWSPAPER,
  contributors: [
    { family: "von der Leyen", given: "Ursula" },
    { literal: "Ministry of Justice and Home Affairs" },
    ...as("editor", { family: "García Márquez", given: "Ana" }),
    ...as("translator", DOE),
    ...as("photographer", { family: "Roe" }),
  ],
  publisher: "The Daily Example",
  place: "Brussels",
  published: { raw: "11 March 2009", edtf: "2009-03-11" },
  accesses: [{ edtf: "2011-01-22" }, { edtf: "2010" }],
  url: "https://example.org/a_{b}",
  language: "en",
  passages: [{ label: "[27]", heading: "CHILDREN", text: "First.\nSecond." }, { text: "Another." }],
});

test("BibTeX", () => {
  assert.equal(
    bibtex(FULL),
    `@article{01j8x4zq2m,
  entrysubtype = {newspaper},
  author = {{von der Leyen}, Ursula and {Ministry of Justice and Home Affairs}},
  editor = {García Márquez, Ana},
  translator = {Doe, Jane},
  editora = {{Roe}},
  editoratype = {photographer},
  title = {{Street Children: 100 \\% of \\{Them\\}}},
  journaltitle = {{The Daily Example}},
  publisher = {{The Daily Example}},
  location = {Brussels},
  date = {2009-03-11},
  language = {en},
  url = {https://example.org/a_%7Bb%7D},
  urldate = {2011-01-22},
  annotation = {[27] CHILDREN First. Second.

Another.}
}
`,
  );
});

test("RIS", () => {
  const lines = [
    "TY  - NEWS",
    "ID  - 01j8x4zq2m",
    "TI  - Street Children: 100 % of {Them}",
    "AU  - von der Leyen, Ursula",
    "AU  - Ministry of Justice and Home Affairs,",
    "ED  - García Márquez, Ana",
    "A4  - Doe, Jane",
    "A3  - Roe,",
    "T2  - The Daily Example",
    "PB  - The Daily Example",
    "CY  - Brussels",
    "PY  - 2009",
    "DA  - 2009/03/11/",
    "LA  - en",
    "UR  - https://example.org/a_{b}",
    "Y2  - 2011/01/22/",
    "AB  - [27] CHILDREN First. Second.",
    "",
    " Another.",
    "ER  - ",
    "",
  ];
  assert.equal(ris(FULL), lines.join("\r\n"));
});

test("CSL-JSON", () => {
  assert.deepEqual(JSON.parse(csl(FULL)), [cslItem(FULL)]);
  assert.deepEqual(cslItem(FULL), {
    id: "01j8x4zq2m",
    type: "article-newspaper",
    author: [{ family: "von der Leyen", given: "Ursula" }, { literal: "Ministry of Justice and Home Affairs" }],
    editor: [{ family: "García Márquez", given: "Ana" }],
    translator: [DOE],
    contributor: [{ family: "Roe" }],
    title: "Street Children: 100 % of {Them}",
    "container-title": "The Daily Example",
    publisher: "The Daily Example",
    "publisher-place": "Brussels",
    issued: { "date-parts": [[2009, 3, 11]] },
    language: "en",
    URL: "https://example.org/a_{b}",
    accessed: { "date-parts": [[2011, 1, 22]] },
    annote: "[27] CHILDREN First. Second.\n\nAnother.",
  });
});

test("several entries make one file, none an empty one", () => {
  assert.equal(bibtex(), "");
  assert.equal(ris(), "");
  assert.equal(csl(), "[]\n");
  assert.equal(bibtex(FULL, FULL), `${bibtex(FULL)}\n${bibtex(FULL)}`);
  assert.equal(ris(FULL, FULL), `${ris(FULL)}\r\n${ris(FULL)}`);
  assert.equal(JSON.parse(csl(FULL, FULL)).length, 2);
});

test("dates of every precision", () => {
  const issued = (edtf: string, raw = "") => cslItem(entryOf({ published: { edtf, raw } }))["issued"];
  assert.deepEqual(issued("2009"), { "date-parts": [[2009]] });
  assert.deepEqual(issued("2009-03"), { "date-parts": [[2009, 3]] });
  assert.deepEqual(issued("2009-22"), { "date-parts": [[2009]], season: 2 });
  assert.deepEqual(issued("2009/2010-02"), { "date-parts": [[2009], [2010, 2]] });
  assert.deepEqual(issued("2011?"), { "date-parts": [[2011]], circa: true });
  assert.deepEqual(issued("-0043"), { "date-parts": [[-44]] });
  assert.deepEqual(issued("", "Spring 2003"), { literal: "Spring 2003" });
  assert.equal(issued(""), undefined);
  assert.match(bibtex(entryOf({ published: { raw: "Spring 2003" } })), /year = \{Spring 2003\}/);
  assert.match(bibtex(entryOf({ published: { edtf: "2009/2010" } })), /date = \{2009\/2010\}/);
  assert.match(ris(entryOf({ published: { edtf: "2009-03" } })), /PY  - 2009\r\nDA  - 2009\/03\/\/\r\n/);
  assert.match(ris(entryOf({ published: { raw: "Spring 2003" } })), /DA  - \/\/\/Spring 2003\r\n/);
});

test("every kind of the contract has a name in every format", () => {
  for (const { number } of SourceTypeSchema.values) {
    const entry = entryOf({ name: "entries/e", titleLines: ["T"], sourceType: number });
    assert.match(bibtex(entry), /^@[a-z]+\{e,/);
    assert.match(ris(entry), /^TY {2}- [A-Z]{3,5}\r\n/);
    assert.notEqual(cslItem(entry).type, "");
  }
  assert.equal(cslItem(entryOf({ sourceType: 99 as SourceType })).type, "document");
});

test("an address that is unsafe is in no file, its copy in an archive is where it was hijacked", () => {
  const archiveLinks = ["https://archive.example/1"];
  for (const linkState of [LinkState.HIJACKED, LinkState.WITHHELD]) {
    const entry = entryOf(report({ url: "https://taken-over.example/", linkState, archiveLinks }));
    for (const text of [bibtex(entry), ris(entry), csl(entry)]) {
      assert.doesNotMatch(text, /taken-over/);
      assert.equal(text.includes("archive.example"), linkState === LinkState.HIJACKED);
    }
  }
});

test("nothing in an entry ends its record or begins another", () => {
  for (let seed = 1; seed <= 4_000; seed += 1) {
    const entry = entryOf({ ...anyEntry(seed), name: "entries/e" });
    const context = `seed ${seed}`;
    assert.deepEqual(JSON.parse(csl(entry)), [cslItem(entry)], context);
    assert.equal(csl(entry).split("\n").length, 4, context);
    // Of RIS, each line that has a tag is one that the writer began.
    const tagged = ris(entry)
      .split("\r\n")
      .filter((line) => /^[A-Z][A-Z0-9] {2}- /.test(line));
    assert.equal(tagged.filter((line) => /^(TY|ER)/.test(line)).length, 2, context);
    assert.doesNotMatch(ris(entry).replaceAll("\r\n", ""), /[\r\n]/, context);
    assertOneRecord(bibtex(entry), context);
    for (const text of [bibtex(entry), ris(entry), csl(entry)]) {
      assert.doesNotMatch(text, /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028]/, context);
    }
  }
});

/** Braces balance, and the record ends with its last line. */
function assertOneRecord(text: string, context: string): void {
  let depth = 0;
  for (const [at, sign] of [...text].entries()) {
    if (sign === "{") depth += 1;
    if (sign === "}") depth -= 1;
    assert.ok(depth >= 0, context);
    if (depth === 0 && sign === "}") assert.equal(at, [...text].length - 2, `${context}: ${text}`);
  }
  assert.equal(depth, 0, context);
  const fields = text
    .split("\n")
    .filter((line) => /^ {2}[a-z]+ = \{/.test(line))
    .map((line) => line.split(" = ")[0]);
  assert.equal(new Set(fields).size, fields.length, `${context}: ${text}`);
}
