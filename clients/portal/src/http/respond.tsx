// From a page to an answer: layout around it, headers, compression.
import type { Context } from "hono";
import { raw } from "hono/html";
import { isOutage } from "../catalogue/reading.ts";
import { site } from "../catalogue/countries.ts";
import { linkHeader } from "../machines/links.ts";
import { Layout } from "../parts/layout.tsx";
import { etagOf, NOWHERE, REVALIDATED } from "./caching.ts";
import { codingFor, compressed, compressedStream } from "./compression.ts";
import type { Page, PageRequest } from "./page.ts";

/** Stands for further content while the layout is rendered, and occurs nowhere else: no text holds U+0000. */
const MORE = "\u0000";

/** Answers with a page. `kept` says whether a copy of it may be used again while nothing has changed. */
export async function respond(context: Context, request: PageRequest, page: Page, kept: boolean): Promise<Response> {
  // The footer can do without; the page that says that the server is away has to.
  const facts = await site(request.reading).catch((error: unknown) => {
    if (isOutage(error) || page.status === 500) return undefined;
    throw error;
  });
  // Rendered first: parts note how long what they show will hold.
  const html = String(
    <Layout request={request} page={page} site={facts}>
      {page.content}
      {page.more === undefined ? "" : raw(MORE)}
      {page.afterMore ?? ""}
    </Layout>,
  );
  const headers = new Headers({ "content-type": "text/html; charset=utf-8", "content-language": request.language.tag });
  const status = page.status ?? 200;
  const tag = kept && status === 200 ? etagOf(request.reading, request.assets.build) : undefined;
  headers.set("cache-control", tag === undefined ? NOWHERE : REVALIDATED);
  headers.set("vary", "accept-encoding");
  if (tag !== undefined) headers.set("etag", tag);
  const links = linkHeader(page.links ?? []);
  if (links !== undefined) headers.set("link", links);
  if (page.retryAfter !== undefined) headers.set("retry-after", String(page.retryAfter));
  const coding = codingFor(context.req.header("accept-encoding"));
  const whole = `<!DOCTYPE html>${html}`;
  if (page.more === undefined) {
    return new Response(await compressed(Buffer.from(whole), coding, headers), { status, headers });
  }
  const [top = "", bottom = ""] = whole.split(MORE);
  return new Response(compressedStream(parts(top, page.more, bottom), coding, headers), { status, headers });
}

async function* parts(top: string, more: NonNullable<Page["more"]>, bottom: string): AsyncGenerator<string> {
  yield top;
  for await (const part of more) yield String(part);
  yield bottom;
}
