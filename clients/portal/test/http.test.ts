// Headers, caching, old addresses, compression, starting and stopping, and what happens without a server.
import assert from "node:assert/strict";
import http from "node:http";
import { connect } from "node:net";
import { before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { IdentityRisk, Lifecycle } from "@lectern/client";
import { get, until } from "./support/pages.ts";
import { Lecternd, runPortal, startPortal } from "./support/processes.ts";

let server: Lecternd;
let site = "";
before(async () => {
  server = await Lecternd.start();
  await server.importSamples();
  site = (await startPortal(server.address)).address;
  await until(async () => (await get(`${site}/healthz`)).status === 200);
});

const PAGE = "/countries/ke/street-children";

/** A response as it came, without what fetch does to it. */
function raw(path: string, headers: Record<string, string>): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    http.get(`${site}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    }).on("error", reject);
  });
}

test("every answer carries the headers of security", async () => {
  const style = (await get(`${site}/`)).attribute('link[rel="stylesheet"]', "href") ?? "";
  for (const path of ["/", PAGE, style, "/nope", "/healthz", "/help?country=ke", "/topics/"]) {
    const { headers } = await get(`${site}${path}`);
    const policy = headers.get("content-security-policy") ?? "";
    for (const directive of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"]) {
      assert.ok(policy.split("; ").includes(directive), `${path}: ${directive}`);
    }
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.equal(headers.get("referrer-policy"), "no-referrer", path);
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", path);
    assert.match(headers.get("permissions-policy") ?? "", /geolocation=\(\)/, path);
    assert.equal(headers.get("x-frame-options"), "DENY", path);
  }
});

test("style and script are kept for good at an address of their own content", async () => {
  const page = await get(`${site}/`);
  for (const address of [page.attribute('link[rel="stylesheet"]', "href"), page.attribute("script[src]", "src"), page.attribute('link[rel="icon"]', "href")]) {
    const { status, headers } = await get(`${site}${address}`);
    assert.equal(status, 200);
    assert.equal(headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.match(address ?? "", /\.[\w-]{12}\.(css|js|svg)$/);
  }
});

test("a page that is still good is not made again, and is made again once something has changed", async () => {
  const first = await get(`${site}${PAGE}`);
  const tag = first.headers.get("etag") ?? "";
  assert.match(tag, /^W\/"[^"]+"$/);
  assert.equal(first.headers.get("cache-control"), "public, no-cache");
  const again = await get(`${site}${PAGE}`, { "if-none-match": `"other", ${tag}` });
  assert.equal(again.status, 304);
  assert.equal(again.html, "");
  assert.equal(again.headers.get("etag"), tag);
  for (const other of ["*", '"other"', tag.replace(/^W\/"./, 'W/"~'), tag.replace(/\.[^."]*"$/, '.1"'), tag.replace('"', "")]) {
    assert.equal((await get(`${site}${PAGE}`, { "if-none-match": other })).status, 200, other);
  }
  const review = { reviewer: "library" };
  const entry = { name: "entries/newest", titleLines: ["Newest of all"], country: "countries/ke", topic: "topics/street-children", lifecycle: Lifecycle.PUBLISHED, identityRisk: IdentityRisk.NONE, review };
  await server.admin().entries.createEntry({ entry });
  await until(async () => (await get(`${site}${PAGE}`, { "if-none-match": tag })).status === 200);
  assert.match((await get(`${site}${PAGE}`)).html, /Newest of all/);
});

test("pages come compressed for those who take it", async () => {
  const plain = await raw(PAGE, {});
  assert.equal(plain.headers["content-encoding"], undefined);
  const brotli = await raw(PAGE, { "accept-encoding": "gzip, br;q=1.0" });
  assert.equal(brotli.headers["content-encoding"], "br");
  assert.equal(brotliDecompressSync(brotli.body).toString(), plain.body.toString());
  const zip = await raw("/about", { "accept-encoding": "br;q=0, gzip" });
  assert.equal(zip.headers["content-encoding"], "gzip");
  assert.match(gunzipSync(zip.body).toString(), /About this site/);
  assert.match(zip.headers.vary ?? "", /accept-encoding/);
});

test("addresses of the old site lead to the pages that took their place", async () => {
  const admin = server.admin();
  const legacyAddresses = ["/streetchildren/Kenya.htm", "http://old.example.org/streetchildren/kenya2.htm"];
  await admin.countries.updateCountryPage({ countryPage: { name: "countries/ke/pages/street-children", legacyAddresses } });
  await admin.entries.updateEntry({ entry: { name: "entries/newest", legacyAddresses: ["/reports/newest.htm"] } });
  await until(async () => (await get(`${site}/streetchildren/Kenya.htm`)).status === 301);
  const moved = async (base: string, path: string) => {
    const { status, headers } = await get(`${base}${path}`);
    return [status, headers.get("location")];
  };
  assert.deepEqual(await moved(site, "/streetchildren/kenya.HTM?x=1"), [301, PAGE]);
  assert.deepEqual(await moved(site, "/streetchildren/kenya2.htm"), [301, PAGE]);
  assert.deepEqual(await moved(site, "/reports/newest.htm"), [301, "/entries/newest"]);
  // A portal that starts later knows them as well, and the importer's own.
  const later = (await startPortal(server.address)).address;
  await until(async () => (await get(`${later}/healthz`)).status === 200);
  assert.deepEqual(await moved(later, "/reports/newest.htm"), [301, "/entries/newest"]);
  await admin.entries.updateEntry({ entry: { name: "entries/newest", lifecycle: Lifecycle.WITHDRAWN, review: { reviewer: "library", note: "test" } } });
  await until(async () => (await get(`${later}/reports/newest.htm`)).status === 404);
});

test("other methods than those of a page are refused", async () => {
  for (const method of ["POST", "PUT", "DELETE"]) {
    const response = await fetch(`${site}/countries`, { method });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "GET, HEAD");
  }
  const head = await fetch(`${site}${PAGE}`, { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), "");
});

test("without a server: the last good answer with its age, else 503 with when to try again; then all is well again", async () => {
  const own = await Lecternd.start();
  await own.importSamples();
  const portal = await startPortal(own.address);
  const fresh = await get(`${portal.address}${PAGE}`);
  const help = await get(`${portal.address}/help/ke`);
  assert.equal(help.all(".hotlines").length, 1);
  await until(async () => (await get(`${portal.address}${PAGE}`)).headers.get("etag") !== null);
  const tag = (await get(`${portal.address}${PAGE}`)).headers.get("etag") ?? "";
  await own.stop();
  await until(async () => (await get(`${portal.address}/healthz`)).status === 503);

  const stale = await get(`${portal.address}${PAGE}`, { "if-none-match": tag });
  assert.equal(stale.status, 200);
  assert.match(stale.text("p.stale"), /cannot be reached just now.*what it held on \d+ \w+ \d{4}/);
  assert.equal(stale.all("article.entry").length, fresh.all("article.entry").length);
  assert.equal(stale.headers.get("cache-control"), "no-store");
  assert.equal(stale.headers.get("etag"), null);
  const numbers = await get(`${portal.address}/help/ke`);
  assert.match(numbers.text(".help-page .overdue"), /These numbers are as they were on/);

  for (const path of ["/countries/nl/human-trafficking", "/search?q=children", "/fr/entries/skfrxevu5ifa"]) {
    const gone = await get(`${portal.address}${path}`);
    assert.equal(gone.status, 503, path);
    assert.ok(Number(gone.headers.get("retry-after")) > 0);
    assert.equal(gone.all("h1").length, 1);
    assert.ok(gone.all('a[href$="/help"]').length > 0);
  }
  await own.start();
  await until(async () => (await get(`${portal.address}/countries/nl/human-trafficking`)).status === 200);
  await until(async () => (await get(`${portal.address}${PAGE}`)).all("p.stale").length === 0);
  await until(async () => /change feed of the server is lost.*\n.*server is there again/.test(portal.output()));
  assert.equal(await portal.stop(), 0);
});

test("a portal that starts before its server says so on its pages, and serves once the server is there", async () => {
  const own = await Lecternd.start();
  await own.stop();
  const portal = await startPortal(own.address);
  assert.equal((await get(`${portal.address}/`)).status, 503);
  assert.equal((await get(`${portal.address}/help`)).status, 503);
  await own.start();
  await until(async () => (await get(`${portal.address}/`)).status === 200);
});

test("SIGTERM: what is under way is answered, then it ends", async () => {
  const portal = await startPortal(server.address);
  const { port } = new URL(portal.address);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write("GET /about HTTP/1.1\r\nhost: x\r\n");
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stopped = portal.stop();
  await new Promise((resolve) => setTimeout(resolve, 200));
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  socket.write("connection: close\r\n\r\n");
  assert.equal(await stopped, 0);
  assert.match(answer, /^HTTP\/1\.1 200/);
  assert.match(portal.output(), /"draining"[\s\S]*"stopped"/);
});

test("what is wrong with flags is said in a line", async () => {
  const cases: [string[], number, RegExp][] = [
    [["--help"], 0, /^Usage: lectern-portal/],
    [["--version"], 0, /^lectern-portal \d+\.\d+\.\d+\n$/],
    [["--nope"], 2, /^lectern-portal: .*--nope.*--help/],
    [["--listen", "8080"], 2, /write ADDR:PORT/],
    [["--listen", "0.0.0.0:8080"], 2, /--behind-tls-edge/],
    [["--server", "db.example:50051"], 2, /--plaintext-server/],
    [["--exit-url", "javascript:x"], 2, /--exit-url/],
    [["--allow-frame", "https://*.example"], 2, /--allow-frame/],
    [["--log-level", "loud"], 2, /debug, info, warning, error/],
    [["--listen", new URL(site).host], 1, /is taken by another program/],
  ];
  const ends = await Promise.all(cases.map(([args]) => runPortal(args)));
  for (const [index, [args, code, says]] of cases.entries()) {
    const ended = ends[index]!;
    assert.equal(ended.code, code, args.join(" "));
    assert.match(ended.output, says);
    if (code !== 0) assert.equal(ended.output.trimEnd().split("\n").length, 1);
  }
  assert.match((await runPortal(["--listen", "127.0.0.1:0"], { LECTERN_SERVER: "x" })).output, /--server x/);
});

test("frames of a school may be let in", async () => {
  const portal = await startPortal(server.address, "--allow-frame", "https://school.example", "--exit-url", "https://weather.example/");
  const page = await get(`${portal.address}/about`);
  assert.match(page.headers.get("content-security-policy") ?? "", /frame-ancestors https:\/\/school\.example;/);
  assert.equal(page.headers.get("x-frame-options"), null);
  assert.equal(page.attribute("#exit", "href"), "https://weather.example/");
});
