// Pages that a browser has and the portal confirms with 304: so many a second, beside a bare Hono route that does.
import { resolve } from "node:path";
import { start, type Program } from "../test/support/programs.ts";
import { Connection } from "./connection.ts";
import { ratio, spread } from "./numbers.ts";
import { PAGES } from "./page_calls.ts";
import { Meter } from "./processor_time.ts";
import type { Ratio, Result } from "./report.ts";
import type { Settings } from "./settings.ts";
import type { Server } from "./subjects.ts";
import type { Measured } from "./first_byte.ts";

const BARE_ROUTE = resolve(import.meta.dirname, "bare_route.ts");
const CONNECTIONS = [1, 32];
const NOT_MODIFIED = 304;

interface Round {
  readonly perSecond: number;
  readonly serverBusy: number;
  readonly driverBusy: number;
  readonly others: number;
  readonly answers: number;
}

export async function measureConfirmed({ portal, server }: Measured, settings: Settings): Promise<Result> {
  const { path } = PAGES.country_topic;
  const tag = await tagOf(portal, path);
  const bare = await start(process.execPath, [BARE_ROUTE, tag], /serving on (http:\/\/\S+),/);
  const ratios: Ratio[] = [];
  const figures: Record<string, object | number> = {};
  const before = await callsTo(server);
  let answers = 0;
  for (const connections of CONNECTIONS) {
    const subjects = {
      portal: await Load.open(portal, path, tag, connections),
      bare: await Load.open(bare, "/page", tag, connections),
    };
    for (const load of Object.values(subjects)) await load.round(Math.min(1, settings.seconds));
    const rounds = { portal: [] as Round[], bare: [] as Round[] };
    for (let i = 0; i < settings.rounds; ++i) {
      rounds.portal.push(await subjects.portal.round(settings.seconds));
      rounds.bare.push(await subjects.bare.round(settings.seconds));
    }
    for (const load of Object.values(subjects)) load.close();
    answers += rounds.portal.reduce((sum, round) => sum + round.answers, 0);
    figures[`connections_${connections}`] = { portal: figuresOf(rounds.portal), bare: figuresOf(rounds.bare) };
    const rate = (list: readonly Round[]) => list.map(({ perSecond }) => perSecond);
    ratios.push({
      name: `confirmed_${connections}_vs_bare`,
      value: ratio(rate(rounds.portal), rate(rounds.bare)),
      meaning: `304s a second over ${connections} connections, portal / bare Hono route`,
    });
  }
  const calls = (await callsTo(server)) - before;
  await bare.stop("SIGKILL");
  figures["confirmed_pages"] = answers;
  figures["calls_to_lecternd"] = calls;
  ratios.push({
    name: "rpcs_per_304",
    value: calls / answers,
    most: 0,
    meaning: `RPCs that lecternd answered meanwhile / pages confirmed (${calls} / ${answers})`,
  });
  return { ratios, figures };
}

/** All that lecternd answered so far. The change feed is one endless call. */
async function callsTo(server: Server): Promise<number> {
  return [...(await server.calls()).values()].reduce((sum, count) => sum + count, 0);
}

async function tagOf(portal: Program, path: string): Promise<string> {
  const connection = await Connection.open(portal.address);
  const { headers } = await connection.get(connection.request(path));
  connection.close();
  const tag = headers.get("etag");
  if (tag === undefined) throw new Error(`${path} has no ETag`);
  return tag;
}

/** Connections to one server, each of which asks again as soon as it is answered. */
class Load {
  readonly #pid: number;
  readonly #connections: readonly Connection[];
  readonly #request: Buffer;

  private constructor(pid: number, connections: readonly Connection[], request: Buffer) {
    this.#pid = pid;
    this.#connections = connections;
    this.#request = request;
  }

  static async open({ child, address }: Program, path: string, tag: string, count: number): Promise<Load> {
    const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(address)));
    const request = connections[0]!.request(path, { "if-none-match": tag, "accept-encoding": "gzip, br" });
    return new Load(child.pid ?? 0, connections, request);
  }

  async round(seconds: number): Promise<Round> {
    const meter = new Meter({ server: this.#pid, driver: process.pid });
    const end = performance.now() + seconds * 1000;
    const all = this.#connections.map((connection) => connection.repeat(this.#request, NOT_MODIFIED, end));
    const counts = await Promise.all(all);
    const { ms, seconds: took, others } = meter.read();
    const answers = counts.reduce((sum, count) => sum + count, 0);
    const busy = (name: string) => (ms[name] ?? 0) / 1000 / took;
    return { perSecond: answers / took, serverBusy: busy("server"), driverBusy: busy("driver"), others, answers };
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }
}

function figuresOf(rounds: readonly Round[]): object {
  return {
    answers_per_second: spread(rounds.map(({ perSecond }) => perSecond)),
    server_cpu_us_per_answer: spread(rounds.map(({ serverBusy, perSecond }) => (serverBusy * 1e6) / perSecond)),
    server_busy: spread(rounds.map(({ serverBusy }) => serverBusy)),
    client_busy: spread(rounds.map(({ driverBusy }) => driverBusy)),
    others_busy: spread(rounds.map(({ others }) => others)),
    rounds: rounds.length,
  };
}
