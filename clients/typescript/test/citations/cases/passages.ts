// Passages, by the labels that their sources give them.
import { SourceType } from "@lectern/client";
import { article, DOE, report, ROE, SMITH, webpage } from "./case.ts";
import type { Case } from "./case.ts";

const paragraph = (locator: string) => ({ locator, label: "paragraph" }) as const;

export const PASSAGES: readonly Case[] = [
  { name: "[27]", entry: report(), passage: { label: "[27]" }, locator: paragraph("27"), because: ["MLA paragraph"] },
  {
    name: "32.",
    entry: report(),
    passage: { label: "32.", heading: "CHILDREN" },
    locator: paragraph("32"),
    because: ["MLA paragraph"],
  },
  { name: "(a)", entry: report(), passage: { label: "(a)" }, locator: paragraph("a"), because: ["MLA paragraph"] },
  { name: "[B]", entry: report(), passage: { label: "[B]" }, locator: paragraph("B"), because: ["MLA paragraph"] },
  {
    name: "12bis",
    entry: report(),
    passage: { label: "12bis" },
    locator: paragraph("12bis"),
    because: ["MLA paragraph"],
  },
  {
    name: "[27-29]",
    entry: report(),
    passage: { label: "[27-29]" },
    locator: paragraph("27-29"),
    because: ["MLA paragraph"],
  },
  { name: "3, 5", entry: report(), passage: { label: "3, 5" }, locator: paragraph("3, 5"), because: ["MLA paragraph"] },
  {
    name: "a paragraph of a newspaper",
    entry: article(),
    passage: { label: "4." },
    locator: paragraph("4"),
    because: ["MLA paragraph"],
  },
  {
    name: "a paragraph of a newspaper without an author",
    entry: article({ contributors: [] }),
    passage: { label: "4." },
    locator: paragraph("4"),
    because: ["MLA paragraph", "newspaper in italics"],
  },
  {
    name: "a paragraph of a web page without an author",
    entry: webpage({ contributors: [] }),
    passage: { label: "4" },
    locator: paragraph("4"),
    because: ["MLA paragraph"],
  },
  {
    name: "a paragraph of a book of four",
    entry: report({ sourceType: SourceType.BOOK, contributors: [DOE, ROE, SMITH, { literal: "Example Office" }] }),
    passage: { label: "4" },
    locator: paragraph("4"),
    because: ["MLA paragraph"],
  },
  {
    name: "a paragraph of a journal",
    entry: article({ sourceType: SourceType.ARTICLE_JOURNAL, series: "Journal of Childhood" }),
    passage: { label: "[7]" },
    locator: paragraph("7"),
    because: ["MLA paragraph", "no preprint"],
  },
  {
    name: "a paragraph of a judgment",
    entry: report({
      sourceType: SourceType.LEGAL_CASE,
      titleLines: ["Example v. Belgium"],
      contributors: [],
      publisher: "Constitutional Court",
      place: "",
    }),
    passage: { label: "33." },
    locator: paragraph("33"),
    because: ["MLA paragraph", "court", "APA comma before brackets", "address of a case", "paragraph of a case"],
  },
  {
    name: "a paragraph of a treaty",
    entry: report({ sourceType: SourceType.TREATY, contributors: [] }),
    passage: { label: "33." },
    locator: paragraph("33"),
    because: ["MLA paragraph", "treaties in italics"],
  },
  {
    name: "an article of a treaty",
    entry: report({ sourceType: SourceType.TREATY, contributors: [] }),
    passage: { label: "Art. 34" },
    locator: paragraph("Art. 34"),
    because: ["label as printed", "treaties in italics"],
  },
  {
    name: "a paragraph of an act",
    entry: report({ sourceType: SourceType.LEGISLATION, contributors: [] }),
    passage: { label: "§ 5" },
    locator: paragraph("§ 5"),
    because: ["label as printed", "APA comma before brackets", "act without quotation marks"],
  },
  {
    name: "a paragraph of what has no date",
    entry: report({ published: undefined }),
    passage: { label: "[27]" },
    locator: paragraph("27"),
    because: ["MLA paragraph"],
  },
  {
    name: "a heading",
    entry: report(),
    passage: { heading: "CHILDREN -" },
    locator: { locator: "CHILDREN", label: "section" },
    because: ["heading"],
  },
  { name: "neither label nor heading", entry: report(), passage: {} },
];
