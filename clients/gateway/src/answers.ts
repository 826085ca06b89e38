// Answers as they go out: a status, headers and whole bytes, made from what the handlers of the protocols give.
import { Code, ConnectError } from "@connectrpc/connect";
import type { UniversalHandler, UniversalServerRequest, UniversalServerResponse } from "@connectrpc/connect/protocol";
import { codeToString, errorToJson } from "@connectrpc/connect/protocol-connect";
import type { JsonValue } from "@bufbuild/protobuf";
import { jsonForm, type ErrorMaker, type Reason } from "./errors.ts";
import { MAX_REQUEST_BYTES } from "./routes.ts";

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

const JSON_TYPE = "application/json";
// A parser may quote what the caller sent.
const MAX_MESSAGE_CHARACTERS = 1024;
// What all large requests together may hold, so that many of them at once do not end the process; the beginning of each
// is free, so that they do not shut out small ones.
const MAX_HELD_BYTES = 128 * 1024 * 1024;
const FREE_BYTES = 64 * 1024;

// What is left of a refused body is not read, so its connection cannot carry another request.
const CLOSE = { connection: "close" };

/** A request's share of what is held, and the answer where its body is not read to the end. */
interface Held {
  bytes: number;
  refused: HttpAnswer | undefined;
}

export class AnswerMaker {
  private readonly errors: ErrorMaker;
  private readonly maxHeldBytes: number;
  private heldBytes = 0;

  constructor(errors: ErrorMaker, maxHeldBytes = MAX_HELD_BYTES) {
    this.errors = errors;
    this.maxHeldBytes = maxHeldBytes;
  }

  /** Bytes that large requests hold just now. */
  get held(): number {
    return this.heldBytes;
  }

  /** An error of the gateway's own as Connect's JSON, whatever the request was. */
  error(
    status: number,
    code: Code,
    reason: Reason,
    message: string,
    headers: Record<string, string> = {},
  ): HttpAnswer {
    const json = errorToJson(this.errors.make(code, reason, message), jsonForm(this.errors.registry));
    return { status, headers: { "content-type": JSON_TYPE, ...headers }, body: bytesOf(json) };
  }

  tooLarge(): HttpAnswer {
    const message = `the request has more than ${MAX_REQUEST_BYTES} bytes; send fewer items at a time`;
    return this.error(413, Code.ResourceExhausted, "LIMIT_EXCEEDED", message, CLOSE);
  }

  /** Has the protocol's handler answer, and gathers its answer; all of them are single messages. */
  async call(handler: UniversalHandler, request: UniversalServerRequest): Promise<HttpAnswer> {
    const held: Held = { bytes: 0, refused: undefined };
    try {
      const body = this.limited(request.body as AsyncIterable<Uint8Array>, held);
      const answer = await handler({ ...request, body });
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.body ?? []) chunks.push(chunk);
      return held.refused ?? this.whole(answer, Buffer.concat(chunks));
    } finally {
      this.heldBytes -= held.bytes;
    }
  }

  private async *limited(body: AsyncIterable<Uint8Array>, held: Held): AsyncGenerator<Uint8Array> {
    let size = 0;
    for await (const chunk of body) {
      size += chunk.byteLength;
      const counted = Math.max(0, size - FREE_BYTES) - held.bytes;
      held.bytes += counted;
      this.heldBytes += counted;
      if (size > MAX_REQUEST_BYTES) held.refused = this.tooLarge();
      else if (counted > 0 && this.heldBytes > this.maxHeldBytes) held.refused = this.busy();
      if (held.refused !== undefined) throw new ConnectError("the body is not read", Code.ResourceExhausted);
      yield chunk;
    }
  }

  private busy(): HttpAnswer {
    const message = "the gateway holds as many large requests as it can; try again a little later";
    return this.error(503, Code.Unavailable, "GATEWAY_BUSY", message, CLOSE);
  }

  private whole(answer: UniversalServerResponse, body: Uint8Array): HttpAnswer {
    const headers: Record<string, string> = {};
    answer.header?.forEach((value, name) => {
      if (name !== "content-length") headers[name] = value;
    });
    if (answer.status < 400 || headers["content-type"] !== JSON_TYPE) return { status: answer.status, headers, body };
    return this.withReason(answer.status, headers, body);
  }

  /**
   * The server's errors have a reason each, and so have the gateway's; what has none is what the protocol's handler
   * says of a request that it cannot read.
   */
  private withReason(status: number, headers: Record<string, string>, body: Uint8Array): HttpAnswer {
    const error = JSON.parse(Buffer.from(body).toString("utf8")) as {
      code?: string;
      message?: string;
      details?: unknown[];
    };
    if ((error.details ?? []).length > 0) return { status, headers, body };
    const message = shorten(error.message ?? "");
    const malformed = (text: string) => this.error(400, Code.InvalidArgument, "MALFORMED_REQUEST", text);
    switch (error.code) {
      case codeToString(Code.Internal):
        // Of a body in protobuf that is none, or not packed as its header says, Connect says that it is internal.
        if (message.startsWith("parse binary:")) return malformed("the body is no message of the method's request type");
        if (message.startsWith("decompression failed"))
          return malformed("the body is not what its Content-Encoding says");
        return this.error(500, Code.Internal, "INTERNAL_FAULT", "a fault of the gateway");
      case codeToString(Code.ResourceExhausted):
        return this.tooLarge();
      case codeToString(Code.Unimplemented): // an encoding that is none of ours
        return this.error(415, Code.Unimplemented, "CONTENT_TYPE_UNSUPPORTED", message);
    }
    if (!/\bkey "[^]*" is unknown$/.test(error.message ?? "")) return malformed(message);
    return this.error(400, Code.InvalidArgument, "UNKNOWN_FIELDS", message);
  }
}

function shorten(message: string): string {
  return message.length <= MAX_MESSAGE_CHARACTERS ? message : `${message.slice(0, MAX_MESSAGE_CHARACTERS)}...`;
}

export function bytesOf(json: JsonValue): Uint8Array {
  return Buffer.from(JSON.stringify(json), "utf8");
}
