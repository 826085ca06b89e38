// Answers that programs read.
import type { Context } from "hono";
import { etagOf, NOWHERE, REVALIDATED } from "../http/caching.ts";
import { codingFor, compressed, compressedStream } from "../http/compression.ts";
import type { Page, PageRequest } from "../http/page.ts";

export interface MachineDocument {
  /** Media type with its parameters. */
  readonly type: string;
  /** All of it, or parts that are sent as they come. */
  readonly body: string | AsyncIterable<string>;
}

/** Makes a document; a page where there is none, to say so to whoever looks. */
export type MachineHandler = (request: PageRequest) => Promise<MachineDocument | Page>;

/** Answers with what `make` makes: good, like a page, for as long as nothing changes in the catalogue. */
export async function answerWith(context: Context, request: PageRequest, make: MachineHandler): Promise<Response | Page> {
  const made = await make(request);
  if (!("body" in made)) return made;
  const tag = etagOf(request.reading, request.assets.build);
  const headers = new Headers({
    "content-type": made.type,
    "cache-control": tag === undefined ? NOWHERE : REVALIDATED,
    vary: "accept-encoding",
    ...(tag === undefined ? {} : { etag: tag }),
  });
  const coding = codingFor(context.req.header("accept-encoding"));
  if (typeof made.body === "string") return new Response(await compressed(Buffer.from(made.body), coding, headers), { headers });
  return new Response(compressedStream(made.body, coding, headers), { headers });
}
