// The program: how it starts, what it says, how it ends, and what it does while the server is away.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { answerOf, get, post, reasonOf } from "./support/calls.ts";
import { startDemoServer } from "./support/demo.ts";
import { cleanEnvironment, GATEWAY_FOLDER, startGateway, startLecternd } from "./support/processes.ts";

const PROGRAM = join(GATEWAY_FOLDER, "dist/gateway.js");

function run(...args: string[]) {
  return spawnSync(process.execPath, [PROGRAM, ...args], {
    encoding: "utf8",
    env: cleanEnvironment(),
    timeout: 20_000,
  });
}

async function status(url: string): Promise<number> {
  const answer = await fetch(`${url}/healthz`);
  await answer.arrayBuffer();
  return answer.status;
}

test("help and version go to standard output", () => {
  const help = run("--help");
  assert.equal(help.status, 0);
  assert.match(help.stdout, /^Usage: lectern-gateway /);
  assert.match(run("--version").stdout, /^lectern-gateway \d+\.\d+\.\d+\n$/);
});

test("wrong settings end it with 2 and one line", () => {
  for (const args of [["--none"], ["--listen", "0.0.0.0:8090"], ["--allow-origin", "*"], ["--config", "/none"]]) {
    const { status: code, stderr, stdout } = run(...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, /^lectern-gateway: [^\n]+\n$/);
    assert.equal(stdout, "");
  }
});

test("an address that is taken ends it with 1 and one line", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const child = spawn(process.execPath, [PROGRAM, "--listen", `127.0.0.1:${port}`], { env: cleanEnvironment() });
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  assert.equal(code, 1);
  assert.equal(stderr, `lectern-gateway: 127.0.0.1:${port} is taken by another program\n`);
  await new Promise((resolve) => other.close(resolve));
});

test("it says one line when it serves, and stops when a signal says so", async () => {
  const gateway = await startGateway("127.0.0.1:1");
  assert.match(
    gateway.program.output(),
    /^lectern-gateway: serving \d+ methods on http:\/\/127\.0\.0\.1:\d+, server http:\/\/127\.0\.0\.1:1\n$/,
  );
  assert.equal(await status(gateway.url), 503);
  assert.equal(await gateway.stop(), 0);
});

test("it ends the calls that it has, and takes no more", async () => {
  let arrived = () => {};
  const atServer = new Promise<void>((resolve) => (arrived = resolve));
  // The program's own contract: the method of the demo's server only has to have the same name.
  const server = await startDemoServer(
    {},
    {
      "lectern.v1.SiteService/GetSite": async () => {
        arrived();
        await sleep(1500);
        return { name: "site" };
      },
    },
  );
  const gateway = await startGateway(server.url);
  const slow = post(gateway.url, "SiteService/GetSite", { name: "site" });
  await atServer;
  const ended = gateway.stop();
  await sleep(200);
  await assert.rejects(fetch(`${gateway.url}/healthz`));
  const answer = await slow;
  assert.equal(answer.status, 200);
  assert.equal(answer.json.name, "site");
  assert.equal(answer.headers.get("connection"), "close");
  assert.equal(await ended, 0);
  await server.close();
});

test("while the server is away calls say so; when it is back, they go through again", async () => {
  const data = mkdtempSync(join(tmpdir(), "lectern-gateway-"));
  const first = await startLecternd({ data });
  const gateway = await startGateway(first.address);
  assert.equal(await status(gateway.url), 200);
  assert.equal((await get(gateway.url, "SiteService/GetSite", { name: "site" })).status, 200);
  await first.stop();
  const away = await post(gateway.url, "SiteService/GetSite", { name: "site" });
  assert.equal(away.status, 503);
  assert.equal(reasonOf(away.json), "lectern.gateway/SERVER_UNREACHABLE");
  assert.equal(await status(gateway.url), 503);
  const second = await startLecternd({ data, listen: first.address });
  assert.equal(await status(gateway.url), 200);
  assert.equal((await post(gateway.url, "SiteService/GetSite", { name: "site" })).status, 200);
  assert.match(gateway.program.output(), /cannot be reached[^]*can be reached again/);
  assert.equal(await gateway.stop(), 0);
  await second.stop();
  rmSync(data, { recursive: true });
});

test("methods for administrators are there where asked for", async () => {
  const server = await startLecternd();
  const headers = { authorization: `Bearer ${server.adminKey}` };
  const open = await startGateway(server.address, "--with-admin");
  const keys = await post(open.url, "AdminService/ListApiKeys", {}, headers);
  assert.equal(keys.status, 200);
  assert.ok(keys.json.apiKeys.length >= 1);
  assert.equal((await post(open.url, "AdminService/ListApiKeys", {})).status, 403);
  const described = async (url: string) => Object.keys((await answerOf(await fetch(`${url}/openapi.json`))).json.paths);
  assert.ok((await described(open.url)).includes("/lectern.v1.AdminService/CreateApiKey"));
  await open.stop();
  const closed = await startGateway(server.address);
  assert.ok(!(await described(closed.url)).includes("/lectern.v1.AdminService/CreateApiKey"));
  assert.equal((await post(closed.url, "AdminService/GetStatus", {})).status, 200);
  await closed.stop();
  await server.stop();
});

test("a server without anonymous reading is healthy all the same", async () => {
  const server = await startLecternd({ args: ["--anonymous-reader", "false"] });
  const gateway = await startGateway(server.address);
  assert.equal(await status(gateway.url), 200);
  const answer = await post(gateway.url, "SiteService/GetSite", { name: "site" });
  assert.equal(reasonOf(answer.json), "lectern/CREDENTIAL_MISSING");
  await gateway.stop();
  await server.stop();
});
