// Numbers out of measurements.

/** The value below which a share of `values` lies, by nearest rank. Throws where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error("nothing was measured");
  return found;
}

/** The middle one; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  const [one, other] = [sorted[sorted.length % 2 === 1 ? upper : upper - 1], sorted[upper]];
  if (one === undefined || other === undefined) throw new Error("nothing was measured");
  return (one + other) / 2;
}

/** To four digits, as reports have it. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** What rounds came to. */
export function spread(values: readonly number[]): Spread {
  return { median: rounded(median(values)), min: rounded(Math.min(...values)), max: rounded(Math.max(...values)) };
}

/** Median of the rounds' ratios: what disturbed a round disturbed both subjects. */
export function ratio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

/** Numbers that are the same in every run. */
export class Numbers {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    // xorshift32, whose state must not be 0; the multiplication spreads what its lowest bits lack.
    let bits = this.#state || 0x9e3779b9;
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
    this.#state = bits >>> 0;
    return Math.floor((Math.imul(this.#state, 0x2545f491) >>> 0) / 2 ** 32 * limit);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}
