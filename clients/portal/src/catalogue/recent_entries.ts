// The sources that were added or changed last, newest first: taken from the change feed, so that no page asks for them.
import { ChangeType, View, type Change, type Entry, type Lectern } from "@lectern/client";
import type { Listener } from "./newest.ts";

const MOST = 200; // pages show some of them, feeds all
/** How far back the feed is read at first, in revisions: some days of an editor's work. */
const REVISIONS_BACK = 500n;

export class RecentEntries implements Listener {
  readonly #lectern: Lectern;
  #entries: Entry[] = [];
  /** Entries that the feed has told of since it began; what is read of before may know an earlier state of them. */
  #told: Set<string> | undefined;

  constructor(lectern: Lectern) {
    this.#lectern = lectern;
  }

  /** At most `count` of them. */
  newest(count: number): readonly Entry[] {
    return this.#entries.slice(0, count);
  }

  begun(revision: bigint, feedId: string): void {
    this.#entries = [];
    const told = new Set<string>();
    this.#told = told;
    void this.#read(revision, feedId, told);
  }

  changed(changes: readonly Change[]): void {
    if (this.#told !== undefined) for (const { name } of changes) this.#told.add(name);
    this.#entries = withChanges(this.#entries, changes);
  }

  async #read(revision: bigint, feedId: string, told: Set<string>): Promise<void> {
    let earlier: Entry[] = [];
    let after = revision > REVISIONS_BACK ? revision - REVISIONS_BACK : 0n;
    try {
      for (;;) {
        const request = { afterRevision: after, feedId, kinds: ["entries"], view: View.BASIC, pageSize: 1000 };
        const page = await this.#lectern.changes.listChanges(request, { timeoutMs: 30_000 });
        for (const { changes } of page.transactions) earlier = withChanges(earlier, changes);
        if (page.nextPageToken === "" || page.nextAfterRevision <= after) break;
        after = page.nextAfterRevision;
      }
    } catch {
      return; // the client was closed, or the server went away: the list is made of what comes
    }
    if (told !== this.#told) return; // the feed has begun anew
    this.#told = undefined;
    this.#entries = [...this.#entries, ...earlier.filter(({ name }) => !told.has(name))].slice(0, MOST);
  }
}

/** `entries` after `changes`, newest first. */
function withChanges(entries: Entry[], changes: readonly Change[]): Entry[] {
  const changed = new Map(changes.filter(({ name }) => name.startsWith("entries/")).map((change) => [change.name, change]));
  if (changed.size === 0) return entries;
  const written = [...changed.values()].flatMap(({ type, resource }) =>
    type === ChangeType.WRITTEN && resource.case === "entry" ? [resource.value] : [],
  );
  return [...written.reverse().slice(0, MOST), ...entries.filter(({ name }) => !changed.has(name))].slice(0, MOST);
}
