// Errors that the gateway makes itself, and those of the server as callers get them.
import { fromBinary, type DescMessage, type Message, type Registry } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";

/** Reasons of the contract (error_reason.proto) have this domain. */
export const DOMAIN = "lectern";
/** Reasons of the gateway's own, below, have this one. */
export const GATEWAY_DOMAIN = "lectern.gateway";

/** Why the gateway refuses a request before the server sees it, or cannot reach the server. */
export const GATEWAY_REASONS = {
  METHOD_UNKNOWN: "404. No method has this address, or it is one for administrators that this gateway does not offer.",
  HTTP_METHOD_UNSUPPORTED: "405. The address takes other HTTP methods; the header `Allow` lists them.",
  CONTENT_TYPE_UNSUPPORTED:
    "415. The body is of another type than `application/json`, or than Connect and gRPC-Web use, or is packed otherwise than by gzip.",
  HEADERS_TOO_LARGE: "431. Address and headers together may have 16 KiB, one header that is passed on 4 KiB.",
  STREAM_UNSUPPORTED: "501. The method is a stream; the message names the unary method that gives the same.",
  SERVER_UNREACHABLE: "503. The gateway has no connection to the server just now. Try again a little later.",
  GATEWAY_BUSY: "503. The gateway holds as many calls as it can. Nothing was done; try again a little later.",
  ORIGIN_REFUSED: "403. A page of this origin asks for leave to call, and the gateway's allow-list does not hold it.",
} as const;

export type GatewayReason = keyof typeof GATEWAY_REASONS;
/** Reasons of the contract that the gateway gives too, with the meaning that they have there. */
export type SharedReason =
  | "MALFORMED_REQUEST"
  | "UNKNOWN_FIELDS"
  | "LIMIT_EXCEEDED"
  | "DEADLINE_PASSED"
  | "CALL_CANCELLED"
  | "SHUTTING_DOWN"
  | "COMMIT_OUTCOME_UNKNOWN"
  | "INTERNAL_FAULT";
export type Reason = GatewayReason | SharedReason;

/** The API's own JSON form: zeros are printed, unknown fields refused, as the server refuses them. */
export function jsonForm(registry: Registry) {
  return { alwaysEmitImplicit: true, ignoreUnknownFields: false, registry };
}

const ERROR_INFO = "google.rpc.ErrorInfo";

export class ErrorMaker {
  readonly registry: Registry;
  private readonly errorInfo: DescMessage;

  /** Throws where the registry lacks google.rpc.ErrorInfo. */
  constructor(registry: Registry) {
    this.registry = registry;
    const errorInfo = registry.getMessage(ERROR_INFO);
    if (errorInfo === undefined) throw new Error(`the contract lacks ${ERROR_INFO}`);
    this.errorInfo = errorInfo;
  }

  /** An error with its reason as google.rpc.ErrorInfo, as the server's own have it. */
  make(code: Code, reason: Reason, message: string): ConnectError {
    const domain = reason in GATEWAY_REASONS ? GATEWAY_DOMAIN : DOMAIN;
    return new ConnectError(message, code, undefined, [{ desc: this.errorInfo, value: { reason, domain } }]);
  }

  hasReason(error: ConnectError): boolean {
    return error.details.some((detail) => ("desc" in detail ? detail.desc.typeName : detail.type) === ERROR_INFO);
  }

  /**
   * The server's error made anew from code, message and details alone: what else it carries (its content-type, its
   * headers) belongs to another connection. Details are decoded, so that JSON answers can show them as JSON too.
   */
  rebuild(error: ConnectError): ConnectError {
    const rebuilt = new ConnectError(error.rawMessage, error.code);
    for (const detail of error.details) {
      if ("desc" in detail) {
        rebuilt.details.push(detail);
        continue;
      }
      const desc = this.registry.getMessage(detail.type);
      const value = desc && decode(desc, detail.value);
      rebuilt.details.push(desc && value ? { desc, value: value as Record<string, unknown> } : detail);
    }
    return rebuilt;
  }
}

function decode(desc: DescMessage, bytes: Uint8Array): Message | undefined {
  try {
    return fromBinary(desc, bytes);
  } catch {
    return undefined; // goes on as bytes
  }
}
