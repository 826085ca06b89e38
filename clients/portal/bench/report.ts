// Results as a table for people and as JSON.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { rounded, type Spread } from "./numbers.ts";

export interface Ratio {
  readonly name: string;
  readonly value: number;
  /** What it should be at most, where that is stated. */
  readonly most?: number | undefined;
  /** What it should be at least, where that is stated. */
  readonly least?: number | undefined;
  readonly meaning: string;
}

/** What a part of the benchmark comes to. */
export interface Result {
  readonly ratios: readonly Ratio[];
  readonly figures: object;
}

export function printRatios(ratios: readonly Ratio[]): void {
  const line = (name: string, value: string, target: string, meaning: string) =>
    process.stdout.write(`${name.padEnd(38)} ${value.padStart(8)} ${target.padStart(8)}  ${meaning}\n`);
  process.stdout.write("\n");
  line("measurement", "value", "target", "");
  for (const { name, value, most, least, meaning } of ratios) {
    line(name, value.toFixed(3), most !== undefined ? `<= ${most}` : least !== undefined ? `>= ${least}` : "", meaning);
  }
}

/** Nested figures as tables: a row for each object, a new head where the columns change; medians of spreads. */
export function printFigures(figures: object): void {
  let columns = "";
  const print = (path: readonly string[], value: object) => {
    const own = Object.entries(value).filter(([, figure]) => !isNested(figure));
    if (own.length > 0) {
      const head = own.map(([name]) => name.padStart(width(name))).join("");
      if (head !== columns) process.stdout.write(`\n${"".padEnd(36)}${head}\n`);
      columns = head;
      const shown = (figure: unknown) => String((figure as Partial<Spread>).median ?? figure);
      const cells = own.map(([name, figure]) => shown(figure).padStart(width(name)));
      process.stdout.write(`${path.join(" ").padEnd(36)}${cells.join("")}\n`);
    }
    for (const [name, figure] of Object.entries(value)) if (isNested(figure)) print([...path, name], figure);
  };
  print([], figures);
}

function isNested(figure: unknown): figure is object {
  return typeof figure === "object" && figure !== null && !("median" in figure);
}

function width(name: string): number {
  return Math.max(10, name.length + 2);
}

/** Writes the file as a whole: readers find the old one or the new one. */
export function writeReport(file: string, ratios: readonly Ratio[], figures: object, commit: string): void {
  const report = {
    ratios: Object.fromEntries(ratios.map(({ name, value }) => [name, rounded(value)])),
    figures,
    machine: machine(),
    commit,
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(report, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

function machine(): object {
  const processor = /^model name\s*: (.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? "unknown";
  return {
    processor,
    cores: cpus().length,
    memory_gib: rounded(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    node: process.versions.node,
  };
}
