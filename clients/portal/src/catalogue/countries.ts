// Countries, what stands around the entries of a country's page, and hotlines.
import { View, type Country, type CountryPage, type Entry, type Hotline, type Site } from "@lectern/client";
import type { Reading } from "./reading.ts";

/** All countries of the catalogue, by code. */
export async function countries(reading: Reading): Promise<Country[]> {
  const { listCountries } = reading.source.lectern.countries;
  return reading.list(listCountries, { pageSize: 1000, view: View.FULL }, (page) => page.countries);
}

const namesIn = new Map<string, Intl.DisplayNames>();

/** What a country is called in `language`: the catalogue's own word for it before that of Unicode's CLDR. */
export function countryName(country: Country, language: string): string {
  if (language === "en") return country.displayName;
  const own = country.otherNames.find((name) => name.language === language);
  if (own !== undefined) return own.text;
  let names = namesIn.get(language);
  if (names === undefined) namesIn.set(language, (names = new Intl.DisplayNames([language], { type: "region" })));
  return names.of(country.alpha2Code) ?? country.displayName;
}

/** Names of all countries in `language`, by resource name. */
export async function countryNames(reading: Reading, language: string): Promise<Map<string, string>> {
  return new Map((await countries(reading)).map((country) => [country.name, countryName(country, language)]));
}

/** Everything on the page of a known country for a known topic but its entries. undefined: readers may see none. */
export function countryPage(reading: Reading, code: string, topic: string): Promise<CountryPage | undefined> {
  const { getCountryPage } = reading.source.lectern.countries;
  return reading.askIfAny(getCountryPage, { name: `countries/${code}/pages/${topic}` });
}

/** The pages that a country has, by topic; in view BASIC. */
export function countryPages(reading: Reading, code: string): Promise<CountryPage[]> {
  const { listCountryPages } = reading.source.lectern.countries;
  return reading.list(listCountryPages, { parent: `countries/${code}`, pageSize: 1000 }, (page) => page.countryPages);
}

/** The hotlines of a country, or of all ("-"), by country and id. */
export function hotlines(reading: Reading, code: string): Promise<Hotline[]> {
  const { listHotlines } = reading.source.lectern.countries;
  return reading.list(listHotlines, { parent: `countries/${code}`, pageSize: 1000, view: View.FULL }, (p) => p.hotlines);
}

/** Entries of a country's page in the editor's order: the first part of them, and a token for more. */
export function entriesOfPage(
  reading: Reading,
  code: string,
  topic: string,
  pageToken = "",
): Promise<{ entries: Entry[]; nextPageToken: string; totalSize: number }> {
  const filter = `country = "countries/${code}" AND topic = "topics/${topic}"`;
  const request = { filter, orderBy: "page", view: View.FULL, pageSize: 1000, pageToken };
  return reading.ask(reading.source.lectern.entries.listEntries, request);
}

/** What the catalogue says about itself. undefined where nobody has written that yet. */
export function site(reading: Reading): Promise<Site | undefined> {
  return reading.askIfAny(reading.source.lectern.site.getSite, { name: "site" });
}

