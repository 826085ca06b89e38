// When a source was published and read.
import { SourceType } from "@lectern/client";
import { article, report, webpage } from "./case.ts";
import type { Case } from "./case.ts";

const accesses = [{ edtf: "2012-01-22" }];
const published = (edtf: string) => ({ published: { edtf } });

export const DATES: readonly Case[] = [
  { name: "a month", entry: article(published("2009-03")) },
  { name: "a month of a report", entry: report(published("2009-05")) },
  { name: "a year", entry: webpage(published("2009")), because: ["year once"] },
  { name: "a year of a newspaper", entry: article(published("2009")), because: ["year once"] },
  { name: "a year of a report", entry: report(published("2009")) },
  { name: "a season", entry: article(published("2009-22")) },
  {
    name: "a season of a journal",
    entry: article({ ...published("2009-23"), sourceType: SourceType.ARTICLE_JOURNAL }),
    because: ["no preprint"],
  },
  { name: "days of one month", entry: article(published("2009-03-01/2009-03-05")) },
  { name: "days of two months", entry: article(published("2009-03-30/2009-04-02")) },
  { name: "days of two years", entry: article(published("2008-12-30/2009-01-05")) },
  { name: "months", entry: article(published("2009-03/2009-04")) },
  { name: "months of two years", entry: article(published("2008-12/2009-01")) },
  { name: "seasons", entry: article(published("2009-21/2009-22")), because: ["span of seasons"] },
  { name: "years", entry: report(published("2009/2010")) },
  { name: "an uncertain year", entry: report({ ...published("2011?"), accesses }), because: ["uncertain year"] },
  {
    name: "an uncertain year as printed",
    entry: report({ published: { raw: "2011?" }, accesses }),
    because: ["uncertain year", "printed date"],
  },
  { name: "about a year", entry: report({ ...published("2011~"), accesses }), because: ["approximate year"] },
  {
    name: "a day of an uncertain date of a report",
    entry: report({ ...published("2011-05-02?"), sourceType: SourceType.BOOK, accesses }),
    because: ["uncertain year"],
  },
  { name: "words for a date", entry: article({ published: { raw: "Spring issue 33" } }), because: ["year once"] },
  { name: "words for a date of a report", entry: report({ published: { raw: "Issue 33, winter" } }) },
  { name: "no date, read on a day", entry: report({ published: undefined }) },
  {
    name: "no date of a web page, read in a month",
    entry: webpage({ published: undefined, accesses: [{ edtf: "2011-01" }] }),
  },
  {
    name: "no date of a newspaper, read in a year",
    entry: article({ published: undefined, accesses: [{ edtf: "2011" }] }),
  },
  { name: "no date, never read", entry: report({ published: undefined, accesses: [] }) },
  { name: "no date of a web page, never read", entry: webpage({ published: undefined, accesses: [] }) },
  { name: "no date and no address, read once", entry: report({ published: undefined, url: "" }) },
  {
    name: "no date and no publisher, never read",
    entry: report({ published: undefined, publisher: "", place: "", accesses: [] }),
  },
  {
    name: "read three times",
    entry: report({
      published: undefined,
      accesses: [{ edtf: "2010-05-01" }, { edtf: "2012-02-03" }, { edtf: "2011" }],
    }),
  },
  { name: "read at a time that cannot be read", entry: webpage({ accesses: [{ raw: "[accessed 22ugust 2011]" }] }) },
];
