// The one connection to lecternd that all pages share, and what is held of the catalogue beside it.
import { createLectern } from "@lectern/client";
import type { Log } from "../log.ts";
import { Answers } from "./answers.ts";
import { LegacyAddresses } from "./legacy_addresses.ts";
import { Newest } from "./newest.ts";
import { Reading, type Source } from "./reading.ts";
import { RecentEntries } from "./recent_entries.ts";

/** A page that is not there after so many milliseconds is a page that failed, for somebody who waits for it. */
const CALL_MS = 5_000;
/** A server that is down is soon known to be: there may be a last good answer. */
const RETRY = { attempts: 3, firstWaitMs: 50, longestWaitMs: 250 };

export interface Catalogue extends Source {
  readonly legacy: LegacyAddresses;
  readonly recent: RecentEntries;
  reading(): Reading;
  /** Begins to follow the change feed. */
  follow(): void;
  close(): void;
}

export function openCatalogue(server: { address: string; token?: string | undefined }, log: Log): Catalogue {
  const { address, token } = server;
  const options = { address, actAs: "reader", timeoutMs: CALL_MS, retry: RETRY } as const;
  const lectern = createLectern(token === undefined ? options : { ...options, token });
  const newest = new Newest(lectern, log);
  const answers = new Answers();
  const legacy = new LegacyAddresses(lectern);
  const recent = new RecentEntries(lectern);
  for (const listener of [answers, legacy, recent]) newest.listen(listener);
  const source: Source = { lectern, answers, newest, asking: new Map() };
  return {
    ...source,
    legacy,
    recent,
    reading: () => new Reading(source),
    follow: () => void newest.follow(),
    close: () => {
      newest.close();
      lectern.close();
    },
  };
}
