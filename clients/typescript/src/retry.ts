// When a call is made again, and after what wait.
import type { DescMethod, Message } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel as Level } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { LecternError } from "./errors.js";

/** How patient a call is. All of it happens within the call's deadline. */
export interface RetryPolicy {
  /** How often a call is made at most, the first time included. 1: never again. */
  attempts: number;
  /** The wait before the second attempt is at most this many milliseconds; before each further one at most twice as much. */
  firstWaitMs: number;
  /** No wait is longer than this many milliseconds, unless the server asked for more. */
  longestWaitMs: number;
}

export const defaultRetry: RetryPolicy = { attempts: 8, firstWaitMs: 100, longestWaitMs: 2_000 };

/**
 * The waits between the attempts of one call: exponential with full jitter, so that the many callers of a server that
 * comes back do not all return in the same instant.
 */
export class Backoff {
  readonly #policy: RetryPolicy;
  readonly #random: () => number;
  #failed = 0;

  /** `random` answers in [0, 1). */
  constructor(policy: RetryPolicy, random: () => number = Math.random) {
    this.#policy = policy;
    this.#random = random;
  }

  /** After an attempt failed: milliseconds to wait, at least what the server asked for; undefined: no more attempts. */
  next(askedMs = 0): number | undefined {
    this.#failed += 1;
    if (this.#failed >= this.#policy.attempts) return undefined;
    const ceiling = Math.min(this.#policy.longestWaitMs, this.#policy.firstWaitMs * 2 ** (this.#failed - 1));
    return Math.max(askedMs, this.#random() * ceiling);
  }

  /** After a success: waits begin small again. */
  reset(): void {
    this.#failed = 0;
  }
}

/** Whether the same call may succeed a little later. */
export function isTransient(error: LecternError): boolean {
  switch (error.code) {
    case Code.Unavailable:
      return true;
    case Code.Aborted:
      return error.reason === "WRITE_CONTENTION";
    case Code.ResourceExhausted:
      return error.reason === "OVERLOADED" && error.retryDelayMs !== undefined;
    default:
      return false;
  }
}

/**
 * Whether making this call twice is the same as making it once: it reads, or writes nothing, or bears the request_id by
 * which the server recognises it.
 */
export function isRepeatable(method: DescMethod, request: Message): boolean {
  if (method.idempotency === Level.NO_SIDE_EFFECTS || method.idempotency === Level.IDEMPOTENT) return true;
  // Reads that are no GET over HTTP (keys, google.longrunning) state no level; AIP gives them these names.
  if (/^(Get|List|BatchGet|Wait)(?=[A-Z]|$)/.test(method.name)) return true;
  const { requestId, validateOnly } = request as Message & { requestId?: unknown; validateOnly?: unknown };
  return validateOnly === true || (typeof requestId === "string" && requestId !== "");
}

/** Resolves after `ms` milliseconds. Rejects with a LecternError (CANCELED) as soon as `signal` is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new LecternError("the caller cancelled the call", Code.Canceled));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
