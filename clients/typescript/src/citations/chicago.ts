// Chicago style, notes and bibliography, seventeenth edition (the eighteenth keeps these forms, but cuts lists of names
// sooner and leaves places of publication out).
import {
  chicago as hand,
  dateOf,
  IN_ORDER,
  LEAD,
  leading,
  located,
  LOWER_VERBS,
  secondaries,
  SHORT_VERBS,
  titleOf,
  VERBS,
} from "./chicago_parts.js";
import { dateText, yearText } from "./date_texts.js";
import type { Locator } from "./locators.js";
import { familyList } from "./names.js";
import { leadOf } from "./roles.js";
import { NOTHING } from "./runs.js";
import type { Fragment } from "./runs.js";
import type { Citation } from "./styles.js";
import { isArticle, isNews } from "./works.js";
import type { Makers, Work } from "./works.js";

const NOTE_NAMES = { ...IN_ORDER, etAl: { from: 4, keep: 1 } } as const;
const ROLES = ["authors", "editors", "translators"] as const;

export function chicago(work: Work, locator: Locator | undefined): Citation {
  const lead = leadOf(work, ROLES);
  return {
    reference: hand.runs(hand.sentence(bibliography(work, lead))),
    inText: hand.runs(hand.sentence(shortNote(work, lead, locator))),
    note: hand.runs(hand.sentence(note(work, lead, locator))),
  };
}

function bibliography(work: Work, lead: keyof Makers | undefined): Fragment {
  // Without a name, the newspaper, the magazine or the site stands first.
  const byContainer = lead === undefined && (isNews(work) || work.kind === "webpage");
  const names = leading(work, lead, LEAD);
  const first = byContainer ? containerTitle(work) : names;
  const statement = publication(work);
  let parts = hand.join(
    [
      first,
      titleOf(work),
      work.kind === "chapter" ? NOTHING : secondaries(work, lead, VERBS, ". "),
      byContainer ? NOTHING : contained(work, lead),
      isArticle(work) ? NOTHING : hand.plain(work.collection),
      isLegal(work) ? NOTHING : statement,
    ],
    ". ",
  );
  if (isLegal(work)) parts = hand.join([parts, hand.between("(", decided(work), ")")], " ");
  else if (statement === NOTHING) parts = hand.join([parts, date(work)], ", ");
  const accessed = accessedText(work);
  const access = accessed === "" ? NOTHING : hand.word(accessed.charAt(0).toUpperCase() + accessed.slice(1));
  return hand.join([parts, access, hand.word(work.address)], ". ");
}

function note(work: Work, lead: keyof Makers | undefined, locator: Locator | undefined): Fragment {
  const names = leading(work, lead, NOTE_NAMES);
  const edited = secondaries(work, lead, SHORT_VERBS, ", ", NOTE_NAMES);
  const chapter = work.kind === "chapter";
  const container = chapter ? hand.join([hand.word("in"), containerTitle(work)], " ") : containerTitle(work);
  const order = chapter ? [container, edited] : [edited, container];
  const series = isArticle(work) ? NOTHING : hand.plain(work.collection);
  const statement = publication(work);
  let parts = hand.join([names, titleOf(work), ...order, series], ", ");
  if (isLegal(work)) parts = hand.join([parts, hand.between("(", decided(work), ")")], " ");
  else if (statement !== NOTHING) parts = hand.join([parts, hand.between("(", statement, ")")], " ");
  else parts = hand.join([parts, date(work)], ", ");
  return hand.join([parts, located(locator), hand.word(accessedText(work)), hand.word(work.address)], ", ");
}

function shortNote(work: Work, lead: keyof Makers | undefined, locator: Locator | undefined): Fragment {
  const names = lead === undefined ? NOTHING : familyList(hand, work[lead], NOTE_NAMES);
  return hand.join([names, titleOf(work), located(locator)], ", ");
}

function containerTitle(work: Work): Fragment {
  return work.kind === "webpage" ? hand.plain(work.container) : hand.italic(work.container);
}

function contained(work: Work, lead: keyof Makers | undefined): Fragment {
  if (work.kind !== "chapter" || work.container === "") return containerTitle(work);
  const edited = lead === "authors" ? secondaries(work, lead, LOWER_VERBS, ", ") : NOTHING;
  return hand.join([hand.join([hand.word("In"), containerTitle(work)], " "), edited], ", ");
}

/** "Brussels: ECPAT, 2009"; NOTHING itself where nobody is known to have published it. */
function publication(work: Work): Fragment {
  if (isArticle(work) || isLegal(work)) return NOTHING;
  const place = work.kind === "thesis" ? "" : work.place;
  const publisher = hand.join([hand.plain(place), hand.plain(work.publisher)], ": ");
  return publisher === NOTHING ? NOTHING : hand.join([publisher, date(work)], ", ");
}

/** What a court decided and when, or in which year an act was made. */
function decided(work: Work): Fragment {
  const court = work.kind === "legal_case" ? hand.plain(work.publisher) : NOTHING;
  return hand.join([court, date(work)], " ");
}

function isLegal({ kind }: Work): boolean {
  return kind === "legal_case" || kind === "legislation";
}

function date(work: Work): Fragment {
  const yearAlone = ["book", "chapter", "legislation", "motion_picture", "thesis"].includes(work.kind);
  if (work.issued === undefined) return hand.word(work.accessed !== undefined && work.address !== "" ? "" : "n.d.");
  return hand.plain(dateOf(work.issued, yearAlone ? yearText : (issued) => dateText(issued, "american")));
}

function accessedText({ issued, accessed }: Work): string {
  return issued === undefined && accessed !== undefined ? `accessed ${dateText(accessed, "american")}` : "";
}
