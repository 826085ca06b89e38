// Searching, completing, and counting.
import type { SearchResponse, Suggestion } from "@lectern/client";
import { unlessIndexing, type Reading } from "./reading.ts";

/** How many sources there are, in all and by value of an attribute, by value. */
export interface SourceCounts {
  readonly total: number;
  /** By resource name: "countries/be". */
  readonly countries: ReadonlyMap<string, number>;
  readonly topics: ReadonlyMap<string, number>;
}

const ALL_COUNTRIES = 300;

/**
 * Counts of published entries; of one country or topic where `filter` says so, in the language of lists. undefined while
 * the search index is being built: pages do without.
 */
export async function sourceCounts(reading: Reading, filter = ""): Promise<SourceCounts | undefined> {
  const facets = [{ attribute: "country", limit: ALL_COUNTRIES }, { attribute: "topic", limit: 1000 }];
  const request = { kinds: ["entries"], filter, facets, pageSize: 1, snippetBytes: 0 };
  const answer = await unlessIndexing(reading, reading.ask(reading.source.lectern.search.search, request));
  if (answer === undefined) return undefined;
  const counts = (attribute: string) => {
    const facet = answer.facets.find((candidate) => candidate.attribute === attribute);
    return new Map((facet?.values ?? []).map(({ value, count }) => [value, Number(count)]));
  };
  return { total: Number(answer.totalSize), countries: counts("country"), topics: counts("topic") };
}

/** What is asked of a search; all of it comes out of the page's address. */
export interface SearchQuestion {
  readonly query: string;
  /** In the filter language of lists. */
  readonly filter: string;
  readonly kinds: readonly string[];
  readonly orderBy: string;
  readonly pageToken: string;
  readonly facets: readonly { attribute: string; limit: number }[];
}

const RESULTS = 20;

export function search(reading: Reading, question: SearchQuestion): Promise<SearchResponse> {
  const { query, filter, orderBy, pageToken } = question;
  return reading.askOnce(reading.source.lectern.search.search, {
    query,
    filter,
    orderBy,
    pageToken,
    kinds: [...question.kinds],
    facets: [...question.facets],
    pageSize: RESULTS,
    snippetBytes: 320,
  });
}

/** Completions of what is being typed. */
export async function suggestions(reading: Reading, query: string): Promise<Suggestion[]> {
  return (await reading.askOnce(reading.source.lectern.search.suggest, { query, limit: 8 })).suggestions;
}
