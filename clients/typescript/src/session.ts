// Reading one's own writes: the highest revision seen is sent with every call.

/** What calls of one session have in common. */
export class RevisionMemory {
  #highest: bigint;

  constructor(start = 0n) {
    this.#highest = start;
  }

  /** The highest revision seen so far; 0 before the first answer. */
  get highest(): bigint {
    return this.#highest;
  }

  observe(revision: bigint | undefined): void {
    if (revision !== undefined && revision > this.#highest) this.#highest = revision;
  }
}

const REVISION = "lectern-revision";

/** The revision that an answer's trailers state; undefined where they state none. */
export function revisionIn(trailers: Headers): bigint | undefined {
  const value = trailers.get(REVISION);
  return value !== null && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined;
}
