// watch() against lecternd: through a proxy that breaks connections, and over restarts, while others write.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { ChangeType, Code, createLectern, LecternError } from "@lectern/client";
import type { Lectern } from "@lectern/client";
import { addCountry, draft, published } from "./support/catalogue.ts";
import { Proxy } from "./support/proxy.ts";
import { Server } from "./support/server.ts";

let server: Server;
let admin: Lectern;
const retry = { attempts: 1_000, firstWaitMs: 5, longestWaitMs: 20 };

before(async () => {
  server = await Server.start();
  admin = createLectern({ address: server.address, token: server.adminKey, timeoutMs: 30_000, retry });
  await addCountry(admin);
});

/** Writes from four sides at once: each entry is created, changed and, now and then, deleted. Answers how many commits. */
async function write(prefix: string, entries: number): Promise<number> {
  let commits = 0;
  const lanes = [0, 1, 2, 3].map(async (lane) => {
    for (let index = lane; index < entries; index += 4) {
      const id = `${prefix}${index}`;
      await admin.entries.createEntry({ entry: published(id) });
      await admin.entries.updateEntry({ entry: { name: `entries/${id}`, publisher: `Publisher ${index}` } });
      commits += 2;
      if (index % 5 === 0) {
        await admin.entries.deleteEntry({ name: `entries/${id}` });
        commits += 1;
      }
    }
  });
  await Promise.all(lanes);
  return commits;
}

/** Watches entries from `after` until the one called `last` is told of; what came, in order. */
async function collect(lectern: Lectern, after: bigint, last: string, signal: AbortSignal) {
  const seen: { revision: bigint; name: string; type: ChangeType; publisher: string }[] = [];
  let position = after - 1n;
  for await (const { revision, changes } of lectern.watch({ afterRevision: after, kinds: ["entries"] }, { retry, signal })) {
    assert.ok(revision > position, `revision ${revision} came after ${position}`);
    position = revision;
    for (const { name, type, resource } of changes) {
      const publisher = resource.case === "entry" ? resource.value.publisher : "";
      seen.push({ revision, name, type, publisher });
      if (name === `entries/${last}`) return seen;
    }
  }
  return assert.fail("the feed ended");
}

async function newest(): Promise<bigint> {
  return (await admin.admin.getStatus({})).revision;
}

test("every change comes once and in order through a connection that breaks again and again", async ({ signal }) => {
  const proxy = await Proxy.start(server.port);
  const watcher = createLectern({ address: proxy.address, token: server.adminKey });
  const start = await newest();
  let cuts = 0;
  const cutting = setInterval(() => proxy.cut(++cuts % 2 === 0 ? "end" : "reset"), 10);
  const writing = write("cut", 200).finally(() => clearInterval(cutting)).then(async (commits) => {
    await admin.entries.createEntry({ entry: draft("cut-end") });
    return commits + 1;
  });
  const [seen, commits] = await Promise.all([collect(watcher, start, "cut-end", signal), writing]);
  assert.ok(cuts > 10 && proxy.connections > 5, `${cuts} cuts, ${proxy.connections} connections`);
  assert.equal(seen.length, commits);
  assert.equal(new Set(seen.map(({ revision }) => revision)).size, seen.length);
  const unbroken = await collect(admin, start, "cut-end", signal);
  assert.deepEqual(seen, unbroken, "a watch that nothing broke saw something else");
  watcher.close();
});

test("a watch outlives restarts of the server, orderly and not", async ({ signal }) => {
  const start = await newest();
  const writing = (async () => {
    let commits = 0;
    for (const [index, how] of (["SIGTERM", "SIGKILL", "SIGKILL"] as const).entries()) {
      const lanes = write(`restart${index}-`, 40);
      await sleep(60);
      await server.stop(how);
      await server.start();
      commits += await lanes;
    }
    await admin.entries.createEntry({ entry: draft("restart-end") });
    return commits + 1;
  })();
  const [seen, commits] = await Promise.all([collect(admin, start, "restart-end", signal), writing]);
  assert.equal(seen.length, commits);
  const created = seen.filter(({ type, publisher }) => type === ChangeType.WRITTEN && publisher === "Library");
  assert.equal(created.length, 3 * 40 + 1);
  assert.equal(new Set(created.map(({ name }) => name)).size, created.length);
});

test("a reader's watch holds no draft, and tells of a withdrawal by name alone", async () => {
  const start = await newest();
  await admin.entries.createEntry({ entry: draft("watched-draft") });
  await admin.entries.createEntry({ entry: published("watched") });
  await admin.entries.createEntry({ entry: published("withdrawn") });
  await admin.publication.withdraw({ names: ["entries/withdrawn"], reviewer: "library" });
  const end = await newest();
  await admin.entries.createEntry({ entry: published("watched-end") });
  const seen: [string, ChangeType, boolean][] = [];
  for await (const { revision, changes } of admin.actAs("reader").watch({ afterRevision: start }, { retry })) {
    seen.push(...changes.map(({ name, type, resource }): (typeof seen)[number] => [name, type, resource.case !== undefined]));
    if (revision > end) break;
  }
  assert.ok(!seen.some(([name]) => name === "entries/watched-draft"));
  assert.deepEqual(seen.filter(([name]) => name === "entries/watched"), [["entries/watched", ChangeType.WRITTEN, true]]);
  assert.deepEqual(seen.filter(([name]) => name === "entries/withdrawn").at(-1), ["entries/withdrawn", ChangeType.WITHDRAWN, false]);
});

test("a position that is another feed's, or not there yet, is refused", async () => {
  const now = await newest();
  await assert.rejects(
    admin.watch({ afterRevision: now, feedId: "another feed" }).next(),
    (error: LecternError) => error.code === Code.FailedPrecondition && error.reason === "FEED_CHANGED",
  );
  await assert.rejects(
    admin.watch({ afterRevision: now + 1_000n }).next(),
    (error: LecternError) => error.code === Code.OutOfRange && error.reason === "REVISION_AHEAD",
  );
});

test("without a position a watch begins now", async () => {
  const now = await newest();
  const watch = admin.watch({});
  const first = (await watch.next()).value;
  assert.equal(first?.revision, now);
  assert.deepEqual(first?.changes, []);
  assert.notEqual(first?.feedId, "");
  await admin.entries.createEntry({ entry: draft("from-now-on") });
  const second = (await watch.next()).value;
  assert.deepEqual(second?.changes.map(({ name }) => name), ["entries/from-now-on"]);
  await watch.return();
});
