// Addresses of the old site, and the pages of this one that took their place: read once when the change feed begins, kept
// up from it afterwards.
import { items, View, type Change, type Lectern } from "@lectern/client";
import { addressOf } from "../http/addresses.ts";
import type { Listener } from "./newest.ts";

const MOST = 200_000;
const FILTER = "legacy_addresses:*";
/** The listings run in nobody's presence. */
const PATIENT = { timeoutMs: 30_000, retry: { attempts: 20, firstWaitMs: 200, longestWaitMs: 5_000 } };

interface Addressed {
  readonly name: string;
  readonly legacyAddresses: readonly string[];
}

export class LegacyAddresses implements Listener {
  readonly #lectern: Lectern;
  #pages = new Map<string, string>();
  #pathsOf = new Map<string, string[]>();
  /** What the feed has told of since the listing began, which knows it as it was before. */
  #told: Set<string> | undefined;
  #load: Promise<void> = Promise.resolve();

  constructor(lectern: Lectern) {
    this.#lectern = lectern;
  }

  /** The page that took the place of `path`: its address in this site, without a language. Waits for the first listing. */
  async find(path: string): Promise<string | undefined> {
    await this.#load;
    const name = this.#pages.get(keyOf(path));
    return name === undefined ? undefined : addressOf(name);
  }

  begun(): void {
    this.#pages = new Map();
    this.#pathsOf = new Map();
    const told = new Set<string>();
    this.#told = told;
    // Nobody waits longer for an address that may be no old one at all.
    const patience = new Promise<void>((resolve) => setTimeout(resolve, 3_000).unref());
    this.#load = Promise.race([this.#read(told), patience]);
  }

  changed(changes: readonly Change[]): void {
    for (const { name, resource } of changes) {
      this.#told?.add(name);
      this.#forget(name);
      const { value } = resource;
      if (value !== undefined && "legacyAddresses" in value) this.#remember(value);
    }
  }

  async #read(told: Set<string>): Promise<void> {
    const { countries, entries, teacherResources } = this.#lectern;
    const ask = { filter: FILTER, view: View.FULL, pageSize: 1000 };
    const listings: AsyncIterable<Addressed>[] = [
      items(countries.listCountryPages, { ...ask, parent: "countries/-" }, PATIENT),
      items(teacherResources.listTeacherResources, ask, PATIENT),
      items(entries.listEntries, ask, PATIENT),
    ];
    try {
      for (const listing of listings) {
        for await (const resource of listing) {
          if (told !== this.#told) return; // the feed has begun anew
          if (!told.has(resource.name)) this.#remember(resource);
        }
      }
    } catch {
      // The client was closed, or the server stayed away: what is known holds.
    }
    if (told === this.#told) this.#told = undefined;
  }

  #remember({ name, legacyAddresses }: Addressed): void {
    const paths = legacyAddresses.map(keyOf).filter((path) => path !== "" && path !== "/");
    if (paths.length === 0 || this.#pages.size >= MOST) return;
    this.#pathsOf.set(name, paths);
    for (const path of paths) if (!this.#pages.has(path)) this.#pages.set(path, name);
  }

  #forget(name: string): void {
    for (const path of this.#pathsOf.get(name) ?? []) if (this.#pages.get(path) === name) this.#pages.delete(path);
    this.#pathsOf.delete(name);
  }
}

/** The path of an address or of a path, in lower case: the old site's server told no difference. */
function keyOf(address: string): string {
  const path = URL.parse(address, "http://old.invalid/")?.pathname ?? "";
  return path.toLowerCase();
}
