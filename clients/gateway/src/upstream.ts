// The one gRPC connection to lecternd, and what its failures mean to a caller.
import { Code, ConnectError, type Transport } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import type { DescMethodUnary, Message } from "@bufbuild/protobuf";
import { HEALTH_SERVING, healthCheck } from "./contract.ts";
import type { ErrorMaker } from "./errors.ts";
import type { Log } from "./log.ts";

/** No call may take longer, in milliseconds: the server's own limit. */
export const MAX_CALL_MS = 30_000;

/** What of a request's headers goes on to the server. All else (cookies, addresses, agents) stays here. */
export const FORWARDED_HEADERS = ["authorization", "lectern-act-as", "lectern-min-revision"] as const;
/** What of the server's trailers comes back. */
export const RETURNED_TRAILERS = ["lectern-revision"] as const;

const UNITS_MS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/**
 * Shortens what a request says of its deadline to the longest that a call may take. Timers cannot count further than
 * some weeks, and would be over at once.
 */
export function capTimeouts(headers: Headers): void {
  const connect = headers.get("connect-timeout-ms");
  if (connect !== null && /^\d{1,10}$/.test(connect) && Number(connect) > MAX_CALL_MS)
    headers.set("connect-timeout-ms", String(MAX_CALL_MS));
  const grpc = /^(\d{1,8})([HMSmun])$/.exec(headers.get("grpc-timeout") ?? "");
  if (grpc !== null && Number(grpc[1]) * (UNITS_MS[grpc[2] ?? ""] ?? 1) > MAX_CALL_MS)
    headers.set("grpc-timeout", `${MAX_CALL_MS}m`);
}

/** Most calls under way at a time. lecternd takes 100 on one connection; the others wait their turn. */
export const MAX_CALLS = 256;

const HEALTH_MS = 2_000;
// The largest answer is a page of 3 MiB; this leaves room and still bounds what one call can make the gateway hold.
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

export interface Answer {
  readonly message: Message;
  readonly trailers: Headers;
}

export interface ServerAddress {
  /** http://HOST:PORT, or https:// with TLS. */
  readonly url: string;
  /** PEM of the authority that signed the server's certificate, where it is none of the system's. */
  readonly ca?: string;
}

export class Upstream {
  private readonly errors: ErrorMaker;
  private readonly sessions: Http2SessionManager;
  private readonly transport: Transport;
  private readonly log: Log;
  private reachable = true;
  private calls = 0;

  /** Opens no connection before the first call, and a new one whenever the last was lost. */
  constructor(server: ServerAddress, errors: ErrorMaker, log: Log) {
    this.errors = errors;
    this.log = log;
    this.sessions = new Http2SessionManager(server.url, {}, server.ca === undefined ? {} : { ca: server.ca });
    this.transport = createGrpcTransport({
      baseUrl: server.url,
      sessionManager: this.sessions,
      readMaxBytes: MAX_ANSWER_BYTES,
      acceptCompression: [],
    });
  }

  /**
   * Carries out one call. Throws a ConnectError that has code, message and details and nothing of the connection.
   * `timeoutMs` is the caller's, if it has one; `read` says that the call changes nothing.
   */
  async call(
    method: DescMethodUnary,
    request: Message,
    from: Headers,
    options: { signal: AbortSignal; timeoutMs: number | undefined; read: boolean },
  ): Promise<Answer> {
    if (this.calls >= MAX_CALLS)
      throw this.errors.make(
        Code.Unavailable,
        "GATEWAY_BUSY",
        "the gateway has as many calls under way as it can; try again a little later",
      );
    const headers = new Headers();
    for (const name of FORWARDED_HEADERS) {
      const value = from.get(name);
      if (value !== null) headers.set(name, value);
    }
    const timeoutMs = Math.min(options.timeoutMs ?? MAX_CALL_MS, MAX_CALL_MS);
    ++this.calls;
    try {
      const answer = await this.transport.unary(method, options.signal, timeoutMs, headers, request as never);
      this.note(true);
      const trailers = new Headers();
      for (const name of RETURNED_TRAILERS) {
        const value = answer.trailer.get(name);
        if (value !== null) trailers.set(name, value);
      }
      return { message: answer.message, trailers };
    } catch (reason) {
      throw this.explain(reason, options);
    } finally {
      --this.calls;
    }
  }

  /** Whether the server says that it is serving. Never throws. */
  async isServing(): Promise<boolean> {
    try {
      const method = healthCheck as DescMethodUnary;
      const answer = await this.transport.unary(method, undefined, HEALTH_MS, undefined, {} as never);
      return (answer.message as unknown as { status: number }).status === HEALTH_SERVING;
    } catch {
      return false;
    }
  }

  /** Ends the connection, and calls that still wait with it. */
  close(): void {
    this.sessions.abort(new ConnectError("the gateway is stopping", Code.Unavailable));
  }

  private explain(reason: unknown, call: { signal: AbortSignal; read: boolean }): ConnectError {
    const error = ConnectError.from(reason, Code.Internal);
    // Whatever lecternd itself says carries a reason; the rest comes from the connection, or from gRPC below it.
    if (this.errors.hasReason(error)) {
      this.note(true);
      return this.errors.rebuild(error);
    }
    const aborted = call.signal.aborted ? ConnectError.from(call.signal.reason, Code.Canceled).code : undefined;
    if (error.code === Code.DeadlineExceeded || aborted === Code.DeadlineExceeded)
      return this.errors.make(
        Code.DeadlineExceeded,
        "DEADLINE_PASSED",
        "the call's time was over before its answer was there",
      );
    if (aborted !== undefined) return this.errors.make(Code.Canceled, "CALL_CANCELLED", "the caller went away");
    switch (error.code) {
      case Code.ResourceExhausted:
        return this.errors.make(
          error.code,
          "LIMIT_EXCEEDED",
          "the request or its answer is over a limit of the server",
        );
      case Code.Unimplemented:
        return this.errors.make(
          error.code,
          "METHOD_UNKNOWN",
          "the server does not know this method; is it older than the gateway?",
        );
    }
    this.note(false);
    if (call.read || neverSent(error))
      return this.errors.make(
        Code.Unavailable,
        "SERVER_UNREACHABLE",
        "the server cannot be reached; try again a little later",
      );
    return this.errors.make(
      Code.Unavailable,
      "COMMIT_OUTCOME_UNKNOWN",
      "the connection to the server broke; whether the write took place is not known: send it again with the same request_id",
    );
  }

  // Once when the server goes and once when it is back, however many calls notice.
  private note(reachable: boolean): void {
    if (reachable === this.reachable) return;
    this.reachable = reachable;
    if (reachable) this.log.event("info", "the server can be reached again");
    else this.log.event("warning", "the server cannot be reached");
  }
}

/** Whether the connection failed before anything of the call can have reached the server. */
function neverSent(error: ConnectError): boolean {
  const early = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && early.has(cause.code)) return true;
  }
  return false;
}
