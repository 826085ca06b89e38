// Searching: everything that narrows it stands in the address, so that a search can be kept and shared.
import { LecternError, type Facet, type SearchResponse } from "@lectern/client";
import { countryNames } from "../catalogue/countries.ts";
import { search as readSearchResults } from "../catalogue/search.ts";
import { textFor, themes as readThemes, topics as readTopics } from "../catalogue/topics.ts";
import { idOf } from "../http/addresses.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { languageName } from "../parts/hotlines.tsx";
import { ActiveFilters, Facets, type FacetShown } from "../parts/facets.tsx";
import { HitItem } from "../parts/hit.tsx";
import { Explanations } from "../parts/explanations.tsx";
import { SearchForm } from "../parts/search_form.tsx";
import { SearchOptions } from "../parts/search_options.tsx";
import { topicLabel } from "../parts/topic_list.tsx";
import { addressFor, filterOf, isFiltered, orderBy, readSearch, type SearchState } from "../http/search_address.ts";

/** Attributes that are counted, and how many values of each are shown at first. */
const FACETS = {
  kind: 6,
  topic: 12,
  country: 12,
  source_type: 8,
  themes: 8,
  language: 6,
  year: 8,
  content_notes: 8,
} as const;
const ALL_VALUES = 300;

export async function search(request: PageRequest): Promise<Page> {
  const { t, href, query } = request;
  const state = readSearch(query);
  const more = query.get("more") ?? "";
  const [{ answer, expired }, labels] = await Promise.all([ask(request, state, more), readLabels(request)]);
  const facets = answer.facets
    .map((facet) => shownFacet(request, facet, labels))
    .filter(({ values }) => values.length > 0);
  const total = Number(answer.totalSize);
  return {
    title: state.q === "" ? t.search.title : t.search.titleFor(state.q),
    description: t.search.description,
    indexed: false,
    hasSearch: true,
    content: (
      <>
        <h1>{t.search.title}</h1>
        <SearchForm request={request} query={state.q} large>
          <SearchOptions request={request} state={state} />
        </SearchForm>
        <ActiveFilters request={request} state={state} labels={labels} />
        {expired ? <p class="stale">{t.search.expired}</p> : ""}
        <Explanations request={request} query={state.q} answer={answer} />
        <div class="results">
          <section class="hits" aria-labelledby="results">
            <h2 id="results">{t.search.results(total)}</h2>
            {total === 0 ? <NothingFound request={request} state={state} /> : ""}
            <ol class="hit-list">
              {answer.hits.map((hit) => (
                <li>
                  <HitItem request={request} hit={hit} labels={labels} />
                </li>
              ))}
            </ol>
            <nav class="pager" aria-label={t.search.pages}>
              {state.page === "" || expired ? "" : <a href={href(addressFor(state))}>{t.search.firstPage}</a>}
              {answer.nextPageToken === "" ? (
                ""
              ) : (
                <a class="next" rel="next" href={href(addressFor(state, { page: answer.nextPageToken }))}>
                  {t.search.nextPage}
                </a>
              )}
            </nav>
          </section>
          <Facets request={request} state={state} facets={facets} />
        </div>
      </>
    ),
  };
}

/** Results; from the first page on where the one that was asked for is no longer kept. */
async function ask(
  request: PageRequest,
  state: SearchState,
  more: string,
): Promise<{ answer: SearchResponse; expired: boolean }> {
  const facets = Object.entries(FACETS).map(([attribute, limit]) => ({
    attribute,
    limit: attribute === more ? ALL_VALUES : limit,
  }));
  const question = {
    query: state.q,
    filter: filterOf(state),
    kinds: state.kind === "" ? [] : [state.kind],
    orderBy: orderBy(state),
    facets,
  };
  try {
    return { answer: await readSearchResults(request.reading, { ...question, pageToken: state.page }), expired: false };
  } catch (error) {
    const reason = error instanceof LecternError ? (error.reason ?? "") : "";
    const isOld = reason.startsWith("PAGE_TOKEN_") || reason === "SEARCH_VIEW_EXPIRED";
    if (!isOld || state.page === "") throw error;
    return { answer: await readSearchResults(request.reading, { ...question, pageToken: "" }), expired: true };
  }
}

/** What values are called in the page's language, by resource name. */
export type Labels = ReadonlyMap<string, string>;

async function readLabels({ reading, language }: PageRequest): Promise<Labels> {
  const [names, topics, themes] = await Promise.all([
    countryNames(reading, language.tag),
    readTopics(reading),
    readThemes(reading),
  ]);
  const labels = new Map(names);
  for (const topic of topics) labels.set(topic.name, topicLabel(topic, language.tag));
  for (const theme of themes) labels.set(theme.name, textFor(theme.labels, language.tag)?.text ?? idOf(theme.name));
  return labels;
}

/** The parameter of the address that an attribute is narrowed by. */
const PARAMETERS: Record<string, keyof SearchState> = {
  kind: "kind",
  topic: "topic",
  country: "country",
  source_type: "type",
  themes: "theme",
  language: "language",
  year: "from",
  content_notes: "without",
};

function shownFacet({ t, language }: PageRequest, facet: Facet, labels: Labels): FacetShown {
  const kinds: Record<string, string> = t.kinds;
  const types: Record<string, string> = t.sourceTypes;
  const names: Record<string, string> = t.facets;
  const label = (value: string, displayName: string): string => {
    switch (facet.attribute) {
      case "kind":
        return kinds[value] ?? value;
      case "source_type":
        return types[value] ?? value;
      case "language":
        return languageName(value, language.tag);
      default:
        return labels.get(value) ?? (displayName || value);
    }
  };
  return {
    attribute: facet.attribute,
    heading: names[facet.attribute] ?? facet.attribute,
    parameter: PARAMETERS[facet.attribute] ?? "kind",
    more: facet.more,
    values: facet.values.map(({ value, displayName, count }) => ({
      value: value.includes("/") ? idOf(value) : value,
      label: label(value, displayName),
      count: Number(count),
    })),
  };
}

function NothingFound({ request, state }: { request: PageRequest; state: SearchState }) {
  const { t, href } = request;
  return (
    <div class="prose">
      <p>{t.search.nothing}</p>
      <ul>
        {isFiltered(state) && state.q !== "" ? (
          <li>
            <a href={href(addressFor({ ...readSearch(new URLSearchParams()), q: state.q }))}>
              {t.search.withoutFilters}
            </a>
          </li>
        ) : (
          ""
        )}
        <li>{t.search.fewerWords}</li>
        <li>
          <a href={href("/countries")}>{t.errors.tryCountries}</a>
        </li>
        <li>
          <a href={href("/help")}>{t.errors.tryHelp}</a>
        </li>
      </ul>
    </div>
  );
}
