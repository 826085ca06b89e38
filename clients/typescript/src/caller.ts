// One call: its headers and deadline, its request_id, its attempts, and the error it ends with.
import { clone, create } from "@bufbuild/protobuf";
import type { DescMessage, DescMethodServerStreaming, DescMethodUnary, Message } from "@bufbuild/protobuf";
import type { MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Transport } from "@connectrpc/connect";
import { LecternError, lecternError } from "./errors.js";
import { Backoff, isRepeatable, isTransient, pause } from "./retry.js";
import type { RetryPolicy } from "./retry.js";
import { revisionIn } from "./session.js";
import type { RevisionMemory } from "./session.js";

/** Options of one call. */
export interface CallOptions {
  /** Milliseconds for the whole call, all attempts together; 0: no deadline. The client's default where left out. */
  timeoutMs?: number | undefined;
  /** Cancels the call, which then throws a LecternError (CANCELED). */
  signal?: AbortSignal | undefined;
  /** The answer is at least as new as this revision. */
  minRevision?: bigint | undefined;
  /** Further metadata. */
  headers?: HeadersInit | undefined;
  /** Another patience than the client's, for this call. */
  retry?: Partial<RetryPolicy> | undefined;
}

/** What all calls of a client share. */
export interface CallerSettings {
  readonly transport: Transport;
  readonly headers: Headers;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** Aborted when the client is closed. */
  readonly closed: AbortSignal;
  readonly memory?: RevisionMemory | undefined;
}

const revisions = new WeakMap<Message, bigint>();

/**
 * The catalogue's revision that an answer of a unary call was made at (its trailer `lectern-revision`). undefined for
 * any other message.
 */
export function revisionOf(answer: Message): bigint | undefined {
  return revisions.get(answer);
}

export class Caller {
  readonly settings: CallerSettings;

  constructor(settings: CallerSettings) {
    this.settings = settings;
  }

  /** Makes a unary call, repeatedly where that is safe. Throws LecternError. */
  async unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    init: MessageInitShape<I>,
    options: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const request = withRequestId(method.input, init);
    const { timeoutMs = this.settings.timeoutMs } = options;
    const signal = this.signal(options);
    const deadline = timeoutMs > 0 ? performance.now() + timeoutMs : Number.POSITIVE_INFINITY;
    const backoff = new Backoff({ ...this.settings.retry, ...options.retry });
    const headers = this.#headers(options, this.settings.memory?.highest);
    let earlier: LecternError | undefined;
    for (;;) {
      const left = deadline - performance.now();
      try {
        signal.throwIfAborted(); // or Connect would open a connection before it looks
        // To Connect, 0 means no deadline.
        const attemptMs = Number.isFinite(left) ? Math.max(1, Math.ceil(left)) : 0;
        const answer = await this.settings.transport.unary(method, signal, attemptMs, headers, request as MessageInitShape<I>);
        const revision = revisionIn(answer.trailer);
        if (revision !== undefined) revisions.set(answer.message, revision);
        this.settings.memory?.observe(revision);
        return answer.message;
      } catch (thrown) {
        const error = lecternError(thrown, signal);
        // A deadline that passed while trying again says why there was need to.
        if (error.code === Code.DeadlineExceeded && earlier !== undefined) error.cause = earlier;
        const wait = isTransient(error) && isRepeatable(method, request) ? backoff.next(error.retryDelayMs) : undefined;
        if (wait === undefined || performance.now() + wait >= deadline) throw error;
        await pause(wait, signal);
        earlier = error;
      }
    }
  }

  /** Opens a server stream, once; it has a deadline only where `options` states one. Leaving the loop closes it. */
  async *stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    init: MessageInitShape<I>,
    options: CallOptions = {},
  ): AsyncGenerator<MessageShape<O>, void, undefined> {
    // Connect's iterators have no return(): without a controller of our own, a consumer that leaves the loop would
    // leave the stream open.
    const controller = new AbortController();
    const signal = this.signal(options);
    const stop = () => controller.abort(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    try {
      signal.throwIfAborted();
      const headers = this.#headers(options);
      const input = (async function* () {
        yield init;
      })();
      const answer = await this.settings.transport.stream(method, controller.signal, options.timeoutMs, headers, input);
      yield* answer.message;
      this.settings.memory?.observe(revisionIn(answer.trailer));
    } catch (thrown) {
      throw lecternError(thrown, signal);
    } finally {
      signal.removeEventListener("abort", stop);
      controller.abort(new ConnectError("the stream is no longer read", Code.Canceled));
    }
  }

  /** Ends a call: the caller's own signal, or that the client was closed. */
  signal(options: Pick<CallOptions, "signal">): AbortSignal {
    const { closed } = this.settings;
    return options.signal === undefined ? closed : AbortSignal.any([options.signal, closed]);
  }

  #headers(options: CallOptions, seen = 0n): Headers {
    const headers = new Headers(this.settings.headers);
    new Headers(options.headers).forEach((value, name) => headers.set(name, value));
    const asked = options.minRevision ?? 0n;
    const least = asked > seen ? asked : seen;
    if (least > 0n) headers.set("lectern-min-revision", least.toString());
    return headers;
  }
}

/** The request as a message of its own; a write that bears no request_id gets one, for all its attempts. */
function withRequestId<I extends DescMessage>(schema: I, init: MessageInitShape<I>): MessageShape<I> {
  const created = create(schema, init) as MessageShape<I> & { requestId?: unknown; validateOnly?: unknown };
  if (schema.field["requestId"] === undefined || created.requestId !== "" || created.validateOnly === true) return created;
  // create() hands a whole message back as it is, and the caller's must stay as it was.
  const own = Object.is(created, init) ? clone(schema, created) : created;
  return Object.assign(own, { requestId: crypto.randomUUID() });
}
