// Segments of texts with ranges in bytes, over texts of all lengths of characters.
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  CountryPageSchema,
  CountrySchema,
  EntrySchema,
  highlightSegments,
  SearchHitSchema,
  TeacherResourceSchema,
  ThemeSchema,
  titleOf,
  TopicSchema,
} from "@lectern/client";
import type { TextSegment } from "@lectern/client";

// One to four bytes each, combining marks, direction marks, and what HTML would obey.
const ALPHABET = [..."a <&\n\0éß", "שׁ", "न", "日", "\u0301", "\u202e", "😀", "👩🏽‍🏫", "\ufffd"];

/** Numbers below a bound, the same ones every time (mulberry32). */
function dice(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

interface Case {
  readonly text: string;
  readonly ranges: { startByte: number; endByte: number }[];
}

function textOf(roll: (bound: number) => number): string {
  return Array.from({ length: roll(20) }, () => ALPHABET[roll(ALPHABET.length)]).join("");
}

/** Ranges as the contract has them: ascending, apart, on characters' boundaries. */
function lawful(seed: number): Case {
  const roll = dice(seed);
  const text = textOf(roll);
  const ranges: Case["ranges"] = [];
  let byte = 0;
  let begin = -1;
  for (const character of text) {
    if (begin < 0 && roll(3) === 0) begin = byte;
    byte += Buffer.byteLength(character);
    if (begin >= 0 && roll(3) === 0) {
      ranges.push({ startByte: begin, endByte: byte });
      begin = -1;
    }
  }
  return { text, ranges };
}

/** Any numbers. */
function lawless(seed: number): Case {
  const roll = dice(seed);
  const text = textOf(roll);
  const number = () => roll(Buffer.byteLength(text) + 8) - 4;
  return { text, ranges: Array.from({ length: roll(6) }, () => ({ startByte: number(), endByte: number() })) };
}

function joined(segments: readonly TextSegment[]): string {
  return segments.map(({ text }) => text).join("");
}

test("what is pointed out is what the bytes say, whatever the characters", () => {
  let seen = 0;
  for (let seed = 1; seed <= 3_000; seed += 1) {
    const { text, ranges } = lawful(seed);
    const bytes = Buffer.from(text);
    const segments = highlightSegments(text, ranges);
    assert.equal(joined(segments), text);
    const pointedOut = ranges.map(({ startByte, endByte }) => bytes.subarray(startByte, endByte).toString()).join("");
    assert.equal(joined(segments.filter(({ highlighted }) => highlighted)), pointedOut, `seed ${seed}`);
    seen += ranges.length;
  }
  assert.ok(seen > 5_000, `${seen} ranges`);
});

test("segments are whole characters, not empty, and take turns; no range is an error", () => {
  for (let seed = 1; seed <= 3_000; seed += 1) {
    const { text, ranges } = lawless(seed);
    const segments = highlightSegments(text, ranges);
    assert.equal(joined(segments), text);
    segments.forEach((segment, index) => {
      assert.notEqual(segment.text, "");
      assert.ok(segment.text.isWellFormed(), `seed ${seed}`);
      assert.notEqual(segment.highlighted, segments[index - 1]?.highlighted);
    });
  }
});

test("a character is pointed out exactly where a range holds its first byte", () => {
  for (let seed = 1; seed <= 1_000; seed += 1) {
    const { text, ranges } = lawless(seed);
    const marked = highlightSegments(text, ranges).flatMap(({ text: part, highlighted }) =>
      [...part].map(() => highlighted),
    );
    let byte = 0;
    const expected = [...text].map((character) => {
      const first = byte;
      byte += Buffer.byteLength(character);
      return ranges.some(({ startByte, endByte }) => startByte <= first && first < endByte);
    });
    assert.deepEqual(marked, expected, `seed ${seed}`);
  }
});

test("examples", () => {
  // "é" is two bytes, so "élèves" is bytes 4 to 12.
  assert.deepEqual(highlightSegments("Les élèves lisent", [{ startByte: 4, endByte: 12 }]), [
    { text: "Les ", highlighted: false },
    { text: "élèves", highlighted: true },
    { text: " lisent", highlighted: false },
  ]);
  assert.deepEqual(highlightSegments("", [{ startByte: 0, endByte: 1 }]), []);
  assert.deepEqual(highlightSegments("abc", []), [{ text: "abc", highlighted: false }]);
});

test("the title of a hit is the text that its highlights are of", () => {
  const titleLines = ["First", "Second"];
  const labels = [{ text: "Torture" }, { text: "Folter" }];
  const hits: [MessageInitShape<typeof SearchHitSchema>, string][] = [
    [{ resource: { case: "entry", value: create(EntrySchema, { titleLines }) } }, "First\nSecond"],
    [{ resource: { case: "topic", value: create(TopicSchema, { labels }) } }, "Torture"],
    [{ resource: { case: "theme", value: create(ThemeSchema, {}) } }, ""],
    [{ resource: { case: "country", value: create(CountrySchema, { displayName: "Belgium" }) } }, "Belgium"],
    [{ resource: { case: "teacherResource", value: create(TeacherResourceSchema, { title: "A plan" }) } }, "A plan"],
    [{ resource: { case: "countryPage", value: create(CountryPageSchema, { printedCountryName: "Name" }) } }, "Name"],
    [{}, ""],
  ];
  for (const [hit, title] of hits) assert.equal(titleOf(create(SearchHitSchema, hit)), title);
});
