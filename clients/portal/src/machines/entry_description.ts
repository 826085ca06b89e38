// A source's description on its own: what Signposting's "describedby" leads to.
import { countries, site as readSite } from "../catalogue/countries.ts";
import { entry as readEntry } from "../catalogue/entries.ts";
import { labels as readLabels } from "../catalogue/labels.ts";
import { notFoundPage } from "../http/errors.tsx";
import type { Page, PageRequest } from "../http/page.ts";
import type { MachineDocument } from "./document.ts";
import { entryFacts } from "./entry_facts.ts";
import { JSON_LD, jsonLd } from "./json_ld.tsx";

export async function entryDescription(request: PageRequest): Promise<MachineDocument | Page> {
  const { reading, params, language } = request;
  const id = (params["file"] ?? "").replace(/\.jsonld$/, "");
  const [entry, all, site, labels] = await Promise.all([
    readEntry(reading, id),
    countries(reading),
    readSite(reading),
    readLabels(reading, language.tag),
  ]);
  if (entry === undefined) return notFoundPage(request);
  const country = all.find(({ name }) => name === entry.country);
  return { type: JSON_LD, body: `${jsonLd(entryFacts(request, { entry, state: entry.linkState, site, country, labels }))}\n` };
}
