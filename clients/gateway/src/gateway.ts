#!/usr/bin/env node
// The gateway's process: reads its settings, serves, and ends when a signal says so.
import { readFileSync } from "node:fs";
import { AnswerMaker } from "./answers.ts";
import { readContract } from "./contract.ts";
import { ErrorMaker } from "./errors.ts";
import { Cors } from "./headers.ts";
import { Log } from "./log.ts";
import { offersOf } from "./offer.ts";
import { readPages } from "./pages.ts";
import { routesOf } from "./routes.ts";
import { GatewayServer } from "./server.ts";
import { HELP, readSettings, SettingsError, type Settings } from "./settings.ts";
import { MAX_CALL_MS, Upstream } from "./upstream.ts";

const CANNOT_SERVE = 1;
const WRONG_SETTINGS = 2;

function fail(code: number, message: string): never {
  process.stderr.write(`lectern-gateway: ${message}\n`);
  process.exit(code);
}

function version(): string {
  const file = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}

function settingsOrExit(): Settings {
  try {
    const settings = readSettings(process.argv.slice(2), process.env);
    if (typeof settings !== "string") return settings;
    process.stdout.write(settings === "help" ? HELP : `lectern-gateway ${version()}\n`);
    process.exit(0);
  } catch (error) {
    if (error instanceof SettingsError) fail(WRONG_SETTINGS, error.message);
    throw error;
  }
}

function build(settings: Settings, log: Log): { server: GatewayServer; upstream: Upstream; methods: number } {
  const contract = readContract(new URL("contract.binpb", import.meta.url));
  const errors = new ErrorMaker(contract.registry);
  const ca = settings.serverCa === undefined ? {} : { ca: settings.serverCa };
  const upstream = new Upstream({ url: settings.server, ...ca }, errors, log);
  const offers = offersOf(contract, settings.withAdmin);
  const server = new GatewayServer({
    routes: routesOf(contract, offers, upstream, errors),
    pages: readPages(new URL("pages/", import.meta.url), settings.withAdmin),
    cors: new Cors(settings.allowOrigins),
    answers: new AnswerMaker(errors),
    log,
    isServing: () => upstream.isServing(),
  });
  return { server, upstream, methods: offers.filter((offer) => offer.unary).length };
}

const settings = settingsOrExit();
const log = new Log(settings.logLevel);
let parts: ReturnType<typeof build>;
try {
  parts = build(settings, log);
} catch (error) {
  fail(CANNOT_SERVE, `${(error as Error).message} (was the gateway built? npm run build)`);
}
const { server, upstream, methods } = parts;

let address: string;
try {
  address = await server.listen(settings.listen.host, settings.listen.port);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const where = `${settings.listen.host}:${settings.listen.port}`;
  fail(
    CANNOT_SERVE,
    code === "EADDRINUSE" ? `${where} is taken by another program` : `cannot listen on ${where}: ${message}`,
  );
}
process.stdout.write(`lectern-gateway: serving ${methods} methods on http://${address}, server ${settings.server}\n`);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) process.exit(CANNOT_SERVE); // a second signal waits for nothing
  stopping = true;
  log.event("info", "draining");
  await server.stop(MAX_CALL_MS);
  upstream.close();
  log.event("info", "stopped");
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
