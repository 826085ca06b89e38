// The pages for people, and the description for programs; made by the build, held in memory.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { HttpAnswer } from "./answers.ts";
import { etag } from "./caching.ts";

export interface Page extends HttpAnswer {
  readonly etag: string;
}

const SECONDS = 300;

/** Path -> page. Throws where the build has left one out. */
export function readPages(folder: URL, withAdmin: boolean): Map<string, Page> {
  const read = (name: string) => readFileSync(new URL(name, folder));
  return new Map([
    ["/", html(read("index.html"))],
    ["/reference", html(read("reference.html"))],
    ["/openapi.json", page(read(withAdmin ? "openapi-admin.json" : "openapi.json"), "application/json")],
  ]);
}

function page(body: Buffer, type: string, headers: Record<string, string> = {}): Page {
  return {
    status: 200,
    headers: { "content-type": type, "cache-control": `public, max-age=${SECONDS}`, ...headers },
    body,
    etag: etag(body),
  };
}

// No script, no picture but the icon in the page itself, and the one style sheet that the page carries.
function html(body: Buffer): Page {
  const style = /<style>([^]*?)<\/style>/.exec(body.toString("utf8"))?.[1];
  if (style === undefined) throw new Error("a page has no style sheet");
  const hash = createHash("sha256").update(style).digest("base64");
  return page(body, "text/html; charset=utf-8", {
    "content-security-policy":
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; ` +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
  });
}
