// How watch() joins and resumes, against a feed whose streams break in every way at every place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Code, ConnectError, createRouterTransport } from "@connectrpc/connect";
import { ChangeService, createLectern, LecternError } from "@lectern/client";
import type { Lectern, WatchOptions, WatchRequest } from "@lectern/client";
import { ErrorInfoSchema } from "@lectern/client/gen/google/rpc/error_details_pb.js";

interface Part {
  feedId: string;
  transaction: { revision: bigint; last: boolean; changes: { name: string }[] };
}

function mark(revision: bigint): Part {
  return { feedId: "feed", transaction: { revision, last: true, changes: [] } };
}

/** What the server sends for a transaction of three changes: one message, two, or three. */
function partsOf(revision: bigint, cuts: number): Part[] {
  const changes = [0, 1, 2].map((index) => ({ name: `entries/r${revision}c${index}` }));
  const bounds = [[0, 3], [0, 1, 3], [0, 1, 2, 3]][cuts] ?? [0, 3];
  return bounds.slice(1).map((end, index) => ({
    feedId: "feed",
    transaction: { revision, last: end === 3, changes: changes.slice(bounds[index], end) },
  }));
}

function fault(code: Code, reason: string): ConnectError {
  const error = new ConnectError("scripted", code);
  error.details = [{ desc: ErrorInfoSchema, value: { domain: "lectern", reason } }];
  return error;
}

type Source = (request: WatchRequest, signal: AbortSignal) => AsyncIterable<Part>;

function watching(source: Source): Lectern {
  const transport = createRouterTransport(({ service }) => {
    service(ChangeService, { watch: (request, context) => source(request, context.signal) });
  });
  return createLectern({ transport });
}

async function forever(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  throw new ConnectError("cancelled", Code.Canceled);
}

const quick: WatchOptions = { retry: { firstWaitMs: 1, longestWaitMs: 1 }, silenceMs: 40 };

/** A generator of numbers in [0, 1) that repeats itself for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test("each change comes once and in order, wherever and however the streams break", async () => {
  const newest = 40n;
  for (let seed = 1; seed <= 20; seed += 1) {
    const next = random(seed);
    let streams = 0;
    const lectern = watching(async function* (request, signal) {
      streams += 1;
      if (request.afterRevision !== 0n) assert.equal(request.feedId, "feed");
      const after = request.afterRevision ?? 0n;
      const messages = [mark(after)];
      for (let revision = after + 1n; revision <= newest; revision += 1n) {
        messages.push(...(next() < 0.2 ? [mark(revision)] : partsOf(revision, Math.floor(next() * 3))));
      }
      for (const message of messages) {
        const chance = next();
        if (chance < 0.03) throw fault(Code.Unavailable, "SHUTTING_DOWN");
        if (chance < 0.06) throw fault(Code.ResourceExhausted, "SLOW_CONSUMER");
        if (chance < 0.09) throw new ConnectError("http/2 stream closed with error code CANCEL (0x8)", Code.Canceled);
        if (chance < 0.12) throw new ConnectError("read ECONNRESET", Code.Aborted);
        if (chance < 0.14) return;
        if (chance < 0.15) await forever(signal);
        yield message;
      }
      await forever(signal);
    });
    let position: bigint | undefined;
    let changes = 0;
    for await (const { revision, changes: some, feedId } of lectern.watch({ afterRevision: 0n }, quick)) {
      assert.equal(feedId, "feed");
      assert.equal(revision, position === undefined ? 0n : position + 1n, `seed ${seed}`);
      // A revision that held nothing for this stream's caller is a mark of progress.
      if (some.length > 0) {
        assert.deepEqual(some.map(({ name }) => name), [0, 1, 2].map((index) => `entries/r${revision}c${index}`));
        changes += 1;
      }
      position = revision;
      if (revision === newest) break;
    }
    assert.ok(changes > 10 && streams > 1, `seed ${seed}: ${changes} transactions over ${streams} streams`);
  }
});

test("without a position the feed begins now, and a resumed stream where the first one was", async () => {
  const asked: (bigint | undefined)[] = [];
  const lectern = watching(async function* (request) {
    asked.push(request.afterRevision);
    if (asked.length === 1) throw fault(Code.Unavailable, "SHUTTING_DOWN");
    yield mark(request.afterRevision ?? 17n);
    if (asked.length === 2) throw fault(Code.Unavailable, "SHUTTING_DOWN");
    yield* partsOf(18n, 0);
  });
  const seen: [bigint, number][] = [];
  for await (const { revision, changes } of lectern.watch({}, quick)) {
    seen.push([revision, changes.length]);
    if (revision === 18n) break;
  }
  assert.deepEqual(asked, [undefined, undefined, 17n]);
  assert.deepEqual(seen, [[17n, 0], [18n, 3]]);
});

test("what trying again cannot mend ends the iteration", async () => {
  const cases: [ConnectError, Code][] = [
    [fault(Code.FailedPrecondition, "FEED_CHANGED"), Code.FailedPrecondition],
    [fault(Code.OutOfRange, "REVISION_AHEAD"), Code.OutOfRange],
    [fault(Code.Unauthenticated, "CREDENTIAL_INVALID"), Code.Unauthenticated],
    [fault(Code.ResourceExhausted, "LIMIT_EXCEEDED"), Code.ResourceExhausted],
  ];
  for (const [error, code] of cases) {
    let streams = 0;
    const lectern = watching(async function* () {
      streams += 1;
      throw error;
    });
    await assert.rejects(lectern.watch({}, quick).next(), (thrown: LecternError) => thrown.code === code);
    assert.equal(streams, 1);
  }
});

test("attempts in a row that bring nothing new are limited where the caller says so", async () => {
  let streams = 0;
  const lectern = watching(async function* () {
    streams += 1;
    if (streams >= 3) yield mark(1n);
    throw fault(Code.Unavailable, "SHUTTING_DOWN");
  });
  const watch = lectern.watch({}, { retry: { attempts: 3, firstWaitMs: 1 } });
  assert.equal((await watch.next()).value?.revision, 1n);
  await assert.rejects(watch.next(), (error: LecternError) => error.code === Code.Unavailable);
  assert.equal(streams, 5);
});

test("a silent stream is opened anew, the time that the consumer takes does not count", async () => {
  let streams = 0;
  const lectern = watching(async function* (_request, signal) {
    streams += 1;
    yield mark(1n);
    if (streams === 1) await forever(signal);
    yield* partsOf(2n, 0);
    yield* partsOf(3n, 0);
    await forever(signal);
  });
  const watch = lectern.watch({}, { ...quick, silenceMs: 400 });
  await watch.next();
  assert.equal((await watch.next()).value?.revision, 2n);
  assert.equal(streams, 2);
  await sleep(900);
  assert.equal((await watch.next()).value?.revision, 3n);
  assert.equal(streams, 2);
  await watch.return();
});

test("an aborted signal ends a wait for the next change, and leaving the loop closes the stream", async () => {
  let open = 0;
  const lectern = watching(async function* (_request, signal) {
    open += 1;
    signal.addEventListener("abort", () => (open -= 1));
    yield mark(1n);
    await forever(signal);
  });
  const controller = new AbortController();
  const watch = lectern.watch({}, { signal: controller.signal });
  await watch.next();
  setTimeout(() => controller.abort(), 20);
  await assert.rejects(watch.next(), (error: LecternError) => error.code === Code.Canceled);
  assert.equal((await watch.next()).done, true);
  for await (const _ of lectern.watch({}, {})) break;
  await sleep(20);
  assert.equal(open, 0);
});

test("an aborted signal ends the wait before a stream is opened anew", async () => {
  const lectern = watching(async function* () {
    throw fault(Code.Unavailable, "SHUTTING_DOWN");
  });
  const retry = { firstWaitMs: 1_000_000, longestWaitMs: 1_000_000 };
  const begin = performance.now();
  const watch = lectern.watch({}, { retry, signal: AbortSignal.timeout(50) });
  await assert.rejects(watch.next(), (error: LecternError) => error.code === Code.Canceled);
  assert.ok(performance.now() - begin < 5_000);
});

test("a session knows of the revisions that it watched", async () => {
  const lectern = watching(async function* () {
    yield mark(4n);
    yield* partsOf(5n, 1);
  });
  const session = lectern.session();
  for await (const { revision } of session.watch({}, quick)) if (revision === 5n) break;
  assert.equal(session.revision, 5n);
});
