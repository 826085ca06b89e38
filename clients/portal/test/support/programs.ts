// Programs under test or measured: started as their users start them, and known to serve.
import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";

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

/** The environment without what would change the programs' settings. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("LECTERN_")));
}

/** Starts a program and waits for the line that says where it serves. Rejects, with its output, where it ends before. */
export function start(command: string, args: readonly string[], serving: RegExp, env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...cleanEnvironment(), ...env } });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let output = "";
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve)).finally(() => process.off("exit", kill));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${command} did not serve:\n${output}`));
    }, START_MS);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
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
      resolve({ child, address, output: () => output, stop });
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
  });
}

/** A port of this machine that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
  const { port } = listener.address() as AddressInfo;
  await new Promise((done) => listener.close(done));
  return port;
}
