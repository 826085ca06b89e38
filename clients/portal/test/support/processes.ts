// Programs under test: started with a free port each, ended by their ids.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { promisify } from "node:util";
import { createLectern, type Lectern } from "@lectern/client";
import { cleanEnvironment, start, type Program } from "./programs.ts";

export type { Program };

const ROOT = resolve(import.meta.dirname, "../../../..");
const BINARIES = process.env["LECTERN_BIN_DIR"] ?? join(ROOT, "build/dev/bin");

const running: Program[] = [];
const folders: string[] = [];
after(async () => {
  await Promise.all(running.map((program) => program.stop("SIGKILL")));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** As `start` of programs.ts; ended when the tests of the file are over. */
async function started(...how: Parameters<typeof start>): Promise<Program> {
  const program = await start(...how);
  running.push(program);
  return program;
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
    this.#program = await started(join(BINARIES, "lecternd"), flags, /serving on (\S+:\d+)/);
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
  return started(process.execPath, flags, /serving on (http:\/\/\S+),/);
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
