// What narrows a search: links, each an address of its own.
import type { FC } from "hono/jsx";
import type { PageRequest } from "../http/page.ts";
import { addressFor, type SearchState } from "../http/search_address.ts";
import { languageName } from "./hotlines.tsx";
import { Words } from "./texts.tsx";

export interface FacetShown {
  readonly attribute: string;
  readonly heading: string;
  readonly parameter: keyof SearchState;
  /** There are more values than those. */
  readonly more: boolean;
  readonly values: readonly { value: string; label: string; count: number }[];
}

export const Facets: FC<{ request: PageRequest; state: SearchState; facets: readonly FacetShown[] }> = (props) => {
  const { request, state, facets } = props;
  const { t, href } = request;
  return (
    <nav class="facets" aria-labelledby="narrow">
      <h2 id="narrow">{t.search.narrow}</h2>
      {facets.map(({ attribute, heading, parameter, values, more }) => (
        <details open={attribute !== "language" && attribute !== "year"} class="facet">
          <summary>{heading}</summary>
          <ul>
            {values.map(({ value, label, count }) => {
              const chosen = isChosen(state, parameter, value);
              return (
                <li>
                  <a
                    href={href(addressFor(state, changeFor(state, parameter, value, chosen)))}
                    aria-current={chosen ? "true" : undefined}
                  >
                    <Words text={label} />
                  </a>{" "}
                  <span class="facet-count">{count}</span>
                </li>
              );
            })}
          </ul>
          {more ? (
            <p>
              <a href={`${href(addressFor(state))}${joined(addressFor(state))}more=${attribute}`}>
                {t.search.allValues}
              </a>
            </p>
          ) : (
            ""
          )}
        </details>
      ))}
      {state.notes === "" ? (
        <p>
          <a href={href(addressFor(state, { notes: "none" }))}>{t.notes.hide}</a>
        </p>
      ) : (
        ""
      )}
      <p class="caption">{t.map.caption}</p>
    </nav>
  );
};

function joined(address: string): string {
  return address.includes("?") ? "&" : "?";
}

function isChosen(state: SearchState, parameter: keyof SearchState, value: string): boolean {
  const now = state[parameter];
  if (parameter === "from") return state.from === value && state.to === value;
  return typeof now === "string" ? now === value : now.includes(value);
}

function changeFor(
  state: SearchState,
  parameter: keyof SearchState,
  value: string,
  chosen: boolean,
): Partial<SearchState> {
  if (parameter === "from") return chosen ? { from: "", to: "" } : { from: value, to: value };
  if (parameter !== "without") return { [parameter]: chosen ? "" : value };
  return { without: chosen ? state.without.filter((note) => note !== value) : [...state.without, value] };
}

/** What narrows the search just now; each leads to the same search without it. */
export const ActiveFilters: FC<{ request: PageRequest; state: SearchState; labels: ReadonlyMap<string, string> }> = (
  props,
) => {
  const { request, state, labels } = props;
  const { t, href, language } = request;
  const kinds: Record<string, string> = t.kinds;
  const types: Record<string, string> = t.sourceTypes;
  const years = state.from === "" && state.to === "" ? "" : t.search.years(state.from, state.to);
  const filters: [string, Partial<SearchState>][] = [
    [kinds[state.kind] ?? state.kind, { kind: "" }],
    [labels.get(`countries/${state.country}`) ?? state.country, { country: "" }],
    [labels.get(`topics/${state.topic}`) ?? state.topic, { topic: "" }],
    [labels.get(`themes/${state.theme}`) ?? state.theme, { theme: "" }],
    [types[state.type] ?? state.type, { type: "" }],
    [state.language === "" ? "" : languageName(state.language, language.tag), { language: "" }],
    [years, { from: "", to: "" }],
    [state.notes === "" ? "" : t.notes.filterName, { notes: "" }],
    ...state.without.map((note): [string, Partial<SearchState>] => [
      t.search.leftOut(note),
      { without: state.without.filter((other) => other !== note) },
    ]),
  ];
  const active = filters.filter(([label]) => label !== "");
  if (active.length === 0) return <></>;
  return (
    <ul class="active-filters" aria-label={t.search.active}>
      {active.map(([label, change]) => (
        <li>
          <a href={href(addressFor(state, change))}>
            <Words text={label} /> <span aria-hidden="true">×</span>
            <span class="hidden">{t.search.remove}</span>
          </a>
        </li>
      ))}
    </ul>
  );
};
