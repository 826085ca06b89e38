// What a cache between the gateway and its callers may keep. GET alone is for caches; POST never is.
import { createHash } from "node:crypto";

/** Seconds that an anonymous answer may be shown from a cache: so late may a withdrawal reach a reader. */
export const PUBLIC_SECONDS = 30;

// What an answer to GET depends on, beside its address.
export const GET_VARY = "Origin, Authorization, Lectern-Act-As, Lectern-Min-Revision, Accept-Encoding";

/** Whatever carries an authorization, even an empty one, is for its caller alone. */
export function cacheControl(isGet: boolean, status: number, authorized: boolean): string {
  if (authorized) return "private, no-store";
  return isGet && status === 200 ? `public, max-age=${PUBLIC_SECONDS}` : "no-store";
}

/** A weak tag of all the parts, since the same answer also goes out compressed. */
export function etag(...parts: Array<Uint8Array | string>): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(String(part.length)).update(":").update(part);
  return `W/"${hash.digest("base64url").slice(0, 22)}"`;
}

/** Whether If-None-Match names `tag`, by the weak comparison that RFC 9110 asks for. */
export function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  const opaque = (text: string) => text.trim().replace(/^W\//, "");
  return ifNoneMatch.split(",").some((other) => opaque(other) === opaque(tag));
}

/** Whether Accept-Encoding lets gzip be sent. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  for (const part of (acceptEncoding ?? "").split(",")) {
    const [name, ...parameters] = part.trim().toLowerCase().split(";");
    if (!["gzip", "*"].includes(name?.trim() ?? "")) continue;
    return !parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter));
  }
  return false;
}
