// Where help is found: the reader says in which country. Nobody's place is guessed.
import { countries, countryName, hotlines as readHotlines, site as readSite } from "../catalogue/countries.ts";
import { idOf } from "../http/addresses.ts";
import { notFoundPage } from "../http/errors.tsx";
import type { Page, PageRequest } from "../http/page.ts";
import { Fallbacks, Hotlines } from "../parts/hotlines.tsx";
import { Words } from "../parts/texts.tsx";
import { Trail } from "../parts/trail.tsx";

export async function help(request: PageRequest): Promise<Page | Response> {
  const { t, href, reading, language, query } = request;
  const chosen = query.get("country") ?? "";
  if (/^[a-z]{2}$/.test(chosen)) {
    return new Response(null, {
      status: 303,
      headers: { location: href(`/help/${chosen}`), "cache-control": "no-store" },
    });
  }
  const [all, hotlines, site] = await Promise.all([countries(reading), readHotlines(reading, "-"), readSite(reading)]);
  const withHotlines = new Set(hotlines.map(({ name }) => name.split("/hotlines/")[0]));
  const named = all
    .map((country) => ({ country, name: countryName(country, language.tag) }))
    .sort((a, b) => a.name.localeCompare(b.name, language.tag));
  return {
    title: t.help.title,
    description: t.help.description,
    content: (
      <div class="help-page">
        <h1>{t.help.title}</h1>
        <p class="lead">{t.help.lead}</p>
        <form class="choose" action={href("/help")} method="get">
          <label for="country">{t.help.choose}</label>
          <div class="search-row">
            <select id="country" name="country" required>
              <option value="">{t.compare.choose}</option>
              {named.map(({ country, name }) => (
                <option value={idOf(country.name)}>{name}</option>
              ))}
            </select>
            <button type="submit">{t.help.show}</button>
          </div>
        </form>
        <section aria-labelledby="anywhere">
          <h2 id="anywhere">{t.help.anywhere}</h2>
          <Fallbacks request={request} fallbacks={site?.fallbacks ?? []} />
        </section>
        <section aria-labelledby="by-country">
          <h2 id="by-country">{t.help.byCountry}</h2>
          <ul class="columns">
            {named
              .filter(({ country }) => withHotlines.has(country.name))
              .map(({ country, name }) => (
                <li>
                  <a href={href(`/help/${idOf(country.name)}`)}>
                    <Words text={name} />
                  </a>
                </li>
              ))}
          </ul>
        </section>
        <Leaving request={request} />
      </div>
    ),
  };
}

export async function helpInCountry(request: PageRequest): Promise<Page> {
  const { t, href, reading, language, params } = request;
  const code = params["country"] ?? "";
  const found = (await countries(reading)).find(({ name }) => name === `countries/${code}`);
  if (found === undefined) return notFoundPage(request);
  const [hotlines, site] = await Promise.all([readHotlines(reading, code), readSite(reading)]);
  const name = countryName(found, language.tag);
  return {
    title: t.help.titleFor(name),
    description: t.help.description,
    content: (
      <div class="help-page">
        <Trail request={request} steps={[{ label: t.help.title, path: "/help" }]} />
        <h1>{t.help.titleFor(name)}</h1>
        {hotlines.length === 0 ? <p>{t.help.noneOf(name)}</p> : <h2 class="hidden">{t.help.hotlines}</h2>}
        <Hotlines request={request} hotlines={hotlines} site={site} />
        <p>
          <a href={href("/help")}>{t.help.other}</a>
        </p>
        <Leaving request={request} />
      </div>
    ),
  };
}

function Leaving({ request: { t } }: { request: PageRequest }) {
  return (
    <section class="prose" aria-labelledby="leaving">
      <h2 id="leaving">{t.help.leaving}</h2>
      {t.help.leavingText.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
    </section>
  );
}
