// The change feed as one endless iteration, over as many streams as it takes.
import type { MessageInitShape } from "@bufbuild/protobuf";
import { clone, create } from "@bufbuild/protobuf";
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { ChangeService, WatchRequestSchema } from "#gen/lectern/v1/change_service_pb.js";
import type { Change, WatchRequest, WatchResponse } from "#gen/lectern/v1/change_service_pb.js";
import type { Caller } from "./caller.js";
import { LecternError } from "./errors.js";
import { Backoff, isTransient, pause } from "./retry.js";
import type { RetryPolicy } from "./retry.js";

/** One commit, whole; without changes it is a mark of progress. */
export interface WatchedTransaction {
  /** The feed that `revision` is of. Keep it beside the revision, and send both to go on another day. */
  readonly feedId: string;
  /** Everything up to here has been seen. */
  readonly revision: bigint;
  /** When the commit was made; undefined in a mark of progress. */
  readonly commitTime: Timestamp | undefined;
  /** What it changed, in its order, as the caller may see it. */
  readonly changes: readonly Change[];
}

/** Options of `watch`. */
export interface WatchOptions {
  /** Ends the iteration, which then throws a LecternError (CANCELED). Leaving the loop ends it as well. */
  signal?: AbortSignal | undefined;
  /** Further metadata. */
  headers?: HeadersInit | undefined;
  /**
   * How patiently a broken stream is opened anew: without end, after waits from 100 to 10,000 ms, where left out.
   * `attempts` are those in a row that brought nothing new.
   */
  retry?: Partial<RetryPolicy> | undefined;
  /** After so many milliseconds without a message the stream counts as broken; 30,000 where left out. */
  silenceMs?: number | undefined;
}

const PATIENCE: RetryPolicy = { attempts: Number.POSITIVE_INFINITY, firstWaitMs: 100, longestWaitMs: 10_000 };

/**
 * The transactions after a position, and then each new one, every one exactly once and whole. A stream that breaks is
 * resumed after the last transaction that was yielded. Throws LecternError for whatever trying again cannot mend:
 * FAILED_PRECONDITION (FEED_CHANGED) and OUT_OF_RANGE (REVISION_AHEAD) after a restore among others.
 */
export async function* watchChanges(
  caller: Caller,
  init: MessageInitShape<typeof WatchRequestSchema>,
  options: WatchOptions,
): AsyncGenerator<WatchedTransaction, void, undefined> {
  const request = clone(WatchRequestSchema, create(WatchRequestSchema, init));
  const signal = caller.signal(options);
  const backoff = new Backoff({ ...PATIENCE, ...options.retry });
  let begun = false;
  for (;;) {
    let failure: LecternError;
    let opening = true;
    try {
      for await (const transaction of wholeTransactions(openStream(caller, request, options))) {
        const isNew = request.afterRevision === undefined || transaction.revision > request.afterRevision;
        // The mark that comes at once is no sign yet that a stream will last.
        if (isNew || !opening) backoff.reset();
        opening = false;
        // The mark that opens the first stream says where the feed begins; on later streams it says nothing new.
        if (begun && !isNew) continue;
        begun = true;
        request.afterRevision = transaction.revision;
        request.feedId = transaction.feedId;
        caller.settings.memory?.observe(transaction.revision);
        yield transaction;
      }
      failure = new LecternError("the server ended the stream", Code.Unavailable);
    } catch (error) {
      if (!(error instanceof LecternError) || signal.aborted || !isResumable(error, begun)) throw error;
      failure = error;
    }
    const wait = backoff.next(failure.retryDelayMs);
    if (wait === undefined) throw failure;
    await pause(wait, signal);
  }
}

function isResumable(error: LecternError, begun: boolean): boolean {
  if (isTransient(error)) return true;
  if (error.code !== Code.ResourceExhausted) return false;
  // A server that has too many streams refuses a first one for the caller to know; one that was open before, it may
  // have room for again once others have found their places after a restart.
  return error.reason === "SLOW_CONSUMER" || error.reason === "OVERLOADED" || (begun && error.reason === "LIMIT_EXCEEDED");
}

/** One stream. Ends it as broken where it is silent for too long; the time that its consumer takes does not count. */
async function* openStream(
  caller: Caller,
  request: WatchRequest,
  options: WatchOptions,
): AsyncGenerator<WatchResponse, void, undefined> {
  const { signal, headers, silenceMs = 30_000 } = options;
  const silence = new AbortController();
  const either = signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]);
  const messages = caller.stream(ChangeService.method.watch, request, { headers, signal: either, timeoutMs: 0 });
  try {
    for (;;) {
      const timer = setTimeout(() => silence.abort(), silenceMs);
      const next = await messages.next().finally(() => clearTimeout(timer));
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    if (!silence.signal.aborted || signal?.aborted) throw error;
    throw new LecternError(`the stream was silent for ${silenceMs} ms`, Code.Unavailable);
  } finally {
    await messages.return();
  }
}

/** Joins the parts of each transaction. Those of a transaction whose end does not come are dropped. */
async function* wholeTransactions(
  messages: AsyncIterable<WatchResponse>,
): AsyncGenerator<WatchedTransaction, void, undefined> {
  let parts: Change[] = [];
  let partsOf: bigint | undefined;
  for await (const { feedId, transaction } of messages) {
    if (transaction === undefined) continue;
    if (partsOf !== undefined && partsOf !== transaction.revision) {
      throw new LecternError(`the end of transaction ${partsOf} is missing`, Code.Internal);
    }
    partsOf = transaction.last ? undefined : transaction.revision;
    parts.push(...transaction.changes);
    if (!transaction.last) continue;
    yield { feedId, revision: transaction.revision, commitTime: transaction.commitTime, changes: parts };
    parts = [];
  }
}
