// The client: services, and what narrows them.
import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Transport } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import type { WatchRequestSchema } from "#gen/lectern/v1/change_service_pb.js";
import { Caller } from "./caller.js";
import type { CallerSettings } from "./caller.js";
import { defaultRetry } from "./retry.js";
import type { RetryPolicy } from "./retry.js";
import { bindServices } from "./services.js";
import type { Services } from "./services.js";
import { RevisionMemory } from "./session.js";
import { watchChanges } from "./watch.js";
import type { WatchedTransaction, WatchOptions } from "./watch.js";

/** What may be acted as. Acting as a role never gives more than the token's own role has. */
export type ActAs = "reader" | "educator" | "editor";

/** Where the server is and how to call it. Exactly one of `address` and `transport` is stated. */
export interface LecternOptions {
  /** HOST:PORT of a lecternd or of its edge without TLS, or an http: or https: base address. */
  address?: string;
  /** Another way to a server, such as a transport of connect-web to the gateway. */
  transport?: Transport;
  /** The secret of an API key, sent as `authorization: Bearer`. Without one the caller is anonymous. */
  token?: string;
  /** Lowers what all calls may see and do. */
  actAs?: ActAs;
  /** Deadline of unary calls, all attempts together, in milliseconds; 0: none. 10,000 where left out. */
  timeoutMs?: number;
  /** How patiently calls are made again; 8 attempts, waits from 100 to 2,000 ms where left out. */
  retry?: Partial<RetryPolicy>;
}

/** A client. Safe to share: it holds nothing but its connection. */
export interface Lectern extends Services {
  /** The same client with lesser rights, as a front end needs that acts for its visitor. */
  actAs(role: ActAs): Lectern;
  /**
   * The same client with a memory: every call sees at least what earlier calls of the session wrote or read, also on
   * another server. `start` is a revision that the caller remembers, from a cookie say.
   */
  session(start?: bigint): Session;
  /**
   * What changes in the catalogue, from `afterRevision` of the request on (0: from its beginning; left out: from now on).
   * Each transaction comes once and whole, however often the connection breaks or the server restarts. The first one is
   * a mark of progress that says where the feed begins. Throws LecternError, as the iteration does for what trying again
   * cannot mend: FAILED_PRECONDITION (FEED_CHANGED) after a restore of the store, say.
   */
  watch(
    request: MessageInitShape<typeof WatchRequestSchema>,
    options?: WatchOptions,
  ): AsyncGenerator<WatchedTransaction, void, undefined>;
  /**
   * Ends this client and all that were made of it: calls and watches under way, and later ones, throw a LecternError
   * (CANCELED); the connection is closed. A program need not: an idle connection does not keep Node running.
   */
  close(): void;
}

/** A client that remembers the highest revision it has seen. */
export interface Session extends Lectern {
  /** The highest revision seen so far; 0 before the first answer. */
  readonly revision: bigint;
  /** The same session, memory included, with lesser rights. */
  actAs(role: ActAs): Session;
}

/** Makes a client. Connects with the first call. Throws TypeError where the options contradict themselves. */
export function createLectern(options: LecternOptions): Lectern {
  const { address, actAs, timeoutMs = 10_000, token } = options;
  if ((address === undefined) === (options.transport === undefined)) {
    throw new TypeError("createLectern takes either an address or a transport");
  }
  const connection = address === undefined ? undefined : new Http2SessionManager(baseUrl(address));
  const transport = options.transport ?? grpcTransport(connection!);
  const headers = new Headers();
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (actAs !== undefined) headers.set(ACT_AS, actAs);
  const closing = new AbortController();
  const close = () => {
    const reason = new ConnectError("the client was closed", Code.Canceled);
    closing.abort(reason);
    connection?.abort(reason);
  };
  const retry = { ...defaultRetry, ...options.retry };
  return makeLectern({ transport, headers, timeoutMs, retry, closed: closing.signal }, close);
}

const ACT_AS = "lectern-act-as";
const ROLES: readonly string[] = ["reader", "educator", "editor"] satisfies ActAs[];

function baseUrl(address: string): string {
  return /^https?:\/\//.test(address) ? address : `http://${address}`;
}

function grpcTransport(sessionManager: Http2SessionManager): Transport {
  return createGrpcTransport({ baseUrl: sessionManager.authority, sessionManager });
}

function makeLectern(settings: CallerSettings, close: () => void): Lectern {
  const caller = new Caller(settings);
  return {
    ...bindServices(caller),
    watch: (request, options = {}) => watchChanges(caller, request, options),
    actAs: (role) => makeLectern({ ...settings, headers: lowered(settings.headers, role) }, close),
    session: (start) => makeSession({ ...settings, memory: new RevisionMemory(start) }, close),
    close,
  };
}

function makeSession(settings: CallerSettings & { readonly memory: RevisionMemory }, close: () => void): Session {
  return {
    ...makeLectern(settings, close),
    actAs: (role) => makeSession({ ...settings, headers: lowered(settings.headers, role) }, close),
    get revision() {
      return settings.memory.highest;
    },
  };
}

/** `headers` with the lesser of the role they act as already and `role`. */
function lowered(headers: Headers, role: ActAs): Headers {
  const now = headers.get(ACT_AS);
  const lesser = now === null || ROLES.indexOf(role) < ROLES.indexOf(now) ? role : now;
  const copy = new Headers(headers);
  copy.set(ACT_AS, lesser);
  return copy;
}
