// Addresses that programs ask for: an address a line.
import type { MachineHandler } from "./document.ts";
import { countryFeed, feed, topicFeed } from "./feeds.ts";
import { openSearch } from "./open_search.ts";
import { entryDescription } from "./entry_description.ts";
import { robots } from "./robots.ts";
import { sitemap, sitemapPart } from "./sitemap.ts";

const ID = "[a-z0-9-]{1,63}";

/** Pattern of the path without its language, kind of document for the log, handler. */
export const MACHINE_ROUTES: readonly [string, string, MachineHandler][] = [
  ["/feed.atom", "feed", feed],
  ["/countries/:country{[a-z][a-z]}/feed.atom", "feed", countryFeed],
  [`/topics/:topic{${ID}}/feed.atom`, "feed", topicFeed],
  ["/opensearch.xml", "search description", openSearch],
  [`/entries/:file{${ID}\\.jsonld}`, "entry description", entryDescription],
];

/** Those of the site as a whole, in no language. */
export const SITE_ROUTES: readonly [string, string, MachineHandler][] = [
  ["/robots.txt", "robots", robots],
  ["/sitemap.xml", "sitemap", sitemap],
  ["/sitemaps/:part{[a-z]+(?:-[1-9][0-9]{0,4})?\\.xml}", "sitemap", sitemapPart],
];
