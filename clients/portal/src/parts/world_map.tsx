// How many sources the catalogue has of each country, by region.
import type { FC } from "hono/jsx";
import type { Country } from "@lectern/client";
import { countryName } from "../catalogue/countries.ts";
import { addressOf } from "../http/addresses.ts";
import type { PageRequest } from "../http/page.ts";
import { WorldPicture } from "../pictures/world_picture.tsx";
import { Words } from "./texts.tsx";

interface WorldMapProps {
  request: PageRequest;
  countries: readonly Country[];
  /** By resource name of the country. */
  counts: ReadonlyMap<string, number>;
  /** Where a country leads, where that is not its own page. */
  address?: (country: Country) => string;
}

export const WorldMap: FC<WorldMapProps> = ({ request, countries, counts, address }) => {
  const { t, href, language } = request;
  const shown = countries
    .filter(({ name }) => (counts.get(name) ?? 0) > 0)
    .map((country) => ({ country, name: countryName(country, language.tag), count: counts.get(country.name) ?? 0 }))
    .sort((a, b) => a.name.localeCompare(b.name, language.tag));
  const pageOf = (country: Country) => href(address?.(country) ?? addressOf(country.name) ?? "/");
  const drawn = shown.map(({ country, name, count }) => ({
    numericCode: country.numericCode,
    name,
    count,
    address: pageOf(country),
  }));
  const regions = [...new Set(shown.map(({ country }) => country.region))].sort();
  return (
    <figure class="world">
      <WorldPicture request={request} countries={drawn} />
      <details class="as-table">
        <summary>{t.pictures.asTable}</summary>
        <div class="regions">
          {regions.map((region) => (
            <table class="counts">
              <caption>{regionName(request, region)}</caption>
              <thead class="hidden">
                <tr>
                  <th scope="col">{t.map.country}</th>
                  <th scope="col">{t.map.sources}</th>
                </tr>
              </thead>
              <tbody>
                {shown
                  .filter(({ country }) => country.region === region)
                  .map(({ country, name, count }) => (
                    <tr>
                      <th scope="row">
                        <a href={pageOf(country)}>
                          <Words text={name} />
                        </a>
                      </th>
                      <td>{count}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          ))}
        </div>
      </details>
      <figcaption>
        {t.map.caption} {t.pictures.borders}
      </figcaption>
    </figure>
  );
};

/** Regions are the catalogue's own words, in English; a message for each that it has. */
function regionName({ t }: PageRequest, region: string): string {
  const names: Record<string, string> = t.regions;
  return names[region] ?? (region || t.map.elsewhere);
}
