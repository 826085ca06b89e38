// A source in the words of schema.org.
import { LinkState, SourceType, type Contributor, type Country, type Entry, type Site } from "@lectern/client";
import { permanentAddress, type PageRequest } from "../http/page.ts";
import { titleText } from "../parts/entry.tsx";
import { numberNotice } from "../parts/passages.tsx";
import { isLinked, sourceAddress } from "../parts/source_link.tsx";
import { findNumbers } from "../text/masking.ts";
import { timeText } from "./feeds.ts";
import type { Json } from "./json_ld.tsx";

/** What is told of a source. */
export interface Described {
  /** The state that is shown; its addresses are those that readers may see. */
  readonly entry: Entry;
  readonly state: LinkState;
  readonly site: Site | undefined;
  readonly country: Country | undefined;
  /** Names of topics and themes, by resource name. */
  readonly labels: ReadonlyMap<string, string>;
}

const TYPES: Partial<Record<SourceType, string>> = {
  [SourceType.REPORT]: "Report",
  [SourceType.TREATY]: "Legislation",
  [SourceType.LEGISLATION]: "Legislation",
  [SourceType.ARTICLE_NEWSPAPER]: "NewsArticle",
  [SourceType.ARTICLE_JOURNAL]: "ScholarlyArticle",
  [SourceType.ARTICLE_MAGAZINE]: "Article",
  [SourceType.BOOK]: "Book",
  [SourceType.CHAPTER]: "Chapter",
  [SourceType.THESIS]: "Thesis",
  [SourceType.WEBPAGE]: "WebPage",
  [SourceType.MOTION_PICTURE]: "Movie",
};

/** Quotations of more bytes together stay on the page alone, which has them once already. */
const MOST_QUOTED = 32_768;

export function schemaType(type: SourceType): string {
  return TYPES[type] ?? "CreativeWork";
}

export function entryFacts(request: PageRequest, described: Described): { readonly [key: string]: Json } {
  const { entry, state, site, country, labels } = described;
  const page = permanentAddress(request, site, `/${entry.name}`);
  return {
    "@type": schemaType(entry.sourceType),
    "@id": `${page}#source`,
    name: titleText(entry),
    url: isLinked({ linkState: state, url: entry.url }) ? sourceAddress(entry.url) : undefined,
    archivedAt: entry.archiveLinks.map(sourceAddress).filter((link) => link !== undefined),
    author: entry.contributors.filter(({ role }) => role === "" || role === "author").map(agent),
    editor: entry.contributors.filter(({ role }) => role === "editor").map(agent),
    publisher: entry.publisher === "" ? undefined : { "@type": "Organization", name: entry.publisher },
    datePublished: entry.published?.edtf,
    inLanguage: entry.language,
    isPartOf: entry.series === "" ? undefined : { "@type": "CreativeWorkSeries", name: entry.series },
    spatialCoverage: country === undefined ? undefined : { "@type": "Country", name: country.displayName, identifier: country.alpha2Code },
    about: [entry.topic, ...entry.themes].flatMap((name) => {
      const label = labels.get(name);
      return label === undefined ? [] : [{ "@type": "DefinedTerm", name: label }];
    }),
    hasPart: quotations(request, entry, page),
    mainEntityOfPage: { "@type": "WebPage", "@id": page },
    sdDatePublished: entry.updateTime === undefined ? undefined : timeText(entry.updateTime),
    sdPublisher: site?.editor ? { "@type": "Organization", name: site.editor } : undefined,
  };
}

export function agent({ family, given, literal }: Contributor): Json {
  if (literal !== "") return { "@type": "Organization", name: literal };
  return { "@type": "Person", name: [given, family].filter(Boolean).join(" "), familyName: family, givenName: given };
}

function quotations(request: PageRequest, entry: Entry, page: string): Json[] {
  if (entry.passages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) > MOST_QUOTED) return [];
  const { country, year } = numberNotice(request, entry);
  const { masked } = request.t;
  // Old numbers are as little for those who read another program's page as for those who read ours.
  const notice = `[${year === undefined ? masked.undated : masked.printedIn(year)} ${masked.help}]`;
  return entry.passages.map((passage, index) => ({
    "@type": "Quotation",
    "@id": `${page}#p${index + 1}`,
    position: passage.label,
    text: findNumbers(passage.text, country.toUpperCase()).map(({ text, isNumber }) => (isNumber ? notice : text)).join(""),
    inLanguage: passage.language || entry.language,
  }));
}
