#!/usr/bin/env node
// The portal's process: reads its settings, serves, and ends when a signal says so.
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { createApp } from "./app.tsx";
import { openCatalogue } from "./catalogue/source.ts";
import { readAssets, type Assets } from "./http/assets.ts";
import { Log } from "./log.ts";
import { HELP, readSettings, SettingsError, type Settings } from "./settings.ts";

const CANNOT_SERVE = 1;
const WRONG_SETTINGS = 2;
/** Longer than any page takes to make. */
const DRAIN_MS = 15_000;

function fail(code: number, message: string): never {
  process.stderr.write(`lectern-portal: ${message}\n`);
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
    process.stdout.write(settings === "help" ? HELP : `lectern-portal ${version()}\n`);
    process.exit(0);
  } catch (error) {
    if (error instanceof SettingsError) fail(WRONG_SETTINGS, error.message);
    throw error;
  }
}

function assetsOrExit(): Assets {
  try {
    return readAssets(new URL("./", import.meta.url));
  } catch (error) {
    fail(CANNOT_SERVE, `${(error as Error).message} (was the portal built? npm run build)`);
  }
}

const settings = settingsOrExit();
const assets = assetsOrExit();
const log = new Log(settings.logLevel);
const catalogue = openCatalogue({ address: settings.server, token: settings.token }, log);
const app = createApp({ catalogue, assets, log, exitUrl: settings.exitUrl, frameAncestors: settings.frameAncestors });
const { host, port } = settings.listen;

const server = serve({
  fetch: app.fetch,
  hostname: host,
  port,
  serverOptions: { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 },
}) as Server;

server.on("error", (error: NodeJS.ErrnoException) => {
  const where = `${host}:${port}`;
  fail(CANNOT_SERVE, error.code === "EADDRINUSE" ? `${where} is taken by another program` : `cannot listen on ${where}: ${error.message}`);
});
server.on("listening", () => {
  const address = server.address();
  if (address === null || typeof address === "string") fail(CANNOT_SERVE, "the address is no TCP port");
  const shown = address.family === "IPv6" ? `[${address.address}]` : address.address;
  process.stdout.write(`lectern-portal: serving on http://${shown}:${address.port}, server ${settings.server}\n`);
  catalogue.follow();
});

let stopping = false;
function stop(): void {
  if (stopping) process.exit(CANNOT_SERVE); // a second signal waits for nothing
  stopping = true;
  log.event("info", "draining");
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  server.close(() => {
    clearTimeout(timer);
    catalogue.close();
    log.event("info", "stopped");
    process.exit(0);
  });
  server.closeIdleConnections();
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
