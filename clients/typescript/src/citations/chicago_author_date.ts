// Chicago style, author and date, seventeenth edition: reference list, and the parenthesis in the text.
import {
  chicago as hand,
  dateOf,
  IN_ORDER,
  LEAD,
  leading,
  located,
  LOWER_VERBS,
  secondaries,
  titleOf,
  VERBS,
} from "./chicago_parts.js";
import { dateText, monthDayText, yearText } from "./date_texts.js";
import type { Locator } from "./locators.js";
import { familyList } from "./names.js";
import { leadOf } from "./roles.js";
import { NOTHING } from "./runs.js";
import type { Fragment } from "./runs.js";
import type { Citation } from "./styles.js";
import { isArticle, isNews } from "./works.js";
import type { Makers, Work } from "./works.js";

const ITALIC = ["book", "motion_picture", "legislation"];
const ROLES = ["authors", "editors", "translators", "directors"] as const;

export function chicagoAuthorDate(work: Work, locator: Locator | undefined): Citation {
  const lead = leadOf(work, ROLES);
  const byContainer = lead === undefined && isNews(work) && work.container !== "";
  const title = titleOf(work, ITALIC);
  const instead = byContainer ? hand.italic(work.container) : title;
  const year = hand.plain(work.issued === undefined ? "n.d." : dateOf(work.issued, yearText));
  const first = lead === undefined ? instead : leading(work, lead, LEAD);

  let parts = hand.join([first, year, lead === undefined && !byContainer ? NOTHING : title], ". ");
  if (work.kind !== "chapter") parts = hand.join([parts, secondaries(work, lead, VERBS, ". ")], ". ");
  if (!byContainer) parts = hand.join([parts, contained(work, lead)], ". ");
  if (work.kind === "article-journal") parts = hand.join([parts, hand.plain(monthDay(work, false))], ", ");
  if (isNews(work)) parts = hand.join([parts, hand.plain(fullDate(work))], ", ");
  if (!isArticle(work)) parts = hand.join([parts, hand.plain(work.collection), publisher(work)], ". ");
  const updated = work.kind === "webpage" ? hand.plain(fullDate(work)) : NOTHING;
  const reference = hand.join([parts, updated, accessed(work), hand.word(work.address)], ". ");

  const short =
    lead === undefined ? instead : familyList(hand, work[lead], { ...IN_ORDER, etAl: { from: 4, keep: 1 } });
  const bare = work.issued === undefined && work.accessed === undefined;
  const inText = hand.join([hand.join([short, year], bare ? ", " : " "), located(locator)], ", ");
  return { reference: hand.runs(hand.sentence(reference)), inText: hand.runs(hand.between("(", inText, ")")) };
}

function contained(work: Work, lead: keyof Makers | undefined): Fragment {
  if (work.kind === "webpage") return hand.plain(work.container);
  const container = hand.italic(work.container);
  if (work.kind !== "chapter" || work.container === "") return container;
  const edited = secondaries(work, lead, LOWER_VERBS, ", ");
  return hand.join([hand.join([hand.word("In"), container], " "), edited], ", ");
}

function publisher(work: Work): Fragment {
  const place = work.kind === "legal_case" ? "" : work.place;
  return hand.join([hand.plain(place), hand.plain(work.publisher)], ": ");
}

function monthDay({ issued }: Work, days: boolean): string {
  return issued === undefined ? "" : monthDayText(issued, "american", days);
}

/** The whole date, where it says more than the year that stands behind the names. */
function fullDate(work: Work): string {
  return work.issued === undefined || monthDay(work, true) === ""
    ? ""
    : dateOf(work.issued, (issued) => dateText(issued, "american"));
}

function accessed(work: Work): Fragment {
  if (work.issued !== undefined || work.accessed === undefined) return NOTHING;
  return hand.word(`Accessed ${dateText(work.accessed, "american")}`);
}
