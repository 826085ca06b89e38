// Who made a source: people, bodies, their roles, long lists.
import { SourceType } from "@lectern/client";
import { as, article, DOE, GALLAND, report, ROE, SMITH, webpage } from "./case.ts";
import type { Case } from "./case.ts";

function people(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    family: `Family${index + 1}`,
    given: `Given ${"ABC"[index % 3]}.`,
  }));
}

const COMMITTEE = { literal: "UN Committee on the Rights of the Child" };

export const MAKERS: readonly Case[] = [
  { name: "two authors", entry: report({ contributors: [GALLAND, SMITH] }) },
  { name: "three authors", entry: report({ contributors: [GALLAND, SMITH, DOE] }) },
  { name: "four authors", entry: report({ contributors: [GALLAND, SMITH, DOE, ROE] }) },
  { name: "ten authors", entry: report({ contributors: people(10) }) },
  { name: "eleven authors", entry: report({ contributors: people(11) }) },
  { name: "twenty authors", entry: report({ contributors: people(20) }) },
  { name: "twenty-one authors", entry: report({ contributors: people(21) }) },
  { name: "sixty authors", entry: report({ contributors: people(60) }) },
  { name: "a body", entry: report({ contributors: [COMMITTEE] }) },
  { name: "a body and a person", entry: report({ contributors: [COMMITTEE, DOE] }) },
  {
    name: "a body whose name ends with a full stop",
    entry: report({ contributors: [{ literal: "Example Research Inc." }] }),
  },
  {
    name: "a body that publishes itself",
    entry: report({ contributors: [{ literal: "Child Rights Office" }] }),
    because: ["body that publishes itself"],
  },
  {
    name: "a body on its own site",
    entry: webpage({ contributors: [{ literal: "Example Network" }], series: "Example Network" }),
    because: ["body that publishes itself"],
  },
  { name: "a role of author by its name", entry: report({ contributors: as("author", GALLAND) }) },
  { name: "one editor", entry: report({ contributors: as("editor", GALLAND) }) },
  { name: "two editors", entry: report({ contributors: as("editor", GALLAND, SMITH) }) },
  { name: "four editors", entry: report({ contributors: as("editor", GALLAND, SMITH, DOE, ROE) }) },
  {
    name: "one translator",
    entry: report({ contributors: as("translator", GALLAND) }),
    because: ["Harvard translator"],
  },
  {
    name: "an author, two editors and a translator",
    entry: report({ contributors: [DOE, ...as("editor", GALLAND, SMITH), ...as("translator", ROE)] }),
    because: ["MLA second verb"],
  },
  {
    name: "an author and four editors",
    entry: report({ contributors: [DOE, ...as("editor", GALLAND, SMITH, ROE, { family: "Poe", given: "Pat" })] }),
  },
  {
    name: "the same editors and translators",
    entry: report({ contributors: [DOE, ...as("editor", GALLAND, SMITH), ...as("translator", GALLAND, SMITH)] }),
    because: ["MLA two roles"],
  },
  {
    name: "an editor and a translator of an article",
    entry: article({ contributors: [DOE, ...as("editor", GALLAND), ...as("translator", ROE)] }),
  },
  {
    name: "an editor and a translator of a web page",
    entry: webpage({ contributors: [DOE, ...as("editor", GALLAND), ...as("translator", ROE)] }),
  },
  {
    name: "an editor of a chapter, and no author",
    entry: report({ sourceType: SourceType.CHAPTER, series: "The Book", contributors: as("editor", GALLAND) }),
  },
  { name: "roles that no style prints", entry: report({ contributors: as("photographer", GALLAND) }) },
  {
    name: "first small words of a family name",
    entry: report({ contributors: [{ family: "von der Leyen", given: "Ursula" }] }),
    because: ["names as entered"],
  },
  {
    name: "last small words of the given names",
    entry: report({ contributors: [{ family: "Leyen", given: "Ursula von der" }] }),
  },
  { name: "a junior", entry: report({ contributors: [{ family: "King", given: "Martin Luther, Jr." }] }) },
  { name: "given names with a hyphen", entry: report({ contributors: [{ family: "Kim", given: "Jean-Paul Marie" }] }) },
  {
    name: "initials",
    entry: report({
      contributors: [
        { family: "Kim", given: "J.P." },
        { family: "Oh", given: "K" },
      ],
    }),
  },
  {
    name: "initials with a hyphen",
    entry: report({ contributors: [{ family: "Kim", given: "J.-P." }] }),
    because: ["MLA hyphened initials"],
  },
  { name: "an abbreviated given name", entry: report({ contributors: [{ family: "Doe", given: "Th. M." }] }) },
  { name: "a family name alone", entry: report({ contributors: [{ family: "Galland" }] }) },
  { name: "given names alone", entry: report({ contributors: [{ given: "Rosa" }] }) },
  { name: "apostrophes", entry: report({ contributors: [{ family: "O'Neil", given: "D'Arcy" }] }) },
  { name: "a nickname", entry: report({ contributors: [{ family: "Doe", given: 'Jane "JJ"' }] }) },
  { name: "Cyrillic", entry: report({ contributors: [{ family: "Иванов", given: "Пётр Ильич" }] }) },
  { name: "Chinese", entry: report({ contributors: [{ family: "陈", given: "小明" }] }) },
  { name: "Thai", entry: report({ contributors: [{ family: "ใจดี", given: "สมชาย" }] }), because: ["no initials"] },
  {
    name: "Hebrew",
    entry: report({ contributors: [{ family: "כהן", given: "דוד" }] }),
    because: ["isolates"],
  },
  {
    name: "a byline alone",
    entry: report({
      contributors: [],
      publisher: "",
      place: "",
      published: { raw: "" },
      rawByline: "J. Example in Brussels, The Daily Example, 3 May 2004",
    }),
    because: ["byline"],
  },
  {
    name: "a byline beside what is structured",
    entry: report({ contributors: [], rawByline: "E. Galland, Child Rights Office, 11 March 2009" }),
  },
];
