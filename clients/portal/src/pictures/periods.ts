// Years put together so that a chart of them stays readable.

export interface Period {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** More bars than these become strokes. */
const MOST_BARS = 150;

/**
 * Periods of equal length without a gap from the first to the last year that has a count: single years where they fit,
 * else decades, centuries, millennia.
 */
export function periodsOf(years: ReadonlyMap<number, number>): Period[] {
  const known = [...years].filter(([, count]) => count > 0).map(([year]) => year);
  if (known.length === 0) return [];
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const length = [1, 10, 100, 1000].find((years) => (last - first) / years < MOST_BARS) ?? 1000;
  const start = Math.floor(first / length) * length;
  const periods = Array.from({ length: Math.floor((last - start) / length) + 1 }, (_, index) => {
    const from = start + index * length;
    return { from, to: from + length - 1, count: 0 };
  });
  for (const [year, count] of years) {
    const period = periods[Math.floor((year - start) / length)];
    if (period !== undefined) period.count += count;
  }
  return periods;
}

/** Periods with neighbouring empty ones put together. */
export function withGaps(periods: readonly Period[]): Period[] {
  const result: { from: number; to: number; count: number }[] = [];
  for (const period of periods) {
    const last = result.at(-1);
    if (period.count === 0 && last?.count === 0) last.to = period.to;
    else result.push({ ...period });
  }
  return result;
}

/** "2011", or "1990–1999" of a longer one. */
export function periodText({ from, to }: Period): string {
  return from === to ? String(from) : `${from}–${to}`;
}
