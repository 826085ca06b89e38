// Ages and grades as ranges of numbers.

export interface Range {
  readonly from: number;
  /** undefined: and all above. */
  readonly to: number | undefined;
}

/**
 * The range that a text states and nothing else: "14-18", "11 - 12", "10", "16-" and "16+". undefined for texts with words in
 * them: what they mean is not ours to guess.
 */
export function rangeOf(text: string): Range | undefined {
  const match = /^\s*(\d{1,2})\s*(?:(\+)|([-\u2010-\u2015])\s*(\d{1,2})?)?\s*$/.exec(text);
  if (match === null) return undefined;
  const [, first, plus, dash, last] = match;
  const from = Number(first);
  if (plus !== undefined || (dash !== undefined && last === undefined)) return { from, to: undefined };
  const to = last === undefined ? from : Number(last);
  return to < from ? undefined : { from, to };
}

/** The whole numbers of a range within `least` and `most`; what lies above is counted as `most`. */
export function numbersIn({ from, to }: Range, least: number, most: number): number[] {
  const first = Math.min(Math.max(from, least), most);
  const last = Math.min(Math.max(to ?? most, least), most);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
