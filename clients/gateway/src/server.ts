// The HTTP/1.1 side: what comes in is told apart by its path, and every answer leaves through one place.
import http from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Code } from "@connectrpc/connect";
import { universalRequestFromNodeRequest } from "@connectrpc/connect-node";
import type { AnswerMaker, HttpAnswer } from "./answers.ts";
import { bytesOf } from "./answers.ts";
import { acceptsGzip, cacheControl, GET_VARY, matches } from "./caching.ts";
import { SECURITY_HEADERS, type Cors } from "./headers.ts";
import type { Log } from "./log.ts";
import type { Page } from "./pages.ts";
import { MAX_REQUEST_BYTES, streamMessage, type Route } from "./routes.ts";
import { capTimeouts, FORWARDED_HEADERS, MAX_CALL_MS } from "./upstream.ts";

/** Most bytes of address and headers together, and of one header that is passed on. */
export const MAX_HEADER_BYTES = 16 * 1024;
export const MAX_FORWARDED_BYTES = 4 * 1024;
const MAX_CONNECTIONS = 1024;
const DISCARD_BYTES = 32 * 1024 * 1024;
const DISCARD_MS = 5_000;
const COMPRESS_FROM_BYTES = 1024;
const ACCEPT_POST = "application/json, application/proto, application/grpc-web+proto, application/grpc-web+json";

const compress = promisify(gzip);

export interface Parts {
  readonly routes: ReadonlyMap<string, Route>;
  readonly pages: ReadonlyMap<string, Page>;
  readonly cors: Cors;
  readonly answers: AnswerMaker;
  readonly log: Log;
  readonly isServing: () => Promise<boolean>;
}

export class GatewayServer {
  private readonly parts: Parts;
  private readonly server: http.Server;
  private draining = false;
  private health: Promise<boolean> | undefined;

  constructor(parts: Parts) {
    this.parts = parts;
    this.server = http.createServer(
      {
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: 10_000,
        requestTimeout: MAX_CALL_MS,
        keepAliveTimeout: 65_000, // longer than proxies keep theirs, so that they close first
        connectionsCheckingInterval: 2_000,
      },
      (request, response) => void this.handle(request, response),
    );
    // A body that is too large need not even set out.
    this.server.on("checkContinue", (request: http.IncomingMessage, response: http.ServerResponse) => {
      if (!isTooLarge(request)) response.writeContinue();
      void this.handle(request, response);
    });
    this.server.timeout = 2 * MAX_CALL_MS; // a reader that takes nothing for so long is let go
    this.server.maxConnections = MAX_CONNECTIONS;
    this.server.on("clientError", (error: NodeJS.ErrnoException, socket) => this.refuse(error, socket));
  }

  /** Resolves with the address once it serves; rejects where it cannot. */
  listen(host: string, port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen({ host, port }, () => {
        this.server.off("error", reject);
        const address = this.server.address();
        if (address === null || typeof address === "string") return reject(new Error("the address is no TCP port"));
        resolve(`${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`);
      });
    });
  }

  /** Takes no new connection, lets calls end for `graceMs`, then closes what is left. */
  async stop(graceMs: number): Promise<void> {
    this.draining = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    const timer = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(timer);
  }

  private async handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const started = performance.now();
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    const route = this.parts.routes.get(path);
    let answer: HttpAnswer;
    try {
      answer = await this.answer(request, response, path, route);
      await this.send(request, response, answer, route !== undefined);
    } catch (fault) {
      this.logFault(fault);
      answer = this.parts.answers.error(500, Code.Internal, "INTERNAL_FAULT", "a fault of the gateway");
      if (!response.headersSent) await this.send(request, response, answer, true).catch(() => response.destroy());
      else response.destroy();
    }
    if (route !== undefined)
      this.parts.log.call({
        method: route.offer.path.slice(1),
        status: answer.status,
        milliseconds: Math.round(performance.now() - started),
      });
  }

  private async answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    path: string,
    route: Route | undefined,
  ): Promise<HttpAnswer> {
    const { answers, pages } = this.parts;
    const origin = request.headers.origin;
    if (
      request.method === "OPTIONS" &&
      origin !== undefined &&
      request.headers["access-control-request-method"] !== undefined
    )
      return this.preflight(origin);
    const isGet = request.method === "GET" || request.method === "HEAD";
    const page = pages.get(path);
    if (page !== undefined || path === "/healthz") {
      if (!isGet) return this.otherMethod("GET, HEAD", "a page is for GET");
      if (page === undefined) return this.healthz();
      return matches(request.headers["if-none-match"], page.etag)
        ? notModified(page, page.etag)
        : withEtag(page, page.etag);
    }
    if (route === undefined)
      return answers.error(
        404,
        Code.Unimplemented,
        "METHOD_UNKNOWN",
        "no method of this gateway has this address; /openapi.json lists them",
      );
    return await this.call(request, response, route);
  }

  private async call(request: http.IncomingMessage, response: http.ServerResponse, route: Route): Promise<HttpAnswer> {
    const { answers } = this.parts;
    const type = request.headers["content-type"];
    const spoken = route.handler.supportedContentType;
    if (!route.offer.unary && !(request.method === "POST" && type !== undefined && spoken(type)))
      return answers.error(501, Code.Unimplemented, "STREAM_UNSUPPORTED", streamMessage(route.offer));
    const isGet = request.method === "GET";
    if (request.method !== "POST" && !(isGet && route.offer.get))
      return this.otherMethod(
        route.offer.get ? "GET, POST" : "POST",
        `${route.offer.method.name} takes ${route.offer.get ? "GET or POST" : "POST"}`,
      );
    if (isGet) {
      const query = new URLSearchParams((request.url ?? "").split("?").slice(1).join("?"));
      if (!["json", "proto"].includes(query.get("encoding") ?? "") || !query.has("message"))
        return answers.error(
          400,
          Code.InvalidArgument,
          "MALFORMED_REQUEST",
          'GET takes the request in the query: encoding=json and message={"name": ...}, percent-encoded',
        );
    } else if (type === undefined || !spoken(type)) {
      return answers.error(
        415,
        Code.InvalidArgument,
        "CONTENT_TYPE_UNSUPPORTED",
        "the body must be JSON, sent with Content-Type: application/json",
        { "accept-post": ACCEPT_POST },
      );
    }
    if (isTooLarge(request)) return answers.tooLarge();
    for (const name of FORWARDED_HEADERS) {
      if ((request.headers[name]?.length ?? 0) > MAX_FORWARDED_BYTES) return this.headersTooLarge();
    }
    let universal;
    try {
      universal = universalRequestFromNodeRequest(request, response, undefined, undefined);
    } catch {
      return answers.error(400, Code.InvalidArgument, "MALFORMED_REQUEST", "the header Host is missing or is no host");
    }
    capTimeouts(universal.header);
    return await answers.call(route.handler, universal);
  }

  private preflight(origin: string): HttpAnswer {
    if (this.parts.cors.allows(origin))
      return { status: 204, headers: this.parts.cors.preflightHeaders(origin), body: new Uint8Array() };
    return this.parts.answers.error(
      403,
      Code.PermissionDenied,
      "ORIGIN_REFUSED",
      "pages of this origin may not call; whoever runs the gateway can add it with --allow-origin",
    );
  }

  private otherMethod(allow: string, message: string): HttpAnswer {
    return this.parts.answers.error(405, Code.Unimplemented, "HTTP_METHOD_UNSUPPORTED", message, { allow });
  }

  private headersTooLarge(): HttpAnswer {
    const message = `address and headers may have ${MAX_HEADER_BYTES} bytes together, one that is passed on ${MAX_FORWARDED_BYTES}`;
    return this.parts.answers.error(431, Code.ResourceExhausted, "HEADERS_TOO_LARGE", message, { connection: "close" });
  }

  // One question to the server at a time, however many ask.
  private async healthz(): Promise<HttpAnswer> {
    this.health ??= this.parts.isServing().finally(() => (this.health = undefined));
    const serving = !this.draining && (await this.health);
    return {
      status: serving ? 200 : 503,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
      body: bytesOf({ status: serving ? "SERVING" : "NOT_SERVING" }),
    };
  }

  private async send(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    answer: HttpAnswer,
    isRoute: boolean,
  ): Promise<void> {
    let { status, body } = answer;
    const headers: Record<string, string> = {
      ...SECURITY_HEADERS,
      ...this.parts.cors.answerHeaders(request.headers.origin),
      ...answer.headers,
    };
    const isGet = request.method === "GET" && isRoute;
    headers.vary = isGet ? GET_VARY : "Origin, Accept-Encoding";
    headers["cache-control"] ??= cacheControl(isGet, status, request.headers.authorization !== undefined);
    if (!headers["cache-control"].startsWith("public")) delete headers.etag;
    if (isGet && headers.etag !== undefined && matches(request.headers["if-none-match"], headers.etag)) {
      status = 304;
      body = new Uint8Array();
      delete headers["content-type"];
    }
    if (body.byteLength >= COMPRESS_FROM_BYTES && acceptsGzip(request.headers["accept-encoding"])) {
      body = await compress(body);
      headers["content-encoding"] = "gzip";
    }
    // Who is still sending would not see an answer before a broken connection.
    if (headers.connection === "close") await discard(request);
    if (this.draining) headers.connection = "close";
    if (status !== 304 && status !== 204) headers["content-length"] = String(body.byteLength);
    response.writeHead(status, headers);
    response.end(request.method === "HEAD" ? undefined : body);
  }

  // What Node's parser refuses never becomes a request.
  private refuse(error: NodeJS.ErrnoException, socket: import("node:stream").Duplex): void {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const { answers } = this.parts;
    const late = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    const answer =
      error.code === "HPE_HEADER_OVERFLOW"
        ? this.headersTooLarge()
        : late
          ? answers.error(408, Code.DeadlineExceeded, "DEADLINE_PASSED", "the request did not arrive in time")
          : answers.error(400, Code.InvalidArgument, "MALFORMED_REQUEST", "this is no HTTP/1.1 request");
    const headers = {
      ...SECURITY_HEADERS,
      ...answer.headers,
      connection: "close",
      "content-length": answer.body.byteLength,
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `HTTP/1.1 ${answer.status} ${http.STATUS_CODES[answer.status]}\r\n${lines.join("")}\r\n`;
    socket.end(Buffer.concat([Buffer.from(head), answer.body]));
  }

  // The kind of a fault and where it was, never its message: that may quote a request.
  private logFault(fault: unknown): void {
    const kind = fault instanceof Error ? fault.name : typeof fault;
    const frames = fault instanceof Error ? (fault.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
    this.parts.log.event(
      "error",
      `a fault of the gateway: ${kind}${frames
        .slice(0, 4)
        .map((line) => ` ${line.trim()}`)
        .join("")}`,
    );
  }
}

function isTooLarge(request: http.IncomingMessage): boolean {
  return Number(request.headers["content-length"] ?? 0) > MAX_REQUEST_BYTES;
}

/** Reads what is left of a request and drops it, within bounds. */
function discard(request: http.IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed || request.headers.expect !== undefined) return Promise.resolve();
  return new Promise((resolve) => {
    let left = DISCARD_BYTES;
    const timer = setTimeout(resolve, DISCARD_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.on("data", (chunk: Buffer) => (left -= chunk.length) < 0 && done());
    request.once("end", done).once("close", done).once("error", done);
    request.resume();
  });
}

function withEtag(page: Page, etag: string): HttpAnswer {
  return { status: 200, headers: { ...page.headers, etag }, body: page.body };
}

function notModified(page: Page, etag: string): HttpAnswer {
  return {
    status: 304,
    headers: { "cache-control": page.headers["cache-control"] ?? "no-store", etag },
    body: new Uint8Array(),
  };
}
