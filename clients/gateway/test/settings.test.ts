// Flags, environment and settings file, and what is refused at start.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { HELP, readSettings, SettingsError, type Settings } from "../src/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "lectern-settings-"));
after(() => rmSync(folder, { recursive: true }));

function read(args: string[], env: NodeJS.ProcessEnv = {}): Settings {
  const settings = readSettings(args, env);
  if (typeof settings === "string") throw new Error(`asked for ${settings}`);
  return settings;
}

function refused(args: string[], message: RegExp, env: NodeJS.ProcessEnv = {}): void {
  assert.throws(
    () => readSettings(args, env),
    (error) => error instanceof SettingsError && message.test(error.message),
  );
}

function file(json: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof json === "string" ? json : JSON.stringify(json));
  return path;
}

test("defaults: this machine alone, no other origin, nothing for administrators", () => {
  assert.deepEqual(read([]), {
    listen: { host: "127.0.0.1", port: 8090 },
    server: "http://127.0.0.1:50051",
    serverCa: undefined,
    allowOrigins: [],
    withAdmin: false,
    logLevel: "info",
  });
});

test("flags go before the environment, and that before the file", () => {
  const config = file({ listen: "127.0.0.1:1", server: "127.0.0.1:2", logLevel: "error" });
  const env = { LECTERN_GATEWAY_LISTEN: "127.0.0.1:3", LECTERN_SERVER: "127.0.0.1:4" };
  const settings = read(["--config", config, "--listen", "[::1]:5"], env);
  assert.deepEqual(settings.listen, { host: "::1", port: 5 });
  assert.equal(settings.server, "http://127.0.0.1:4");
  assert.equal(settings.logLevel, "error");
});

test("an empty variable is none", () => {
  assert.equal(read([], { LECTERN_SERVER: "", LECTERN_WITH_ADMIN: "" }).server, "http://127.0.0.1:50051");
});

test("an address beyond this machine needs a word for it, from flag or file but not from the environment", () => {
  for (const address of ["0.0.0.0:8090", "[::]:8090", "192.0.2.1:8090", "gateway.example:8090", "127.0.0.1.example:1"])
    refused(["--listen", address], /--behind-tls-edge/);
  refused([], /--behind-tls-edge/, { LECTERN_GATEWAY_LISTEN: "0.0.0.0:8090", LECTERN_BEHIND_TLS_EDGE: "1" });
  assert.equal(read(["--listen", "0.0.0.0:8090", "--behind-tls-edge"]).listen.host, "0.0.0.0");
  assert.equal(read(["--config", file({ listen: "[::]:80", behindTlsEdge: true })]).listen.host, "::");
  for (const address of ["localhost:1", "127.9.9.9:1", "[::1]:1"]) read(["--listen", address]);
});

test("keys do not cross a network in the clear", () => {
  refused(["--server", "192.0.2.1:50051"], /--plaintext-server/);
  refused(["--server", "http://lecternd.example:50051"], /--plaintext-server/);
  assert.equal(
    read(["--server", "lecternd.example:50051", "--plaintext-server"]).server,
    "http://lecternd.example:50051",
  );
  assert.equal(read(["--server", "https://lecternd.example:50051"]).server, "https://lecternd.example:50051");
  refused(["--server", "https://lecternd.example:50051", "--server-ca", join(folder, "none")], /--server-ca/);
});

test("origins are exact", () => {
  const origins = ["--allow-origin", "https://a.example", "--allow-origin", "http://localhost:3000/"];
  assert.deepEqual(read(origins).allowOrigins, ["https://a.example", "http://localhost:3000"]);
  assert.deepEqual(read([], { LECTERN_ALLOW_ORIGINS: " https://a.example  https://b.example " }).allowOrigins, [
    "https://a.example",
    "https://b.example",
  ]);
  for (const wrong of [
    "*",
    "null",
    "",
    "https://*.example",
    "https://a.example/page",
    "https://A.example",
    "https://a.example:443",
    "file:///x",
    "a.example",
  ])
    refused(["--allow-origin", wrong], /--allow-origin/);
});

test("mistakes are named", () => {
  refused(["--port", "1"], /--port.*--help/);
  refused(["8090"], /8090.*--help/);
  refused(["--listen", "127.0.0.1"], /ADDR:PORT/);
  refused(["--listen", "127.0.0.1:65536"], /ADDR:PORT/);
  refused(["--server", "127.0.0.1:0"], /port 0/);
  refused(["--log-level", "loud"], /debug, info/);
  refused([], /LECTERN_WITH_ADMIN/, { LECTERN_WITH_ADMIN: "yes" });
  refused(["--config", join(folder, "none")], /cannot be read/);
  refused(["--config", file("{")], /cannot be read as JSON/);
  refused(["--config", file([])], /no JSON object/);
  refused(["--config", file({ port: 1 })], /"port"; there are listen/);
  refused(["--config", file({ withAdmin: "yes" })], /"withAdmin" must be a boolean/);
  refused(["--config", file({ allowOrigins: "https://a.example" })], /"allowOrigins" must be a list/);
  refused(["--config", file('{"__proto__": 1}')], /no setting "__proto__"/);
});

test("help and version ask for no gateway, and help names every setting", () => {
  assert.equal(readSettings(["--help", "--listen", "x"], {}), "help");
  assert.equal(readSettings(["--version"], {}), "version");
  for (const flag of [
    "listen",
    "server",
    "server-ca",
    "allow-origin",
    "with-admin",
    "behind-tls-edge",
    "plaintext-server",
    "log-level",
    "config",
  ])
    assert.match(HELP, new RegExp(`--${flag}\\b`));
});
