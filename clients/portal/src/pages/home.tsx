// The front page: topics, sources by country, what came in last.
import { countries } from "../catalogue/countries.ts";
import { site as readSite } from "../catalogue/countries.ts";
import { sourceCounts } from "../catalogue/search.ts";
import { topics as readTopics } from "../catalogue/topics.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { addressOf } from "../http/addresses.ts";
import { describeSite } from "../machines/page_descriptions.tsx";
import { EntryFacts, EntryTitle } from "../parts/entry.tsx";
import { SearchForm } from "../parts/search_form.tsx";
import { TopicList } from "../parts/topic_list.tsx";
import { Views } from "../parts/views.tsx";
import { WorldMap } from "../parts/world_map.tsx";

const RECENT = 6;

export async function home(request: PageRequest): Promise<Page> {
  const { t, href, reading, recent } = request;
  const [topics, allCountries, counts, site] = await Promise.all([
    readTopics(reading),
    countries(reading),
    sourceCounts(reading),
    readSite(reading),
  ]);
  const newest = recent.newest(RECENT);
  const name = site?.displayName || t.layout.defaultName;
  return {
    title: name,
    description: t.home.description,
    ...describeSite(request, site),
    hasSearch: true,
    content: (
      <>
        <div class="hero">
          <h1>{t.home.heading}</h1>
          <p class="lead">{t.home.lead}</p>
          <SearchForm request={request} large />
        </div>
        <section aria-labelledby="topics">
          <h2 id="topics">{t.layout.topics}</h2>
          <TopicList request={request} topics={topics} counts={counts?.topics} />
        </section>
        <section aria-labelledby="countries">
          <h2 id="countries">{t.home.countries}</h2>
          {counts === undefined ? (
            <p>{t.home.counting} <a href={href("/countries")}>{t.layout.countries}</a></p>
          ) : (
            <WorldMap request={request} countries={allCountries} counts={counts.countries} />
          )}
          <Views request={request} />
        </section>
        {newest.length === 0 ? (
          ""
        ) : (
          <section aria-labelledby="recent">
            <h2 id="recent">{t.home.recent}</h2>
            <ul class="recent">
              {newest.map((entry) => (
                <li>
                  <a href={href(addressOf(entry.name) ?? "/")}><EntryTitle entry={entry} /></a>
                  <EntryFacts request={request} entry={entry} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </>
    ),
  };
}
