// What a page is made from, and what it is.
import type { Child } from "hono/jsx";
import type { Site } from "@lectern/client";
import type { Reading } from "../catalogue/reading.ts";
import type { RecentEntries } from "../catalogue/recent_entries.ts";
import type { Language, Messages } from "../messages/messages.ts";
import type { TypedLink } from "../machines/links.ts";
import type { Assets } from "./assets.ts";

/** A request for a page, as pages see it. */
export interface PageRequest {
  /** The path without its language: "/countries/be". */
  readonly path: string;
  /** What the route's pattern took out of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Scheme and host that the page was asked for at. */
  readonly origin: string;
  readonly language: Language;
  readonly t: Messages;
  readonly reading: Reading;
  readonly recent: RecentEntries;
  readonly assets: Assets;
  /** Where "Leave this site" leads. */
  readonly exitUrl: string;
  /** An address of this site in the page's language. */
  href(path: string): string;
}

/** A page. The layout around it is the same for all. */
export interface Page {
  /** Plain text; the site's name is put behind it. */
  readonly title: string;
  readonly description?: string | undefined;
  readonly status?: 200 | 400 | 404 | 410 | 500 | 503;
  readonly content: Child;
  /** Further content, sent as it comes. */
  readonly more?: AsyncIterable<Child>;
  /** What stands behind the further content. */
  readonly afterMore?: Child;
  /** Elements for <head>: metadata for machines. */
  readonly head?: Child;
  /** Typed links for the header: what Signposting follows. */
  readonly links?: readonly TypedLink[];
  /** False where search engines should leave it out. */
  readonly indexed?: boolean;
  /** The page has a search form of its own. */
  readonly hasSearch?: boolean;
  /** Seconds after which to try again. */
  readonly retryAfter?: number;
}

/** Makes a page. Throws LecternError where the catalogue cannot be read; a Response is sent as it is. */
export type PageHandler = (request: PageRequest) => Promise<Page | Response>;

/** Address that a page keeps for good: the site's own base address where it states one. */
export function permanentAddress(request: PageRequest, site: Site | undefined, path: string): string {
  const base = site?.baseUrl === undefined || site.baseUrl === "" ? request.origin : site.baseUrl.replace(/\/$/, "");
  return `${base}${path}`;
}
