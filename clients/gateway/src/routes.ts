// One handler for each method of the contract, made from its descriptor.
import {
  toBinary,
  type DescMethodBiDiStreaming,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type Message,
} from "@bufbuild/protobuf";
import { Code, createConnectRouter, type ConnectRouter } from "@connectrpc/connect";
import type { UniversalHandler } from "@connectrpc/connect/protocol";
import { compressionGzip } from "@connectrpc/connect-node";
import { etag } from "./caching.ts";
import type { Contract } from "./contract.ts";
import { jsonForm, type ErrorMaker } from "./errors.ts";
import type { Offer } from "./offer.ts";
import type { Answer, Upstream } from "./upstream.ts";

/** Most bytes of a request, as sent and after decompression. */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

export interface Route {
  readonly offer: Offer;
  readonly handler: UniversalHandler;
}

/** What a caller of a stream is told, over whatever protocol. */
export function streamMessage(offer: Offer): string {
  const twins = offer.twins.length === 0 ? "a unary method" : offer.twins.join(" or ");
  return `${offer.method.name} is a stream, which needs gRPC; over the gateway, call ${twins} again and again instead`;
}

/** Routes by path, "/lectern.v1.EntryService/GetEntry". */
export function routesOf(
  contract: Contract,
  offers: readonly Offer[],
  upstream: Upstream,
  errors: ErrorMaker,
): Map<string, Route> {
  const router = createConnectRouter({
    grpc: false, // needs HTTP/2; lecternd itself speaks it
    readMaxBytes: MAX_REQUEST_BYTES,
    acceptCompression: [compressionGzip],
    compressMinBytes: 0xffff_ffff, // answers are compressed once they are whole, below HTTP
    jsonOptions: jsonForm(contract.registry),
  });
  const routes = new Map<string, Route>();
  for (const offer of offers) {
    if (offer.unary) addUnary(router, offer, upstream);
    else addStream(router, offer, errors);
    const handler = router.handlers.at(-1);
    if (handler?.requestPath !== offer.path) throw new Error(`no handler was made for ${offer.path}`);
    routes.set(offer.path, { offer, handler });
  }
  return routes;
}

function addUnary(router: ConnectRouter, offer: Offer, upstream: Upstream): void {
  const method = offer.method as DescMethodUnary;
  router.rpc(method, async (request, context) => {
    const answer = await upstream.call(method, request as Message, context.requestHeader, {
      signal: context.signal,
      timeoutMs: context.timeoutMs(),
      read: offer.read,
    });
    answer.trailers.forEach((value, name) => {
      // As a trailer for clients of the protocols, as a header for everybody else.
      context.responseHeader.set(name, value);
      context.responseTrailer.set(name, value);
    });
    if (context.requestMethod === "GET") context.responseHeader.set("etag", etagOf(method, answer));
    return answer.message as never;
  });
}

/**
 * Names an answer by what it says, not by the revision that it shows: an overdue hotline becomes so without a commit.
 * A page token is another one in each answer, though it stands for the same place as long as the revision is the same.
 */
function etagOf(method: DescMethodUnary, answer: Answer): string {
  const token = answer.message as { nextPageToken?: string };
  if (!token.nextPageToken) return etag(toBinary(method.output, answer.message));
  const bytes = toBinary(method.output, { ...answer.message, nextPageToken: "" } as Message);
  return etag(bytes, answer.trailers.get("lectern-revision") ?? token.nextPageToken);
}

function addStream(router: ConnectRouter, offer: Offer, errors: ErrorMaker): void {
  const refuse = () => errors.make(Code.Unimplemented, "STREAM_UNSUPPORTED", streamMessage(offer));
  const { methodKind } = offer.method;
  if (methodKind === "server_streaming") {
    router.rpc(offer.method as DescMethodServerStreaming, async function* () {
      throw refuse();
    });
  } else if (methodKind === "bidi_streaming") {
    router.rpc(offer.method as DescMethodBiDiStreaming, async function* () {
      throw refuse();
    });
  } else {
    throw new Error(`${offer.path} is a stream of its caller's alone, which the contract had none of`);
  }
}
