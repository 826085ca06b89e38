// What the catalogue has of several countries, attribute by attribute.
import { counts, filterBy, type Counts } from "./counts.ts";
import type { Reading } from "./reading.ts";

const ATTRIBUTES = ["topic", "themes", "source_type", "year"];

export interface Row {
  /** As filters take it: "topics/torture", "REPORT"; of years the first of a decade; empty for what has no value. */
  readonly value: string;
  /** A count a country, in their order. */
  readonly counts: readonly number[];
}

export interface ComparedCounts {
  readonly totals: readonly number[];
  readonly topics: readonly Row[];
  /** By the sum of their counts, then what has no theme, if there is any. */
  readonly themes: readonly Row[];
  /** Decades without a gap from the first to the last, then what has no known year, if there is any. */
  readonly decades: readonly Row[];
  /** By the sum of their counts, then what has no known type, if there is any. */
  readonly types: readonly Row[];
}

/**
 * Exact counts of countries side by side. `topics` are those that have a row whether or not anything is known of them.
 * Throws LecternError, INDEX_NOT_READY while nobody can count.
 */
export async function compared(
  reading: Reading,
  countries: readonly string[],
  topic: string | undefined,
  topics: readonly string[],
): Promise<ComparedCounts> {
  const filters = countries.map((country) => filterBy({ country, topic }));
  const [all, unthemed] = await Promise.all([
    Promise.all(filters.map((filter) => counts(reading, filter, ATTRIBUTES))),
    // A source may have several themes, so that those without one do not follow from the others.
    Promise.all(filters.map(async (filter) => (await counts(reading, `${filter} AND NOT themes:*`, [])).total)),
  ]);
  const totals = all.map(({ total }) => total);
  return {
    totals,
    topics: topics.map((value) => ({ value, counts: all.map((one) => one.of("topic").get(value) ?? 0) })),
    themes: [...byFrequency(rowsOf(all, "themes")), ...(unthemed.some((count) => count > 0) ? [{ value: "", counts: unthemed }] : [])],
    decades: [...decadesOf(all), ...withoutValue(all, totals, "year")],
    types: [...byFrequency(rowsOf(all, "source_type").filter(({ value }) => value !== UNKNOWN_TYPE)), ...withoutType(all, totals)],
  };
}

/** Facets may count sources whose type nobody has determined under this name. */
const UNKNOWN_TYPE = "SOURCE_TYPE_UNSPECIFIED";

function rowsOf(all: readonly Counts[], attribute: string): Row[] {
  const values = new Set(all.flatMap((one) => [...one.of(attribute).keys()]));
  return [...values].map((value) => ({ value, counts: all.map((one) => one.of(attribute).get(value) ?? 0) }));
}

function byFrequency(rows: Row[]): Row[] {
  const sum = ({ counts: list }: Row) => list.reduce((total, count) => total + count, 0);
  return rows.sort((a, b) => sum(b) - sum(a) || (a.value < b.value ? -1 : 1));
}

/** Decades that hold a source of any of the countries, and those in between. At most 40: a slip of a year is no era. */
function decadesOf(all: readonly Counts[]): Row[] {
  const perCountry = all.map((one) => {
    const decades = new Map<number, number>();
    for (const [year, count] of one.of("year")) {
      const decade = Math.floor(Number(year) / 10) * 10;
      decades.set(decade, (decades.get(decade) ?? 0) + count);
    }
    return decades;
  });
  const known = [...new Set(perCountry.flatMap((decades) => [...decades.keys()]))].sort((a, b) => a - b);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return [];
  const between = Array.from({ length: (last - first) / 10 + 1 }, (_, index) => first + 10 * index);
  const shown = between.length <= 40 ? between : known;
  return shown.map((decade) => ({ value: String(decade), counts: perCountry.map((decades) => decades.get(decade) ?? 0) }));
}

/** A row for the sources that have no value of an attribute of which each has one at most. */
function withoutValue(all: readonly Counts[], totals: readonly number[], attribute: string): Row[] {
  const missing = all.map((one, index) => {
    const known = [...one.of(attribute).values()].reduce((sum, count) => sum + count, 0);
    return one.isCutOff(attribute) ? 0 : Math.max(0, (totals[index] ?? 0) - known);
  });
  return missing.some((count) => count > 0) ? [{ value: "", counts: missing }] : [];
}

function withoutType(all: readonly Counts[], totals: readonly number[]): Row[] {
  const named = all.map((one) => one.of("source_type").get(UNKNOWN_TYPE) ?? 0);
  const unnamed = withoutValue(all, totals, "source_type")[0]?.counts ?? [];
  const together = named.map((count, index) => count + (unnamed[index] ?? 0));
  return together.some((count) => count > 0) ? [{ value: "", counts: together }] : [];
}
