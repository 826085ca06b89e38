// Completions of what is being typed, for the script. By POST, so that what somebody looks for is in no address.
import type { Context } from "hono";
import { suggestions } from "../catalogue/search.ts";
import type { Catalogue } from "../catalogue/source.ts";
import { NOWHERE } from "../http/caching.ts";
import { LecternError } from "@lectern/client";

/** More than the server takes is completed by nobody. */
const MOST_BYTES = 256;
const MOST_BODY = 2048;

/** Answers with a JSON array of texts; an empty one where there is nothing to offer, or nobody to ask just now. */
export async function suggest(context: Context, catalogue: Catalogue): Promise<Response> {
  const answer = (texts: string[]) => context.json(texts, 200, { "cache-control": NOWHERE });
  if (Number(context.req.header("content-length") ?? Number.POSITIVE_INFINITY) > MOST_BODY) return answer([]);
  const typed = new URLSearchParams(await context.req.text()).get("q")?.trim() ?? "";
  if (typed === "" || Buffer.byteLength(typed) > MOST_BYTES) return answer([]);
  try {
    return answer((await suggestions(catalogue.reading(), typed)).map(({ text }) => text));
  } catch (error) {
    if (error instanceof LecternError) return answer([]); // the field works without
    throw error;
  }
}
