// Programs that tests start: lecternd, lecternctl and the gateway, on free ports, ended by process id.
import { spawn, execFile, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const GATEWAY_FOLDER = fileURLToPath(new URL("../../", import.meta.url));
export const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const BIN = process.env.LECTERN_BIN_DIR ?? join(ROOT, "build/dev/bin");
const START_MS = 30_000;

const running = new Set<ChildProcess>();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

export interface Program {
  /** The match of the line that said it serves. */
  readonly serving: RegExpExecArray;
  readonly child: ChildProcess;
  /** All that it has written so far, both streams. */
  output(): string;
  /** Sends SIGTERM and resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a program and waits for the line that says it serves. Rejects, with its output, where it ends before. */
export function start(
  command: string,
  args: readonly string[],
  serving: RegExp,
  env: NodeJS.ProcessEnv = {},
): Promise<Program> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...cleanEnvironment(), ...env } });
  running.add(child);
  let output = "";
  const ended = new Promise<number | null>((resolve) =>
    child.once("close", (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${command} did not serve within ${START_MS} ms:\n${output}`));
    }, START_MS);
    child.once("error", reject);
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`${command} ended with ${code} before it served:\n${output}`));
    });
    const take = (chunk: Buffer) => {
      output += chunk.toString("utf8");
      const match = serving.exec(output);
      if (match === null) return;
      clearTimeout(timer);
      resolve({
        serving: match,
        child,
        output: () => output,
        stop: () => {
          child.kill("SIGTERM");
          return ended;
        },
      });
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
  });
}

/** The environment without what would change the programs' settings. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("LECTERN_")));
}

export interface Lecternd {
  readonly address: string;
  readonly adminKey: string;
  readonly program: Program;
  stop(): Promise<void>;
}

/** `listen` is ADDR:PORT; a free port unless stated. The data directory goes when it stops, unless `data` names one. */
export async function startLecternd(
  options: { listen?: string; data?: string; args?: readonly string[] } = {},
): Promise<Lecternd> {
  const binary = join(BIN, "lecternd");
  if (!existsSync(binary)) throw new Error(`${binary} is missing: build lecternd, or set LECTERN_BIN_DIR`);
  const data = options.data ?? mkdtempSync(join(tmpdir(), "lectern-gateway-"));
  const args = ["--listen", options.listen ?? "127.0.0.1:0", "--data", data, "--metrics", "", ...(options.args ?? [])];
  const program = await start(binary, args, /serving on (\S+:\d+)/);
  return {
    address: program.serving[1] ?? "",
    adminKey: readFileSync(join(data, "admin.key"), "utf8").trim(),
    program,
    stop: async () => {
      await program.stop();
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Fills a server with the sample pages, published. */
export async function importSamples(server: Lecternd): Promise<void> {
  await promisify(execFile)(
    join(BIN, "lecternctl"),
    ["import", "legacy", join(ROOT, "samples"), "--publish", "--reviewed-by", "tests", "--identity-risk", "none"],
    { env: { ...cleanEnvironment(), LECTERN_SERVER: server.address, LECTERN_TOKEN: server.adminKey } },
  );
}

export interface Gateway {
  readonly url: string;
  readonly program: Program;
  stop(): Promise<number | null>;
}

export async function startGateway(server: string, ...args: string[]): Promise<Gateway> {
  const program = await start(
    process.execPath,
    [join(GATEWAY_FOLDER, "dist/gateway.js"), "--listen", "127.0.0.1:0", "--server", server, ...args],
    /serving \d+ methods on (http:\S+),/,
  );
  return { url: program.serving[1] ?? "", program, stop: () => program.stop() };
}
