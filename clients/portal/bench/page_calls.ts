// The calls that a page makes while nothing of its answers is kept. first_byte.ts sees by lecternd's own count of calls
// whether they are the portal's still.
import { pages, View, type Lectern, type UnaryMethod } from "@lectern/client";
import type { DescMessage, MessageInitShape } from "@bufbuild/protobuf";
import { COUNTRY, TOPIC } from "./corpus.ts";

type Call = (lectern: Lectern) => Promise<unknown>;

interface MeasuredPage {
  readonly path: string;
  /** Stages follow each other; the calls of one are made together. */
  readonly stages: readonly (readonly Call[])[];
}

/** All pages of a listing, as the portal reads them. */
async function all<I extends DescMessage, O extends DescMessage>(
  method: UnaryMethod<I, O>,
  request: MessageInitShape<I>,
): Promise<void> {
  for await (const page of pages(method, request)) void page;
}

const parent = `countries/${COUNTRY}`;
const countries: Call = ({ countries: { listCountries } }) => all(listCountries, { pageSize: 1000, view: View.FULL });
const topics: Call = ({ taxonomy: { listTopics } }) => all(listTopics, { pageSize: 1000, view: View.FULL });
const hotlines: Call = ({ countries: { listHotlines } }) =>
  all(listHotlines, { parent, pageSize: 1000, view: View.FULL });
const site: Call = ({ site: { getSite } }) => getSite({ name: "site" });
const countryPages: Call = ({ countries: { listCountryPages } }) => all(listCountryPages, { parent, pageSize: 1000 });
const countryPage: Call = ({ countries: { getCountryPage } }) => getCountryPage({ name: `${parent}/pages/${TOPIC}` });
const ofThePage = `country = "${parent}" AND topic = "topics/${TOPIC}"`;
const entries: Call = ({ entries: { listEntries } }) =>
  listEntries({ filter: ofThePage, orderBy: "page", view: View.FULL, pageSize: 1000 });
const counts: Call = ({ search: { search } }) =>
  search({
    kinds: ["entries"],
    filter: `country = "${parent}"`,
    facets: [{ attribute: "country", limit: 300 }, { attribute: "topic", limit: 1000 }],
    pageSize: 1,
    snippetBytes: 0,
  });

export const PAGES = {
  country: { path: `/countries/${COUNTRY}`, stages: [[countries], [countryPages, hotlines, topics, counts, site]] },
  country_topic: {
    path: `/countries/${COUNTRY}/${TOPIC}`,
    stages: [[countries, topics], [countryPage, entries, hotlines, site]],
  },
} satisfies Record<string, MeasuredPage>;

export type PageName = keyof typeof PAGES;

/** Makes the calls of a page. Throws LecternError. */
export async function makeCalls(lectern: Lectern, page: PageName): Promise<void> {
  for (const stage of PAGES[page].stages) await Promise.all(stage.map((call) => call(lectern)));
}
