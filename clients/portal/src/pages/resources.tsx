// What there is for teachers, by kind, age, grade, duration and topic.
import type { FC } from "hono/jsx";
import type { TeacherResource } from "@lectern/client";
import { labels as readLabels } from "../catalogue/labels.ts";
import { teacherResources } from "../catalogue/teacher_resources.ts";
import { idOf } from "../http/addresses.ts";
import type { Page, PageRequest } from "../http/page.ts";
import {
  FILTERS,
  readResourcesState,
  resourcesAddress,
  type ResourceFilters,
  type ResourcesState,
} from "../http/resource_address.ts";
import { languageName } from "../parts/hotlines.tsx";
import { kindId, ResourceFacts, type Labels } from "../parts/resource_facts.tsx";
import { Words } from "../parts/texts.tsx";
import { Trail } from "../parts/trail.tsx";
import { minutesOf } from "../text/durations.ts";
import { numbersIn, rangeOf } from "../text/ranges.ts";

const SHOWN = 30;
/** Pupils' ages; the last one stands for all above. */
const AGES = [5, 20] as const;
const GRADES = [1, 13] as const;
/** Bands of durations by the most minutes that each has. */
const BANDS: readonly [string, number][] = [
  ["30", 30],
  ["60", 60],
  ["120", 120],
  ["longer", Number.POSITIVE_INFINITY],
];

/** What a resource is found by: none where it does not say. */
const VALUES: Record<keyof ResourceFilters, (resource: TeacherResource) => readonly string[]> = {
  kind: ({ kind }) => [kindId(kind)],
  topic: ({ topic }) => (topic === "" ? [] : [idOf(topic)]),
  age: ({ typicalAgeRange }) => numbersOf(typicalAgeRange, ...AGES),
  grade: ({ gradeLevel }) => numbersOf(gradeLevel, ...GRADES),
  time: ({ timeRequired }) => {
    const minutes = minutesOf(timeRequired);
    return minutes === undefined ? [] : [BANDS.find(([, most]) => minutes <= most)?.[0] ?? ""];
  },
  language: ({ language }) => (language === "" ? [] : [language.toLowerCase().split("-")[0] ?? ""]),
};

function numbersOf(text: string, least: number, most: number): string[] {
  const range = rangeOf(text);
  return range === undefined ? [] : numbersIn(range, least, most).map(String);
}

export async function resources(request: PageRequest): Promise<Page> {
  const { t, href, reading, language, query } = request;
  const state = readResourcesState(query);
  const [all, labels] = await Promise.all([teacherResources(reading), readLabels(reading, language.tag)]);
  const found = all.filter((resource) => matches(resource, state)).sort(inOrder(language.tag));
  const last = Math.max(1, Math.ceil(found.length / SHOWN));
  const page = Math.min(state.page, last);
  const pageAddress = (number: number) => href(resourcesAddress(state, { page: number }));
  const shown = found.slice((page - 1) * SHOWN, page * SHOWN);
  return {
    title: t.resources.title,
    description: t.resources.lead,
    indexed: query.size === 0,
    content: (
      <>
        <Trail request={request} steps={[]} />
        <h1>{t.resources.title}</h1>
        <p class="lead">{t.resources.lead}</p>
        <Active request={request} state={state} labels={labels} />
        {all.length === 0 ? (
          <NoneYet request={request} />
        ) : (
          <div class="results">
            <section class="hits" aria-labelledby="found">
              <h2 id="found">{t.resources.found(found.length)}</h2>
              <p class="to-filters">
                <a href="#narrow">{t.search.narrow}</a>
              </p>
              {found.length === 0 ? <NothingFound request={request} all={all} state={state} labels={labels} /> : ""}
              <ul class="hit-list">
                {shown.map((resource) => (
                  <li class="hit">
                    <h3 class="entry-title" dir="auto">
                      <a href={href(`/resources/${idOf(resource.name)}`)}>
                        <Words text={resource.title} language={resource.language} />
                      </a>
                    </h3>
                    <ResourceFacts request={request} resource={resource} labels={labels} />
                  </li>
                ))}
              </ul>
              <nav class="pager" aria-label={t.resources.pages}>
                {page > 1 ? (
                  <a rel="prev" href={pageAddress(page - 1)}>
                    {t.resources.previousPage}
                  </a>
                ) : (
                  ""
                )}
                {page < last ? (
                  <a class="next" rel="next" href={pageAddress(page + 1)}>
                    {t.resources.nextPage}
                  </a>
                ) : (
                  ""
                )}
              </nav>
            </section>
            <Facets request={request} all={all} state={state} labels={labels} />
          </div>
        )}
      </>
    ),
  };
}

/** Whether a resource has what `state` asks for, but for the filter `except`. */
function matches(resource: TeacherResource, state: ResourcesState, except?: keyof ResourceFilters): boolean {
  return FILTERS.every(
    (filter) => filter === except || state[filter] === "" || VALUES[filter](resource).includes(state[filter]),
  );
}

/** By kind, number in the series and title. */
function inOrder(language: string): (a: TeacherResource, b: TeacherResource) => number {
  const collator = new Intl.Collator(language, { numeric: true });
  return (a, b) => a.kind - b.kind || collator.compare(a.number, b.number) || collator.compare(a.title, b.title);
}

/** How many resources there are with each value, all other filters kept; in the order in which people expect them. */
function counted(
  all: readonly TeacherResource[],
  state: ResourcesState,
  filter: keyof ResourceFilters,
): [string, number][] {
  const counts = new Map<string, number>();
  for (const resource of all) {
    if (!matches(resource, state, filter)) continue;
    for (const value of VALUES[filter](resource)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const bands = BANDS.map(([band]) => band);
  const rank = (value: string) =>
    filter === "time" ? bands.indexOf(value) : filter === "age" || filter === "grade" ? Number(value) : 0;
  return [...counts].sort(([a, n], [b, m]) => rank(a) - rank(b) || m - n || a.localeCompare(b));
}

/** A value as people say it. */
function labelOf(request: PageRequest, filter: keyof ResourceFilters, value: string, labels: Labels): string {
  const { t, language } = request;
  const kinds: Record<string, string> = t.resources.kinds;
  const bands: Record<string, string> = t.resources.bands;
  switch (filter) {
    case "kind":
      return kinds[value.toUpperCase().replaceAll("-", "_")] ?? value;
    case "topic":
      return labels.get(`topics/${value}`) ?? value;
    case "age":
      return Number(value) >= AGES[1]
        ? t.resources.ages(AGES[1], undefined)
        : t.resources.ages(Number(value), Number(value));
    case "grade":
      return t.resources.gradeNumber(value);
    case "time":
      return bands[value] ?? value;
    case "language":
      return languageName(value, language.tag);
  }
}

interface FilterProps {
  request: PageRequest;
  state: ResourcesState;
  labels: Labels;
}

const Active: FC<FilterProps> = ({ request, state, labels }) => {
  const { t, href } = request;
  const active = FILTERS.filter((filter) => state[filter] !== "");
  if (active.length === 0) return <></>;
  return (
    <ul class="active-filters" aria-label={t.search.active}>
      {active.map((filter) => (
        <li>
          <a href={href(resourcesAddress(state, { [filter]: "" }))}>
            <Words text={labelOf(request, filter, state[filter], labels)} /> <span aria-hidden="true">×</span>
            <span class="hidden">{t.search.remove}</span>
          </a>
        </li>
      ))}
    </ul>
  );
};

const Facets: FC<FilterProps & { all: readonly TeacherResource[] }> = ({ request, all, state, labels }) => {
  const { t, href } = request;
  const facets = FILTERS.map((filter) => ({ filter, values: counted(all, state, filter) })).filter(
    ({ values }) => values.length > 0,
  );
  return (
    <nav class="facets" aria-labelledby="narrow">
      <h2 id="narrow">{t.search.narrow}</h2>
      {facets.map(({ filter, values }) => (
        <details class="facet" open={filter !== "grade" || state.grade !== ""}>
          <summary>{t.resources.filters[filter]}</summary>
          <ul class={values.length > 8 ? "many" : undefined}>
            {values.map(([value, count]) => {
              const isChosen = state[filter] === value;
              return (
                <li>
                  <a
                    href={href(resourcesAddress(state, { [filter]: isChosen ? "" : value }))}
                    aria-current={isChosen ? "true" : undefined}
                  >
                    <Words text={labelOf(request, filter, value, labels)} />
                  </a>{" "}
                  <span class="facet-count">{count}</span>
                </li>
              );
            })}
          </ul>
        </details>
      ))}
      <p class="caption">{t.resources.unstated}</p>
    </nav>
  );
};

/** For each filter what there would be without it. */
const NothingFound: FC<FilterProps & { all: readonly TeacherResource[] }> = ({ request, all, state, labels }) => {
  const { t, href } = request;
  const ways = FILTERS.filter((filter) => state[filter] !== "")
    .map((filter) => ({ filter, count: all.filter((resource) => matches(resource, state, filter)).length }))
    .filter(({ count }) => count > 0);
  return (
    <div class="prose">
      <p>{t.resources.nothing}</p>
      <ul>
        {ways.map(({ filter, count }) => (
          <li>
            <a href={href(resourcesAddress(state, { [filter]: "" }))}>
              {t.resources.without(labelOf(request, filter, state[filter], labels))}
            </a>{" "}
            ({count})
          </li>
        ))}
        <li>
          <a href={href("/resources")}>{t.resources.all(all.length)}</a>
        </li>
      </ul>
    </div>
  );
};

const NoneYet: FC<{ request: PageRequest }> = ({ request: { t, href } }) => (
  <div class="prose">
    <p>{t.resources.noneYet}</p>
    <ul>
      <li>
        <a href={href("/topics")}>{t.errors.tryTopics}</a>
      </li>
      <li>
        <a href={href("/guide")}>{t.guide.title}</a>
      </li>
    </ul>
  </div>
);
