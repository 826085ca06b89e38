// What was read of the catalogue, within bounds: good for as long as nothing newer is known, and, while the server cannot
// be reached, as the last good answer.
import type { Change } from "@lectern/client";
import type { Listener } from "./newest.ts";

/** Together, in bytes as `measure` counts them. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_ANSWERS = 4_000;
/** A larger answer is read anew each time. */
const LARGEST_BYTES = 8 * 1024 * 1024;

export interface Answer<T> {
  readonly value: T;
  /** Revision of the catalogue that it was made at. */
  readonly revision: bigint;
  /** When it was read. */
  readonly at: Date;
}

interface Kept extends Answer<unknown> {
  readonly bytes: number;
  readonly names: ReadonlySet<string>;
}

/**
 * Holds answers by their question. What a change speaks of is dropped at once, whatever the question was: an earlier state
 * may hold what has been withheld since.
 */
export class Answers implements Listener {
  // In the order of their last use, so that the first one goes first.
  readonly #kept = new Map<string, Kept>();
  readonly #byName = new Map<string, Set<string>>();
  #bytes = 0;

  get<T>(question: string): Answer<T> | undefined {
    const kept = this.#kept.get(question);
    if (kept === undefined) return undefined;
    this.#kept.delete(question);
    this.#kept.set(question, kept);
    return kept as Answer<T>;
  }

  put<T>(question: string, answer: Answer<T>): void {
    this.#drop(question);
    const { bytes, names } = measure(answer.value);
    if (bytes > LARGEST_BYTES) return;
    this.#kept.set(question, { ...answer, bytes, names });
    this.#bytes += bytes;
    for (const name of names) {
      const questions = this.#byName.get(name);
      if (questions === undefined) this.#byName.set(name, new Set([question]));
      else questions.add(question);
    }
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= MOST_BYTES && this.#kept.size <= MOST_ANSWERS) break;
      this.#drop(oldest);
    }
  }

  get size(): number {
    return this.#kept.size;
  }

  changed(changes: readonly Change[]): void {
    for (const { name } of changes) {
      for (const question of [...(this.#byName.get(name) ?? [])]) this.#drop(question);
    }
  }

  begun(): void {
    this.#kept.clear();
    this.#byName.clear();
    this.#bytes = 0;
  }

  #drop(question: string): void {
    const kept = this.#kept.get(question);
    if (kept === undefined) return;
    this.#kept.delete(question);
    this.#bytes -= kept.bytes;
    for (const name of kept.names) {
      const questions = this.#byName.get(name);
      questions?.delete(question);
      if (questions?.size === 0) this.#byName.delete(name);
    }
  }
}

/** About how many bytes a value of messages takes, and the names of the resources in it. */
export function measure(value: unknown): { bytes: number; names: Set<string> } {
  const names = new Set<string>();
  const weigh = (item: unknown): number => {
    if (typeof item === "string") return 2 * item.length + 16;
    if (typeof item !== "object" || item === null) return 8;
    let bytes = 32;
    if (Array.isArray(item)) {
      for (const element of item) bytes += weigh(element);
      return bytes;
    }
    if (item instanceof Map) {
      for (const [key, element] of item) bytes += weigh(key) + weigh(element);
      return bytes;
    }
    for (const [key, element] of Object.entries(item)) {
      if (key === "name" && typeof element === "string") names.add(element);
      bytes += weigh(element) + 8;
    }
    return bytes;
  };
  return { bytes: weigh(value), names };
}
