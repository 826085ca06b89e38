// The files that pages bring along: style, script, icon. Their addresses hold a hash of their content, so that a browser
// may keep them for good.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { icon } from "../pictures/icon.ts";

export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

export interface Assets {
  readonly style: Asset;
  readonly script: Asset;
  readonly icon: Asset;
  /** Names this build, with its settings: another one may make another page of the same revision. */
  readonly build: string;
}

/** Reads what the build has put into `dist`. Throws where it is not built. */
export function readAssets(dist: URL): Assets {
  const style = asset("style", "css", "text/css; charset=utf-8", readFileSync(new URL("style.css", dist)));
  const script = asset("portal", "js", "text/javascript; charset=utf-8", readFileSync(new URL("scripts/portal.js", dist)));
  const picture = asset("icon", "svg", "image/svg+xml", Buffer.from(icon()));
  return { style, script, icon: picture, build: hashOf(...programFiles(dist), style.body, script.body) };
}

/** The same, of a process that was started with `settings` that pages show or send: with others, it makes other pages. */
export function withSettings(assets: Assets, settings: readonly string[]): Assets {
  return { ...assets, build: hashOf(Buffer.from(JSON.stringify([assets.build, ...settings]))) };
}

function programFiles(dist: URL): Buffer[] {
  const names = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => /\.js(on)?$/.test(name));
  return names.sort().map((name) => readFileSync(new URL(name, dist)));
}

function asset(name: string, extension: string, type: string, body: Buffer): Asset {
  return { path: `/assets/${name}.${hashOf(body)}.${extension}`, type, body };
}

function hashOf(...contents: Buffer[]): string {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return hash.digest("base64url").slice(0, 12);
}
