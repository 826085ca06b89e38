// Small contents for a server under test.
import { IdentityRisk, Lifecycle } from "@lectern/client";
import type { Lectern } from "@lectern/client";

/** A country that entries may belong to. */
export async function addCountry(lectern: Lectern): Promise<void> {
  await lectern.countries.batchUpsertCountries({ items: [{ country: { name: "countries/nl" } }] });
}

/** What an entry of the catalogue needs at least; `id` is a word. */
export function draft(id: string) {
  return {
    name: `entries/${id}`,
    titleLines: [`Report ${id}`],
    publisher: "Library",
    country: "countries/nl",
    topic: "topics/street-children",
  };
}

/** The same as readers get to see it. */
export function published(id: string) {
  return {
    ...draft(id),
    lifecycle: Lifecycle.PUBLISHED,
    identityRisk: IdentityRisk.NONE,
    review: { reviewer: "library" },
  };
}

/** Writes entries `first` to `last`, in commits of at most 100. */
export async function addEntries(lectern: Lectern, first: number, last: number): Promise<void> {
  for (let from = first; from <= last; from += 100) {
    const ids = Array.from({ length: Math.min(100, last - from + 1) }, (_, index) => numbered(from + index));
    await lectern.entries.batchUpsertEntries({ items: ids.map((id) => ({ entry: published(id) })) });
  }
}

/** Ids that sort as their numbers do. */
export function numbered(number: number): string {
  return `e${String(number).padStart(5, "0")}`;
}
