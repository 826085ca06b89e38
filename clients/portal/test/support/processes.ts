// Programs under test: started with a free port each, ended by their ids.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { promisify } from "node:util";
import { createLectern, type Lectern } from "@lectern/client";

const ROOT = resolve(import.meta.dirname, "../../../..");
const BINARIES = process.env["LECTERN_BIN_DIR"] ?? join(ROOT, "build/dev/bin");
const START_MS = 30_000;

export interface Program {
  readonly child: ChildProcess;
  /** What the pattern of the line that says it serves has captured. */
  readonly address: string;
  /** All that it has written so far, both streams. */
  output(): string;
  /** Ends it and resolves with its exit code. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

const running: Program[] = [];
const folders: string[] = [];
after(async () => {
  await Promise.all(running.map((program) => program.stop("SIGKILL")));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The environment without what would change the programs' settings. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("LECTERN_")));
}

/** Starts a program and waits for the line that says where it serves. Rejects, with its output, where it ends before. */
export function start(command: string, args: readonly string[], serving: RegExp, env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...cleanEnvironment(), ...env } });
  process.once("exit", () => child.kill("SIGKILL"));
  let output = "";
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${command} did not serve:\n${output}`));
    }, START_MS);
    child.once("error", reject);
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`${command} ended with ${code} before it served:\n${output}`));
    });
    const take = (chunk: Buffer) => {
      output += chunk.toString("utf8");
      const address = serving.exec(output)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      const stop = (signal: "SIGTERM" | "SIGKILL" = "SIGTERM") => {
        child.kill(signal);
        return ended;
      };
      const program = { child, address, output: () => output, stop };
      if (!running.some((known) => known.child === child)) running.push(program);
      resolve(program);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
  });
}

export class Lecternd {
  readonly data = mkdtempSync(join(tmpdir(), "lectern-portal-test-"));
  #program: Program | undefined;
  #address = "127.0.0.1:0";

  static async start(): Promise<Lecternd> {
    const server = new Lecternd();
    folders.push(server.data);
    await server.start();
    return server;
  }

  /** HOST:PORT; the same after a restart. */
  get address(): string {
    return this.#address;
  }

  async start(): Promise<void> {
    const flags = ["--listen", this.#address, "--metrics", "", "--data", this.data];
    this.#program = await start(join(BINARIES, "lecternd"), flags, /serving on (\S+:\d+)/);
    this.#address = this.#program.address;
  }

  async stop(): Promise<void> {
    await this.#program?.stop("SIGKILL");
  }

  /** A client with the administrator's key. */
  admin(): Lectern {
    return createLectern({ address: this.#address, token: this.#key() });
  }

  /** Fills it with the sample catalogue, published. */
  async importSamples(): Promise<void> {
    const publish = ["--publish", "--reviewed-by", "tests", "--identity-risk", "none"];
    for (const [format, file] of [["jsonl", "catalogue.jsonl"], ["csv", "library-list.csv"], ["legacy", "legacy"]] as const) {
      const args = ["--server", this.#address, "import", format, join(ROOT, "samples", file), ...publish];
      await promisify(execFile)(join(BINARIES, "lecternctl"), args, { env: { ...cleanEnvironment(), LECTERN_TOKEN: this.#key() } });
    }
  }

  #key(): string {
    return readFileSync(join(this.data, "admin.key"), "utf8").trim();
  }
}

const PORTAL = resolve(import.meta.dirname, "../../dist/server.js");

export function startPortal(server: string, ...args: string[]): Promise<Program> {
  const flags = [PORTAL, "--listen", "127.0.0.1:0", "--server", server, ...args];
  return start(process.execPath, flags, /serving on (http:\/\/\S+),/);
}

/** Runs the portal with settings that it ends by itself with. */
export async function runPortal(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [PORTAL, ...args], { env: { ...cleanEnvironment(), ...env } });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}
