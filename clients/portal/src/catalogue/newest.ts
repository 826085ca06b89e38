// The newest revision that readers can see a difference at, held from one Watch stream.
import { setTimeout as sleep } from "node:timers/promises";
import { LecternError, type Change, type Lectern, type Transaction } from "@lectern/client";
import type { Log } from "../log.ts";

/** The server sends a mark at least every 10 s; after this many milliseconds without one the stream counts as broken. */
const SILENCE_MS = 25_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** Hears of the feed, before `revision` moves on. */
export interface Listener {
  /** What one message of the feed changed. */
  changed(changes: readonly Change[], transaction: Transaction): void;
  /**
   * The feed begins here, for the first time or anew after a restore: nothing was heard of what changed before, so what
   * is known from before `revision` is not to be relied on.
   */
  begun(revision: bigint, feedId: string): void;
}

export class Newest {
  readonly #lectern: Lectern;
  readonly #log: Log;
  readonly #listeners: Listener[] = [];
  readonly #stop = new AbortController();
  #revision = 0n;
  #position: bigint | undefined;
  #feedId = "";
  #heard: number | undefined;
  #told = false;

  constructor(lectern: Lectern, log: Log) {
    this.#lectern = lectern;
    this.#log = log;
  }

  /** Revision of the newest change that was heard of; where none was yet, that of the feed's beginning. */
  get revision(): bigint {
    return this.#revision;
  }

  /** Identity of the feed that `revision` is of; empty before the first message. */
  get feedId(): string {
    return this.#feedId;
  }

  /** Whether nothing newer than `revision` can have escaped: the stream is open and was heard of a moment ago. */
  get live(): boolean {
    return this.#heard !== undefined && performance.now() - this.#heard < SILENCE_MS;
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Follows the feed until `close`. Never rejects. */
  async follow(): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!this.#stop.signal.aborted) {
      try {
        for await (const message of this.#messages()) {
          if (message.transaction === undefined) continue;
          if (this.#told) this.#log.event("info", "the server is there again");
          this.#told = false;
          this.#take(message.feedId, message.transaction);
          this.#heard = performance.now();
          wait = FIRST_WAIT_MS;
        }
      } catch (error) {
        if (error instanceof LecternError && (error.reason === "FEED_CHANGED" || error.reason === "REVISION_AHEAD")) {
          this.#position = undefined;
        }
      }
      this.#lost();
      await sleep(wait * (0.5 + Math.random() / 2), undefined, { signal: this.#stop.signal, ref: false }).catch(() => {});
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    }
  }

  close(): void {
    this.#stop.abort();
  }

  async *#messages() {
    const silence = new AbortController();
    const signal = AbortSignal.any([silence.signal, this.#stop.signal]);
    const after = this.#position === undefined ? {} : { afterRevision: this.#position, feedId: this.#feedId };
    let timer = setTimeout(() => silence.abort(), SILENCE_MS).unref();
    try {
      for await (const message of this.#lectern.changes.watch(after, { signal })) {
        clearTimeout(timer);
        yield message;
        timer = setTimeout(() => silence.abort(), SILENCE_MS).unref();
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #take(feedId: string, transaction: Transaction): void {
    if (feedId !== this.#feedId || this.#position === undefined) {
      this.#feedId = feedId;
      for (const listener of this.#listeners) listener.begun(transaction.revision, feedId);
      this.#revision = transaction.revision;
    }
    if (transaction.changes.length > 0) {
      for (const listener of this.#listeners) listener.changed(transaction.changes, transaction);
      this.#revision = transaction.revision;
    }
    // A transaction that is known in part is sent again as a whole.
    if (transaction.last) this.#position = transaction.revision;
  }

  #lost(): void {
    this.#heard = undefined;
    if (this.#told || this.#stop.signal.aborted) return;
    this.#told = true;
    this.#log.event("warning", "the change feed of the server is lost; trying again until it is back");
  }
}
