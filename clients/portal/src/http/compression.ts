// Compressing answers for those who take it.
import { constants, createBrotliCompress, createGzip, brotliCompress, gzip, type BrotliCompress, type Gzip } from "node:zlib";
import { Readable } from "node:stream";
import { promisify } from "node:util";

const SMALLEST = 860; // below one packet there is nothing to win
const BROTLI = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_LGWIN]: 18, // 256 KiB, more than nearly all pages; a larger one takes time to set up
  },
};
const brotliAll = promisify(brotliCompress);
const gzipAll = promisify(gzip);

export type Coding = "br" | "gzip";

/** The coding that an Accept-Encoding header prefers of those we have. */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  const accepted = new Map(
    (acceptEncoding ?? "").split(",").map((item) => {
      const [name = "", ...parameters] = item.trim().toLowerCase().split(/\s*;\s*/);
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return [name, quality === undefined ? 1 : Number(quality)] as const;
    }),
  );
  const quality = (coding: string) => accepted.get(coding) ?? accepted.get("*") ?? 0;
  if (quality("br") > 0 && quality("br") >= quality("gzip")) return "br";
  return quality("gzip") > 0 ? "gzip" : undefined;
}

/** A whole body, compressed where that pays. Sets the header that says so. */
export async function compressed(body: Buffer, coding: Coding | undefined, headers: Headers): Promise<Uint8Array<ArrayBuffer>> {
  if (coding === undefined || body.length < SMALLEST) return new Uint8Array(body);
  headers.set("content-encoding", coding);
  return new Uint8Array(coding === "br" ? await brotliAll(body, BROTLI) : await gzipAll(body));
}

/** A body that comes in parts, each sent when it is there. Sets the header that says how. */
export function compressedStream(parts: AsyncIterable<string>, coding: Coding | undefined, headers: Headers): ReadableStream {
  if (coding === undefined) return Readable.toWeb(Readable.from(parts).map((part: string) => Buffer.from(part))) as ReadableStream;
  headers.set("content-encoding", coding);
  const compressor = coding === "br" ? createBrotliCompress(BROTLI) : createGzip();
  // Node's own choice for gzip would forget at each flush what it has seen, which makes a long page a seventh larger.
  void feed(parts, compressor, coding === "br" ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH);
  return Readable.toWeb(compressor) as ReadableStream;
}

async function feed(parts: AsyncIterable<string>, compressor: BrotliCompress | Gzip, flush: number): Promise<void> {
  try {
    for await (const part of parts) {
      if (compressor.destroyed) return; // the visitor went away
      compressor.write(part);
      await new Promise<void>((resolve) => compressor.flush(flush, resolve));
    }
    compressor.end();
  } catch (error) {
    compressor.destroy(error as Error);
  }
}
