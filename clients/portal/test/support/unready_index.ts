// A server whose search index is still being built: everything but searches is answered by the one behind it.
import { once } from "node:events";
import { connect, constants, createServer, type ClientHttp2Session, type OutgoingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { after } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { anyPack, DurationSchema } from "@bufbuild/protobuf/wkt";
import { ErrorInfoSchema, RetryInfoSchema } from "@lectern/client/gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "@lectern/client/gen/google/rpc/status_pb.js";

const UNAVAILABLE = 14;
const SEARCHES = "/lectern.v1.SearchService/";

export interface UnreadyIndex {
  /** HOST:PORT */
  readonly address: string;
  /** While it is false, searches are answered with INDEX_NOT_READY. */
  ready: boolean;
}

const started: (() => void)[] = [];
// Here, since a hook that is made inside another ends with that one.
after(() => started.forEach((close) => close()));

/** Closed when the tests of the file are over. */
export async function startUnreadyIndex(server: string): Promise<UnreadyIndex> {
  const behind = connect(`http://${server}`);
  const front = createServer();
  started.push(() => {
    behind.destroy();
    front.close();
  });
  const state = { address: "", ready: false };
  // Both ends are stopped when the tests are over, in whatever order.
  for (const end of [behind, front]) end.on("error", () => {});
  front.on("sessionError", () => {});
  front.on("stream", (stream, headers) => {
    const isSearch = String(headers[constants.HTTP2_HEADER_PATH]).startsWith(SEARCHES);
    if (isSearch && !state.ready) refuse(stream);
    else forward(stream, headers, behind);
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  state.address = `127.0.0.1:${(front.address() as AddressInfo).port}`;
  return state;
}

function refuse(stream: ServerHttp2Stream): void {
  const info = create(ErrorInfoSchema, { reason: "INDEX_NOT_READY", domain: "lectern", metadata: { percent: "40" } });
  const retry = create(RetryInfoSchema, { retryDelay: create(DurationSchema, { seconds: 7n }) });
  const message = "the search index is being built";
  const details = [anyPack(ErrorInfoSchema, info), anyPack(RetryInfoSchema, retry)];
  const status = create(StatusSchema, { code: UNAVAILABLE, message, details });
  stream.resume();
  stream.respond(
    {
      [constants.HTTP2_HEADER_STATUS]: 200,
      [constants.HTTP2_HEADER_CONTENT_TYPE]: "application/grpc+proto",
      "grpc-status": String(UNAVAILABLE),
      "grpc-message": message,
      "grpc-status-details-bin": Buffer.from(toBinary(StatusSchema, status)).toString("base64"),
    },
    { endStream: true },
  );
}

function forward(stream: ServerHttp2Stream, headers: object, behind: ClientHttp2Session): void {
  const call = behind.request({ ...headers, [constants.HTTP2_HEADER_AUTHORITY]: undefined });
  let trailers: OutgoingHttpHeaders = {};
  call.on("response", (answer, flags) => {
    const isWhole = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(answer, { waitForTrailers: !isWhole, endStream: isWhole });
    if (isWhole) return;
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    call.pipe(stream);
  });
  call.on("trailers", (sent) => (trailers = sent));
  for (const [one, other] of [[call, stream], [stream, call]] as const) {
    one.on("error", () => other.close(constants.NGHTTP2_CANCEL));
    one.on("aborted", () => other.close(constants.NGHTTP2_CANCEL));
  }
  stream.pipe(call);
}
