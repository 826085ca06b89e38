// Why our citations differ from the oracle's, each reason with what must be changed for the oracle to agree: its style,
// what it is given, or what it answers. So no difference passes that is not named here.
import type { CitationStyle, CslItem, CslName } from "@lectern/client";
import type { EntryInit } from "../cases/case.ts";
import type { CitedTexts, StyleChange } from "./oracle.ts";

export interface Reason {
  readonly why: string;
  readonly styles: readonly CitationStyle[];
  /** Changes the style; a change that finds nothing to change is an error. */
  readonly style?: StyleChange;
  readonly item?: (item: CslItem, entry: EntryInit, style: CitationStyle) => CslItem;
  readonly output?: (texts: CitedTexts, style: CitationStyle) => CitedTexts;
}

const ALL: readonly CitationStyle[] = ["mla", "apa", "chicago", "chicago-author-date", "harvard"];
const CHICAGO: readonly CitationStyle[] = ["chicago", "chicago-author-date"];

/** The style with every match of `pattern` replaced; there must be one. */
function replacing(pattern: RegExp, replacement: string): StyleChange {
  return (xml) => {
    const changed = xml.replace(pattern, replacement);
    if (changed === xml) throw new Error(`the style has nothing like ${pattern}`);
    return changed;
  };
}

function each(texts: CitedTexts, change: (text: string) => string): CitedTexts {
  return Object.fromEntries(Object.entries(texts).map(([part, text]) => [part, change(text as string)])) as never;
}

function without(item: CslItem, ...variables: string[]): CslItem {
  return Object.fromEntries(Object.entries(item).filter(([variable]) => !variables.includes(variable))) as never;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;
const isolate = (text: string) => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

const REASONS = {
  "case of titles": {
    why: "titles stand in the case they were entered in: a change of case damages names, acronyms and other languages",
    styles: ["mla", "apa", "chicago", "chicago-author-date"],
    style: replacing(/(<text variable="[^"]*title"[^>]*) text-case="title"/g, "$1"),
  },
  "MLA paragraph": {
    why: "MLA abbreviates paragraph as par.; the style takes the locale's word, and leaves the space out",
    styles: ["mla"],
    style: (xml) =>
      replacing(
        /<label variable="locator" form="short"\/>/,
        '<label variable="locator" form="short" suffix=" "/>',
      )(
        replacing(
          /(<term name="translator" form="short">)/,
          '<term name="paragraph" form="short"><single>par.</single><multiple>pars.</multiple></term>$1',
        )(xml),
      ),
  },
  "MLA two roles": {
    why: "MLA writes edited and translated by; the locale has an ampersand",
    styles: ["mla"],
    output: (texts) => each(texts, (text) => text.replace(/(dited) & (translated by)/, "$1 and $2")),
  },
  "MLA second verb": {
    why: "behind a comma MLA goes on in small letters; the style capitalises each verb",
    styles: ["mla"],
    output: (texts) => each(texts, (text) => text.replace(/, (Transl|Direct)/g, (verb) => verb.toLowerCase())),
  },
  "MLA hyphened initials": {
    why: "the hyphen of J.-P. is part of the name; the style drops it",
    styles: ["mla"],
    output: (texts) => each(texts, (text) => text.replace("J. P.", "J.-P.")),
  },
  "body that publishes itself": {
    why: "MLA begins with the title, and APA leaves the publisher out, where the author is the publisher",
    styles: ["mla", "apa"],
    item: (item, _, style) =>
      without(item, style === "mla" ? "author" : item["publisher"] ? "publisher" : "container-title"),
  },
  "names as entered": {
    why: "a family name is printed as it was entered; the style puts its first small words behind the given names",
    styles: CHICAGO,
    style: replacing(/demote-non-dropping-particle="display-and-sort"/, 'demote-non-dropping-particle="never"'),
  },
  "periodical's publisher": {
    why: "Chicago names no publisher of newspapers and magazines; the exported item has the periodical as one",
    styles: ["chicago"],
    item: (item) => without(item, "publisher", "publisher-place"),
  },
  "site as publisher": {
    why: "who publishes a site that bears the same name is named once",
    styles: ["mla", "apa", "chicago", "chicago-author-date", "harvard"],
    item: (item) => without(item, "publisher"),
  },
  "newspaper in italics": {
    why: "titles of periodicals are in italics also where they stand for the author",
    styles: ["chicago"],
    style: replacing(
      /(<if type="article-magazine article-newspaper) webpage post-weblog(" match="any">\s*<text variable="container-title")(\/>)/,
      '$1$2 font-style="italic"$3',
    ),
  },
  court: {
    why: "the court that decided a case is the entry's publisher",
    styles: ["apa", "chicago", "chicago-author-date"],
    item: (item) => ({ ...item, authority: item["publisher"]! }),
  },
  "APA comma before brackets": {
    why: "no comma stands before the date of a case or an act where no reporter or section is named",
    styles: ["apa"],
    output: ({ reference, inText }) => ({ reference: reference.replace(", (", " ("), inText }),
  },
  "address of a case": {
    why: "readers find a judgment by its address; the style prints none",
    styles: CHICAGO,
    style: replacing(
      /<if type="legal_case" match="none">(\s*<choose>\s*<if variable="DOI">)/g,
      '<if type="map" match="none">$1',
    ),
  },
  "act without quotation marks": {
    why: "the name of an act stands without quotation marks in the note, as in the bibliography",
    styles: ["chicago"],
    style: replacing(
      /(<macro name="title-note">[\s\S]*?<else-if type=")(legal_case interview)/,
      "$1bill legislation $2",
    ),
  },
  "paragraph of a case": {
    why: "notes say the paragraph of a judgment like any other's; the style has places for pages of reporters alone",
    styles: ["chicago"],
    style: (xml) =>
      replacing(
        /<else-if type="legal_case"\/>\s*(<else>\s*<group delimiter=" ">\s*<choose>\s*<if locator="page" match="none">)/,
        "$1",
      )(
        replacing(
          /<macro name="case-pinpoint-subsequent">[\s\S]*?<\/macro>/,
          '<macro name="case-pinpoint-subsequent"><text value=""/></macro>',
        )(replacing(/<if match="none" type="legal_case">/g, '<if match="none" type="map">')(xml)),
      ),
  },
  "no preprint": {
    why: "an article whose volume is not known is not for that a preprint",
    styles: ["harvard"],
    style: replacing(/<text value="Preprint" prefix="\[" suffix="\]"\/>/, ""),
  },
  "treaties in italics": {
    why: "Cite Them Right has the titles of treaties and of hearings in italics; the style does not know these kinds",
    styles: ["harvard"],
    style: replacing(/<if type="bill book legal_case/, '<if type="treaty hearing bill book legal_case'),
  },
  "Harvard translator": {
    why: "a translator is a trans.; the locale has tran.",
    styles: ["harvard"],
    output: (texts) => each(texts, (text) => text.replace("(tran.)", "(trans.)")),
  },
  "uncertain year": {
    why: "a year that is not sure is not printed as one that is",
    styles: ["mla", "chicago-author-date", "harvard"],
    output: ({ reference, inText }, style) => {
      const printed = style === "harvard" ? "2011?" : "[2011?]";
      return { reference: reference.replaceAll("2011", printed), inText: inText.replaceAll("2011", printed) };
    },
  },
  "approximate year": {
    why: "a year that is only about right is not printed as one that is sure",
    styles: ["mla", "chicago-author-date", "harvard"],
    output: ({ reference, inText }, style) => {
      const printed = { mla: "circa 2011", harvard: "c. 2011" }[style as string] ?? "[2011?]";
      return { reference: reference.replaceAll("2011", printed), inText: inText.replaceAll("2011", printed) };
    },
  },
  "printed date": {
    why: "what is printed as a date, and is one of EDTF, is taken for one; the exported item has the words",
    styles: ALL,
    item: (item) => ({ ...item, issued: { "date-parts": [[2011]], circa: true } }),
  },
  "span of seasons": {
    why: "the processor takes seasons for months, which the exported item has not",
    styles: ALL,
    item: (item) => ({
      ...item,
      issued: {
        "date-parts": [
          [2009, 21],
          [2009, 22],
        ],
      },
    }),
  },
  "French spaces": {
    why: "spaces stand as entered; the processor makes those before French marks narrow ones that do not break",
    styles: ALL,
    output: (texts) => each(texts, (text) => text.replace(/[\u00a0\u202f]/g, " ")),
  },
  "year once": {
    why: "the date at the end says nothing where it is the year that stands behind the name",
    styles: ["chicago-author-date"],
    output: ({ reference, inText }) => ({ reference: reference.replace(/[.,] [^.,]*(\. https)/, "$1"), inText }),
  },
  director: {
    why: "who directed a film is named",
    styles: ["chicago", "harvard"],
    style: replacing(
      /<names variable="editor translator"( delimiter="(?:, |\. )">\s*<label form="verb)/g,
      '<names variable="editor translator director"$1',
    ),
    output: (texts) => each(texts, (text) => text.replace("dir. by", "directed by")),
  },
  heading: {
    why: "where no paragraph is numbered, its heading says where it is, in each style's words; MLA counts nothing else",
    styles: ALL,
    output: (texts, style) =>
      each(texts, (text) => {
        const heading = /, sec\. ?CHILDREN(,?)/;
        if (style === "mla") return text.replace(heading, "");
        if (style === "apa") return text.replace(heading, ", CHILDREN section$1");
        if (style === "harvard") return text.replace(heading, ", ‘CHILDREN’ section$1");
        // A comma or the full stop goes before the mark; a bracket does not.
        return text.replace(/ sec\. CHILDREN([,.]?)/, " under “CHILDREN$1”");
      }),
  },
  "label as printed": {
    why: "a label that says itself what it counts stands as it is",
    styles: ALL,
    output: (texts) => each(texts, (text) => text.replace(/para\. ?(Art\.|§)/, "$1")),
  },
  "copy in an archive": {
    why: "once a source has left its place the reader is sent to the copy; the exported item keeps its address",
    styles: ALL,
    item: (item, entry) => ({ ...item, URL: entry.archiveLinks![0]! }),
  },
  "address that was read": {
    why: "where the entry has no address, the one under which it was last read is printed",
    styles: ALL,
    item: (item, entry) => ({ ...item, URL: entry.accesses!.at(-1)!.url! }),
  },
  "text is text": {
    why: "the processor takes some HTML in a title for markup; a title is text",
    styles: ALL,
    item: (item) => ({ ...item, title: (item["title"] as string).replaceAll("<", "\ue000") }),
    output: (texts) => each(texts, (text) => text.replaceAll("\ue000", "<")),
  },
  isolates: {
    why: "isolates keep what is written from right to left from turning round what stands beside it",
    styles: ALL,
    item: (item) =>
      Object.fromEntries(
        Object.entries(item).map(([variable, value]) => {
          if (typeof value === "string") return [variable, isolate(value)];
          if (!Array.isArray(value)) return [variable, value];
          const names = value as readonly CslName[];
          return [
            variable,
            names.map((name) => Object.fromEntries(Object.entries(name).map(([k, v]) => [k, isolate(v)]))),
          ];
        }),
      ) as never,
    // The processor does not see a question mark within an isolate.
    output: (texts) => each(texts, (text) => text.replace(/\?\u2069([”⟩]*)\./, "?\u2069$1")),
  },
  "no initials": {
    why: "scripts without capital letters have no initials",
    styles: ["apa", "harvard"],
    output: (texts) =>
      each(texts, (text) =>
        text.replace("ส.", "สมชาย.").replace(".. (", ". (").replace("สมชาย. (2009) ", "สมชาย (2009) "),
      ),
  },
  "mark at the end": {
    why: "a comma or colon that parted a field from the next one where it was printed is left out",
    styles: ALL,
    item: (item) =>
      Object.fromEntries(
        Object.entries(item).map(([variable, value]) => [
          variable,
          typeof value === "string" ? value.replace(/[,:]$/, "") : value,
        ]),
      ) as never,
  },
  byline: {
    why: "where nothing else is known of who made a source, its byline as a whole stands for the publisher",
    styles: ALL,
    item: (item, entry) => ({ ...item, publisher: entry.rawByline! }),
  },
} satisfies Record<string, Reason>;

export type ReasonName = keyof typeof REASONS;
export const reasons: Readonly<Record<ReasonName, Reason>> = REASONS;
