// What a visitor's first view of the page with 60 sources weighs: the page, its style and its script, as they are sent.
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Program } from "../test/support/programs.ts";
import { Connection } from "./connection.ts";
import { passageCharacters, SOURCES } from "./corpus.ts";
import { PAGES } from "./page_calls.ts";
import type { Ratio, Result } from "./report.ts";

const MOST_PAGE_BYTES = 60_000;
const MOST_SCRIPT_BYTES = 3_072;
const CODINGS = { br: brotliDecompressSync, gzip: gunzipSync };

interface Weight {
  readonly page: number;
  readonly style: number;
  readonly script: number;
  readonly page_uncompressed: number;
}

/** Bytes of the bodies, by coding. Throws where the page has not the sources that it should have. */
export async function measureWeight(portal: Program): Promise<Result> {
  const connection = await Connection.open(portal.address);
  const ratios: Ratio[] = [];
  const figures: Record<string, Weight | number> = { sources: SOURCES, passage_characters: passageCharacters() };
  for (const coding of Object.keys(CODINGS) as (keyof typeof CODINGS)[]) {
    const body = async (path: string) => {
      const { status, headers, body } = await connection.get(connection.request(path, { "accept-encoding": coding }));
      if (status !== 200 || headers.get("content-encoding") !== coding) {
        throw new Error(`${path}: status ${status}, not ${coding}`);
      }
      return { sent: body.length, text: CODINGS[coding](body).toString("utf8") };
    };
    const { sent: page, text: html } = await body(PAGES.country_topic.path);
    const sources = html.match(/<article class="entry"/g)?.length ?? 0;
    if (sources !== SOURCES) throw new Error(`the page has ${sources} sources in place of ${SOURCES}`);
    const total = async (pattern: RegExp) => {
      let bytes = 0;
      for (const [, path = ""] of html.matchAll(pattern)) bytes += (await body(path)).sent;
      return bytes;
    };
    const style = await total(/<link rel="stylesheet" href="([^"]+)"/g);
    const script = await total(/<script[^>]* src="([^"]+)"/g);
    if (style === 0) throw new Error("the page has no style sheet");
    figures[coding] = { page, style, script, page_uncompressed: Buffer.byteLength(html) };
    ratios.push(
      {
        name: `page_weight_${coding}`,
        value: (page + style) / MOST_PAGE_BYTES,
        most: 1,
        meaning: `${page} bytes of page and ${style} of style, ${coding} / ${MOST_PAGE_BYTES}`,
      },
      {
        name: `script_weight_${coding}`,
        value: script / MOST_SCRIPT_BYTES,
        most: 1,
        meaning: `${script} bytes of script, ${coding} / ${MOST_SCRIPT_BYTES}`,
      },
    );
  }
  connection.close();
  return { ratios, figures };
}
