// What goes to the server and what comes back, seen from the server's side with a contract of our own.
import assert from "node:assert/strict";
import http2 from "node:http2";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import { answerOf, get, post, reasonOf } from "./support/calls.ts";
import { startDemoGateway, startDemoServer, type Demo } from "./support/demo.ts";

let server: { url: string; close: () => Promise<void> };
let gateway: Demo;
let seen: { headers: Headers; timeoutMs: number | undefined } | undefined;
let failure: ConnectError | Error | undefined;

async function answer(request: any, context: HandlerContext) {
  await sleep(20); // a deadline that is over at once shows
  seen = { headers: context.requestHeader, timeoutMs: context.timeoutMs() };
  context.responseHeader.set("x-internal", "secret");
  context.responseTrailer.set("lectern-revision", "7");
  context.responseTrailer.set("x-other", "secret");
  if (failure !== undefined) throw failure;
  return { name: request.name, size: 0n };
}

before(async () => {
  server = await startDemoServer({ GetThing: answer, WriteThing: answer, SearchThings: answer });
  gateway = await startDemoGateway(server.url);
});
after(async () => {
  await gateway?.close();
  await server?.close();
});
beforeEach(() => {
  seen = failure = undefined;
});

test("three headers go on and no others", async () => {
  await post(
    gateway.url,
    "DemoService/GetThing",
    { name: "a" },
    {
      authorization: "Bearer k",
      "lectern-act-as": "reader",
      "lectern-min-revision": "5",
      cookie: "c=1",
      "x-forwarded-for": "192.0.2.7",
      referer: "https://school.example/",
      "x-other": "1",
    },
  );
  assert.equal(seen?.headers.get("authorization"), "Bearer k");
  assert.equal(seen?.headers.get("lectern-act-as"), "reader");
  assert.equal(seen?.headers.get("lectern-min-revision"), "5");
  for (const name of ["cookie", "x-forwarded-for", "referer", "x-other", "origin"])
    assert.equal(seen?.headers.get(name), null, name);
});

test("the revision comes back as header and trailer, and nothing else of the server's", async () => {
  const call = await post(gateway.url, "DemoService/GetThing", { name: "a" });
  assert.deepEqual(call.json, { name: "a", size: "0", flag: false });
  assert.equal(call.headers.get("lectern-revision"), "7");
  assert.equal(call.headers.get("trailer-lectern-revision"), "7");
  for (const name of ["x-internal", "x-other", "trailer-x-other"]) assert.equal(call.headers.get(name), null, name);
});

test("deadlines go on, 30 s at most and without one too", async () => {
  const within = async (headers: Record<string, string>, least: number, most: number) => {
    assert.equal((await post(gateway.url, "DemoService/GetThing", {}, headers)).status, 200, JSON.stringify(headers));
    const timeout = seen?.timeoutMs ?? Infinity;
    assert.ok(timeout > least && timeout <= most, `${timeout} ms for ${JSON.stringify(headers)}`);
  };
  await within({ "connect-timeout-ms": "5000" }, 3000, 5000);
  await within({ "connect-timeout-ms": "9999999999" }, 28_000, 30_000);
  await within({}, 28_000, 30_000);
});

test("an error without a reason never shows what the connection said", async () => {
  failure = new ConnectError("secret text", Code.Internal);
  const read = await post(gateway.url, "DemoService/GetThing", {});
  assert.equal(read.status, 503);
  assert.equal(reasonOf(read.json), "lectern.gateway/SERVER_UNREACHABLE");
  assert.ok(!JSON.stringify(read.json).includes("secret"));
  const write = await post(gateway.url, "DemoService/WriteThing", {});
  assert.equal(reasonOf(write.json), "lectern/COMMIT_OUTCOME_UNKNOWN");
  failure = new ConnectError("x", Code.ResourceExhausted);
  assert.equal(reasonOf((await post(gateway.url, "DemoService/WriteThing", {})).json), "lectern/LIMIT_EXCEEDED");
});

test("a search takes POST and refuses GET", async () => {
  assert.equal((await post(gateway.url, "DemoService/SearchThings", {})).status, 200);
  const refused = await get(gateway.url, "DemoService/SearchThings", { name: "words" });
  assert.equal(refused.status, 405);
  assert.equal(refused.headers.get("allow"), "POST");
  assert.equal(seen?.headers.has("authorization"), false); // the POST alone arrived
});

test("a stream is answered with what to call instead, whoever asks", async () => {
  const url = `${gateway.url}/lectern.v1.DemoService/Watch`;
  const json = await post(gateway.url, "DemoService/Watch", {});
  assert.equal(json.status, 501);
  assert.equal(reasonOf(json.json), "lectern.gateway/STREAM_UNSUPPORTED");
  assert.match(json.json.message, /lectern\.v1\.DemoService\/ListThings/);
  assert.equal((await answerOf(await fetch(url))).status, 501);
  // Over Connect's own streaming, the end of the stream says it.
  const body = Buffer.concat([Buffer.from([0, 0, 0, 0, 2]), Buffer.from("{}")]);
  const stream = await fetch(url, { method: "POST", headers: { "content-type": "application/connect+json" }, body });
  assert.equal(stream.status, 200);
  assert.match(await stream.text(), /"unimplemented".*DemoService\/ListThings/);
});

test("a connection that breaks under a write leaves its outcome open; one that cannot be made does not", async () => {
  const broken = http2.createServer();
  broken.on("stream", (stream) => stream.session?.destroy());
  await new Promise<void>((resolve) => broken.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
  const before = await startDemoGateway(url);
  assert.equal(
    reasonOf((await post(before.url, "DemoService/GetThing", {})).json),
    "lectern.gateway/SERVER_UNREACHABLE",
  );
  assert.equal(reasonOf((await post(before.url, "DemoService/WriteThing", {})).json), "lectern/COMMIT_OUTCOME_UNKNOWN");
  await new Promise((resolve) => broken.close(resolve));
  const closed = await post(before.url, "DemoService/WriteThing", {});
  assert.equal(closed.status, 503);
  assert.equal(reasonOf(closed.json), "lectern.gateway/SERVER_UNREACHABLE");
  // Said once, not with every call.
  assert.equal(before.log.filter((line) => line.includes("cannot be reached")).length, 1);
  await before.close();
});

test("the log has the method, and nothing of request, address or query", async () => {
  await get(
    gateway.url,
    "DemoService/GetThing",
    { name: "words-of-a-reader" },
    { authorization: "Bearer hidden", referer: "https://school.example" },
  );
  await post(gateway.url, "DemoService/GetThing", { nam: "words-of-a-reader" });
  await fetch(`${gateway.url}/words-of-a-reader?q=words-of-a-reader`);
  const log = gateway.log.join("");
  assert.match(log, /lectern\.v1\.DemoService\/GetThing/);
  for (const word of ["words-of", "hidden", "school.example", "127.0.0.1", "message="])
    assert.ok(!log.includes(word), word);
});
