// Copies that browsers have, and what confirms them.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { get, until } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";

let server: Lecternd;
before(async () => {
  server = await Lecternd.start();
  await server.importSamples();
});

const PAGE = "/countries/ke/street-children";

async function portalWith(...flags: string[]): Promise<string> {
  const { address } = await startPortal(server.address, ...flags);
  await until(async () => (await get(`${address}/healthz`)).status === 200);
  return address;
}

test("a copy is confirmed with what it needs to be kept, and its own headers stay in force", async () => {
  const site = await portalWith();
  const page = await get(`${site}${PAGE}`);
  const again = await get(`${site}${PAGE}`, { "if-none-match": page.headers.get("etag") ?? "" });
  assert.equal(again.status, 304);
  for (const name of ["etag", "cache-control", "vary"]) {
    assert.equal(again.headers.get(name), page.headers.get(name), name);
  }
  assert.notEqual(page.headers.get("content-security-policy"), null);
  assert.equal(again.headers.get("content-security-policy"), null);
});

test("a copy that was made with other settings is not confirmed: they stand in the page and its headers", async () => {
  const tags = new Set<string>();
  for (const flags of [[], ["--exit-url", "https://news.example/"], ["--allow-frame", "https://school.example"]]) {
    const site = await portalWith(...flags);
    for (const tag of tags) {
      assert.equal((await get(`${site}${PAGE}`, { "if-none-match": tag })).status, 200, `${flags}`);
    }
    const tag = (await get(`${site}${PAGE}`)).headers.get("etag") ?? "";
    assert.equal((await get(`${site}${PAGE}`, { "if-none-match": tag })).status, 304, `${flags}`);
    tags.add(tag);
  }
  // The same settings make the same pages, also in another process.
  const [first = ""] = tags;
  assert.equal((await get(`${await portalWith()}${PAGE}`, { "if-none-match": first })).status, 304);
});
