// ETags that say which state of the catalogue a page shows, so that whether a page is still good is known without
// reading anything.
import type { Newest } from "../catalogue/newest.ts";
import type { Reading } from "../catalogue/reading.ts";

/** Every use asks again: what is withheld from readers is gone from the next view on. */
export const REVALIDATED = "public, no-cache";
/** A copy is kept nowhere. */
export const NOWHERE = "no-store";
/** For addresses whose content never changes. */
export const FOR_GOOD = "public, max-age=31536000, immutable";

/** The tag of a page that was made of `reading`; undefined where the page is not to be used again. */
export function etagOf(reading: Reading, build: string): string | undefined {
  const { newest } = reading.source;
  if (reading.staleSince !== undefined || reading.isBehind || !newest.live) return undefined;
  const changesAt = Math.floor(reading.changesAt.getTime() / 1000).toString(36);
  return `${beginningOf(newest.feedId, reading.revision, build)}${changesAt}"`;
}

/** The tag of If-None-Match that says what the page would show now, whatever page it is; undefined where none does. */
export function stillGood(ifNoneMatch: string | undefined, newest: Newest, build: string, now = new Date()): string | undefined {
  if (ifNoneMatch === undefined || !newest.live) return undefined;
  const current = currentBeginning(newest, build);
  for (const candidate of ifNoneMatch.split(",").map((tag) => tag.trim())) {
    if (!candidate.startsWith(current)) continue;
    const changesAt = /^([0-9a-z]{1,9})"$/.exec(candidate.slice(current.length))?.[1];
    if (changesAt !== undefined && now.getTime() < Number.parseInt(changesAt, 36) * 1000) return candidate;
  }
  return undefined;
}

/** What the tags of all pages of a revision begin with. The feed's identity is opaque: it may hold what no tag may. */
function beginningOf(feedId: string, revision: bigint, build: string): string {
  return `W/"${build}.${encodeURIComponent(feedId).replace(/\./g, "%2E")}.${revision.toString(36)}.`;
}

interface Beginning {
  readonly feedId: string;
  readonly revision: bigint;
  readonly build: string;
  readonly text: string;
}

// Made once for each revision: a copy that is confirmed costs little else.
const beginnings = new WeakMap<Newest, Beginning>();

function currentBeginning(newest: Newest, build: string): string {
  const { feedId, revision } = newest;
  const known = beginnings.get(newest);
  if (known !== undefined && known.revision === revision && known.feedId === feedId && known.build === build) return known.text;
  const text = beginningOf(feedId, revision, build);
  beginnings.set(newest, { feedId, revision, build, text });
  return text;
}
