// Single entries, their earlier states, and what says the like.
import { View, type Entry, type SearchHit } from "@lectern/client";
import { orMissing, type Reading } from "./reading.ts";

/** How many earlier states a page names. */
const REVISIONS = 50;

/** An entry as it is now, or as the commit `revision` wrote it. undefined: there is none that readers may see. */
export function entry(reading: Reading, id: string, revision?: bigint): Promise<Entry | undefined> {
  const name = revision === undefined ? `entries/${id}` : `entries/${id}@${revision}`;
  return orMissing(reading.ask(reading.source.lectern.entries.getEntry, { name }));
}

/** The newest states of an entry that readers may see, the newest first; in view BASIC. */
export async function revisions(reading: Reading, id: string): Promise<Entry[]> {
  const { listEntryRevisions } = reading.source.lectern.entries;
  const answer = await orMissing(reading.ask(listEntryRevisions, { name: `entries/${id}`, pageSize: REVISIONS }));
  return answer?.entries ?? [];
}

/** Entries that say the most like one of them. Empty also where the search index cannot answer: a page needs them not. */
export async function related(reading: Reading, id: string, limit: number): Promise<SearchHit[]> {
  try {
    const request = { name: `entries/${id}`, kinds: ["entries"], limit };
    return (await reading.ask(reading.source.lectern.search.related, request)).hits;
  } catch {
    reading.isBehind = true;
    return [];
  }
}

/** View BASIC of entries, in the order of their names. */
export async function entriesByName(reading: Reading, names: readonly string[]): Promise<Entry[]> {
  if (names.length === 0) return [];
  const { batchGetEntries } = reading.source.lectern.entries;
  return (await reading.ask(batchGetEntries, { names: [...names], view: View.BASIC })).entries;
}
