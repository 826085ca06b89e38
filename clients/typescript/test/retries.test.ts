// Calls that are made again: against lecternd behind a proxy that breaks connections, and against scripted answers.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Transport } from "@connectrpc/connect";
import { CreateEntryRequestSchema, createLectern, items, LecternError } from "@lectern/client";
import type { Lectern, LecternOptions } from "@lectern/client";
import { ErrorInfoSchema, RetryInfoSchema } from "@lectern/client/gen/google/rpc/error_details_pb.js";
import { addCountry, draft } from "./support/catalogue.ts";
import { Proxy } from "./support/proxy.ts";
import { Server } from "./support/server.ts";
import { until } from "./support/until.ts";

let server: Server;
let admin: Lectern;

before(async () => {
  server = await Server.start();
  admin = createLectern({ address: server.address, token: server.adminKey });
  await addCountry(admin);
});

async function countOf(title: string): Promise<number> {
  let count = 0;
  for await (const entry of items(admin.entries.listEntries, {})) if (entry.titleLines[0] === title) count += 1;
  return count;
}

/** An entry whose name the server chooses: sent twice without a request_id it is there twice. */
function nameless(title: string) {
  const { name, ...rest } = draft("unnamed");
  return { ...rest, titleLines: [title] };
}

function behind(proxy: Proxy, options: LecternOptions = {}): Lectern {
  return createLectern({ address: proxy.address, token: server.adminKey, retry: { firstWaitMs: 5 }, ...options });
}

for (const how of ["end", "reset"] as const) {
  test(`a write whose connection breaks (${how}) after the server carried it out is applied once`, async () => {
    const proxy = await Proxy.start(server.port);
    const lectern = behind(proxy);
    await lectern.site.getSite({ name: "site" });
    proxy.onAnswer = () => false;
    const call = lectern.entries.createEntry({ entry: nameless(`lost answer ${how}`) });
    await until(async () => (await countOf(`lost answer ${how}`)) === 1);
    proxy.onAnswer = () => true;
    proxy.cut(how);
    const created = await call;
    assert.equal(proxy.connections, 2);
    assert.equal(await countOf(`lost answer ${how}`), 1);
    assert.equal((await admin.entries.getEntry({ name: created.name })).titleLines[0], `lost answer ${how}`);
    lectern.close();
  });
}

test("writes through a connection that breaks again and again are each applied once", async () => {
  const proxy = await Proxy.start(server.port);
  const lectern = behind(proxy, { retry: { attempts: 50, firstWaitMs: 5, longestWaitMs: 20 } });
  let breaks = 30;
  proxy.onRequest = () => {
    if (breaks > 0 && Math.random() < 0.3) {
      breaks -= 1;
      setTimeout(() => proxy.cut(Math.random() < 0.5 ? "end" : "reset"), Math.random() * 6);
    }
  };
  const titles = Array.from({ length: 40 }, (_, index) => `shaken ${index}`);
  await Promise.all([0, 1, 2, 3].map(async (lane) => {
    for (const title of titles.filter((_, index) => index % 4 === lane)) {
      await lectern.entries.createEntry({ entry: nameless(title) });
    }
  }));
  assert.ok(proxy.connections > 3, `${proxy.connections} connections`);
  for (const title of titles) assert.equal(await countOf(title), 1, title);
  lectern.close();
});

test("a read finds the server that comes back", async () => {
  const lectern = createLectern({ address: server.address, token: server.adminKey });
  await lectern.site.getSite({ name: "site" });
  await server.stop("SIGKILL");
  const call = lectern.site.getSite({ name: "site" });
  await server.start();
  assert.equal((await call).name, "site");
});

test("a key is not made twice: without a request_id a write is not made again", async () => {
  const proxy = await Proxy.start(server.port);
  const lectern = behind(proxy);
  await lectern.site.getSite({ name: "site" });
  proxy.onAnswer = () => false;
  const call = lectern.admin.createApiKey({ apiKey: { displayName: "front end", role: 1 } });
  call.catch(() => {});
  const keys = async () => (await admin.admin.listApiKeys({})).apiKeys.length;
  await until(async () => (await keys()) === 2);
  proxy.onAnswer = () => true;
  proxy.cut();
  await assert.rejects(call, (error: LecternError) => error.code === Code.Unavailable);
  assert.equal(await keys(), 2);
  lectern.close();
});

// --- scripted answers ---

interface Attempt {
  at: number;
  timeoutMs: number;
  request: { requestId?: string };
}

/** A client whose attempts end with `errors` one after another, and then succeed; `attempts` notes them. */
function scripted(errors: ConnectError[], options: LecternOptions = {}): { lectern: Lectern; attempts: Attempt[] } {
  const attempts: Attempt[] = [];
  const transport: Transport = {
    unary: async (method, _signal, timeoutMs, _headers, input) => {
      attempts.push({ at: performance.now(), timeoutMs: timeoutMs ?? 0, request: input as { requestId?: string } });
      const error = errors[attempts.length - 1];
      if (error !== undefined) throw error;
      const answer = { service: method.parent, method, header: new Headers(), trailer: new Headers() };
      return { ...answer, stream: false, message: create(method.output) } as Awaited<ReturnType<typeof transport.unary<typeof method.input, typeof method.output>>>;
    },
    stream: () => Promise.reject(new Error("no streams here")),
  };
  return { lectern: createLectern({ transport, retry: { firstWaitMs: 4 }, ...options }), attempts };
}

function answered(code: Code, reason: string, retryDelayMs?: number): ConnectError {
  const error = new ConnectError("scripted", code);
  error.details = [{ desc: ErrorInfoSchema, value: { domain: "lectern", reason } }];
  if (retryDelayMs !== undefined) {
    error.details.push({ desc: RetryInfoSchema, value: { retryDelay: durationFromMs(retryDelayMs) } });
  }
  return error;
}

const unavailable = answered(Code.Unavailable, "SHUTTING_DOWN");

test("every attempt of a write bears the same request_id, and the next write another", async () => {
  const { lectern, attempts } = scripted([unavailable, unavailable]);
  await lectern.entries.createEntry({ entry: draft("one") });
  await lectern.entries.createEntry({ entry: draft("one") });
  const ids = attempts.map(({ request }) => request.requestId);
  assert.equal(attempts.length, 4);
  assert.equal(ids[0], ids[1]);
  assert.equal(ids[1], ids[2]);
  assert.notEqual(ids[2], ids[3]);
  assert.match(ids[0] ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a request_id of the caller's is sent as it is, and the caller's message stays as it was", async () => {
  const { lectern, attempts } = scripted([unavailable]);
  await lectern.entries.createEntry({ entry: draft("one"), requestId: "11111111-2222-4333-8444-555555555555" });
  assert.deepEqual(attempts.map(({ request }) => request.requestId), Array(2).fill("11111111-2222-4333-8444-555555555555"));
  const message = create(CreateEntryRequestSchema, { entry: draft("two") });
  await lectern.entries.createEntry(message);
  assert.equal(message.requestId, "");
});

test("what is made again, and what is not", async () => {
  const write = (lectern: Lectern) => lectern.entries.createEntry({ entry: draft("one") });
  const read = (lectern: Lectern) => lectern.entries.getEntry({ name: "entries/one" });
  const dryRun = (lectern: Lectern) => lectern.entries.createEntry({ entry: draft("one"), validateOnly: true });
  const key = (lectern: Lectern) => lectern.admin.createApiKey({});
  const cases: [string, ConnectError, (lectern: Lectern) => Promise<unknown>, number][] = [
    ["read, unavailable", unavailable, read, 2],
    ["write, unavailable", unavailable, write, 2],
    ["dry run, unavailable", unavailable, dryRun, 2],
    ["key, unavailable", unavailable, key, 1],
    ["write, contention", answered(Code.Aborted, "WRITE_CONTENTION", 1), write, 2],
    ["write, stale etag", answered(Code.Aborted, "ETAG_MISMATCH"), write, 1],
    ["write, overloaded", answered(Code.ResourceExhausted, "OVERLOADED", 1), write, 2],
    ["write, overloaded for good", answered(Code.ResourceExhausted, "OVERLOADED"), write, 1],
    ["write, over a limit", answered(Code.ResourceExhausted, "LIMIT_EXCEEDED"), write, 1],
    ["read, internal", answered(Code.Internal, "INTERNAL_FAULT"), read, 1],
    ["read, deadline", answered(Code.DeadlineExceeded, "DEADLINE_PASSED"), read, 1],
    ["read, not found", answered(Code.NotFound, "RESOURCE_NOT_FOUND"), read, 1],
    ["read, cancelled by gRPC", new ConnectError("CANCELLED", Code.Canceled, { "grpc-status": "1" }), read, 2],
    ["read, cancelled by the server", answered(Code.Canceled, "CALL_CANCELLED"), read, 1],
    ["read, refused by gRPC", new ConnectError("unknown method", Code.Unimplemented, { "grpc-status": "12" }), read, 1],
    ["read, connection ended", new ConnectError("http/2 stream closed with error code CANCEL (0x8)", Code.Canceled), read, 2],
  ];
  for (const [name, error, call, expected] of cases) {
    const { lectern, attempts } = scripted([error]);
    await call(lectern).catch(() => {});
    assert.equal(attempts.length, expected, name);
  }
});

test("the server's RetryInfo is waited for", async () => {
  const { lectern, attempts } = scripted([answered(Code.ResourceExhausted, "OVERLOADED", 120)]);
  await lectern.entries.createEntry({ entry: draft("one") });
  assert.ok(attempts[1]!.at - attempts[0]!.at >= 119, "the wait was shorter");
});

test("all attempts share one deadline, and no wait goes past it", async () => {
  const patience = { attempts: 10_000, firstWaitMs: 40, longestWaitMs: 40 };
  const { lectern, attempts } = scripted(Array<ConnectError>(10_000).fill(unavailable), { timeoutMs: 300, retry: patience });
  await assert.rejects(lectern.site.getSite({ name: "site" }), (error: LecternError) => error.code === Code.Unavailable);
  const left = attempts.map(({ timeoutMs }) => timeoutMs);
  assert.ok(left.length > 1 && left.length < 10_000);
  assert.equal(left[0], 300);
  assert.ok(left.at(-1)! < 300);
  assert.deepEqual(left, left.toSorted((a, b) => b - a), "an attempt had more time than the one before");
});

test("attempts are limited", async () => {
  const { lectern, attempts } = scripted(Array<ConnectError>(100).fill(unavailable), { retry: { attempts: 3, firstWaitMs: 1 } });
  await assert.rejects(lectern.site.getSite({ name: "site" }));
  assert.equal(attempts.length, 3);
  await assert.rejects(lectern.site.getSite({ name: "site" }, { retry: { attempts: 1 } }));
  assert.equal(attempts.length, 4);
});

test("a signal ends the wait between attempts", async () => {
  const { lectern } = scripted([answered(Code.ResourceExhausted, "OVERLOADED", 5_000)]);
  const begin = performance.now();
  const call = lectern.entries.createEntry({ entry: draft("one") }, { signal: AbortSignal.timeout(50) });
  await assert.rejects(call, (error: LecternError) => error.code === Code.Canceled);
  assert.ok(performance.now() - begin < 4_900);
});
