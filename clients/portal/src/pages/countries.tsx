// All countries that the catalogue has sources of.
import { countries as readCountries } from "../catalogue/countries.ts";
import { sourceCounts } from "../catalogue/search.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { Trail } from "../parts/trail.tsx";
import { Views } from "../parts/views.tsx";
import { WorldMap } from "../parts/world_map.tsx";

export async function countries(request: PageRequest): Promise<Page> {
  const { t, reading } = request;
  const [all, counts] = await Promise.all([readCountries(reading), sourceCounts(reading)]);
  return {
    title: t.layout.countries,
    content: (
      <>
        <Trail request={request} steps={[]} />
        <h1>{t.layout.countries}</h1>
        {/* While nobody can count, every country is shown: one without sources says so on its own page. */}
        <WorldMap request={request} countries={all} counts={counts?.countries ?? new Map(all.map(({ name }) => [name, 1]))} />
        <Views request={request} />
      </>
    ),
  };
}
