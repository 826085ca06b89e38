// The routes of the portal: an address a line.
import { Hono, type Context } from "hono";
import type { Catalogue } from "./catalogue/source.ts";
import { compressed, codingFor } from "./http/compression.ts";
import { FOR_GOOD, NOWHERE, REVALIDATED, stillGood } from "./http/caching.ts";
import { faultPage, notFoundPage, pageOfError } from "./http/errors.tsx";
import { securityHeaders, withHeaders } from "./http/headers.ts";
import { withSettings, type Asset, type Assets } from "./http/assets.ts";
import type { Page, PageHandler, PageRequest } from "./http/page.ts";
import { respond } from "./http/respond.tsx";
import type { Log } from "./log.ts";
import { languageOf, localised } from "./messages/messages.ts";
import { answerWith } from "./machines/document.ts";
import { MACHINE_ROUTES, SITE_ROUTES } from "./machines/routes.ts";
import { compare } from "./pages/compare.tsx";
import { countries } from "./pages/countries.tsx";
import { country } from "./pages/country.tsx";
import { countryTopic } from "./pages/country_topic.tsx";
import { entry } from "./pages/entry.tsx";
import { help, helpInCountry } from "./pages/help.tsx";
import { guide } from "./pages/guide.tsx";
import { home } from "./pages/home.tsx";
import { readingList } from "./pages/reading_list.tsx";
import { resource } from "./pages/resource.tsx";
import { resources } from "./pages/resources.tsx";
import { search } from "./pages/search.tsx";
import { suggest } from "./pages/suggest.ts";
import { about, accessibility, rights } from "./pages/texts.tsx";
import { timeline } from "./pages/timeline.tsx";
import { theme } from "./pages/theme.tsx";
import { themes } from "./pages/themes.tsx";
import { topic } from "./pages/topic.tsx";
import { topics } from "./pages/topics.tsx";
import { use } from "./pages/use.tsx";

// The contract's ids. A state of an entry or a resource is named by its revision behind "@".
const ID = "[a-z0-9-]{1,63}";

/** Pattern of the path without its language, kind of page for the log, handler. */
const PAGES: readonly [string, string, PageHandler][] = [
  ["/", "home", home],
  ["/topics", "topics", topics],
  [`/topics/:topic{${ID}}`, "topic", topic],
  ["/countries", "countries", countries],
  ["/countries/:country{[a-z][a-z]}", "country", country],
  [`/countries/:country{[a-z][a-z]}/:topic{${ID}}`, "country page", countryTopic],
  [`/entries/:entry{${ID}(@[0-9]{1,18})?}`, "entry", entry],
  ["/search", "search", search],
  ["/help", "help", help],
  ["/help/:country{[a-z][a-z]}", "help", helpInCountry],
  ["/about", "about", about],
  ["/accessibility", "accessibility", accessibility],
  ["/rights", "rights", rights],
  ["/themes", "themes", themes],
  [`/themes/:theme{${ID}}`, "theme", theme],
  ["/resources", "resources", resources],
  [`/resources/:resource{${ID}(@[0-9]{1,18})?}`, "resource", resource],
  [`/use/:resource{${ID}}`, "use", use],
  ["/list", "reading list", readingList],
  ["/guide", "guide", guide],
  ["/timeline", "timeline", timeline],
  ["/compare", "comparison", compare],
];

/** Pages whose answers nobody keeps, whatever the catalogue's state: the address says what somebody looks for. */
const NOT_KEPT = new Set(["search", "reading list"]);

export interface Parts {
  readonly catalogue: Catalogue;
  readonly assets: Assets;
  readonly log: Log;
  readonly exitUrl: string;
  /** Origins whose pages may show these in a frame. */
  readonly frameAncestors: readonly string[];
}

export function createApp(given: Parts): Hono {
  const { catalogue, exitUrl, frameAncestors } = given;
  const assets = withSettings(given.assets, [exitUrl, ...frameAncestors]);
  const parts = { ...given, assets };
  const app = new Hono();
  app.use(withHeaders(securityHeaders(frameAncestors)));
  for (const asset of [assets.style, assets.script, assets.icon])
    app.get(asset.path, (context) => sendAsset(context, asset));
  app.get("/healthz", (context) =>
    context.json({ status: catalogue.newest.live ? "SERVING" : "NOT_SERVING" }, catalogue.newest.live ? 200 : 503),
  );
  for (const prefix of new Set(["", "/fr"])) {
    for (const [path, kind, handler] of PAGES) {
      app.get(path === "/" ? prefix || "/" : `${prefix}${path}`, (context) => answer(parts, context, kind, handler));
    }
    for (const [path, kind, make] of prefix === "" ? [...MACHINE_ROUTES, ...SITE_ROUTES] : MACHINE_ROUTES) {
      app.get(`${prefix}${path}`, (context) =>
        answer(parts, context, kind, (request) => answerWith(context, request, make)),
      );
    }
    app.post(`${prefix}/suggest`, (context) => timed(parts, "suggest", () => suggest(context, catalogue)));
  }
  app.notFound((context) => answer(parts, context, "other", (request) => elsewhere(parts, context, request)));
  app.onError((error, context) => {
    parts.log.fault(error);
    return context.text("", 500, { "cache-control": NOWHERE });
  });
  return app;
}

/** Makes a page, or says without reading anything that the one that the browser has is still good. */
function answer(parts: Parts, context: Context, kind: string, handler: PageHandler): Promise<Response> {
  return timed(parts, kind, async () => {
    const kept = !NOT_KEPT.has(kind);
    if (kept) {
      const tag = stillGood(context.req.header("if-none-match"), parts.catalogue.newest, parts.assets.build);
      if (tag !== undefined) return confirmed(tag);
    }
    const request = pageRequest(parts, context);
    const page = await pageOr(parts, request, () => handler(request));
    if (page instanceof Response) return page;
    try {
      return await respond(context, request, page, kept);
    } catch (error) {
      parts.log.fault(error);
      return respond(context, request, faultPage(request), false);
    }
  });
}

/** The copy that the browser has is still good. */
function confirmed(etag: string): Response {
  return new Response(null, { status: 304, headers: { etag, "cache-control": REVALIDATED, vary: "accept-encoding" } });
}

/** What `make` makes, or the page for what it throws. */
async function pageOr(
  parts: Parts,
  request: PageRequest,
  make: () => Promise<Page | Response>,
): Promise<Page | Response> {
  try {
    return await make();
  } catch (error) {
    const page = pageOfError(request, error);
    if (page !== undefined) return page;
    parts.log.fault(error);
    return faultPage(request);
  }
}

/** Addresses without a page: those of the old site lead on, those that are merely written otherwise as well. */
async function elsewhere({ catalogue }: Parts, { req }: Context, request: PageRequest): Promise<Page | Response> {
  if (req.method !== "GET" && req.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { allow: "GET, HEAD", "cache-control": NOWHERE } });
  }
  const old = await catalogue.legacy.find(request.path);
  if (old !== undefined) return moved(request.href(old));
  const plain = request.path.replace(/\/+$/, "").replace(/^\/+/, "/");
  const lower = plain.replace(
    /^\/(countries|help)\/([A-Za-z]{2})(?=\/|$)/,
    (_, list: string, code: string) => `/${list}/${code.toLowerCase()}`,
  );
  if (lower !== request.path && lower !== "" && !lower.includes("\\")) return moved(request.href(lower));
  return notFoundPage(request);
}

function moved(location: string): Response {
  return new Response(null, { status: 301, headers: { location, "cache-control": "public, max-age=3600" } });
}

function pageRequest({ catalogue, assets, exitUrl }: Parts, context: Context): PageRequest {
  const url = new URL(context.req.url);
  const { language, path } = languageOf(url.pathname);
  return {
    path,
    params: context.req.param() as Record<string, string>,
    query: url.searchParams,
    origin: url.origin,
    language,
    t: language.messages,
    reading: catalogue.reading(),
    recent: catalogue.recent,
    assets,
    exitUrl,
    href: (target) => localised(target, language),
  };
}

async function sendAsset(context: Context, asset: Asset): Promise<Response> {
  const headers = new Headers({ "content-type": asset.type, "cache-control": FOR_GOOD, vary: "accept-encoding" });
  const body = await compressed(asset.body, codingFor(context.req.header("accept-encoding")), headers);
  return new Response(body, { headers });
}

async function timed(parts: Parts, page: string, make: () => Promise<Response>): Promise<Response> {
  const began = performance.now();
  const response = await make();
  parts.log.access({ page, status: response.status, milliseconds: Math.round(performance.now() - began) });
  return response;
}
