// Time to the first byte of a page, and processor time, beside the calls that the page makes. Once with a change of the
// catalogue before each page, so that nothing kept may be used and every call is made; once without any.
import type { Program } from "../test/support/programs.ts";
import { Connection } from "./connection.ts";
import { median, quantile, ratio, rounded, spread, type Spread } from "./numbers.ts";
import { PAGES, type PageName } from "./page_calls.ts";
import { Meter } from "./processor_time.ts";
import type { Ratio, Result } from "./report.ts";
import type { Settings } from "./settings.ts";
import type { BareClient, Server } from "./subjects.ts";

export interface Measured {
  readonly server: Server;
  readonly portal: Program;
  readonly bare: BareClient;
}

interface Round {
  /** Of each page, in milliseconds. */
  readonly times: readonly number[];
  /** Processor time a page, in milliseconds, by process. */
  readonly cpu: Readonly<Record<string, number>>;
  readonly others: number;
}

const TARGET = 3;
/** What browsers send. */
const HEADERS = { accept: "text/html", "accept-encoding": "gzip, deflate, br, zstd", "accept-language": "en" };

/** Figures of both pages by case, and ratios. Throws where the portal makes other calls than page_calls.ts says. */
export async function measureFirstByte(measured: Measured, settings: Settings): Promise<Result> {
  const connection = await Connection.open(measured.portal.address);
  const ratios: Ratio[] = [];
  const figures: Record<string, object | number> = { in_flight: 1 };
  for (const name of Object.keys(PAGES) as PageName[]) {
    const page = new Page(measured, connection, name);
    const calls = await page.sameCalls();
    for (const state of ["changed", "kept"] as const) {
      const of = state === "changed" ? settings.turns : 3 * settings.turns;
      const result = await page.rounds(state, of, settings.rounds);
      const key = state === "changed" ? name : `${name}_kept`;
      figures[key] = {
        portal: { ...result.portal, calls_per_page: state === "changed" ? calls : 0 },
        rpcs: { ...result.rpcs, calls_per_page: calls },
      };
      ratios.push(...result.ratios.map((one) => ({ ...one, name: `${key}_${one.name}` })));
    }
  }
  connection.close();
  return { ratios, figures };
}

class Page {
  readonly #measured: Measured;
  readonly #connection: Connection;
  readonly #name: PageName;
  readonly #request: Buffer;
  #tag = "";

  constructor(measured: Measured, connection: Connection, name: PageName) {
    this.#measured = measured;
    this.#connection = connection;
    this.#name = name;
    this.#request = connection.request(PAGES[name].path, HEADERS);
  }

  /** Sees by lecternd's own count that the portal makes the bare client's calls; resolves with how many. */
  async sameCalls(): Promise<number> {
    const { server } = this.#measured;
    await this.#portalPage(); // what is read once in a process's life is not of the page
    const counted = async (make: () => Promise<unknown>) => {
      await server.change();
      const before = await server.calls();
      await make();
      const after = await server.calls();
      const calls = [...after]
        .map(([method, count]) => ({ method, count: count - (before.get(method) ?? 0) }))
        .filter(({ count }) => count > 0);
      const text = calls.map(({ method, count }) => `${method} x ${count}`).sort().join(", ");
      return { total: calls.reduce((sum, { count }) => sum + count, 0), text };
    };
    const portal = await counted(() => this.#portalPage());
    const bare = await counted(() => this.#calls(1));
    if (portal.text === bare.text && portal.total > 0) return portal.total;
    const both = `${PAGES[this.#name].path} makes the calls ${portal.text}, but the bare client ${bare.text}`;
    throw new Error(`${both}: page_calls.ts is out of date`);
  }

  async rounds(
    state: "changed" | "kept",
    pages: number,
    rounds: number,
  ): Promise<{ ratios: Ratio[]; portal: object; rpcs: object }> {
    const portal: Round[] = [];
    const calls: Round[] = [];
    const prepare = state === "changed" ? () => this.#measured.server.change() : undefined;
    const onePage = async () => [await this.#portalPage(prepare !== undefined)];
    await this.#round(Math.min(pages, 30), prepare, onePage); // compiles what is hot, and says nothing
    await this.#round(Math.min(pages, 30), prepare, () => this.#calls(1));
    for (let i = 0; i < rounds; ++i) {
      // What a change itself costs in the processes is none of the page's.
      const idle = prepare === undefined ? undefined : await this.#round(pages, prepare, async () => []);
      portal.push(without(await this.#round(pages, prepare, onePage), idle));
      calls.push(without(await this.#round(pages, prepare, () => this.#calls(1)), idle));
    }
    const p50 = (list: readonly Round[]) => list.map(({ times }) => quantile(times, 0.5));
    const p99 = (list: readonly Round[]) => list.map(({ times }) => quantile(times, 0.99));
    const both = (round: Round, own: string) => (round.cpu[own] ?? 0) + (round.cpu["lecternd"] ?? 0);
    const cpu = (list: readonly Round[], own: string) => list.map((round) => both(round, own));
    const where = `${PAGES[this.#name].path}${state === "changed" ? "" : ", nothing changed"}`;
    return {
      ratios: [
        {
          name: "ttfb_vs_rpcs",
          value: ratio(p50(portal), p50(calls)),
          most: state === "changed" ? TARGET : undefined,
          meaning: `${where}: first byte p50, portal / its RPCs`,
        },
        { name: "ttfb_p99_vs_rpcs", value: ratio(p99(portal), p99(calls)), meaning: `${where}: the same at p99` },
        {
          name: "cpu_vs_rpcs",
          value: median(cpu(portal, "portal")) / median(cpu(calls, "bare")),
          meaning: `${where}: processor time, portal and lecternd / bare client and lecternd`,
        },
      ],
      portal: figuresOf(portal, "portal"),
      rpcs: figuresOf(calls, "bare"),
    };
  }

  async #round(
    pages: number,
    prepare: (() => Promise<void>) | undefined,
    make: () => Promise<number[]>,
  ): Promise<Round> {
    const { server, portal, bare } = this.#measured;
    const portalPid = portal.child.pid ?? 0;
    const meter = new Meter({ lecternd: server.pid, portal: portalPid, bare: bare.pid, driver: process.pid });
    const times: number[] = [];
    for (let i = 0; i < pages; ++i) {
      await prepare?.();
      times.push(...(await make()));
    }
    const { ms, others } = meter.read();
    return { times, cpu: Object.fromEntries(Object.entries(ms).map(([name, value]) => [name, value / pages])), others };
  }

  /** Milliseconds to the first byte. Throws where the page is another than it should be. */
  async #portalPage(changed = false): Promise<number> {
    const { status, headers, firstByteMs } = await this.#connection.get(this.#request);
    const tag = headers.get("etag") ?? "";
    if (status !== 200 || tag === "") throw new Error(`${PAGES[this.#name].path}: status ${status}, ETag "${tag}"`);
    if (changed && tag === this.#tag) throw new Error("the portal had not heard of the change yet");
    this.#tag = tag;
    return firstByteMs;
  }

  #calls(count: number): Promise<number[]> {
    return this.#measured.bare.run({ page: this.#name, count });
  }
}

/** A round less what its processes used without any page. */
function without(round: Round, idle: Round | undefined): Round {
  const cpu = Object.fromEntries(Object.entries(round.cpu).map(([name, ms]) => [name, ms - (idle?.cpu[name] ?? 0)]));
  return { ...round, cpu };
}

/** `own` is the process that makes pages, or the calls of pages. */
function figuresOf(rounds: readonly Round[], own: string): object {
  const times = rounds.flatMap((round) => round.times);
  const micros = (ms: readonly number[]): Spread => spread(ms.map((value) => value * 1000));
  const cpu = (name: string) => micros(rounds.map((round) => round.cpu[name] ?? 0));
  return {
    p50_us: micros(rounds.map((round) => quantile(round.times, 0.5))),
    p99_us: micros(rounds.map((round) => quantile(round.times, 0.99))),
    all_p50_us: rounded(1000 * quantile(times, 0.5)),
    all_p99_us: rounded(1000 * quantile(times, 0.99)),
    own_cpu_us: cpu(own),
    lecternd_cpu_us: cpu("lecternd"),
    others_busy: spread(rounds.map(({ others }) => others)),
    rounds: rounds.length,
    pages: times.length,
  };
}
