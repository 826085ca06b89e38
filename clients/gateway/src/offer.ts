// What the gateway offers of the contract, and how. Everything here follows from descriptors and from the names below.
import type { DescMethod } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import { methodName, type Contract } from "./contract.ts";

// Methods for administrators. A browser or a web host should not hold such a key, so they are offered only where asked
// for. A test compares this with the server's own role table. Of AdminService, only what is named as open is open.
const ADMIN_SERVICE = "lectern.v1.AdminService";
const OPEN_ADMIN_METHODS = new Set(["lectern.v1.AdminService/GetStatus"]);
const ADMIN_METHODS = new Set([
  "lectern.v1.ErasureService/Expunge",
  "lectern.v1.SiteService/RollbackSite",
  "lectern.v1.SiteService/UpdateSite",
]);

// Reads whose requests say what somebody looks for: an address ends up in histories and logs, a body does not.
const POST_ONLY = /^(Search|Suggest|Related)/;

// The unary method that does what a stream does, where that is no listing. A test sees to it that no stream is without.
const TWINS = new Map([
  ["Export", "ExportPage"],
  ["StreamItems", "StageItems"],
]);

export interface Offer {
  readonly method: DescMethod;
  /** "/lectern.v1.EntryService/GetEntry". */
  readonly path: string;
  /** False for streams, which are answered with an error that names `twins`. */
  readonly unary: boolean;
  /** Whether GET is offered beside POST. */
  readonly get: boolean;
  /** Whether it changes nothing. */
  readonly read: boolean;
  /** For a stream: unary methods that give the same, by name. */
  readonly twins: readonly string[];
}

export function isAdminMethod(name: string): boolean {
  const [service] = name.split("/");
  return service === ADMIN_SERVICE ? !OPEN_ADMIN_METHODS.has(name) : ADMIN_METHODS.has(name);
}

export function isPostOnly(name: string): boolean {
  return POST_ONLY.test(name.slice(name.indexOf("/") + 1));
}

export function offerOf(method: DescMethod): Offer {
  const name = methodName(method);
  const unary = method.methodKind === "unary";
  const read = method.idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS;
  const twin = TWINS.get(method.name);
  const isTwin = (other: string): boolean => (twin === undefined ? other.startsWith("List") : other === twin);
  const twins = unary ? [] : method.parent.methods.filter((m) => m.methodKind === "unary" && isTwin(m.name));
  return {
    method,
    path: `/${name}`,
    unary,
    get: unary && read && !isPostOnly(name),
    read,
    twins: twins.map(methodName),
  };
}

export function offersOf(contract: Contract, withAdmin: boolean): Offer[] {
  return contract.methods.filter((method) => withAdmin || !isAdminMethod(methodName(method))).map(offerOf);
}
