// A real browser for tests.
import { after } from "node:test";
import type { Browser } from "playwright-core";
import { launchChromium } from "./chromium.ts";

const started: Browser[] = [];
// Here, since a hook that is made inside another ends with that one.
after(() => Promise.all(started.map((browser) => browser.close())));

/** Closed when the tests of the file are over. */
export async function startBrowser(): Promise<Browser> {
  const browser = await launchChromium();
  started.push(browser);
  return browser;
}

/** Every kind of page of the sample catalogue, by its name. */
export const PAGE_KINDS: Readonly<Record<string, string>> = {
  home: "/",
  topics: "/topics",
  topic: "/topics/human-trafficking",
  countries: "/countries",
  country: "/countries/nl",
  "country page": "/countries/ke/street-children",
  entry: "/entries/skfrxevu5ifa",
  "noted entry": "/entries/sxoj6cehbdos",
  search: "/search?q=traficking+children&country=nl",
  "nothing found": "/search?q=zzzqqq",
  help: "/help",
  "help in a country": "/help/gb",
  about: "/about",
  accessibility: "/accessibility",
  rights: "/rights",
  resources: "/resources",
  "no resource": "/resources?age=6&time=30",
  resource: "/resources/svvp2uv2pcxf",
  "hand-out": "/resources/s3op7kl2svwh?print",
  "use of a resource": "/use/spfspi4vqyko",
  "reading list": "/list?entries=sorkw74turs4,ssiet47zt4mt,nope&title=Numbers&q=estimates",
  "empty reading list": "/list",
  themes: "/themes",
  theme: "/themes/figures-and-estimates",
  guide: "/guide",
  timeline: "/timeline",
  "timeline of a choice": "/timeline?topic=street-children&country=ke",
  "no comparison yet": "/compare",
  comparison: "/compare?countries=nl,gb,de&topic=",
  "comparison of too many": "/compare?countries=nl,gb,de,fr,it,ke",
  "not found": "/nope",
  French: "/fr/countries/ke/street-children",
  "help in French": "/fr/help",
};
