// "Cite this webpage as": pages of the site itself, pinned to a revision.
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import { CITATION_STYLES, citePage, plainText, utcDay } from "@lectern/client";
import type { CitationStyle, CitedPage, CslItem } from "@lectern/client";
import { marked, oracle } from "./support/oracle.ts";

const PAGE: CitedPage = {
  title: "Street Children in Belgium",
  site: "Teaching Human Rights",
  revised: "2026-11-30",
  address: "https://teaching.example.org/countries/be/street-children@4711",
  accessed: "2026-12-01",
};

/** The same as CSL says it. */
function itemOf(page: CitedPage): CslItem {
  const date = (edtf: string) => ({ "date-parts": [edtf.split("-").map(Number)] });
  return {
    id: "page",
    type: "webpage",
    title: page.title,
    "container-title": page.site,
    URL: page.address,
    ...(page.author === undefined ? {} : { author: [{ literal: page.author }] }),
    ...(page.revised === "" ? {} : { issued: date(page.revised) }),
    ...(page.accessed === "" ? {} : { accessed: date(page.accessed) }),
  };
}

function assertLikeOracle(page: CitedPage): void {
  for (const { style } of CITATION_STYLES) {
    const { reference, inText, note } = citePage(page, style);
    const ours = { reference: marked(reference), inText: marked(inText), ...(note && { note: marked(note) }) };
    assert.deepEqual({ style, ...ours }, { style, ...oracle(style, itemOf(page), undefined) });
  }
}

test("a page is cited as the oracle cites it", () => assertLikeOracle(PAGE));
test("a page with an author is", () => assertLikeOracle({ ...PAGE, author: "Human Rights Faculty" }));
test("a page whose revision has no date is, with the day it was read", () =>
  assertLikeOracle({ ...PAGE, revised: "" }));

test("each style says the page, the site, the date of the revision and its address", () => {
  const expected: Record<CitationStyle, string> = {
    mla: `“Street Children in Belgium.” Teaching Human Rights, 30 Nov. 2026, ${PAGE.address}.`,
    apa: `Street Children in Belgium. (2026, November 30). Teaching Human Rights. ${PAGE.address}`,
    chicago: `Teaching Human Rights. “Street Children in Belgium,” November 30, 2026. ${PAGE.address}.`,
    "chicago-author-date":
      `“Street Children in Belgium.” 2026. Teaching Human Rights. ` + `November 30, 2026. ${PAGE.address}.`,
    harvard:
      "Street Children in Belgium (2026) Teaching Human Rights. " +
      `Available at: ${PAGE.address} (Accessed: 1 December 2026).`,
  };
  for (const { style } of CITATION_STYLES) assert.equal(plainText(citePage(PAGE, style).reference), expected[style]);
});

test("the formatter has no clock: what is not said is not printed", () => {
  const bare: CitedPage = { title: "", site: "", revised: "", address: "", accessed: "" };
  const printed = CITATION_STYLES.map(({ style }) => plainText(citePage(bare, style).reference));
  assert.deepEqual(printed, [
    "[No title].",
    "[No title]. (n.d.).",
    "[No title], n.d.",
    "[No title]. n.d.",
    "[No title] (no date).",
  ]);
});

test("an address that is none is not printed", () => {
  const page = { ...PAGE, address: "javascript:alert(1)" };
  for (const { style } of CITATION_STYLES) assert.doesNotMatch(plainText(citePage(page, style).reference), /alert/);
});

test("the day of a time is that of UTC", () => {
  assert.equal(utcDay(create(TimestampSchema, { seconds: 1_796_083_199n })), "2026-11-30");
  assert.equal(utcDay(create(TimestampSchema, { seconds: 1_796_083_200n })), "2026-12-01");
  assert.equal(utcDay(create(TimestampSchema, { seconds: 10n ** 18n })), "");
  assert.equal(utcDay(undefined), "");
});
