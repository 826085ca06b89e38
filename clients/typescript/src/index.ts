// @lectern/client: a client of Lectern's API. README.md shows it at work.
export { Code } from "@connectrpc/connect";
export * from "#gen/lectern/v1/index.js";
export { revisionOf } from "./caller.js";
export type { CallOptions } from "./caller.js";
export { LecternError } from "./errors.js";
export type { ErrorResource, FieldViolation, PreconditionViolation, Reason } from "./errors.js";
export { highlightSegments, titleOf } from "./highlights.js";
export type { ByteRange, TextSegment } from "./highlights.js";
export { createLectern } from "./lectern.js";
export type { ActAs, Lectern, LecternOptions, Session } from "./lectern.js";
export { items, pages } from "./pages.js";
export type { ItemOf } from "./pages.js";
export type { RetryPolicy } from "./retry.js";
export type { ServiceClient, Services, StreamMethod, UnaryMethod } from "./services.js";
export type { WatchedTransaction, WatchOptions } from "./watch.js";
