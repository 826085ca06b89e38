// Exact counts of published sources by the values of several attributes.
import type { Reading } from "./reading.ts";

export interface Counts {
  readonly total: number;
  /** By attribute, then by value as filters take it: "countries/be", "REPORT", "2009". */
  of(attribute: string): ReadonlyMap<string, number>;
  /** Whether an attribute has more values than were counted. */
  isCutOff(attribute: string): boolean;
}

/** The server's most. */
export const ALL_VALUES = 1000;

/**
 * Counts entries that a filter, in the language of lists, lets through. Throws LecternError; INDEX_NOT_READY while the
 * search index is being built.
 */
export async function counts(reading: Reading, filter: string, attributes: readonly string[]): Promise<Counts> {
  const facets = attributes.map((attribute) => ({ attribute, limit: ALL_VALUES }));
  const answer = await reading.ask(reading.source.lectern.search.search, { kinds: ["entries"], filter, facets, pageSize: 1, snippetBytes: 0 });
  const found = new Map(answer.facets.map((facet) => [facet.attribute, facet]));
  const facetOf = (attribute: string) => {
    const facet = found.get(attribute);
    if (facet === undefined) throw new Error(`${attribute} was not asked for`);
    return facet;
  };
  return {
    total: Number(answer.totalSize),
    of: (attribute) => new Map(facetOf(attribute).values.map(({ value, count }) => [value, Number(count)])),
    isCutOff: (attribute) => facetOf(attribute).more,
  };
}

/** Filter of the sources of a country and a topic by their ids; undefined ones narrow nothing. */
export function filterBy({ country, topic }: { country?: string | undefined; topic?: string | undefined }): string {
  return [
    ...(country === undefined ? [] : [`country = "countries/${country}"`]),
    ...(topic === undefined ? [] : [`topic = "topics/${topic}"`]),
  ].join(" AND ");
}
