// Rules of our own, and what the oracle has no form for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import {
  CITATION_STYLES,
  citeEntry,
  EntrySchema,
  LinkState,
  PassageSchema,
  plainText,
  SourceType,
} from "@lectern/client";
import type { CitationStyle } from "@lectern/client";
import { article, DOE, report, webpage } from "./cases/case.ts";
import type { EntryInit } from "./cases/case.ts";

const STYLES = CITATION_STYLES.map(({ style }) => style);

function reference(init: EntryInit, style: CitationStyle): string {
  return plainText(citeEntry(create(EntrySchema, init), style).reference);
}

test("with a date of publication Harvard alone says when the source was read", () => {
  const dated = STYLES.filter((style) => /accessed|retrieved/i.test(reference(report(), style)));
  assert.deepEqual(dated, ["harvard"]);
  const undated = STYLES.filter((style) =>
    /accessed|retrieved/i.test(reference(report({ published: undefined }), style)),
  );
  assert.deepEqual(undated, STYLES);
});

test("an address that is unsafe is printed in no style, whatever else is known", () => {
  for (const linkState of [LinkState.HIJACKED, LinkState.WITHHELD]) {
    const accesses = [{ edtf: "2011", url: "https://taken-over.example/mirror" }];
    for (const archiveLinks of [[], ["https://archive.example/AbC12"]]) {
      const init = report({ url: "https://taken-over.example/", linkState, accesses, archiveLinks });
      for (const style of STYLES) {
        assert.doesNotMatch(reference(init, style), /taken-over/);
        assert.equal(reference(init, style).includes("https://archive.example/AbC12"), archiveLinks.length > 0);
      }
    }
  }
});

test("a copy whose address spells a withheld one out is not printed, the next one is", () => {
  const spelled = [
    "https://archive.example/web/2009/http://withheld.example/",
    "https://archive.example/withheld.example",
    "https://archive.example/?url=http%3A%2F%2Fwithheld%2Eexample",
    "https://archive.example",
  ];
  const init = report({ linkState: LinkState.WITHHELD, archiveLinks: [...spelled, "https://archive.example/AbC12"] });
  for (const style of STYLES) {
    assert.doesNotMatch(reference(init, style), /withheld/);
    assert.match(reference(init, style), /https:\/\/archive\.example\/AbC12/);
    assert.doesNotMatch(reference({ ...init, archiveLinks: spelled }, style), /https:/);
  }
});

test("dates that are open, long ago, of a decade, or none", () => {
  const dates: [string, string][] = [
    ["2011/..", "2011–"],
    ["2011-05/", "May 2011–"],
    ["../2011", "–2011"],
    ["201X", "2010s"],
    ["-0043", "44 BC"],
    ["0000", "1 BC"],
    ["0800", "800"],
    ["2011-XX-XX", "2011"],
    ["2011-05-XX", "May 2011"],
    ["2011-05-02T10:00:00Z", "2 May 2011"],
    ["2011/2011-05", "May 2011"],
  ];
  for (const [edtf, text] of dates) {
    const cited = reference(webpage({ published: { edtf }, url: "" }), "mla");
    assert.equal(cited, `Galland, Elphie. “Street Children in Brussels.” Children’s Rights Online, ${text}.`, edtf);
  }
  for (const edtf of [
    "2011-13",
    "2011-02-29",
    "2011-00",
    "2011/2012/2013",
    "/",
    "20XX",
    "11",
    "spring",
    "2011-21-01",
  ]) {
    assert.match(reference(webpage({ published: { edtf }, accesses: [] }), "apa"), /\(n\.d\.\)/, edtf);
    assert.match(reference(webpage({ published: { edtf, raw: "Issue 3" } }), "apa"), /\(Issue 3\)/, edtf);
  }
  assert.match(reference(webpage({ published: { edtf: "2011-05/.." } }), "apa"), /\(2011–\)/);
});

test("labels become what a style counts, and no number is made up", () => {
  const labels: [string, string][] = [
    ["[27]", "par. 27"],
    ["32.", "par. 32"],
    ["[32].", "par. 32"],
    ["a)", "par. a"],
    ["(iv)", "par. iv"],
    ["2(a)", "par. 2(a)"],
    ["1.2.3", "par. 1.2.3"],
    ["12bis", "par. 12bis"],
    ["27-29", "pars. 27–29"],
    ["27 – 29", "pars. 27–29"],
    ["3, 5 and 7", "pars. 3, 5 and 7"],
    ["p. 14", "p. 14"],
    ["CHILDREN", "CHILDREN"],
    ["Rule 8", "Rule 8"],
  ];
  for (const [label, text] of labels) {
    const passage = create(PassageSchema, { label });
    const { inText } = citeEntry(create(EntrySchema, report({ contributors: [DOE] })), "mla", passage);
    assert.equal(plainText(inText), `(Doe, ${text})`, label);
  }
  for (const label of ["", "[]", "...", " "]) {
    const { inText } = citeEntry(
      create(EntrySchema, report({ contributors: [DOE] })),
      "mla",
      create(PassageSchema, { label }),
    );
    assert.equal(plainText(inText), "(Doe)");
  }
});

test("a byline stands in only where nothing structured is known", () => {
  const rawByline = "J. Example, The Paper, 2004";
  const bare = { name: "entries/e", titleLines: ["A Report"], rawByline };
  for (const style of STYLES) assert.match(reference(bare, style), /J\. Example, The Paper, 2004/);
  const known: EntryInit[] = [
    { contributors: [DOE] },
    { publisher: "Office" },
    { series: "Series" },
    { place: "Brussels" },
    { published: { edtf: "2004" } },
    { published: { raw: "2004, spring" } },
  ];
  for (const style of STYLES) {
    for (const one of known) assert.doesNotMatch(reference({ ...bare, ...one }, style), /The Paper/);
  }
});

test("what a newer server knows is cited as a source of no known kind", () => {
  const newer = report({ sourceType: 99 as SourceType, linkState: 99 as LinkState });
  const unknown = report({ sourceType: SourceType.UNSPECIFIED });
  for (const style of STYLES) assert.equal(reference(newer, style), reference(unknown, style));
});

test("Chicago has notes, the other styles have none", () => {
  const entry = create(EntrySchema, article());
  assert.deepEqual(
    STYLES.filter((style) => citeEntry(entry, style).note !== undefined),
    ["chicago"],
  );
});

test("the styles are listed once each, under the names that students know", () => {
  assert.deepEqual(STYLES, ["mla", "apa", "chicago", "chicago-author-date", "harvard"]);
  assert.match(CITATION_STYLES.map(({ label }) => label).join(", "), /MLA 9, APA 7, Chicago 17 .*, Harvard/);
});
