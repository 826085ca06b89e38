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
  if (reading.staleSince !== undefined || !newest.live) return undefined;
  const changesAt = Math.floor(reading.changesAt.getTime() / 1000).toString(36);
  return `W/"${build}.${feedOf(newest)}.${reading.revision.toString(36)}.${changesAt}"`;
}

/** The tag of If-None-Match that says what the page would show now, whatever page it is; undefined where none does. */
export function stillGood(ifNoneMatch: string | undefined, newest: Newest, build: string, now = new Date()): string | undefined {
  if (ifNoneMatch === undefined || !newest.live) return undefined;
  const current = `W/"${build}.${feedOf(newest)}.${newest.revision.toString(36)}.`;
  for (const candidate of ifNoneMatch.split(",").map((tag) => tag.trim())) {
    if (!candidate.startsWith(current)) continue;
    const changesAt = /^([0-9a-z]{1,9})"$/.exec(candidate.slice(current.length))?.[1];
    if (changesAt !== undefined && now.getTime() < Number.parseInt(changesAt, 36) * 1000) return candidate;
  }
  return undefined;
}

// Opaque, and possibly with characters that no tag may have.
function feedOf(newest: Newest): string {
  return encodeURIComponent(newest.feedId).replace(/\./g, "%2E");
}
