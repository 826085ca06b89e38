// What the gateway holds at a time has bounds, and small calls get through while large ones fill them.
import assert from "node:assert/strict";
import { request as httpRequest, type ClientRequest } from "node:http";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { post, reasonOf } from "./support/calls.ts";
import { startDemoGateway, startDemoServer } from "./support/demo.ts";
import { MAX_CALLS } from "../src/upstream.ts";

test("calls over the limit are told to come again, and do so with success", async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  let arrived = 0;
  const server = await startDemoServer({
    GetThing: async () => {
      ++arrived;
      await gate;
      return { name: "a" };
    },
  });
  const gateway = await startDemoGateway(server.url);
  const calls = Array.from({ length: MAX_CALLS }, () => post(gateway.url, "DemoService/GetThing", {}));
  while (arrived < MAX_CALLS) await sleep(10);
  const over = await post(gateway.url, "DemoService/GetThing", {});
  assert.equal(over.status, 503);
  assert.equal(reasonOf(over.json), "lectern.gateway/GATEWAY_BUSY");
  release();
  for (const call of await Promise.all(calls)) assert.equal(call.status, 200);
  assert.equal((await post(gateway.url, "DemoService/GetThing", {})).status, 200);
  assert.equal(gateway.held(), 0);
  await gateway.close();
  await server.close();
});

test("bodies over the limit of all together are refused, and give back what they held", async () => {
  const MIB = 1024 * 1024;
  const server = await startDemoServer({ GetThing: (request) => ({ name: String(request.name.length) }) });
  const gateway = await startDemoGateway(server.url, [], 2 * MIB);
  const url = `${gateway.url}/lectern.v1.DemoService/GetThing`;
  // Two callers that have sent much and not all of it.
  const slow = Array.from({ length: 2 }, () => {
    const sending = httpRequest(url, { method: "POST", headers: { "content-type": "application/json" } });
    sending.on("error", () => {});
    sending.write(`{"name": "${"x".repeat(MIB)}`);
    return sending;
  });
  const large = { name: "y".repeat(MIB) };
  while (gateway.held() < 2 * (MIB - 64 * 1024)) await sleep(10);
  const refused = await post(gateway.url, "DemoService/GetThing", large);
  assert.equal(refused.status, 503);
  assert.equal(reasonOf(refused.json), "lectern.gateway/GATEWAY_BUSY");
  assert.equal((await post(gateway.url, "DemoService/GetThing", { name: "small" })).status, 200);
  const answered = (sending: ClientRequest) =>
    new Promise<number | undefined>((resolve) => {
      sending.on("response", (response) => resolve(response.resume().statusCode));
      sending.end('"}');
    });
  for (const sending of slow) assert.equal(await answered(sending), 200);
  assert.equal((await post(gateway.url, "DemoService/GetThing", large)).json.name, String(MIB));
  assert.equal(gateway.held(), 0);
  await gateway.close();
  await server.close();
});
