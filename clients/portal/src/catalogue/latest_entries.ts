// Entries by when they were added or changed.
import { pages, View, type Entry } from "@lectern/client";
import type { Reading } from "./reading.ts";
import type { RecentEntries } from "./recent_entries.ts";

/** A listing of more entries than these is not gone through for a feed: it then has what the change feed has told of. */
const LISTED = 2_000;
const PAGE = 1_000;

/**
 * The `count` entries that were added or changed last, newest first, in view BASIC; those of a country or a topic, by
 * resource name, where one is given. Of more than 2,000 entries only those that are among the last changes of the catalogue.
 */
export async function latestEntries(
  reading: Reading,
  recent: RecentEntries,
  of: { country?: string; topic?: string },
  count: number,
): Promise<Entry[]> {
  const filter = Object.entries(of).map(([field, name]) => `${field} = "${name}"`).join(" AND ");
  const { listEntries } = reading.source.lectern.entries;
  const request = { filter, pageSize: PAGE, view: View.BASIC };
  const first = await reading.ask(listEntries, request);
  if (first.totalSize > LISTED) {
    const isOf = (entry: Entry) => (of.country ?? entry.country) === entry.country && (of.topic ?? entry.topic) === entry.topic;
    return recent.newest(Number.POSITIVE_INFINITY).filter(isOf).slice(0, count);
  }
  const all = first.nextPageToken === "" ? first.entries : await reading.list(listEntries, request, (page) => page.entries);
  return [...all].sort(byTime).slice(0, count);
}

function byTime(a: Entry, b: Entry): number {
  return Number(b.revision - a.revision) || (a.name < b.name ? -1 : 1);
}

/** All entries that a filter lets through, page by page, kept nowhere: for listings of any length. */
export async function* allEntries(reading: Reading, filter: string): AsyncGenerator<Entry[]> {
  const request = { filter, pageSize: PAGE, view: View.BASIC };
  for await (const page of pages(reading.source.lectern.entries.listEntries, request, { timeoutMs: 30_000 })) yield page.entries;
}

/** How many entries readers may see. */
export async function entryCount(reading: Reading): Promise<number> {
  return (await reading.ask(reading.source.lectern.entries.listEntries, { pageSize: 1 })).totalSize;
}
