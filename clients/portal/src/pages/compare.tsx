// Two to five countries side by side.
import type { FC } from "hono/jsx";
import type { Country, Topic } from "@lectern/client";
import { compared } from "../catalogue/comparison.ts";
import { countries as readCountries, countryName } from "../catalogue/countries.ts";
import { labels as readLabels } from "../catalogue/labels.ts";
import { topics as readTopics } from "../catalogue/topics.ts";
import { idOf } from "../http/addresses.ts";
import { compareAddress, MOST_COUNTRIES, readComparison, type Comparison } from "../http/compare_address.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { CountryChooser, TopicChooser } from "../parts/chooser.tsx";
import { ComparisonTable, type ComparedCountry } from "../parts/comparison.tsx";
import { topicLabel } from "../parts/topic_list.tsx";
import { Trail } from "../parts/trail.tsx";
import { timelineAddress } from "./timeline.tsx";

export async function compare(request: PageRequest): Promise<Page | Response> {
  const { t, href, reading, language, query } = request;
  const asked = readComparison(query);
  // What a form sends becomes the address that can be shared.
  if (query.getAll("countries").length > 1) {
    return new Response(null, {
      status: 303,
      headers: { location: href(compareAddress(asked)), "cache-control": "no-store" },
    });
  }
  const [all, topics, labels] = await Promise.all([
    readCountries(reading),
    readTopics(reading),
    readLabels(reading, language.tag),
  ]);
  const chosen = asked.countries.flatMap((code) => all.find(({ name }) => name === `countries/${code}`) ?? []);
  const topic = topics.find(({ name }) => idOf(name) === asked.topic);
  const known: Comparison = {
    countries: chosen.map(({ name }) => idOf(name)),
    topic: topic === undefined ? "" : asked.topic,
  };
  const problem = problemOf(request, asked, known);
  const names = chosen.map((country) => countryName(country, language.tag));
  const columns: ComparedCountry[] = chosen.map((country, index) => ({
    code: idOf(country.name),
    name: names[index] ?? "",
  }));
  const isShown = chosen.length >= 2 && chosen.length <= MOST_COUNTRIES;
  const title = isShown ? t.compare.titleFor(names.join(", ")) : t.compare.title;
  return {
    title: topic === undefined ? title : `${title} (${topicLabel(topic, language.tag)})`,
    description: t.compare.description,
    ...(problem === undefined ? {} : { status: problem.status }),
    // As many addresses as combinations are of no use to search engines.
    indexed: chosen.length === 0 && problem === undefined,
    content: (
      <>
        <Trail request={request} steps={[{ label: t.layout.countries, path: "/countries" }]} />
        <h1 id="compared">{title}</h1>
        <p class="lead">{t.compare.lead}</p>
        {problem === undefined ? (
          ""
        ) : (
          <p class="stale" role="alert">
            {problem.text}
          </p>
        )}
        <Chosen request={request} comparison={known} columns={columns} />
        <Chooser request={request} comparison={known} all={all} topics={topics} />
        <Neighbours request={request} comparison={known} all={all} chosen={chosen} />
        {isShown ? (
          <>
            <p class="caption">{t.compare.caption}</p>
            <ComparisonTable
              request={request}
              countries={columns}
              counted={await compared(
                reading,
                known.countries,
                topic && known.topic,
                (topic === undefined ? topics : [topic]).map(({ name }) => name),
              )}
              topic={known.topic}
              labels={labels}
            />
            <ul class="inline-list views">
              {columns.map(({ code, name }) => (
                <li>
                  <a href={href(timelineAddress({ country: code, topic: known.topic }))}>{t.compare.timeline(name)}</a>
                </li>
              ))}
            </ul>
          </>
        ) : (
          ""
        )}
      </>
    ),
  };
}

/** What is wrong with an address, in words for whoever followed it; undefined where nothing is. */
function problemOf(
  { t, language }: PageRequest,
  asked: Comparison,
  known: Comparison,
): { text: string; status: 400 | 404 } | undefined {
  const unknown = asked.countries.filter((code) => !known.countries.includes(code));
  if (unknown.length > 0) return { text: t.compare.unknownCountry(namesOfRegions(unknown, language.tag)), status: 404 };
  if (asked.topic !== known.topic) return { text: t.compare.unknownTopic, status: 404 };
  if (known.countries.length > MOST_COUNTRIES) return { text: t.compare.tooMany(known.countries.length), status: 400 };
  return undefined;
}

/** Names of those codes that stand for a country anywhere; an address may hold anything, and "zz" stands for none. */
function namesOfRegions(codes: readonly string[], language: string): string {
  const regions = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
  const names = codes
    .filter((code) => /^[a-z]{2}$/.test(code) && code !== "zz")
    .flatMap((code) => regions.of(code.toUpperCase()) ?? []);
  return new Intl.ListFormat(language).format(names.slice(0, MOST_COUNTRIES));
}

interface ChosenProps {
  request: PageRequest;
  comparison: Comparison;
  columns: readonly ComparedCountry[];
}

/** The countries, each with a link to the same comparison without it. */
const Chosen: FC<ChosenProps> = ({ request: { t, href }, comparison, columns }) => {
  if (columns.length === 0) return <></>;
  const without = (code: string) =>
    href(compareAddress({ ...comparison, countries: comparison.countries.filter((other) => other !== code) }));
  return (
    <section aria-labelledby="chosen">
      <h2 class="hidden" id="chosen">
        {t.compare.chosen}
      </h2>
      <ul class="active-filters">
        {columns.map(({ code, name }) => (
          <li>
            <a href={without(code)}>
              {t.compare.remove(name)} <span aria-hidden="true">×</span>
            </a>
          </li>
        ))}
      </ul>
      {columns.length === 1 ? <p>{t.compare.oneMore}</p> : ""}
    </section>
  );
};

interface ListProps {
  request: PageRequest;
  comparison: Comparison;
  all: readonly Country[];
}

const Chooser: FC<ListProps & { topics: readonly Topic[] }> = ({ request, comparison, all, topics }) => {
  const { t, href } = request;
  const { countries, topic } = comparison;
  const free = all.filter(({ name }) => !countries.includes(idOf(name)));
  const isFull = countries.length >= MOST_COUNTRIES;
  const list = { request, name: "countries", none: t.compare.choose, countries: free };
  return (
    <form class="choice" action={href("/compare")} method="get">
      {countries.length === 0 ? "" : <input type="hidden" name="countries" value={countries.join(",")} />}
      {isFull ? (
        <p>{t.compare.full}</p>
      ) : (
        <CountryChooser {...list} id="add" label={countries.length === 0 ? t.compare.first : t.compare.add} />
      )}
      {countries.length === 0 ? <CountryChooser {...list} id="add-2" label={t.compare.add} /> : ""}
      <TopicChooser
        request={request}
        id="topic"
        name="topic"
        label={t.compare.topic}
        none={t.compare.allTopics}
        topics={topics}
        chosen={topic}
      />
      <button type="submit">{t.compare.show}</button>
    </form>
  );
};

/** Countries with a common border with one of those chosen. */
const Neighbours: FC<ListProps & { chosen: readonly Country[] }> = ({ request, comparison, all, chosen }) => {
  const { t, href, language } = request;
  const names = new Set(chosen.flatMap(({ neighbours }) => neighbours));
  const offered = all.filter(({ name }) => names.has(name) && !chosen.some((country) => country.name === name));
  if (offered.length === 0 || chosen.length >= MOST_COUNTRIES) return <></>;
  return (
    <section class="views" aria-labelledby="neighbours">
      <h2 id="neighbours">{t.compare.neighbours}</h2>
      <ul class="inline-list">
        {offered.map((country) => (
          <li>
            <a href={href(compareAddress({ ...comparison, countries: [...comparison.countries, idOf(country.name)] }))}>
              {t.compare.addNeighbour(countryName(country, language.tag))}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
};
