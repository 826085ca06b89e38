// How many sources make which level of the world map.

/** Least sources of each level, from 1 on; level 0 has none. */
const STEPS = [1, 5, 20, 100, 500] as const;

/** 0 for no source, up to 5. */
export function levelOf(count: number): number {
  return STEPS.filter((least) => count >= least).length;
}

/** The counts that a level stands for; `to` is undefined for the last one. Levels are 1 to 5. */
export function rangeOf(level: number): { from: number; to: number | undefined } {
  const next = STEPS[level];
  return { from: STEPS[level - 1] ?? 1, to: next === undefined ? undefined : next - 1 };
}
