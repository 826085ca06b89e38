// Themes with all their texts, and the entries that belong to one.
import { LecternError, View, type SearchResponse, type Theme } from "@lectern/client";
import { unlessIndexing, type Reading } from "./reading.ts";

/** All themes, by id. */
export function themesInFull(reading: Reading): Promise<Theme[]> {
  return reading.list(reading.source.lectern.taxonomy.listThemes, { pageSize: 1000, view: View.FULL }, (page) => page.themes);
}

/** How many published entries each theme has, by name; undefined while the search index is being built. */
export async function countsByTheme(reading: Reading): Promise<Map<string, number> | undefined> {
  const request = { kinds: ["entries"], facets: [{ attribute: "themes", limit: 1000 }], pageSize: 1, snippetBytes: 0 };
  const answer = await unlessIndexing(reading, reading.ask(reading.source.lectern.search.search, request));
  if (answer === undefined) return undefined;
  return new Map((answer.facets[0]?.values ?? []).map(({ value, count }) => [value, Number(count)]));
}

const ENTRIES = 20;

export interface EntriesOfTheme {
  readonly answer: SearchResponse;
  /** The page that was asked for is no longer kept; this is the first one. */
  readonly expired: boolean;
  /** Entries that the filter by content notes keeps back. */
  readonly hidden: number;
}

/** Entries of a theme, the newest first, page by page; undefined while the search index is being built. */
export async function entriesOfTheme(
  reading: Reading,
  id: string,
  withoutNotes: boolean,
  pageToken: string,
): Promise<EntriesOfTheme | undefined> {
  const { search } = reading.source.lectern.search;
  const all = `themes:"themes/${id}"`;
  const filter = withoutNotes ? `${all} AND content_notes_assessed = true AND NOT content_notes:*` : all;
  const request = { kinds: ["entries"], filter, orderBy: "date desc", pageSize: ENTRIES, snippetBytes: 0 };
  const [found, total] = await Promise.all([
    unlessIndexing(reading, unlessExpired(reading.ask(search, { ...request, pageToken }), () => reading.ask(search, request))),
    withoutNotes ? unlessIndexing(reading, reading.ask(search, { ...request, filter: all, pageSize: 1 })) : undefined,
  ]);
  if (found === undefined) return undefined;
  const hidden = total === undefined ? 0 : Number(total.totalSize - found.answer.totalSize);
  return { ...found, hidden };
}

/** The answer, or that of `again` where the page is of results that are no longer kept. */
async function unlessExpired<T>(answer: Promise<T>, again: () => Promise<T>): Promise<{ answer: T; expired: boolean }> {
  try {
    return { answer: await answer, expired: false };
  } catch (error) {
    const reason = error instanceof LecternError ? (error.reason ?? "") : "";
    if (!reason.startsWith("PAGE_TOKEN_") && reason !== "SEARCH_VIEW_EXPIRED") throw error;
    return { answer: await again(), expired: true };
  }
}
