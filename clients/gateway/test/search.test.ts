// Searches over the gateway, against the real server: found, kept by no cache, and in no log.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { get, post, reasonOf } from "./support/calls.ts";
import { importSamples, startGateway, startLecternd, type Gateway, type Lecternd } from "./support/processes.ts";

// Of the samples, and of nothing that a log has a reason to say.
const WORDS = "fishing harbour";
const NAME = "entries/of-nobody-at-all";

let server: Lecternd;
let gateway: Gateway;
let revision: string;
const bearer = () => ({ authorization: `Bearer ${server.adminKey}` });

before(async () => {
  server = await startLecternd({ args: ["--log-level", "debug"] });
  await importSamples(server);
  gateway = await startGateway(server.address, "--log-level", "debug");
  const status = await post(gateway.url, "AdminService/GetStatus", {});
  revision = status.json.revision;
});
after(async () => {
  await gateway?.stop();
  await server?.stop();
});

/** With what makes the index know the samples. */
async function search(request: object, headers: Record<string, string> = {}) {
  return post(gateway.url, "SearchService/Search", request, { "lectern-min-revision": revision, ...headers });
}

test("a search finds, counts and points out, as bytes of UTF-8", async () => {
  const found = await search({ query: "children", facets: [{ attribute: "country" }], kinds: ["entries"] });
  assert.equal(found.status, 200, JSON.stringify(found.json));
  const { hits, totalSize, facets, nextPageToken } = found.json;
  assert.equal(hits.length, 10);
  assert.ok(Number(totalSize) > 10);
  assert.notEqual(nextPageToken, "");
  assert.ok(facets[0].values.length >= 2);
  const { snippet } = hits.find((hit: any) => hit.snippet?.highlights.length > 0);
  const { startByte, endByte } = snippet.highlights[0];
  assert.match(Buffer.from(snippet.text).subarray(startByte, endByte).toString(), /^child/i);
  const second = await search({
    query: "children",
    facets: [{ attribute: "country" }],
    kinds: ["entries"],
    pageToken: nextPageToken,
  });
  assert.equal(second.json.totalSize, totalSize);
  assert.notEqual(second.json.hits[0].name, hits[0].name);
});

test("no method of search takes GET, and no cache keeps an answer", async () => {
  const requests: Record<string, object> = {
    Search: { query: WORDS },
    Suggest: { query: WORDS },
    Related: { name: NAME },
  };
  for (const [method, request] of Object.entries(requests)) {
    const refused = await get(gateway.url, `SearchService/${method}`, request);
    assert.equal(refused.status, 405, method);
    assert.equal(refused.headers.get("allow"), "POST");
    assert.equal(refused.headers.get("cache-control"), "no-store");
    const read = await post(gateway.url, `SearchService/${method}`, request);
    assert.equal(read.status, method === "Related" ? 404 : 200, JSON.stringify(read.json));
    assert.equal(read.headers.get("cache-control"), "no-store");
    assert.equal(read.headers.get("etag"), null);
    const keyed = await post(gateway.url, `SearchService/${method}`, request, bearer());
    assert.equal(keyed.headers.get("cache-control"), "private, no-store");
  }
});

test("what somebody looks for is in no log, of the gateway or of the server", async () => {
  await search({ query: WORDS });
  const reasonFor = async (request: object) => reasonOf((await search(request)).json);
  assert.equal(await reasonFor({ query: WORDS, filter: `colour = "${WORDS}"` }), "lectern/FILTER_UNSUPPORTED");
  assert.equal(await reasonFor({ query: WORDS, orderBy: WORDS }), "lectern/ORDER_UNSUPPORTED");
  assert.equal(await reasonFor({ querry: WORDS }), "lectern/UNKNOWN_FIELDS");
  await post(gateway.url, "SearchService/Suggest", { query: `${WORDS} at ni` });
  await post(gateway.url, "SearchService/Related", { name: NAME });
  await get(gateway.url, "SearchService/Search", { query: WORDS });
  const logs = gateway.program.output() + server.program.output();
  assert.match(logs, /SearchService\/Search/);
  assert.match(logs, /SearchService\/Related/);
  for (const words of [...WORDS.split(" "), "of-nobody", "message="]) assert.ok(!logs.includes(words), words);
});
