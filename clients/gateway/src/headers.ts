// Headers that every answer carries, and CORS.
import { cors as connectCors } from "@connectrpc/connect";
import { FORWARDED_HEADERS, RETURNED_TRAILERS } from "./upstream.ts";

/** On every answer; pages replace the policy by one that lets their own style sheet in. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
};

const ALLOWED_METHODS = "GET, POST";
const ALLOWED_HEADERS = [...connectCors.allowedHeaders, ...FORWARDED_HEADERS, "if-none-match"].join(", ");
const EXPOSED_HEADERS = [
  ...connectCors.exposedHeaders,
  ...RETURNED_TRAILERS.flatMap((name) => [name, `trailer-${name}`]),
  "etag",
].join(", ");
// Two hours is the most that Chromium keeps.
const PREFLIGHT_SECONDS = "7200";

/** Cross-origin calls: origins of the list, letter by letter, without credentials of the browser's own. */
export class Cors {
  private readonly origins: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.origins = new Set(origins);
  }

  allows(origin: string | undefined): boolean {
    return origin !== undefined && this.origins.has(origin);
  }

  /** For an answer to `origin`; nothing where it is not on the list, so that the browser keeps the answer to itself. */
  answerHeaders(origin: string | undefined): Record<string, string> {
    if (origin === undefined || !this.allows(origin)) return {};
    return { "access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED_HEADERS };
  }

  /** For the answer to a preflight from an origin of the list. */
  preflightHeaders(origin: string): Record<string, string> {
    return {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": ALLOWED_METHODS,
      "access-control-allow-headers": ALLOWED_HEADERS,
      "access-control-max-age": PREFLIGHT_SECONDS,
    };
  }
}
