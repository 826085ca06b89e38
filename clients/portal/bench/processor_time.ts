// Processor time of processes, as Linux counts it.
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** Of /proc, for programs: the same on every machine that Node runs on. */
const TICK_MS = 10;

/** User and system time of a process so far, all its threads, in milliseconds; in steps of 10. */
export function processMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, in parentheses, may hold anything; the fields behind it are counted from 3.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[14 - 3]) + Number(fields[15 - 3])) * TICK_MS;
}

/** What all processes of the machine used so far, in milliseconds. */
export function machineMs(): number {
  const fields = /^cpu +(.*)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1] ?? "";
  const [user = 0, nice = 0, system = 0, , , hard = 0, soft = 0, stolen = 0] = fields.split(" ").map(Number);
  return (user + nice + system + hard + soft + stolen) * TICK_MS;
}

export const CORES = cpus().length;

/** Processor time that named processes used, and the rest of the machine, between two moments. */
export class Meter {
  readonly #pids: Readonly<Record<string, number>>;
  readonly #first: Record<string, number>;
  readonly #machine = machineMs();
  readonly #began = performance.now();

  constructor(pids: Readonly<Record<string, number>>) {
    this.#pids = pids;
    this.#first = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, processMs(pid)]));
  }

  /** Milliseconds of each process since it was made; `others`, as a share of all cores, is what disturbed. */
  read(): { ms: Record<string, number>; seconds: number; others: number } {
    const used = (name: string, pid: number) => processMs(pid) - (this.#first[name] ?? 0);
    const ms = Object.fromEntries(Object.entries(this.#pids).map(([name, pid]) => [name, used(name, pid)]));
    const wall = performance.now() - this.#began;
    const known = Object.values(ms).reduce((sum, value) => sum + value, 0);
    return { ms, seconds: wall / 1000, others: Math.max(0, machineMs() - this.#machine - known) / wall / CORES };
  }
}
