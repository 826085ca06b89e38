// One page's reading of the catalogue. Functions of this folder take it, ask through it, and it knows afterwards how old
// and how lasting is what they answered.
import { Code, LecternError, pages, revisionOf, type Lectern, type UnaryMethod } from "@lectern/client";
import type { DescMessage, Message, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type { Answers } from "./answers.ts";
import type { Newest } from "./newest.ts";

/** What all readings share. */
export interface Source {
  readonly lectern: Lectern;
  readonly answers: Answers;
  readonly newest: Newest;
  /** Questions that are being asked just now. */
  readonly asking: Map<string, Promise<unknown>>;
}

export class Reading {
  readonly source: Source;
  readonly now: Date;
  /** The newest revision when the reading began; every answer is at least as new, unless `staleSince` is set. */
  readonly revision: bigint;
  /** When the oldest answer was read that the server could not be asked for again; undefined where all are of now. */
  staleSince: Date | undefined;
  /** From then on what was answered says something else, though nothing changes: a hotline is overdue, say. */
  changesAt: Date;
  /** Something was answered by an index that is not as new as `revision` yet: the same page says more in a moment. */
  isBehind = false;

  constructor(source: Source, now = new Date()) {
    this.source = source;
    this.now = now;
    this.revision = source.newest.revision;
    this.changesAt = new Date(Date.UTC(now.getUTCFullYear() + 1, 0, 1)); // ages in years are told on most pages
  }

  /** Notes that what is answered says something else from `time` on. */
  lastsUntil(time: Date): void {
    if (time > this.now && time < this.changesAt) this.changesAt = time;
  }

  /** The answer of a unary method. Throws LecternError where there is none, not even an earlier one. */
  ask<I extends DescMessage, O extends DescMessage>(
    method: UnaryMethod<I, O>,
    request: MessageInitShape<I>,
  ): Promise<MessageShape<O>> {
    return this.#answer(question(method, request), async () => {
      const answer = await method(request);
      return { value: answer, revision: revisionOf(answer as Message) ?? 0n };
    });
  }

  /**
   * Like `ask`, and undefined where there is nothing of that name, which is kept as well. For names that nobody can make
   * up: each that is asked for takes a place.
   */
  askIfAny<I extends DescMessage, O extends DescMessage>(
    method: UnaryMethod<I, O>,
    request: MessageInitShape<I>,
  ): Promise<MessageShape<O> | undefined> {
    return this.#answer(question(method, request), async () => {
      const { revision } = this.source.newest; // the server knows this one at least
      const answer = await orMissing(method(request));
      return { value: answer, revision: answer === undefined ? revision : (revisionOf(answer as Message) ?? 0n) };
    });
  }

  /** All that a List method lists, its pages put together. For listings that are known to be short. */
  list<I extends DescMessage, O extends DescMessage, T>(
    method: UnaryMethod<I, O>,
    request: MessageInitShape<I>,
    listed: (page: MessageShape<O>) => T[],
  ): Promise<T[]> {
    return this.#answer(`all ${question(method, request)}`, async () => {
      const all: T[] = [];
      let revision: bigint | undefined;
      for await (const page of pages(method, request)) {
        revision ??= revisionOf(page as Message);
        all.push(...listed(page));
      }
      return { value: all, revision: revision ?? 0n };
    });
  }

  /** Like `ask`, but nothing of it is kept: what somebody looks for is nobody's business. */
  askOnce<I extends DescMessage, O extends DescMessage>(
    method: UnaryMethod<I, O>,
    request: MessageInitShape<I>,
  ): Promise<MessageShape<O>> {
    return method(request);
  }

  async #answer<T>(question: string, load: () => Promise<{ value: T; revision: bigint }>): Promise<T> {
    const { answers, newest, asking } = this.source;
    const known = answers.get<T>(question);
    if (known !== undefined && newest.live && known.revision >= newest.revision) return known.value;
    try {
      // A call that is under way since before the newest change may not know of it.
      const key = `${newest.revision} ${question}`;
      let call = asking.get(key) as Promise<{ value: T; revision: bigint }> | undefined;
      if (call === undefined) {
        call = this.#load(question, load).finally(() => asking.delete(key));
        asking.set(key, call);
      }
      const { value, revision } = await call;
      if (revision < this.revision) this.isBehind = true;
      return value;
    } catch (error) {
      const last = answers.get<T>(question);
      if (last === undefined || !isOutage(error) || isIndexing(error)) throw error;
      if (this.staleSince === undefined || last.at < this.staleSince) this.staleSince = last.at;
      return last.value;
    }
  }

  async #load<T>(question: string, load: () => Promise<{ value: T; revision: bigint }>) {
    const { answers, newest } = this.source;
    const at = new Date();
    const { value, revision } = await load();
    // A change that came in meanwhile may have taken away what this holds.
    if (revision >= newest.revision) answers.put(question, { value, revision, at });
    return { value, revision };
  }
}

function question(method: { readonly descriptor: { readonly name: string } }, request: object): string {
  return `${method.descriptor.name} ${JSON.stringify(request, (_, item) => (typeof item === "bigint" ? `${item}` : item))}`;
}

/** The answer, or undefined where the server says that there is nothing of that name for a reader. */
export async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LecternError && isMissing(error)) return undefined;
    throw error;
  }
}

/** Erased for good is not missing: a page says so. */
function isMissing({ code, reason }: LecternError): boolean {
  return (code === Code.NotFound && reason !== "RESOURCE_EXPUNGED") || code === Code.OutOfRange;
}

/**
 * The answer of a search; undefined while the index is being built: pages do without what it would say, and are not used
 * again once it is there.
 */
export async function unlessIndexing<T>(reading: Reading, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!isIndexing(error)) throw error;
    reading.isBehind = true;
    return undefined;
  }
}

function isIndexing(error: unknown): boolean {
  return error instanceof LecternError && error.reason === "INDEX_NOT_READY";
}

/** Whether an error says that the server cannot answer just now, rather than what it answers. */
export function isOutage(error: unknown): error is LecternError {
  if (!(error instanceof LecternError)) return false;
  return [Code.Unavailable, Code.DeadlineExceeded, Code.ResourceExhausted].includes(error.code);
}
