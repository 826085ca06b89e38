// Entries that nobody meant, the same ones every time.
import type { EntryInit } from "../cases/case.ts";

/** Numbers below a bound, the same ones every time for a seed (mulberry32). */
export function dice(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

type Roll = (bound: number) => number;

// What formats, screens and programs trip over.
const PIECES = [
  "a",
  "Street",
  "children",
  " ",
  "  ",
  "\t",
  "\n",
  "\r\n",
  "\0",
  "\u0007",
  "\u001b[31m",
  "\u007f",
  "\u0085",
  "\u2028",
  "\u00a0",
  "\u202e",
  "\u202a",
  "\u2066",
  "\u2068",
  "\u2069",
  "\u202c",
  "\u200f",
  "\ufeff",
  "\ufffe",
  "\ud800",
  "\udc00",
  '"',
  "'",
  "“",
  "”",
  "‘",
  "’",
  "«",
  "»",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "<script>",
  "</i>",
  "&amp;",
  "\\",
  "$",
  "%",
  "#",
  "_",
  "~",
  "^",
  ".",
  ",",
  ":",
  ";",
  "?",
  "!",
  "…",
  "–",
  "/",
  " and ",
  "et al.",
  "TY  - ",
  "@misc{",
  ",\n  title = {",
  "é",
  "ß",
  "İ",
  "שלום",
  "مرحبا",
  "日本",
  "ใจดี",
  "👩🏽‍🏫",
  "\u0301",
  "1",
  "2011",
  "null",
  "undefined",
];

export function anyText(roll: Roll, most = 8): string {
  return Array.from({ length: roll(most) }, () => PIECES[roll(PIECES.length)]).join("");
}

const EDTF = [
  "",
  "2011",
  "2011-02",
  "2011-02-29",
  "2012-02-29",
  "2011-13",
  "2011-24",
  "201X",
  "20XX",
  "-0044",
  "0000",
  "2011?",
  "2011~",
  "2011-05%",
  "2011/2012",
  "2011/..",
  "../2011",
  "/",
  "..",
  "2011/2010",
  "2011-05-02/2011-05",
  "2011/2012/2013",
  "2011-05-02T10:00:00Z",
  "Y170000002",
  "99999",
  "20 11",
  "２０１１",
  "NaN",
  "2011-XX-XX",
  "2011-05-XX",
  "1e3",
  "\u202e2011",
];
const URLS = [
  "",
  "https://example.org/a",
  "http://[::1]/",
  "javascript:alert(1)",
  "https://",
  "https:///x",
  "HTTPS://EXAMPLE.ORG",
  "https://example.org/{a}",
  "https://example.org/שלום",
  "https://example.org/\u202egpj.exe",
  "data:text/html,x",
  "https://example.org/ a\nb",
  "ftp://example.org",
];
const ROLES = [
  "",
  "author",
  "editor",
  "translator",
  "director",
  "photographer",
  "foreword",
  "__proto__",
  "constructor",
  "id",
  "a\nb",
];

/** Any entry at all: each field may be missing. */
export function anyEntry(seed: number): EntryInit {
  const roll = dice(seed);
  const some = <T>(make: () => T, most = 4): T[] => Array.from({ length: roll(most) }, make);
  const pick = <T>(from: readonly T[]): T => from[roll(from.length)]!;
  const maybe = <T>(make: () => T, otherwise: T): T => (roll(3) === 0 ? otherwise : make());
  return {
    name: maybe(() => `entries/${anyText(roll, 3)}`, ""),
    titleLines: some(() => anyText(roll)),
    publisher: maybe(() => anyText(roll), ""),
    place: maybe(() => anyText(roll, 4), ""),
    series: maybe(() => anyText(roll), ""),
    rawByline: maybe(() => anyText(roll), ""),
    language: maybe(() => pick(["fr", "he", "x", "\u202e"]), ""),
    sourceType: roll(16),
    linkState: roll(8),
    url: pick(URLS),
    archiveLinks: some(() => pick(URLS)),
    contributors: some(
      () => ({
        family: maybe(() => anyText(roll, 4), ""),
        given: maybe(() => anyText(roll, 4), ""),
        literal: roll(2) === 0 ? anyText(roll, 4) : "",
        role: pick(ROLES),
      }),
      roll(20) === 0 ? 40 : 4,
    ),
    published: roll(4) === 0 ? undefined : { edtf: pick(EDTF), raw: maybe(() => anyText(roll, 4), "") },
    accesses: some(() => ({ edtf: pick(EDTF), raw: anyText(roll, 3), url: pick(URLS) })),
    passages: some(() => ({
      label: maybe(() => anyText(roll, 4), ""),
      heading: anyText(roll, 4),
      text: anyText(roll),
    })),
  } as EntryInit;
}
