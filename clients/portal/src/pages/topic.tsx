// A topic: what it covers, guidance for term papers, and the countries with sources on it.
import { countries as readCountries, site as readSite } from "../catalogue/countries.ts";
import { sourceCounts } from "../catalogue/search.ts";
import { textFor, topic as readTopic } from "../catalogue/topics.ts";
import { idOf, searchAddress } from "../http/addresses.ts";
import { notFoundPage } from "../http/errors.tsx";
import type { Page, PageRequest } from "../http/page.ts";
import { describeCollection } from "../machines/page_descriptions.tsx";
import { InLanguage, Words } from "../parts/texts.tsx";
import { topicLabel } from "../parts/topic_list.tsx";
import { Trail } from "../parts/trail.tsx";
import { Views } from "../parts/views.tsx";
import { WorldMap } from "../parts/world_map.tsx";

export async function topic(request: PageRequest): Promise<Page> {
  const { t, href, reading, language, params } = request;
  const id = params["topic"] ?? "";
  const found = await readTopic(reading, id);
  if (found === undefined) return notFoundPage(request);
  const filter = `topic = "topics/${id}"`;
  const [countries, counts, site] = await Promise.all([
    readCountries(reading),
    sourceCounts(reading, filter),
    readSite(reading),
  ]);
  const guidance = textFor(found.guidance, language.tag);
  const description = textFor(found.descriptions, language.tag);
  const older = found.legacyTerms.filter((term) => term.language === language.tag);
  return {
    title: topicLabel(found, language.tag),
    description: description?.text,
    ...describeCollection(request, site, {
      name: topicLabel(found, language.tag),
      description: description?.text,
      feed: `/topics/${id}/feed.atom`,
    }),
    content: (
      <>
        <Trail request={request} steps={[{ label: t.layout.topics, path: "/topics" }]} />
        <h1>
          <InLanguage text={textFor(found.labels, language.tag)} page={language.tag} fallback={id} />
        </h1>
        {description === undefined ? (
          ""
        ) : (
          <p class="lead">
            <InLanguage text={description} page={language.tag} />
          </p>
        )}
        {guidance === undefined ? (
          ""
        ) : (
          <section class="guidance" aria-labelledby="guidance">
            <h2 id="guidance">{t.topic.guidance}</h2>
            {guidance.text.split(/\n{2,}/).map((paragraph) => (
              <p>
                <InLanguage text={{ ...guidance, text: paragraph }} page={language.tag} />
              </p>
            ))}
          </section>
        )}
        <p>
          <a href={href("/guide")}>{t.guide.link}</a>
        </p>
        <section aria-labelledby="countries">
          <h2 id="countries">{t.topic.countries}</h2>
          {counts === undefined ? (
            <p>{t.home.counting}</p>
          ) : (
            <>
              <p>
                <a href={href(searchAddress({ topic: id, kind: "entries" }))}>{t.topic.allSources(counts.total)}</a>
              </p>
              <WorldMap
                request={request}
                countries={countries}
                counts={counts.countries}
                address={(country) => `/countries/${idOf(country.name)}/${id}`}
              />
              <Views request={request} topic={id} feed={`/topics/${id}/feed.atom`} />
            </>
          )}
        </section>
        {older.length === 0 ? (
          ""
        ) : (
          <section class="older-terms" aria-labelledby="older">
            <h2 id="older">{t.topic.olderTerms}</h2>
            <p>{t.topic.olderTermsText}</p>
            <ul class="terms">
              {older.map(({ text, language: tag }) => (
                <li>
                  <Words text={text} language={tag} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </>
    ),
  };
}
