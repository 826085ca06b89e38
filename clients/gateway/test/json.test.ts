// JSON without any library, against the real server.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { answerOf, get, getUrl, post, reasonOf } from "./support/calls.ts";
import { importSamples, startGateway, startLecternd, type Gateway, type Lecternd } from "./support/processes.ts";

let server: Lecternd;
let gateway: Gateway;
const bearer = () => ({ authorization: `Bearer ${server.adminKey}` });

before(async () => {
  server = await startLecternd();
  await importSamples(server);
  gateway = await startGateway(server.address);
});
after(async () => {
  await gateway?.stop();
  await server?.stop();
});

test("a listing and one of its entries, zeros printed, with the revision", async () => {
  const list = await post(gateway.url, "EntryService/ListEntries", { filter: 'country = "countries/ke"', pageSize: 3 });
  assert.equal(list.status, 200);
  assert.equal(list.json.entries.length, 3);
  assert.ok(list.json.totalSize >= 3);
  assert.notEqual(list.json.nextPageToken, "");
  const entry = await post(gateway.url, "EntryService/GetEntry", { name: list.json.entries[0].name });
  assert.equal(entry.json.country, "countries/ke");
  assert.equal(entry.json.lifecycle, "LIFECYCLE_PUBLISHED");
  for (const [field, zero] of Object.entries({ themes: [], contentNotesAssessed: false, editorNotes: "" }))
    assert.deepEqual(entry.json[field], zero, field);
  assert.equal(typeof entry.json.revision, "string");
  assert.match(entry.headers.get("lectern-revision") ?? "", /^[1-9][0-9]*$/);
});

test("the server's errors keep code, reason and details, and nothing of its connection", async () => {
  const missing = await post(gateway.url, "EntryService/GetEntry", { name: "entries/none" });
  assert.equal(missing.status, 404);
  assert.equal(missing.json.code, "not_found");
  assert.equal(reasonOf(missing.json), "lectern/RESOURCE_NOT_FOUND");
  assert.equal(missing.json.details[1].debug.resourceName, "entries/none");
  assert.equal(missing.headers.get("content-type"), "application/json");
  assert.equal(missing.headers.get("grpc-status"), null);

  const denied = await post(gateway.url, "EntryService/CreateEntry", {
    entry: { titleLines: ["x"], topic: "topics/torture" },
  });
  assert.equal(denied.status, 403);
  assert.equal(reasonOf(denied.json), "lectern/ROLE_TOO_LOW");

  const unknown = await post(
    gateway.url,
    "EntryService/GetEntry",
    { name: "entries/x" },
    { authorization: "Bearer none" },
  );
  assert.equal(unknown.status, 401);
  assert.equal(reasonOf(unknown.json), "lectern/CREDENTIAL_INVALID");

  const invalid = await post(gateway.url, "EntryService/CreateEntry", { entry: {} }, bearer());
  assert.equal(invalid.status, 400);
  const violations = invalid.json.details.find((detail: any) => detail.type === "google.rpc.BadRequest").debug
    .fieldViolations;
  assert.ok(violations.length >= 1);
});

test("a write with a request id is carried out once", async () => {
  const write = { entry: { titleLines: ["A report"], topic: "topics/torture" }, requestId: crypto.randomUUID() };
  const first = await post(gateway.url, "EntryService/CreateEntry", write, bearer());
  assert.equal(first.status, 200, JSON.stringify(first.json));
  const again = await post(gateway.url, "EntryService/CreateEntry", write, bearer());
  assert.equal(again.json.name, first.json.name);
  const other = await post(
    gateway.url,
    "EntryService/CreateEntry",
    { ...write, entry: { ...write.entry, publisher: "P" } },
    bearer(),
  );
  assert.equal(reasonOf(other.json), "lectern/REQUEST_ID_REUSED");
  // Readers do not see the draft; and who may, may ask to see what they see.
  const name = first.json.name;
  assert.equal((await post(gateway.url, "EntryService/GetEntry", { name })).status, 404);
  assert.equal((await post(gateway.url, "EntryService/GetEntry", { name }, bearer())).status, 200);
  assert.equal(
    (await post(gateway.url, "EntryService/GetEntry", { name }, { ...bearer(), "lectern-act-as": "reader" })).status,
    404,
  );
  const wrong = await post(gateway.url, "EntryService/GetEntry", { name }, { ...bearer(), "lectern-act-as": "king" });
  assert.equal(reasonOf(wrong.json), "lectern/ACT_AS_INVALID");
});

test("what is no request is refused with a reason", async () => {
  const method = "EntryService/GetEntry";
  const send = (body: string | Uint8Array<ArrayBuffer>, type = "application/json", headers = {}) =>
    fetch(`${gateway.url}/lectern.v1.${method}`, {
      method: "POST",
      body,
      headers: { "content-type": type, ...headers },
    }).then(answerOf);
  const cases: Array<[Promise<any>, number, string]> = [
    [send('{"nam": 1}'), 400, "lectern/UNKNOWN_FIELDS"],
    [send('{"name": 1}'), 400, "lectern/MALFORMED_REQUEST"],
    [send('{"name'), 400, "lectern/MALFORMED_REQUEST"],
    [send(""), 400, "lectern/MALFORMED_REQUEST"],
    [send('{"view": "VIEW_OTHER"}'), 400, "lectern/MALFORMED_REQUEST"],
    [send("zzzz", "application/proto"), 400, "lectern/MALFORMED_REQUEST"],
    [send("zzzz", "application/json", { "content-encoding": "gzip" }), 400, "lectern/MALFORMED_REQUEST"],
    [send("{}", "application/json", { "connect-timeout-ms": "soon" }), 400, "lectern/MALFORMED_REQUEST"],
    [send("{}", "application/json", { "content-encoding": "br" }), 415, "lectern.gateway/CONTENT_TYPE_UNSUPPORTED"],
    [send("{}", "text/plain"), 415, "lectern.gateway/CONTENT_TYPE_UNSUPPORTED"],
    [send(new Uint8Array(), ""), 415, "lectern.gateway/CONTENT_TYPE_UNSUPPORTED"],
    [send("{}", "application/grpc"), 415, "lectern.gateway/CONTENT_TYPE_UNSUPPORTED"],
    [post(gateway.url, "EntryService/GetNothing", {}), 404, "lectern.gateway/METHOD_UNKNOWN"],
    [post(gateway.url, "AdminService/ListApiKeys", {}, bearer()), 404, "lectern.gateway/METHOD_UNKNOWN"],
    [
      fetch(`${gateway.url}/openapi.json`, { method: "POST" }).then(answerOf),
      405,
      "lectern.gateway/HTTP_METHOD_UNSUPPORTED",
    ],
    [get(gateway.url, "EntryService/CreateEntry", {}), 405, "lectern.gateway/HTTP_METHOD_UNSUPPORTED"],
    [fetch(`${gateway.url}/lectern.v1.${method}`).then(answerOf), 400, "lectern/MALFORMED_REQUEST"],
  ];
  for (const [sent, status, reason] of cases) {
    const answer = await sent;
    assert.equal(answer.status, status, JSON.stringify(answer.json));
    assert.equal(reasonOf(answer.json), reason);
    assert.match(answer.headers.get("cache-control") ?? "", /no-store/);
  }
});

test("a message that quotes the request does not grow with it", async () => {
  const answer = await post(gateway.url, "EntryService/GetEntry", { ["k".repeat(100_000)]: 1 });
  assert.equal(answer.status, 400);
  assert.equal(reasonOf(answer.json), "lectern/UNKNOWN_FIELDS");
  assert.ok(answer.json.message.length < 2000);
});

test("a request may have 4 MiB, however it is sent", async () => {
  const long = { name: "x".repeat(4 * 1024 * 1024) };
  const plain = await post(gateway.url, "EntryService/GetEntry", long);
  assert.equal(plain.status, 413);
  assert.equal(plain.json.code, "resource_exhausted");
  assert.equal(reasonOf(plain.json), "lectern/LIMIT_EXCEEDED");

  const url = `${gateway.url}/lectern.v1.EntryService/GetEntry`;
  const headers = { "content-type": "application/json" };
  const packed = gzipSync(JSON.stringify(long));
  const zipped = await answerOf(
    await fetch(url, { method: "POST", body: packed, headers: { ...headers, "content-encoding": "gzip" } }),
  );
  assert.equal(zipped.status, 413);

  // Without a length nobody knows before it has come.
  const status = await new Promise((resolve, reject) => {
    const sending = httpRequest(
      url,
      { method: "POST", headers: { ...headers, "transfer-encoding": "chunked" } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sending.on("error", reject);
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    for (let sent = 0; sent <= 4 * 1024 * 1024; sent += chunk.length) sending.write(chunk);
    sending.end();
  });
  assert.equal(status, 413);
});

test("headers have a limit, and what is no HTTP is told so", async () => {
  const huge = await post(
    gateway.url,
    "EntryService/GetEntry",
    { name: "entries/x" },
    { authorization: `Bearer ${"a".repeat(5000)}` },
  );
  assert.equal(huge.status, 431);
  assert.equal(reasonOf(huge.json), "lectern.gateway/HEADERS_TOO_LARGE");
  assert.equal((await get(gateway.url, "EntryService/GetEntry", { name: "x".repeat(20_000) })).status, 431);
  const { hostname, port } = new URL(gateway.url);
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = "";
      const socket = connect(Number(port), hostname, () => socket.write(text));
      socket
        .on("data", (chunk) => (answer += chunk.toString()))
        .on("end", () => resolve(answer))
        .on("error", reject);
    });
  assert.match(await raw("nonsense\r\n\r\n"), /^HTTP\/1\.1 400 [^]*MALFORMED_REQUEST/);
  assert.match(await raw("GET /healthz HTTP/1.1\r\nhost: [\r\nconnection: close\r\n\r\n"), /^HTTP\/1\.1 200 /);
  const body =
    "POST /lectern.v1.EntryService/GetEntry HTTP/1.1\r\nhost: [\r\ncontent-type: application/json\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
  assert.match(await raw(body), /^HTTP\/1\.1 400 [^]*MALFORMED_REQUEST/);
});

test("GET: anonymous answers may be kept and asked for again", async () => {
  const request = { name: "countries/ke" };
  const first = await get(gateway.url, "CountryService/GetCountry", request);
  assert.equal(first.status, 200);
  assert.equal(first.json.displayName, "Kenya");
  assert.equal(first.headers.get("cache-control"), "public, max-age=30");
  const vary = (first.headers.get("vary") ?? "").toLowerCase();
  for (const name of ["origin", "authorization", "lectern-act-as", "lectern-min-revision", "accept-encoding"])
    assert.ok(vary.split(", ").includes(name), name);
  const etag = first.headers.get("etag") ?? "";
  assert.match(etag, /^W\/"[\w-]{22}"$/);

  const same = await get(gateway.url, "CountryService/GetCountry", request, { "if-none-match": `"other", ${etag}` });
  assert.equal(same.status, 304);
  assert.equal(same.json, undefined);
  assert.equal(same.headers.get("etag"), etag);
  assert.equal(same.headers.get("cache-control"), "public, max-age=30");
  assert.equal(same.headers.get("content-type"), null);

  const other = await get(
    gateway.url,
    "CountryService/GetCountry",
    { name: "countries/nl" },
    { "if-none-match": etag },
  );
  assert.equal(other.status, 200);
});

test("GET: what carries a key, or failed, is kept by nobody", async () => {
  const etag =
    (await get(gateway.url, "CountryService/GetCountry", { name: "countries/ke" })).headers.get("etag") ?? "";
  const keyed = await get(
    gateway.url,
    "CountryService/GetCountry",
    { name: "countries/ke" },
    { ...bearer(), "if-none-match": etag },
  );
  assert.equal(keyed.status, 200);
  assert.equal(keyed.headers.get("cache-control"), "private, no-store");
  assert.equal(keyed.headers.get("etag"), null);
  const missing = await get(gateway.url, "EntryService/GetEntry", { name: "entries/none" });
  assert.equal(missing.status, 404);
  assert.equal(missing.headers.get("cache-control"), "no-store");
  const posted = await post(gateway.url, "CountryService/GetCountry", { name: "countries/ke" });
  assert.equal(posted.headers.get("cache-control"), "no-store");
  assert.equal(posted.headers.get("etag"), null);
});

test("long answers are compressed for who takes them so, under the same etag", async () => {
  const url = getUrl(gateway.url, "EntryService/ListEntries", { pageSize: 20 });
  const plain = await fetch(url, { headers: { "accept-encoding": "identity" } });
  assert.equal(plain.headers.get("content-encoding"), null);
  const text = await plain.text();
  // fetch() unpacks by itself; this does not.
  const [headers, body] = await new Promise<[NodeJS.Dict<string | string[]>, Buffer]>((resolve, reject) => {
    httpRequest(url, { headers: { "accept-encoding": "br, gzip" } }, (response) => {
      const chunks: Buffer[] = [];
      response
        .on("data", (chunk) => chunks.push(chunk))
        .on("end", () => resolve([response.headers, Buffer.concat(chunks)]));
    })
      .on("error", reject)
      .end();
  });
  assert.equal(headers["content-encoding"], "gzip");
  assert.equal(headers.etag, plain.headers.get("etag"));
  // But for the page token, which is another one each time.
  assert.deepEqual(
    { ...JSON.parse(gunzipSync(body).toString()), nextPageToken: "" },
    { ...JSON.parse(text), nextPageToken: "" },
  );
  assert.ok(body.length < text.length);
});

test("every answer says that it is no page, and sends no address on", async () => {
  for (const answer of [
    await fetch(`${gateway.url}/`),
    await fetch(`${gateway.url}/none`),
    await fetch(`${gateway.url}/healthz`),
  ]) {
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
    assert.match(answer.headers.get("content-security-policy") ?? "", /^default-src 'none';.*frame-ancestors 'none'/);
    assert.equal(answer.headers.get("set-cookie"), null);
    await answer.arrayBuffer();
  }
});

test("a deadline that has passed is said so", async () => {
  const late = await post(gateway.url, "EntryService/ListEntries", { pageSize: 1000 }, { "connect-timeout-ms": "0" });
  assert.equal(late.status, 504, JSON.stringify(late.json));
  assert.equal(reasonOf(late.json), "lectern/DEADLINE_PASSED");
});
