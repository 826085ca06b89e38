// What programs that gather pages are asked to leave alone.
import { site as readSite } from "../catalogue/countries.ts";
import { permanentAddress, type PageRequest } from "../http/page.ts";
import { LANGUAGES } from "../messages/messages.ts";
import type { MachineDocument } from "./document.ts";

/** Combinations of filters, countries and years: without end, and nothing that is not on another page. */
const ENDLESS = ["/search?*&", "/compare?", "/timeline?", "/list?", "/suggest"];

export async function robots(request: PageRequest): Promise<MachineDocument> {
  const site = await readSite(request.reading);
  const lines = [
    "User-agent: *",
    ...LANGUAGES.flatMap(({ prefix }) => ENDLESS.map((path) => `Disallow: ${prefix}${path}`)),
    "",
    `Sitemap: ${permanentAddress(request, site, "/sitemap.xml")}`,
  ];
  return { type: "text/plain; charset=utf-8", body: `${lines.join("\n")}\n` };
}
