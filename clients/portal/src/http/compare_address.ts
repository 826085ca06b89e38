// A comparison as its address states it: /compare?countries=be,nl&topic=street-children
import { queryOf } from "./addresses.ts";

/** So many stand side by side on a wide screen. */
export const MOST_COUNTRIES = 5;

export interface Comparison {
  /** Codes in the order of the address, each once; unknown ones and more than five among them. */
  readonly countries: readonly string[];
  /** Id of a topic; empty for all. */
  readonly topic: string;
}

/** Reads an address. Its list may be in one parameter, as links have it, or in several, as forms send it. */
export function readComparison(query: URLSearchParams): Comparison {
  const codes = query.getAll("countries").flatMap((list) => list.split(","));
  const countries = [...new Set(codes.map((code) => code.trim().toLowerCase()).filter((code) => code !== ""))];
  return { countries, topic: (query.get("topic") ?? "").trim() };
}

/** The one address of a comparison. */
export function compareAddress({ countries, topic }: Comparison): string {
  const query = queryOf({ countries: countries.join(","), topic }).replaceAll("%2C", ",");
  return query === "" ? "/compare" : `/compare?${query}`;
}
