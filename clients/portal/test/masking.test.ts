// Which digits of a quotation are telephone numbers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findNumbers } from "../src/text/masking.ts";

const numbersIn = (text: string, region: string) => findNumbers(text, region).filter(({ isNumber }) => isNumber).map(({ text: part }) => part);

test("numbers are found, short ones where words announce them", () => {
  const cases: [string, string, string[]][] = [
    ["Call 1098 for help.", "IN", ["1098"]],
    ["The hotline 116 000 or 112 answers day and night.", "BE", ["116 000", "112"]],
    ["Childline: dial 116 free of charge", "KE", ["116"]],
    ["Helpline (1343), 24 hours", "PH", ["1343"]],
    ["Tel. +32 2 475 44 11, fax +32 2 475 44 12", "BE", ["+32 2 475 44 11", "+32 2 475 44 12"]],
    ["write or ring 0800 1111 today", "GB", ["0800 1111"]],
    ["National hotline 1-888-373-7888", "US", ["1-888-373-7888"]],
    ["Reach the office at (202) 555-0143.", "US", ["(202) 555-0143"]],
    ["Appelez le 119, numéro vert.", "FR", ["119"]],
    ["Disque: ligue 100 para denunciar", "BR", ["100"]],
    ["It can be reached under 0031 70 370 4514.", "NL", ["0031 70 370 4514"]],
  ];
  for (const [text, region, expected] of cases) assert.deepEqual(numbersIn(text, region), expected, text);
});

test("figures are not: what a paper quotes must stay what the source says", () => {
  const texts = [
    "In 2019 the hotline received 12,000 calls.",
    "The helpline: 350 calls were answered in 2011.",
    "Between 1998-2003 some 12 345 678 children were counted.",
    "Resolution 55/25 of 15 November 2000, article 3.",
    "Call 24/7, in 2010-2011 as well.",
    "The court may call 350 witnesses.",
    "Hotline, 12.5 % of callers",
    "ISBN 978-92-808-4567-1, pp. 112-118, CRC/C/GC/21",
    "Public Law 106-386, 114 Stat. 1464 (2000)",
  ];
  for (const text of texts) for (const region of ["US", "NL", "KE", ""]) assert.deepEqual(numbersIn(text, region), [], `${region}: ${text}`);
});

test("the parts together are the text, whatever it is", () => {
  const texts = ["", "Call 1098, or 112.", "\u202e call 116", "call ".repeat(5_000), "1 ".repeat(30_000), "9".repeat(65_536), "call 1, ".repeat(8_000)];
  for (const text of texts) assert.equal(findNumbers(text, "IN").map((part) => part.text).join(""), text);
});
