// Our citations are what a CSL processor makes of the same sources, or differ for a reason that is named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { CITATION_STYLES, citeEntry, cslItem, EntrySchema, PassageSchema } from "@lectern/client";
import type { CitationStyle } from "@lectern/client";
import { ADDRESSES } from "./cases/addresses.ts";
import type { Case } from "./cases/case.ts";
import { DATES } from "./cases/dates.ts";
import { KINDS } from "./cases/kinds.ts";
import { MAKERS } from "./cases/makers.ts";
import { PASSAGES } from "./cases/passages.ts";
import { TITLES } from "./cases/titles.ts";
import { marked, oracle } from "./support/oracle.ts";
import type { CitedTexts } from "./support/oracle.ts";
import { reasons } from "./support/reasons.ts";
import type { ReasonName } from "./support/reasons.ts";

const GROUPS = { KINDS, MAKERS, DATES, TITLES, PASSAGES, ADDRESSES };
const CASES = Object.entries(GROUPS).flatMap(([group, cases]) =>
  cases.map((one) => ({ ...one, name: `${group.toLowerCase()}: ${one.name}` })),
);

function ours({ entry, passage }: Case, style: CitationStyle): CitedTexts {
  const { reference, inText, note } = citeEntry(
    create(EntrySchema, entry),
    style,
    passage && create(PassageSchema, passage),
  );
  return { reference: marked(reference), inText: marked(inText), ...(note && { note: marked(note) }) };
}

function theirs({ entry, locator }: Case, style: CitationStyle, because: readonly ReasonName[]): CitedTexts {
  const applied = because.map((name) => reasons[name]).filter(({ styles }) => styles.includes(style));
  const changes = applied.flatMap(({ style: change }) => (change === undefined ? [] : [change]));
  let item = cslItem(create(EntrySchema, entry));
  for (const reason of applied) item = reason.item?.(item, entry, style) ?? item;
  let texts = oracle(style, item, locator, changes);
  for (const reason of applied) texts = reason.output?.(texts, style) ?? texts;
  return texts;
}

/** A part a line, so that a failure shows the parts that differ. */
function shown(style: CitationStyle, texts: CitedTexts): string {
  return Object.entries(texts)
    .map(([part, text]) => `${style}, ${part}: ${text}`)
    .join("\n");
}

for (const one of CASES) {
  const { because = [] } = one;
  test(`${one.name}${because.length > 0 ? ` (but ${because.join(", ")})` : ""}`, () => {
    for (const { style } of CITATION_STYLES) {
      assert.equal(shown(style, ours(one, style)), shown(style, theirs(one, style, because)));
    }
    for (const reason of because) {
      const others = because.filter((name) => name !== reason);
      const matters = reasons[reason].styles.some(
        (style) => JSON.stringify(theirs(one, style, others)) !== JSON.stringify(ours(one, style)),
      );
      assert.ok(matters, `"${reason}" is no reason here: all is the oracle's without it`);
    }
  });
}

test("there are enough cases, each with a name of its own, and every reason is some case's", () => {
  const names = CASES.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.length >= 60, `${names.length} cases`);
  const stated = new Set(CASES.flatMap(({ because = [] }) => because));
  assert.deepEqual(
    Object.keys(reasons).filter((name) => !stated.has(name as ReasonName)),
    [],
  );
  const equal = CASES.filter(({ because = [] }) => because.length === 0).length;
  console.log(
    `${names.length} cases in ${CITATION_STYLES.length} styles; ${equal} need no reason; ${stated.size} reasons`,
  );
});
