// What is measured, each a process of its own: lecternd with the sample catalogue and the page of 60 sources, the
// portal as its users start it, and a bare client that makes the calls of a page.
import { execFile, fork, type ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { createLectern, revisionOf, type Lectern } from "@lectern/client";
import { cleanEnvironment, freePort, start, type Program } from "../test/support/programs.ts";
import type { Order, Times } from "./bare_client.ts";
import { CHANGED_ENTRY, corpusLines } from "./corpus.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const PORTAL = resolve(import.meta.dirname, "../dist/server.js");
const BARE_CLIENT = resolve(import.meta.dirname, "bare_client.ts");
/** What a change brings about beyond its commit, in lecternd and in the portal, is over by then. */
const SETTLE_MS = 15;

/** lecternd, its data, and an editor who changes something. */
export class Server {
  readonly #program: Program;
  readonly #metrics: string;
  readonly #admin: Lectern;
  readonly #reader: Lectern;
  #heard = 0n;
  #changes = 0;

  private constructor(program: Program, metrics: string, key: string) {
    this.#program = program;
    this.#metrics = metrics;
    this.#admin = createLectern({ address: program.address, token: key });
    this.#reader = createLectern({ address: program.address });
  }

  /** Starts it on a new data folder in `work`, with everything that is measured in it. */
  static async start(programs: string, work: string): Promise<Server> {
    const folder = join(work, "portal");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const data = join(folder, "data");
    const metrics = `127.0.0.1:${await freePort()}`;
    const flags = ["--listen", "127.0.0.1:0", "--metrics", metrics, "--data", data];
    const program = await start(join(programs, "lecternd"), flags, /serving on (\S+:\d+)/);
    const key = readFileSync(join(data, "admin.key"), "utf8").trim();
    const corpus = join(folder, "corpus.jsonl");
    writeFileSync(corpus, corpusLines());
    const samples = join(ROOT, "samples");
    const imports = [
      ["jsonl", join(samples, "catalogue.jsonl")],
      ["csv", join(samples, "library-list.csv")],
      ["legacy", join(samples, "legacy")],
      ["jsonl", corpus],
    ];
    const publish = ["--publish", "--reviewed-by", "bench", "--identity-risk", "none"];
    const env = { ...cleanEnvironment(), LECTERN_TOKEN: key };
    for (const [format = "", file = ""] of imports) {
      const args = ["--server", program.address, "import", format, file, ...publish];
      await promisify(execFile)(join(programs, "lecternctl"), args, { env });
    }
    const server = new Server(program, metrics, key);
    void server.#listen();
    return server;
  }

  get address(): string {
    return this.#program.address;
  }

  get pid(): number {
    return this.#program.child.pid ?? 0;
  }

  /** Changes an entry that no measured page shows; resolves when readers have heard of it and all is quiet again. */
  async change(): Promise<void> {
    const passages = [{ text: `After change ${++this.#changes}.` }];
    const entry = await this.#admin.entries.updateEntry({ entry: { name: CHANGED_ENTRY, passages } });
    const revision = revisionOf(entry) ?? 0n;
    while (this.#heard < revision) await sleep(1);
    await sleep(SETTLE_MS);
  }

  /** How often each method was answered so far, by its name; methods that nobody called are left out. */
  async calls(): Promise<Map<string, number>> {
    const text = await (await fetch(`http://${this.#metrics}/metrics`)).text();
    const counts = new Map<string, number>();
    const lines = text.matchAll(/^lectern_calls_total\{method="([^"]+)",code="[^"]+"\} (\d+)/gm);
    for (const [, method = "", count] of lines) {
      if (Number(count) > 0) counts.set(method, (counts.get(method) ?? 0) + Number(count));
    }
    return counts;
  }

  async stop(): Promise<void> {
    this.#admin.close();
    this.#reader.close();
    await this.#program.stop();
  }

  async #listen(): Promise<void> {
    try {
      for await (const { revision } of this.#reader.watch({})) this.#heard = revision;
    } catch {
      return; // closed
    }
  }
}

/** The portal; resolves when it hears of changes. */
export async function startPortal(server: Server): Promise<Program> {
  const flags = [PORTAL, "--listen", "127.0.0.1:0", "--server", server.address];
  const portal = await start(process.execPath, flags, /serving on (http:\/\/\S+),/);
  while ((await fetch(`${portal.address}/healthz`)).status !== 200) await sleep(20);
  return portal;
}

/** A process that makes the calls of a page, in the same way, and nothing else. */
export class BareClient {
  readonly #child: ChildProcess;

  constructor(address: string) {
    this.#child = fork(BARE_CLIENT, [address], { env: cleanEnvironment() });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Makes the calls of a page so often, one page after the other; resolves with the milliseconds of each. */
  run(order: Order): Promise<number[]> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the bare client ended with ${code}`));
      this.#child.once("exit", ended);
      this.#child.once("message", (answer: Times) => {
        this.#child.off("exit", ended);
        if ("error" in answer) reject(new Error(`the bare client: ${answer.error}`));
        else resolve(answer.milliseconds);
      });
      this.#child.send(order);
    });
  }

  stop(): void {
    this.#child.disconnect();
  }
}
