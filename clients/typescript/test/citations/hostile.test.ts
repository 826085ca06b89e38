// No entry makes citations throw or break: missing fields, controls, marks of direction, texts without end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bibliography, CITATION_STYLES, citeEntry, EntrySchema, plainText } from "@lectern/client";
import type { CitationStyle, Entry, Passage, Run } from "@lectern/client";
import { article, report } from "./cases/case.ts";
import { anyEntry } from "./support/hostile.ts";

const ROUNDS = 1_500;
const STYLES = CITATION_STYLES.map(({ style }) => style);
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;
const OVERRIDES = /[\u202a-\u202e\u2066\u2067]/;

function allRuns(entry: Entry, style: CitationStyle, passage?: Passage): (readonly Run[])[] {
  const { reference, inText, note } = citeEntry(entry, style, passage);
  return note === undefined ? [reference, inText] : [reference, inText, note];
}

function assertSound(runs: readonly Run[], context: string): void {
  const text = plainText(runs);
  assert.ok(text.length > 0, context);
  assert.ok(text.isWellFormed(), context);
  assert.doesNotMatch(text, CONTROLS, context);
  assert.doesNotMatch(text, OVERRIDES, context);
  assert.doesNotMatch(text, / {2}|^ | $/, context);
  runs.forEach((run, index) => {
    assert.notEqual(run.text, "", context);
    assert.notEqual(run.italic, runs[index - 1]?.italic, context);
  });
  // Isolates stand apart, each with its end.
  assert.match(text.replace(/[^\u2068\u2069]+/g, ""), /^(\u2068\u2069)*$/, context);
}

test("any entry is cited in every style, soundly", () => {
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const entry = create(EntrySchema, anyEntry(seed));
    for (const style of STYLES) {
      for (const passage of [undefined, entry.passages[0]]) {
        for (const runs of allRuns(entry, style, passage))
          assertSound(runs, `seed ${seed}, ${style}: ${plainText(runs)}`);
      }
    }
  }
});

test("the same entry is cited in the same way every time", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const entry = create(EntrySchema, anyEntry(seed));
    const before = JSON.stringify(entry, (_, value) => (typeof value === "bigint" ? String(value) : value));
    for (const style of STYLES) assert.deepEqual(citeEntry(entry, style), citeEntry(entry, style));
    assert.equal(
      JSON.stringify(entry, (_, value) => (typeof value === "bigint" ? String(value) : value)),
      before,
    );
  }
});

test("an entry without any field is cited as having no title", () => {
  for (const style of STYLES) assert.match(plainText(citeEntry(create(EntrySchema), style).reference), /^\[No title\]/);
});

test("what is long is neither cut nor slow, whatever it is made of", () => {
  for (const piece of [
    "a",
    " ",
    '"',
    "'",
    "“",
    "”",
    "‘",
    "’",
    "(",
    "]",
    "\n",
    "- ",
    ". ",
    "א",
    "{",
    "}",
    "/",
    "é ",
    "👩",
    "A-",
    "A.",
  ]) {
    const [longest, long] = [65_536, 2_048].map((length) => piece.repeat(length / piece.length)) as [string, string];
    const fields = {
      rawByline: long,
      publisher: long,
      series: long,
      url: `https://example.org/${long}`,
      published: { raw: long },
      passages: [{ label: long, heading: long, text: longest }],
    };
    const entry = create(EntrySchema, { ...article({ contributors: [{ family: long, given: long }] }), ...fields });
    for (const style of STYLES) {
      for (const runs of allRuns(entry, style, entry.passages[0])) assertSound(runs, `2 KiB of ${piece}`);
    }
    const titled = create(EntrySchema, article({ titleLines: [`x${longest}x`] }));
    assertSound(citeEntry(titled, "mla").reference, `64 KiB of ${piece}`);
    for (const format of ["bibtex", "ris", "csl"] as const)
      assert.notEqual(bibliography([entry, titled], format).text, "");
  }
  const whole = "A street of children. ".repeat(3_000).trim();
  const cited = plainText(citeEntry(create(EntrySchema, report({ titleLines: [whole] })), "mla").reference);
  assert.ok(cited.includes(whole.slice(0, -1)));
});

test("marks of direction of a title end with it", () => {
  const entry = create(EntrySchema, report({ titleLines: ["\u202eevil\u2067 title"], publisher: "משרד" }));
  const cited = plainText(citeEntry(entry, "mla").reference);
  assert.equal(cited, "Galland, Elphie. evil title. \u2068משרד\u2069, 11 Mar. 2009, https://example.org/report.");
});

test("an address keeps no letters that would turn it round", () => {
  const entry = create(EntrySchema, report({ url: "https://example.org/\u202eשלום" }));
  assert.match(plainText(citeEntry(entry, "mla").reference), / https:\/\/example\.org\/%D7%A9%D7%9C%D7%95%D7%9D\.$/);
});

test("500 readings and 500 makers are no trouble", () => {
  const entry = create(
    EntrySchema,
    report({
      published: undefined,
      contributors: Array.from({ length: 500 }, (_, index) => ({ family: `F${index}`, given: "G" })),
      accesses: Array.from({ length: 500 }, (_, index) => ({ edtf: String(1500 + index) })),
    }),
  );
  assert.match(plainText(citeEntry(entry, "mla").reference), /^F0, G\., et al\. .* Accessed 1999\.$/);
  assert.match(plainText(citeEntry(entry, "apa").reference), /F18, G\., … F499, G\. \(n\.d\.\)/);
});
