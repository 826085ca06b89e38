// A country: where help is, and its topics.
import {
  countries,
  countryName,
  countryPages,
  hotlines as readHotlines,
  site as readSite,
} from "../catalogue/countries.ts";
import { sourceCounts } from "../catalogue/search.ts";
import { topics as readTopics } from "../catalogue/topics.ts";
import { addressOf, idOf, searchAddress } from "../http/addresses.ts";
import { notFoundPage } from "../http/errors.tsx";
import type { Page, PageRequest } from "../http/page.ts";
import { describeCollection } from "../machines/page_descriptions.tsx";
import { HelpBox } from "../parts/help_box.tsx";
import { Words } from "../parts/texts.tsx";
import { lastWritten, PageCitations } from "../parts/page_citations.tsx";
import { TopicList } from "../parts/topic_list.tsx";
import { Views } from "../parts/views.tsx";
import { Trail } from "../parts/trail.tsx";

export async function country(request: PageRequest): Promise<Page> {
  const { t, href, reading, language, params } = request;
  const code = params["country"] ?? "";
  const all = await countries(reading);
  const found = all.find(({ name }) => name === `countries/${code}`);
  if (found === undefined) return notFoundPage(request);
  const [pages, hotlines, topics, counts, site] = await Promise.all([
    countryPages(reading, code),
    readHotlines(reading, code),
    readTopics(reading),
    sourceCounts(reading, `country = "${found.name}"`),
    readSite(reading),
  ]);
  const withPage = new Set(pages.map((page) => page.topic));
  const shown = topics.filter(({ name }) => withPage.has(name) || (counts?.topics.get(name) ?? 0) > 0);
  const neighbours = all.filter(({ name }) => found.neighbours.includes(name));
  const name = countryName(found, language.tag);
  const cited = {
    title: name,
    path: request.path,
    isPinned: false,
    revised: lastWritten([found, ...pages, ...hotlines]),
  };
  return {
    title: name,
    description: t.country.description(name),
    ...describeCollection(request, site, { name, country: found, feed: `/countries/${code}/feed.atom` }),
    content: (
      <>
        <Trail request={request} steps={[{ label: t.layout.countries, path: "/countries" }]} />
        <h1>
          <Words text={name} />
        </h1>
        {found.officialName === "" || found.officialName === name || language.tag !== "en" ? (
          ""
        ) : (
          <p class="lead">
            <Words text={found.officialName} />
          </p>
        )}
        <HelpBox request={request} code={code} country={name} hotlines={hotlines} site={site} />
        <section aria-labelledby="topics">
          <h2 id="topics">{t.layout.topics}</h2>
          {shown.length === 0 ? (
            <p>{t.country.nothing}</p>
          ) : (
            <>
              <TopicList
                request={request}
                topics={shown}
                counts={counts?.topics}
                address={(topic) => `/countries/${code}/${idOf(topic.name)}`}
              />
              <p class="caption">{counts === undefined ? t.home.counting : t.map.caption}</p>
              <p>
                <a href={href(searchAddress({ country: code, kind: "entries" }))}>{t.country.searchWithin(name)}</a>
              </p>
              <Views request={request} country={code} feed={`/countries/${code}/feed.atom`} />
            </>
          )}
        </section>
        {neighbours.length === 0 ? (
          ""
        ) : (
          <section aria-labelledby="neighbours">
            <h2 id="neighbours">{t.country.neighbours}</h2>
            <ul class="inline-list">
              {neighbours.map((neighbour) => (
                <li>
                  <a href={href(addressOf(neighbour.name) ?? "/")}>
                    <Words text={countryName(neighbour, language.tag)} />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section class="cite-page no-print">
          <PageCitations request={request} site={site} page={cited} label={t.cite.pageAs} />
        </section>
      </>
    ),
  };
}
