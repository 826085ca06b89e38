// Sources by year of publication, all of them or those of a topic, a country, or both.
import { countries as readCountries, countryName } from "../catalogue/countries.ts";
import { counts, filterBy } from "../catalogue/counts.ts";
import { topics as readTopics } from "../catalogue/topics.ts";
import { idOf, queryOf, searchAddress } from "../http/addresses.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { CountryChooser, TopicChooser } from "../parts/chooser.tsx";
import { topicLabel } from "../parts/topic_list.tsx";
import { Trail } from "../parts/trail.tsx";
import { periodsOf, periodText, withGaps, type Period } from "../pictures/periods.ts";
import { YearBars } from "../pictures/year_bars.tsx";

export async function timeline(request: PageRequest): Promise<Page> {
  const { t, href, reading, language, query } = request;
  const [asked, of] = [query.get("country") ?? "", query.get("topic") ?? ""];
  const [countries, topics] = await Promise.all([readCountries(reading), readTopics(reading)]);
  const country = countries.find(({ name }) => idOf(name) === asked);
  const topic = topics.find(({ name }) => idOf(name) === of);
  const isUnknown = (asked !== "" && country === undefined) || (of !== "" && topic === undefined);
  const ids = { country: country && idOf(country.name), topic: topic && idOf(topic.name) };
  const names = [topic && topicLabel(topic, language.tag), country && countryName(country, language.tag)].filter(
    (name) => name !== undefined,
  );
  return {
    title: names.length === 0 ? t.timeline.title : t.timeline.titleFor(names.join(", ")),
    description: t.timeline.description,
    status: isUnknown ? 404 : 200,
    indexed: !isUnknown,
    content: (
      <>
        <Trail request={request} steps={[]} />
        <h1>{names.length === 0 ? t.timeline.title : t.timeline.titleFor(names.join(", "))}</h1>
        <p class="lead">{t.timeline.lead}</p>
        {isUnknown ? (
          <p class="stale" role="alert">
            {t.timeline.unknown}
          </p>
        ) : (
          ""
        )}
        <form class="choice" action={href("/timeline")} method="get">
          <TopicChooser
            request={request}
            id="topic"
            name="topic"
            label={t.timeline.topic}
            none={t.timeline.allTopics}
            topics={topics}
            chosen={of}
          />
          <CountryChooser
            request={request}
            id="country"
            name="country"
            label={t.timeline.country}
            none={t.timeline.allCountries}
            countries={countries}
            chosen={asked}
          />
          <button type="submit">{t.timeline.show}</button>
        </form>
        {isUnknown ? "" : await Years({ request, ids })}
      </>
    ),
  };
}

interface Ids {
  readonly country: string | undefined;
  readonly topic: string | undefined;
}

/** The address of a timeline; undefined ids choose nothing. */
export function timelineAddress(ids: Partial<Ids>): string {
  const query = queryOf({ topic: ids.topic, country: ids.country });
  return query === "" ? "/timeline" : `/timeline?${query}`;
}

async function Years({ request, ids }: { request: PageRequest; ids: Ids }) {
  const { t, href, reading } = request;
  const counted = await counts(reading, filterBy(ids), ["year"]);
  const years = new Map([...counted.of("year")].map(([year, count]) => [Number(year), count]));
  const dated = [...years.values()].reduce((sum, count) => sum + count, 0);
  const periods = periodsOf(years);
  const undated = counted.total - dated;
  const within = { kind: "entries", country: ids.country, topic: ids.topic };
  const address = ({ from, to }: Period) => href(searchAddress({ ...within, from: yearText(from), to: yearText(to) }));
  const isYears = periods.every(({ from, to }) => from === to);
  return (
    <figure class="bars">
      {periods.length === 0 ? (
        <p>{t.timeline.nothing}</p>
      ) : (
        <YearBars request={request} periods={periods} address={address} />
      )}
      <figcaption>{t.timeline.caption}</figcaption>
      {counted.isCutOff("year") ? <p>{t.timeline.cutOff}</p> : undated > 0 ? <p>{t.timeline.undated(undated)}</p> : ""}
      {counted.total === 0 ? (
        ""
      ) : (
        <p>
          <a href={href(searchAddress(within))}>{t.timeline.searchAll(counted.total)}</a>
        </p>
      )}
      {periods.length === 0 ? (
        ""
      ) : (
        <details class="as-table">
          <summary>{t.pictures.asTable}</summary>
          <table class="counts years">
            <caption class="hidden">{t.timeline.title}</caption>
            <thead>
              <tr>
                <th scope="col">{isYears ? t.timeline.year : t.timeline.years}</th>
                <th scope="col">{t.timeline.sources}</th>
              </tr>
            </thead>
            <tbody>
              {withGaps(periods)
                .reverse()
                .map((period) => (
                  <tr>
                    <th scope="row">
                      {period.count === 0 ? periodText(period) : <a href={address(period)}>{periodText(period)}</a>}
                    </th>
                    {period.count === 0 ? <td class="gap">{t.timeline.gap}</td> : <td>{period.count}</td>}
                  </tr>
                ))}
            </tbody>
          </table>
        </details>
      )}
    </figure>
  );
}

/** Searches know years of four digits. */
function yearText(year: number): string {
  return String(Math.min(Math.max(year, 0), 9999)).padStart(4, "0");
}
