// A lecternd of one's own: built binary, free port, data directory that goes with it.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";

const BINARIES = process.env["LECTERN_BIN_DIR"] ?? resolve(import.meta.dirname, "../../../../build/dev/bin");

const started: Server[] = [];
// Here, since a hook that is made inside another ends with that one.
after(async () => {
  for (const server of started) {
    await server.stop();
    rmSync(server.data, { recursive: true, force: true });
  }
});

export class Server {
  readonly data = mkdtempSync(join(tmpdir(), "lectern-client-test-"));
  #process: ChildProcess | undefined;
  #address = "127.0.0.1:0";

  /** Starts lecternd and waits until it serves. Ended, and its data removed, when the tests of the file are over. */
  static async start(): Promise<Server> {
    const server = new Server();
    started.push(server);
    await server.start();
    return server;
  }

  /** HOST:PORT; the same after a restart. */
  get address(): string {
    return this.#address;
  }

  get port(): number {
    return Number(this.#address.split(":")[1]);
  }

  /** The administrator's key. */
  get adminKey(): string {
    return readFileSync(join(this.data, "admin.key"), "ascii").trim();
  }

  async start(): Promise<void> {
    const flags = ["--listen", this.#address, "--metrics", "", "--data", this.data];
    const child = spawn(join(BINARIES, "lecternd"), flags, { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    process.once("exit", () => child.kill("SIGKILL"));
    let log = "";
    child.stderr.on("data", (chunk) => (log += chunk));
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /^lecternd: serving on (\S+),/.exec(line)?.[1];
      if (address !== undefined) {
        this.#address = address;
        child.stdout.resume();
        return;
      }
    }
    throw new Error(`lecternd ended before it served:\n${log}`);
  }

  /** Ends the process by its id: SIGTERM drains, SIGKILL does not. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGKILL"): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
}
