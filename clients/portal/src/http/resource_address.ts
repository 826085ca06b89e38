// Which teacher resources a page lists, as its address states it.
import { queryOf } from "./addresses.ts";

/** Empty where nothing is asked for. What an address states wrongly is left out. */
export interface ResourceFilters {
  /** "lesson-plan": a TeacherResourceKind as kindId writes it. */
  readonly kind: string;
  /** Id of a topic. */
  readonly topic: string;
  /** An age in years that it suits. */
  readonly age: string;
  /** A grade that it suits. */
  readonly grade: string;
  /** Id of a band of durations. */
  readonly time: string;
  /** Primary subtag of the language that it is written in. */
  readonly language: string;
}

export interface ResourcesState extends ResourceFilters {
  /** From 1 on. */
  readonly page: number;
}

const FORMS: Record<keyof ResourceFilters, RegExp> = {
  kind: /^[a-z-]{1,40}$/,
  topic: /^[a-z0-9-]{1,63}$/,
  age: /^[1-9]\d?$/,
  grade: /^[1-9]\d?$/,
  time: /^[a-z0-9-]{1,10}$/,
  language: /^[a-z]{2,8}$/,
};

export const FILTERS = Object.keys(FORMS) as (keyof ResourceFilters)[];

export function readResourcesState(query: URLSearchParams): ResourcesState {
  const value = (name: keyof ResourceFilters) => {
    const text = query.get(name) ?? "";
    return FORMS[name].test(text) ? text : "";
  };
  const page = query.get("page") ?? "";
  return {
    kind: value("kind"),
    topic: value("topic"),
    age: value("age"),
    grade: value("grade"),
    time: value("time"),
    language: value("language"),
    page: /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 1,
  };
}

/** The list that `state`, with `changes`, asks for; its first page unless `changes` names another. */
export function resourcesAddress(state: ResourcesState, changes: Partial<ResourcesState> = {}): string {
  const { page: _, ...filters } = state;
  const { page = 1, ...changed } = changes;
  const query = queryOf({ ...filters, ...changed, page: page === 1 ? "" : String(page) });
  return query === "" ? "/resources" : `/resources?${query}`;
}
