// A search as its address states it.
import { SourceType } from "@lectern/client";
import { searchAddress } from "./addresses.ts";

export const KINDS = ["entries", "countryPages", "teacherResources", "countries", "topics", "themes"] as const;
export const ORDERS = ["relevance", "newest", "oldest", "title"] as const;
/** What the server calls them. "relevance" is left out: without words to go by, the newest come first. */
const ORDER_BY: Record<(typeof ORDERS)[number], string> = {
  relevance: "",
  newest: "date desc",
  oldest: "date",
  title: "title",
};

/** Filters with one value each, as parameters of the address. What an address states wrongly is left out. */
export interface SearchFilters {
  readonly kind: string;
  readonly country: string;
  readonly topic: string;
  readonly theme: string;
  readonly type: string;
  readonly language: string;
  readonly from: string;
  readonly to: string;
  /** "none": only sources that somebody has looked at and that have no content note. */
  readonly notes: string;
}

export interface SearchState extends SearchFilters {
  readonly q: string;
  readonly order: string;
  /** Content notes to leave out. */
  readonly without: readonly string[];
  readonly page: string;
}

const FORMS: Record<keyof SearchFilters, RegExp> = {
  kind: new RegExp(`^(${KINDS.join("|")})$`),
  country: /^[a-z]{2}$/,
  topic: /^[a-z0-9][a-z0-9-]{0,62}$/,
  theme: /^[a-z0-9][a-z0-9-]{0,62}$/,
  type: /^[A-Z_]{1,40}$/,
  language: /^[A-Za-z0-9-]{2,35}$/,
  from: /^\d{4}$/,
  to: /^\d{4}$/,
  notes: /^none$/,
};

export function readSearch(query: URLSearchParams): SearchState {
  const value = (name: keyof SearchFilters) => {
    const text = query.get(name) ?? "";
    return FORMS[name].test(text) ? text : "";
  };
  const type = value("type");
  const order = query.get("order") ?? "";
  return {
    q: (query.get("q") ?? "").trim(),
    kind: value("kind"),
    country: value("country"),
    topic: value("topic"),
    theme: value("theme"),
    type: type in SourceType ? type : "",
    language: value("language"),
    from: value("from"),
    to: value("to"),
    notes: value("notes"),
    order: ORDERS.some((known) => known === order) ? order : "",
    without: query.getAll("without").filter((note) => note !== "" && note.length <= 256).slice(0, 16),
    page: query.get("page") ?? "",
  };
}

/** The page of results that `state`, with `changes`, asks for; the first one unless `changes` names another. */
export function addressFor(state: SearchState, changes: Partial<SearchState> = {}): string {
  const { q, order, without, page: _, ...filters } = state;
  return searchAddress({ q, ...filters, order, without, ...changes });
}

/** The filter of the search, in the language of lists. */
export function filterOf(state: SearchState): string {
  const parts: string[] = [];
  if (state.country !== "") parts.push(`country = "countries/${state.country}"`);
  if (state.topic !== "") parts.push(`topic = "topics/${state.topic}"`);
  if (state.theme !== "") parts.push(`themes:"themes/${state.theme}"`);
  if (state.type !== "") parts.push(`source_type = ${state.type}`);
  if (state.language !== "") parts.push(`language:"${state.language}"`);
  if (state.from !== "") parts.push(`year >= ${Number(state.from)}`);
  if (state.to !== "") parts.push(`year <= ${Number(state.to)}`);
  if (state.notes !== "" || state.without.length > 0) parts.push("content_notes_assessed = true");
  if (state.notes !== "") parts.push("NOT content_notes:*");
  for (const note of state.without) parts.push(`NOT content_notes:${quoted(note)}`);
  return parts.join(" AND ");
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

export function orderBy({ order }: SearchState): string {
  const found = ORDERS.find((known) => known === order);
  return found === undefined ? "" : ORDER_BY[found];
}

/** Whether anything but words narrows the search. */
export function isFiltered(state: SearchState): boolean {
  return filterOf(state) !== "" || state.kind !== "";
}
