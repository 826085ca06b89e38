// All countries that the catalogue has sources of.
import type { FC } from "hono/jsx";
import type { Country } from "@lectern/client";
import { countries as readCountries, countryName } from "../catalogue/countries.ts";
import { sourceCounts } from "../catalogue/search.ts";
import { addressOf } from "../http/addresses.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { Words } from "../parts/texts.tsx";
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
        {counts === undefined ? (
          <CountryList request={request} countries={all} />
        ) : (
          <WorldMap request={request} countries={all} counts={counts.countries} />
        )}
        <Views request={request} />
      </>
    ),
  };
}

/** Every country, while nobody can count: one without sources says so on its own page. */
const CountryList: FC<{ request: PageRequest; countries: readonly Country[] }> = ({ request, countries: all }) => {
  const { t, href, language } = request;
  const named = all
    .map((country) => ({ path: addressOf(country.name) ?? "/", text: countryName(country, language.tag) }))
    .sort((a, b) => a.text.localeCompare(b.text, language.tag));
  return (
    <>
      <p>{t.home.counting}</p>
      <ul class="columns">{named.map(({ path, text }) => <li><a href={href(path)}><Words text={text} /></a></li>)}</ul>
    </>
  );
};
