// Entries that something names one by one: the sources of a teacher resource, the items of a reading list.
import { Code, LecternError, type Entry } from "@lectern/client";
import { isUnsafe } from "../parts/source_link.tsx";
import type { Reading } from "./reading.ts";

/** An entry, as the commit `revision` wrote it or, without one, as it is now. */
export interface Reference {
  readonly id: string;
  readonly revision?: bigint;
}

/** What has become of a reference. */
export type Found = Reference &
  (
    | {
        /**
         * "current": as it is now. "earlier": the state that the reference names, which has been revised since.
         * "replaced": the state as it is now, the one that the reference names being shown no longer.
         */
        readonly standing: "current" | "earlier" | "replaced";
        /** What is known now of its address is told of every state. */
        readonly entry: Entry;
      }
    | { readonly standing: "gone" }
  );

const BATCH = 50;

/** A reference out of a name such as "entries/x@12". */
export function referenceTo(name: string): Reference {
  const [id = "", revision = ""] = name.slice("entries/".length).split("@");
  return /^[1-9]\d{0,17}$/.test(revision) ? { id, revision: BigInt(revision) } : { id };
}

/**
 * What the references lead to, in their order, with all texts. `once`: nothing of it is kept, as what somebody puts
 * together is nobody's business.
 */
export async function readReferences(reading: Reading, references: readonly Reference[], once = false): Promise<Found[]> {
  const current = await readEntries(reading, references.map(({ id }) => `entries/${id}`), once);
  const isEarlier = ({ id, revision }: Reference) => {
    const now = current.get(`entries/${id}`);
    return revision !== undefined && now !== undefined && now.revision !== revision;
  };
  const nameOf = ({ id, revision }: Reference) => `entries/${id}@${revision}`;
  const earlier = await readEntries(reading, references.filter(isEarlier).map(nameOf), once);
  return references.map((reference): Found => {
    const now = current.get(`entries/${reference.id}`);
    if (now === undefined) return { ...reference, standing: "gone" };
    if (!isEarlier(reference)) return { ...reference, standing: "current", entry: now };
    const then = earlier.get(nameOf(reference));
    if (then === undefined) return { ...reference, standing: "replaced", entry: now };
    const linkState = isUnsafe(now.linkState) || now.url === then.url ? now.linkState : then.linkState;
    return { ...reference, standing: "earlier", entry: { ...then, linkState } };
  });
}

/** Entries by the names that they were asked for by; those that readers may not see are left out. */
async function readEntries(reading: Reading, names: readonly string[], once: boolean): Promise<Map<string, Entry>> {
  const { getEntry, batchGetEntries } = reading.source.lectern.entries;
  const found = new Map<string, Entry>();
  const batches: string[][] = [];
  for (let at = 0; at < names.length; at += BATCH) batches.push(names.slice(at, at + BATCH));
  await Promise.all(
    batches.map(async (batch) => {
      const request = { names: batch };
      const call = once ? reading.askOnce(batchGetEntries, request) : reading.askIfAny(batchGetEntries, request);
      const answer = await unlessMissing(call, true);
      if (answer !== undefined) return batch.forEach((name, index) => found.set(name, answer.entries[index]!));
      // One that is missing, or too many bytes together, lets the whole batch fail.
      return void (await Promise.all(
        batch.map(async (name) => {
          const entry = await unlessMissing(once ? reading.askOnce(getEntry, { name }) : reading.askIfAny(getEntry, { name }));
          if (entry !== undefined) found.set(name, entry);
        }),
      ));
    }),
  );
  return found;
}

/** The answer, or undefined where what was asked for is missing, hidden or erased; of a batch, also where it is too much. */
async function unlessMissing<T>(answer: Promise<T | undefined>, isBatch = false): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof LecternError)) throw error;
    if ([Code.NotFound, Code.InvalidArgument, Code.OutOfRange].includes(error.code)) return undefined;
    if (isBatch && error.reason === "LIMIT_EXCEEDED") return undefined;
    throw error;
  }
}
