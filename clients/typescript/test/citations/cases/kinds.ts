// Every kind of source of the contract.
import { SourceType } from "@lectern/client";
import { as, article, DOE, report, ROE, SMITH, webpage } from "./case.ts";
import type { Case } from "./case.ts";

const series = "Reports of the Council";

export const KINDS: readonly Case[] = [
  { name: "report", entry: report() },
  { name: "report of a series", entry: report({ series }) },
  { name: "report without an author", entry: report({ contributors: [], series }) },
  { name: "report without a place", entry: report({ place: "" }) },
  { name: "report with a place and no publisher", entry: report({ publisher: "" }) },
  { name: "report with neither", entry: report({ place: "", publisher: "" }) },
  { name: "kind not known", entry: report({ sourceType: SourceType.UNSPECIFIED, series }) },
  {
    name: "treaty",
    entry: report({
      sourceType: SourceType.TREATY,
      titleLines: ["Convention on the Rights of the Child"],
      contributors: [],
      publisher: "United Nations",
      place: "New York",
      published: { edtf: "1989-11-20" },
    }),
    because: ["treaties in italics"],
  },
  {
    name: "treaty with an author",
    entry: report({ sourceType: SourceType.TREATY, series }),
    because: ["treaties in italics"],
  },
  { name: "hearing", entry: report({ sourceType: SourceType.HEARING, series }), because: ["treaties in italics"] },
  {
    name: "judgment",
    entry: report({
      sourceType: SourceType.LEGAL_CASE,
      titleLines: ["Example v. Belgium"],
      contributors: [],
      publisher: "European Court of Human Rights",
      place: "",
    }),
    because: ["court", "APA comma before brackets", "address of a case"],
  },
  {
    name: "judgment with a year alone and without an address",
    entry: report({
      sourceType: SourceType.LEGAL_CASE,
      titleLines: ["Example v. Belgium"],
      contributors: [],
      publisher: "Constitutional Court",
      place: "",
      published: { edtf: "2010" },
      url: "",
    }),
    because: ["court", "APA comma before brackets"],
  },
  {
    name: "act",
    entry: report({
      sourceType: SourceType.LEGISLATION,
      titleLines: ["Children Act"],
      contributors: [],
      publisher: "Parliament",
      published: { edtf: "1989" },
    }),
    because: ["APA comma before brackets", "act without quotation marks"],
  },
  { name: "article of a newspaper", entry: article() },
  {
    name: "article of a newspaper, named as its publisher",
    entry: article({ series: "", publisher: "The Daily Example" }),
    because: ["periodical's publisher"],
  },
  {
    name: "article of a newspaper without an author",
    entry: article({ contributors: [] }),
    because: ["newspaper in italics"],
  },
  {
    name: "article of a news agency, with a dateline",
    entry: article({ place: "KABUL", series: "World News Service", publisher: "World News Service" }),
    because: ["periodical's publisher"],
  },
  {
    name: "article of a journal",
    entry: article({
      sourceType: SourceType.ARTICLE_JOURNAL,
      series: "Journal of Childhood",
      publisher: "Example Press",
    }),
    because: ["no preprint"],
  },
  {
    name: "article of a journal without an author",
    entry: article({ sourceType: SourceType.ARTICLE_JOURNAL, contributors: [] }),
    because: ["no preprint"],
  },
  {
    name: "article of a magazine",
    entry: article({ sourceType: SourceType.ARTICLE_MAGAZINE, series: "The Monthly", published: { edtf: "2009-03" } }),
  },
  {
    name: "article of a magazine without an author",
    entry: article({ sourceType: SourceType.ARTICLE_MAGAZINE, series: "The Monthly", contributors: [] }),
    because: ["newspaper in italics"],
  },
  { name: "article of a paper that is not known", entry: article({ series: "" }) },
  { name: "book", entry: report({ sourceType: SourceType.BOOK }) },
  { name: "book of a series", entry: report({ sourceType: SourceType.BOOK, series, url: "", accesses: [] }) },
  { name: "book without an author", entry: report({ sourceType: SourceType.BOOK, contributors: [] }) },
  { name: "chapter", entry: report({ sourceType: SourceType.CHAPTER, series: "Childhoods of Europe" }) },
  {
    name: "chapter of an edited book",
    entry: report({
      sourceType: SourceType.CHAPTER,
      series: "Childhoods of Europe",
      contributors: [DOE, ...as("editor", SMITH, ROE)],
    }),
  },
  {
    name: "chapter, its book translated too",
    entry: report({
      sourceType: SourceType.CHAPTER,
      series: "Childhoods of Europe",
      contributors: [DOE, ...as("editor", SMITH), ...as("translator", ROE)],
    }),
    because: ["Harvard translator"],
  },
  {
    name: "chapter without an author",
    entry: report({ sourceType: SourceType.CHAPTER, series: "Childhoods of Europe", contributors: [] }),
  },
  { name: "thesis", entry: report({ sourceType: SourceType.THESIS, publisher: "Example University" }) },
  {
    name: "thesis on paper",
    entry: report({ sourceType: SourceType.THESIS, publisher: "Example University", url: "", accesses: [] }),
  },
  {
    name: "thesis without an author",
    entry: report({ sourceType: SourceType.THESIS, publisher: "Example University", contributors: [] }),
  },
  { name: "web page", entry: webpage() },
  { name: "web page with a publisher", entry: webpage({ publisher: "Child Rights Office", place: "Brussels" }) },
  { name: "web page without an author", entry: webpage({ contributors: [] }) },
  { name: "web page of no known site", entry: webpage({ series: "" }) },
  {
    name: "web page whose site is its publisher",
    entry: webpage({ series: "Child Rights Office", publisher: "The Child Rights Office" }),
    because: ["site as publisher"],
  },
  { name: "film", entry: report({ sourceType: SourceType.MOTION_PICTURE }) },
  {
    name: "film with a director",
    entry: report({ sourceType: SourceType.MOTION_PICTURE, contributors: as("director", DOE), place: "" }),
    because: ["director"],
  },
  {
    name: "film with an author and a director",
    entry: report({ sourceType: SourceType.MOTION_PICTURE, contributors: [ROE, ...as("director", DOE)] }),
    because: ["director"],
  },
];
