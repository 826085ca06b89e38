// What the benchmark is started with.
import { resolve } from "node:path";
import { parseArgs } from "node:util";

export const PARTS = ["first_byte", "confirmed", "weight", "lighthouse"] as const;
export type Part = (typeof PARTS)[number];

export const HELP = `Usage: portal bench --programs FOLDER --work FOLDER --out FILE [OPTION]...

Measures the built portal beside what it stands on: the time to the first byte of a page beside the RPCs that the page
makes, processor time likewise, pages confirmed with 304 beside a bare Hono route, the weight of a page with 60 sources,
and Lighthouse's score for performance.

  --programs FOLDER   where lecternd and lecternctl are
  --work FOLDER       for data; what is in its folder portal/ is removed
  --out FILE          the JSON file to write
  --commit TEXT       what the JSON shall say was measured (default unknown)
  --parts A,B         measure these alone: ${PARTS.join(", ")} (default all; with --quick all but lighthouse)
  --rounds N          rounds of each subject (default 5)
  --turns N           pages in a round after a change each (default 60); three times as many where nothing changes
  --seconds S         seconds of a round of confirmed pages (default 2)
  --quick             few turns and short rounds: shows that it works, and nothing about speed
  --help

Exit codes: 0 measured, whatever came out; 1 could not measure; 2 wrong flags.
`;

/** A mistake in the flags. */
export class FlagsError extends Error {}

export interface Settings {
  /** Absolute paths. */
  readonly programs: string;
  readonly work: string;
  readonly out: string;
  readonly commit: string;
  readonly parts: ReadonlySet<Part>;
  readonly rounds: number;
  readonly turns: number;
  readonly seconds: number;
}

/** Throws FlagsError. "help" asks for no benchmark. */
export function readSettings(args: readonly string[]): Settings | "help" {
  let flags;
  try {
    const text = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    ({ values: flags } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        programs: text,
        work: text,
        out: text,
        commit: text,
        parts: text,
        rounds: text,
        turns: text,
        seconds: text,
        quick: flag,
        help: flag,
      },
    }));
  } catch (error) {
    throw new FlagsError((error as Error).message.split(". ")[0]);
  }
  if (flags.help) return "help";
  const quick = flags.quick ?? false;
  return {
    programs: folder("--programs", flags.programs),
    work: folder("--work", flags.work),
    out: folder("--out", flags.out),
    commit: flags.commit ?? "unknown",
    parts: parts(flags.parts, quick),
    rounds: number("--rounds", flags.rounds, quick ? 2 : 5),
    turns: number("--turns", flags.turns, quick ? 3 : 60),
    seconds: number("--seconds", flags.seconds, quick ? 0.2 : 2),
  };
}

function folder(flag: string, value: string | undefined): string {
  if (value === undefined || value === "") throw new FlagsError(`${flag} is missing`);
  return resolve(value);
}

function number(flag: string, value: string | undefined, otherwise: number): number {
  const stated = value === undefined ? otherwise : Number(value);
  const whole = flag !== "--seconds";
  if (!(stated > 0 && stated <= 10_000) || (whole && !Number.isInteger(stated))) {
    throw new FlagsError(`${flag} ${value}: state a number`);
  }
  return stated;
}

function parts(list: string | undefined, quick: boolean): ReadonlySet<Part> {
  if (list === undefined) return new Set(PARTS.filter((part) => !quick || part !== "lighthouse"));
  return new Set(
    list.split(",").map((name) => {
      const part = PARTS.find((known) => known === name);
      if (part === undefined) throw new FlagsError(`--parts ${name}: there are ${PARTS.join(", ")}`);
      return part;
    }),
  );
}
