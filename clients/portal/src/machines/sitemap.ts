// Site maps (sitemaps.org 0.9): one file of all pages, or, where that would be too long, an index of files by country.
import type { Entry } from "@lectern/client";
import { countries, site as readSite } from "../catalogue/countries.ts";
import { counts } from "../catalogue/counts.ts";
import { allEntries, entryCount } from "../catalogue/latest_entries.ts";
import type { Reading } from "../catalogue/reading.ts";
import { teacherResources } from "../catalogue/teacher_resources.ts";
import { themes, topics } from "../catalogue/topics.ts";
import { addressOf, idOf } from "../http/addresses.ts";
import { notFoundPage } from "../http/errors.tsx";
import { permanentAddress, type Page, type PageRequest } from "../http/page.ts";
import { LANGUAGES, localised } from "../messages/messages.ts";
import type { Moment } from "../text/dates.ts";
import type { MachineDocument } from "./document.ts";
import { timeText } from "./feeds.ts";
import { element, xmlDocument, xmlStream, type Markup } from "./xml.ts";

/** The protocol's most addresses in a file. */
export const MOST_ADDRESSES = 50_000;

const SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
const TYPE = "application/xml; charset=utf-8";
const WITHOUT_TIME = ["/", "/topics", "/themes", "/countries", "/resources", "/guide", "/timeline", "/compare", "/help", "/about", "/accessibility", "/rights"];
/** Stands in the name of a file for the entries of no one country; no code of ISO 3166-1 has four letters. */
const NONE = "none";

interface Listed {
  readonly path: string;
  readonly time?: Moment | undefined;
}

export async function sitemap(request: PageRequest): Promise<MachineDocument> {
  return sitemapOf(request, MOST_ADDRESSES);
}

/** `most` addresses in a file at the most. */
export async function sitemapOf(request: PageRequest, most: number): Promise<MachineDocument> {
  const { reading } = request;
  const [base, others, entries] = await Promise.all([baseOf(request), otherPages(reading), entryCount(reading)]);
  if (others.length + entries <= most) {
    return urlSet(base, async function* () {
      yield others;
      for await (const page of allEntries(reading, "")) yield page.map(listed);
    });
  }
  const counted = await counts(reading, "", ["country"]);
  const byCountry = [...counted.of("country")].map(([name, count]) => ({ part: idOf(name), count }));
  const without = counted.total - byCountry.reduce((sum, { count }) => sum + count, 0);
  const parts = ["pages", ...[...byCountry, { part: NONE, count: without }].flatMap(({ part, count }) => numbered(part, Math.ceil(count / most)))];
  const files = parts.map((part) => element("sitemap", {}, element("loc", {}, `${base}/sitemaps/${part}.xml`)));
  return { type: TYPE, body: xmlDocument(element("sitemapindex", { xmlns: SITEMAP }, ...files)) };
}

/** "be", or "be-1", "be-2" of a country with more entries than a file holds. */
function numbered(part: string, files: number): string[] {
  return files === 1 ? [part] : Array.from({ length: files }, (_, index) => `${part}-${index + 1}`);
}

export async function sitemapPart(request: PageRequest): Promise<MachineDocument | Page> {
  return sitemapPartOf(request, MOST_ADDRESSES);
}

/** One of the files that the index names. */
export async function sitemapPartOf(request: PageRequest, most: number): Promise<MachineDocument | Page> {
  const { reading, params } = request;
  const [part = "", number = "1"] = (params["part"] ?? "").replace(/\.xml$/, "").split("-");
  const base = await baseOf(request);
  if (part === "pages") {
    const others = await otherPages(reading);
    return urlSet(base, async function* () {
      yield others;
    });
  }
  const isCountry = (await countries(reading)).some(({ name }) => name === `countries/${part}`);
  if (!isCountry && part !== NONE) return notFoundPage(request);
  const filter = isCountry ? `country = "countries/${part}"` : 'country = ""';
  const skipped = (Number(number) - 1) * most;
  return urlSet(base, async function* () {
    let at = 0;
    for await (const page of allEntries(reading, filter)) {
      const from = Math.max(0, skipped - at);
      const to = Math.max(0, skipped + most - at);
      if (to === 0) return;
      yield page.slice(from, to).map(listed);
      at += page.length;
    }
  });
}

function listed(entry: Entry): Listed {
  return { path: addressOf(entry.name) ?? "/", time: entry.updateTime };
}

/** All pages but those of entries. */
async function otherPages(reading: Reading): Promise<Listed[]> {
  const { listCountryPages } = reading.source.lectern.countries;
  const [places, subjects, threads, lessons, pages] = await Promise.all([
    countries(reading),
    topics(reading),
    themes(reading),
    teacherResources(reading),
    reading.list(listCountryPages, { parent: "countries/-", pageSize: 1000 }, (page) => page.countryPages),
  ]);
  const resources = [...places, ...subjects, ...threads, ...pages, ...lessons];
  return [
    ...WITHOUT_TIME.map((path) => ({ path })),
    ...places.map(({ name, updateTime }) => ({ path: `/help/${idOf(name)}`, time: updateTime })),
    ...resources.flatMap(({ name, updateTime }) => {
      const path = addressOf(name);
      return path === undefined || path.startsWith("/search") ? [] : [{ path, time: updateTime }];
    }),
  ];
}

async function baseOf(request: PageRequest): Promise<string> {
  return permanentAddress(request, await readSite(request.reading), "");
}

function urlSet(base: string, list: () => AsyncIterable<Listed[]>): MachineDocument {
  const attributes = { xmlns: SITEMAP, "xmlns:xhtml": "http://www.w3.org/1999/xhtml" };
  return { type: TYPE, body: xmlStream("urlset", attributes, marked(base, list())) };
}

async function* marked(base: string, list: AsyncIterable<Listed[]>): AsyncGenerator<Markup[]> {
  for await (const some of list) yield some.map((page) => urlOf(base, page));
}

function urlOf(base: string, { path, time }: Listed): Markup {
  return element(
    "url",
    {},
    element("loc", {}, `${base}${path}`),
    time === undefined ? undefined : element("lastmod", {}, timeText(time)),
    ...LANGUAGES.map((language) =>
      element("xhtml:link", { rel: "alternate", hreflang: language.tag, href: `${base}${localised(path, language)}` }),
    ),
  );
}
