// What a failed call throws: the server's google.rpc.Status, decoded, and nothing of the connection it came over.
import { durationMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  PreconditionFailureSchema,
  ResourceInfoSchema,
  RetryInfoSchema,
} from "#gen/google/rpc/error_details_pb.js";
import type { ErrorReason } from "#gen/lectern/v1/index.js";

/** A name of `lectern.v1.ErrorReason` without its prefix, such as "ETAG_MISMATCH"; a newer server may have others. */
export type Reason = Exclude<keyof typeof ErrorReason, "UNSPECIFIED"> | (string & {});

/** A field of the request that was refused. */
export interface FieldViolation {
  /** Path from the request down. Example: "entry.passages[2].language". */
  readonly field: string;
  /** What is wrong with it, for people. */
  readonly description: string;
}

/** Something that must be so before the call can succeed. */
export interface PreconditionViolation {
  readonly type: string;
  readonly subject: string;
  readonly description: string;
}

/** The resource that an error is about. */
export interface ErrorResource {
  /** Example: "lectern/Entry". */
  readonly type: string;
  /** Example: "entries/01j8x4zq2m". */
  readonly name: string;
  readonly description: string;
}

type Detail = ConnectError["details"][number];

/** What every call of this package throws. `message` is for people; programs look at `code` and `reason`. */
export class LecternError extends Error {
  override readonly name = "LecternError";
  /** The gRPC status code. A lost connection is UNAVAILABLE, an aborted signal CANCELED. */
  readonly code: Code;
  /** Why, as the server states it in ErrorInfo; undefined where the error did not come from a Lectern server. */
  readonly reason: Reason | undefined;
  /** ErrorInfo's metadata: which limit, which role and so on; `error_reason.proto` says which reason has which. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The fields that were refused; empty where it is not about fields. */
  readonly fieldViolations: readonly FieldViolation[];
  /** What lacks, of a FAILED_PRECONDITION. */
  readonly preconditionViolations: readonly PreconditionViolation[];
  /** Milliseconds that the server asks to wait before the next attempt; undefined where it says nothing. */
  readonly retryDelayMs: number | undefined;
  /** The resource that is missing or exists already, where the server names one. */
  readonly resource: ErrorResource | undefined;
  /** All details, for types that have no field here. */
  readonly details: readonly Detail[];

  constructor(message: string, code: Code, details: readonly Detail[] = []) {
    super(message);
    this.code = code;
    this.details = details;
    const wire = new ConnectError(message, code);
    wire.details = [...details];
    const info = wire.findDetails(ErrorInfoSchema).find((found) => found.domain === "lectern");
    this.reason = info?.reason;
    this.metadata = { ...info?.metadata };
    this.fieldViolations = wire
      .findDetails(BadRequestSchema)
      .flatMap((found) => found.fieldViolations.map(({ field, description }) => ({ field, description })));
    this.preconditionViolations = wire
      .findDetails(PreconditionFailureSchema)
      .flatMap((found) => found.violations.map(({ type, subject, description }) => ({ type, subject, description })));
    const delay = wire.findDetails(RetryInfoSchema)[0]?.retryDelay;
    this.retryDelayMs = delay && durationMs(delay);
    const resource = wire.findDetails(ResourceInfoSchema)[0];
    this.resource = resource && {
      type: resource.resourceType,
      name: resource.resourceName,
      description: resource.description,
    };
  }

  /** The same for a Connect handler to throw on: code, message and details alone, no header of the call that failed. */
  toConnectError(): ConnectError {
    const error = new ConnectError(this.message, this.code);
    error.details = [...this.details];
    return error;
  }
}

// What Node's HTTP/2 makes of a connection that breaks: an orderly end reads as CANCELED, a reset as ABORTED, a closed
// session as INTERNAL.
const LOST: ReadonlySet<Code> = new Set([Code.Aborted, Code.Canceled, Code.Internal, Code.Unknown, Code.DataLoss]);

/**
 * The LecternError for whatever a transport threw. `signal` is what the caller ends the call with: where it is not
 * aborted, a cancelled call is one whose connection broke.
 */
export function lecternError(thrown: unknown, signal: AbortSignal): LecternError {
  if (thrown instanceof LecternError) return thrown;
  const { code, details, metadata, rawMessage } = ConnectError.from(thrown);
  const make = (message: string, as: Code) => new LecternError(message, as, details);
  if (signal.aborted) return make("the caller cancelled the call", Code.Canceled);
  if (details.length > 0) return make(rawMessage, code);
  if (metadata.has("grpc-status")) {
    // A Lectern server states a reason. Without one it is gRPC itself that cancels, when its server stops.
    return make(rawMessage, code === Code.Canceled ? Code.Unavailable : code);
  }
  if (rawMessage.startsWith("serialize binary:")) return make(rawMessage, Code.InvalidArgument);
  if (LOST.has(code) && !rawMessage.startsWith("parse binary:")) {
    return make(`the connection was lost: ${rawMessage}`, Code.Unavailable);
  }
  return make(rawMessage, code);
}
