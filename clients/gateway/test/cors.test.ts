// Calls of other sites' pages: by list, letter by letter.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answerOf, post, reasonOf } from "./support/calls.ts";
import { startDemoGateway, startDemoServer, type Demo } from "./support/demo.ts";

const LISTED = "https://library.example";
let server: { url: string; close: () => Promise<void> };
let gateway: Demo;

before(async () => {
  server = await startDemoServer({ GetThing: () => ({ name: "a" }) });
  gateway = await startDemoGateway(server.url, [LISTED]);
});
after(async () => {
  await gateway?.close();
  await server?.close();
});

function preflight(origin: string, method = "POST"): Promise<Response> {
  return fetch(`${gateway.url}/lectern.v1.DemoService/GetThing`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": method,
      "access-control-request-headers": "authorization,content-type,connect-protocol-version,lectern-min-revision",
    },
  });
}

test("an origin of the list gets leave, which the browser may keep", async () => {
  const answer = await preflight(LISTED);
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get("access-control-allow-origin"), LISTED);
  assert.equal(answer.headers.get("access-control-max-age"), "7200");
  assert.equal(answer.headers.get("access-control-allow-credentials"), null);
  const allowed = (answer.headers.get("access-control-allow-headers") ?? "").toLowerCase().split(", ");
  for (const name of [
    "authorization",
    "content-type",
    "connect-protocol-version",
    "connect-timeout-ms",
    "lectern-act-as",
    "lectern-min-revision",
    "x-grpc-web",
  ])
    assert.ok(allowed.includes(name), name);
  assert.match(answer.headers.get("vary") ?? "", /\bOrigin\b/);
});

test("no other origin does, however alike", async () => {
  for (const origin of [
    "https://library.example.evil.example",
    "http://library.example",
    "https://library.example:8443",
    "https://Library.example",
    "null",
    "https://evil.example",
  ]) {
    const answer = await preflight(origin);
    assert.equal(answer.status, 403, origin);
    assert.equal(answer.headers.get("access-control-allow-origin"), null);
    assert.equal(reasonOf((await answerOf(answer)).json), "lectern.gateway/ORIGIN_REFUSED");
    const call = await post(gateway.url, "DemoService/GetThing", {}, { origin });
    assert.equal(call.headers.get("access-control-allow-origin"), null, origin);
    assert.match(call.headers.get("vary") ?? "", /\bOrigin\b/);
  }
});

test("a page of the list sees what it needs, errors included", async () => {
  for (const path of ["DemoService/GetThing", "DemoService/None"]) {
    const answer = await post(gateway.url, path, {}, { origin: LISTED });
    assert.equal(answer.headers.get("access-control-allow-origin"), LISTED, path);
    const exposed = (answer.headers.get("access-control-expose-headers") ?? "").toLowerCase().split(", ");
    for (const name of [
      "lectern-revision",
      "trailer-lectern-revision",
      "grpc-status",
      "grpc-message",
      "grpc-status-details-bin",
      "etag",
    ])
      assert.ok(exposed.includes(name), name);
  }
});
