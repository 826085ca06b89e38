// MLA style, ninth edition: works cited, and the parenthesis in the text.
import { dateText, yearText } from "./date_texts.js";
import type { CitedDate } from "./dates.js";
import { numberedLocator } from "./locators.js";
import type { Locator } from "./locators.js";
import { familyList, nameList } from "./names.js";
import type { ListForm } from "./names.js";
import { groupsBeside, labelOf, leadOf } from "./roles.js";
import { Composer, NOTHING } from "./runs.js";
import type { Fragment } from "./runs.js";
import type { Citation } from "./styles.js";
import { isArticle, publishesItself } from "./works.js";
import type { Makers, Work } from "./works.js";

const hand = new Composer("double", true);

const LEAD: ListForm = {
  inverted: "first",
  given: "dotted",
  and: "and",
  commaBeforeAnd: "always",
  etAl: { from: 3, keep: 1, comma: true },
};
const INNER: ListForm = { ...LEAD, inverted: "none", commaBeforeAnd: "three", etAl: { from: 3, keep: 1 } };
const LABELS = { editors: ["editor", "editors"], translators: ["translator", "translators"] } as const;
const VERBS = {
  editors: "edited by",
  translators: "translated by",
  directors: "directed by",
  both: "edited and translated by",
};

export function mla(given: Work, locator: Locator | undefined): Citation {
  // A body that publishes itself is named as the publisher, and the title comes first.
  const work = publishesItself(given) ? { ...given, authors: [] } : given;
  const lead = leadOf(work, ["authors", "editors", "translators"]);
  const title = work.container === "" ? hand.italic(work.title) : hand.quoted(work.title);
  const contained = hand.join(
    [
      hand.italic(work.container),
      others(work, lead),
      isArticle(work) ? NOTHING : hand.plain(work.publisher),
      work.issued === undefined ? NOTHING : hand.plain(published(work, work.issued)),
      hand.word(work.address),
    ],
    ", ",
  );
  const accessed =
    work.issued === undefined && work.accessed !== undefined
      ? hand.word(`Accessed ${dateText(work.accessed, "mla")}`)
      : NOTHING;
  const reference = hand.join([lead === undefined ? NOTHING : leading(work, lead), title, contained, accessed], ". ");

  const short = lead === undefined ? title : familyList(hand, work[lead], INNER);
  const place = locator && numberedLocator(locator, "par.", "pars.");
  const inText = hand.join([short, hand.plain(place ?? "")], ", ");
  return { reference: hand.runs(hand.sentence(reference)), inText: hand.runs(hand.between("(", inText, ")")) };
}

function leading(work: Work, lead: keyof Makers): Fragment {
  return hand.join([nameList(hand, work[lead], LEAD), hand.word(labelOf(LABELS, lead, work[lead]))], ", ");
}

/** "edited by A, translated by B"; with a capital where nothing stands before it in its part. */
function others(work: Work, lead: keyof Makers | undefined): Fragment {
  const parts = groupsBeside(work, lead).map(({ deed, names }, index) => {
    const verb = VERBS[deed];
    const begins = index === 0 && work.container === "";
    const word = begins ? verb.charAt(0).toUpperCase() + verb.slice(1) : verb;
    return hand.join([hand.word(word), nameList(hand, names, INNER)], " ");
  });
  return hand.join(parts, ", ");
}

function published({ kind }: Work, date: CitedDate): string {
  const yearAlone = kind === "book" || kind === "chapter" || kind === "motion_picture";
  const text = yearAlone ? yearText(date) : dateText(date, "mla", kind !== "article-journal");
  if (date.uncertain) return `[${text}?]`;
  return date.approximate ? `circa ${text}` : text;
}
