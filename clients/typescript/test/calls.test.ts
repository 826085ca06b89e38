// Unary calls against lecternd: answers, roles, errors, deadlines, freshness.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { Code, createLectern, LecternError, revisionOf } from "@lectern/client";
import type { Lectern } from "@lectern/client";
import { addCountry, draft, published } from "./support/catalogue.ts";
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

/** The LecternError that `call` must end with. */
async function failure(call: Promise<unknown>): Promise<LecternError> {
  const outcome = await call.then(
    () => "it succeeded",
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof LecternError, inspect(outcome));
  return outcome;
}

test("a write and a read", async () => {
  const created = await admin.entries.createEntry({ entry: published("one") });
  assert.equal(created.name, "entries/one");
  const read = await admin.entries.getEntry({ name: "entries/one" });
  assert.deepEqual(read.titleLines, ["Report one"]);
  assert.equal(read.etag, created.etag);
});

test("every service of the contract has a client", async () => {
  for (const name of ["entries", "countries", "teacherResources", "taxonomy", "site", "admin"] as const) {
    assert.equal(typeof admin[name], "object", name);
  }
  const names = Object.keys(admin);
  assert.equal(new Set(names).size, names.length);
  assert.equal((await admin.site.getSite({ name: "site" })).name, "site");
});

test("actAs lowers what a client sees, and never raises it again", async () => {
  await admin.entries.createEntry({ entry: draft("unseen") });
  assert.equal((await admin.entries.getEntry({ name: "entries/unseen" })).name, "entries/unseen");
  const reader = admin.actAs("reader");
  for (const lowered of [reader, reader.actAs("editor"), admin.actAs("educator"), reader.session().actAs("educator")]) {
    const error = await failure(lowered.entries.getEntry({ name: "entries/unseen" }));
    assert.equal(error.code, Code.NotFound);
  }
  assert.equal((await admin.actAs("editor").entries.getEntry({ name: "entries/unseen" })).name, "entries/unseen");
});

test("a refused field is named", async () => {
  const error = await failure(
    admin.entries.createEntry({ entry: { ...draft("bad"), url: "no address at all", publisher: "x".repeat(100_000) } }),
  );
  assert.equal(error.code, Code.InvalidArgument);
  assert.equal(error.reason, "FIELD_INVALID");
  const fields = error.fieldViolations.map(({ field }) => field);
  assert.ok(fields.some((field) => field.includes("publisher")), inspect(fields));
  assert.ok(error.fieldViolations.every(({ description }) => description !== ""));
});

test("a missing resource is named", async () => {
  const error = await failure(admin.entries.getEntry({ name: "entries/none" }));
  assert.equal(error.code, Code.NotFound);
  assert.equal(error.reason, "RESOURCE_NOT_FOUND");
  assert.equal(error.resource?.name, "entries/none");
  assert.deepEqual(error.fieldViolations, []);
});

test("what publishing lacks is named", async () => {
  const { review, identityRisk, ...unreviewed } = published("unreviewed");
  const error = await failure(admin.entries.createEntry({ entry: unreviewed }));
  assert.equal(error.code, Code.FailedPrecondition);
  assert.equal(error.reason, "PUBLICATION_NOT_CLEARED");
  assert.ok(error.preconditionViolations.length > 0);
  assert.ok(error.preconditionViolations.every(({ type }) => type !== ""));
});

test("a role too low is told with what the call needs", async () => {
  const error = await failure(createLectern({ address: server.address }).entries.createEntry({ entry: draft("no") }));
  assert.equal(error.code, Code.PermissionDenied);
  assert.equal(error.reason, "ROLE_TOO_LOW");
  assert.equal(error.metadata["required_role"], "editor");
});

test("no header of the call that failed is in its error, nor in what a Connect handler would throw on", async () => {
  const error = await failure(admin.entries.getEntry({ name: "entries/none" }));
  const shown = inspect(error, { depth: 10, showHidden: true });
  for (const header of ["content-type", "grpc-status", "application/grpc", server.adminKey]) {
    assert.ok(!shown.includes(header), `${header} is in ${shown}`);
  }
  const thrown = error.toConnectError();
  assert.deepEqual([...thrown.metadata.keys()], []);
  assert.equal(thrown.code, Code.NotFound);
  assert.equal(thrown.rawMessage, error.message);
  assert.equal(thrown.details.length, error.details.length);
});

test("a value that has no place in the message is refused before it is sent", async () => {
  const error = await failure(admin.entries.listEntries({ pageSize: 1.5 }));
  assert.equal(error.code, Code.InvalidArgument);
});

test("a call has a deadline without asking for one, and another where it asks", async () => {
  const proxy = await Proxy.start(server.port);
  proxy.onAnswer = () => false;
  const lectern = createLectern({ address: proxy.address, timeoutMs: 150 });
  const begin = performance.now();
  assert.equal((await failure(lectern.site.getSite({ name: "site" }))).code, Code.DeadlineExceeded);
  const took = performance.now() - begin;
  assert.ok(took >= 140 && took < 9_000, `${took} ms`);
  const again = performance.now();
  assert.equal((await failure(lectern.site.getSite({ name: "site" }, { timeoutMs: 400 }))).code, Code.DeadlineExceeded);
  assert.ok(performance.now() - again >= 390);
  lectern.close();
});

test("the server learns of the deadline", async () => {
  let metadata = "";
  const lectern = createLectern({
    transport: {
      unary: async (_method, _signal, timeoutMs) => {
        metadata = String(timeoutMs);
        throw new Error("not sent");
      },
      stream: async () => {
        throw new Error("not sent");
      },
    },
    retry: { attempts: 1 },
  });
  await failure(lectern.site.getSite({ name: "site" }));
  assert.equal(metadata, "10000");
  await failure(lectern.site.getSite({ name: "site" }, { timeoutMs: 0 }));
  assert.equal(metadata, "0");
});

test("a signal cancels a call", async () => {
  const proxy = await Proxy.start(server.port);
  proxy.onAnswer = () => false;
  const lectern = createLectern({ address: proxy.address });
  const error = await failure(lectern.site.getSite({ name: "site" }, { signal: AbortSignal.timeout(50) }));
  assert.equal(error.code, Code.Canceled);
  lectern.close();
});

test("a closed client ends its calls, and makes no more", async () => {
  const proxy = await Proxy.start(server.port);
  const lectern = createLectern({ address: proxy.address });
  await lectern.site.getSite({ name: "site" });
  proxy.onAnswer = () => false;
  const call = lectern.actAs("reader").site.getSite({ name: "site" });
  setTimeout(() => lectern.close(), 20);
  assert.equal((await failure(call)).code, Code.Canceled);
  assert.equal((await failure(lectern.site.getSite({ name: "site" }))).code, Code.Canceled);
  await until(() => proxy.open === 0);
  assert.equal(proxy.connections, 1);
});

test("many calls leave nothing behind on the client", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on("warning", listen);
  for (let round = 0; round < 40; round += 1) await admin.site.getSite({ name: "site" });
  await Promise.all(Array.from({ length: 40 }, () => admin.site.getSite({ name: "site" })));
  process.off("warning", listen);
  assert.deepEqual(warnings.map(({ message }) => message), []);
});

test("answers say at which revision they were made", async () => {
  const created = await admin.entries.createEntry({ entry: draft("revised") });
  const revision = revisionOf(created);
  assert.equal(revision, created.revision);
  const read = await admin.entries.getEntry({ name: "entries/revised" });
  assert.ok(revisionOf(read)! >= created.revision);
});

test("a session sends on the highest revision it has seen", async () => {
  const sent: (string | null)[] = [];
  const spied = recording(sent);
  const session = spied.session();
  assert.equal(session.revision, 0n);
  const created = await session.entries.createEntry({ entry: draft("session") });
  assert.equal(session.revision, created.revision);
  await session.actAs("reader").site.getSite({ name: "site" });
  await session.site.getSite({ name: "site" }, { minRevision: 1n });
  await spied.site.getSite({ name: "site" }, { minRevision: 1n });
  await spied.site.getSite({ name: "site" });
  assert.deepEqual(sent, [null, String(created.revision), String(session.revision), "1", null]);
  assert.equal(spied.session(7n).revision, 7n);
});

/** A client to the same server that notes each call's lectern-min-revision. */
function recording(sent: (string | null)[]): Lectern {
  const inner = createGrpcTransport({ baseUrl: `http://${server.address}` });
  return createLectern({
    token: server.adminKey,
    transport: {
      stream: inner.stream,
      unary: (method, signal, timeoutMs, headers, input, values) => {
        sent.push(new Headers(headers).get("lectern-min-revision"));
        return inner.unary(method, signal, timeoutMs, headers, input, values);
      },
    },
  });
}

test("a read waits for the revision that it asks for", async () => {
  const now = (await admin.admin.getStatus({})).revision;
  assert.equal((await admin.site.getSite({ name: "site" }, { minRevision: now })).name, "site");
  const read = admin.entries.listEntries({ pageSize: 1 }, { minRevision: now + 1n });
  await sleep(50);
  await admin.entries.createEntry({ entry: draft("awaited") });
  const revision = revisionOf(await read);
  assert.ok(revision !== undefined && revision > now, `${revision} after ${now}`);
});

test("a read of a revision that does not come ends with the deadline", async () => {
  const ahead = (await admin.admin.getStatus({})).revision + 1_000n;
  const error = await failure(admin.site.getSite({ name: "site" }, { minRevision: ahead, timeoutMs: 300 }));
  assert.ok(error.code === Code.DeadlineExceeded || error.reason === "REVISION_NOT_REACHED", inspect(error));
});

test("options that contradict themselves are refused", () => {
  assert.throws(() => createLectern({}), TypeError);
});
