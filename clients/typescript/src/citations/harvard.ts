// Harvard style as in Cite Them Right: reference list, and the parenthesis in the text.
import { dateText, monthDayText, yearText } from "./date_texts.js";
import { numberedLocator } from "./locators.js";
import type { Locator } from "./locators.js";
import { familyList, nameList } from "./names.js";
import type { ListForm } from "./names.js";
import { groupsBeside, labelOf, leadOf } from "./roles.js";
import { Composer, NOTHING } from "./runs.js";
import type { Fragment } from "./runs.js";
import type { Citation } from "./styles.js";
import { isArticle, isNews } from "./works.js";
import type { Makers, Work } from "./works.js";

const hand = new Composer("single", false);

const LEAD: ListForm = {
  inverted: "all",
  given: { initials: "" },
  and: "and",
  commaBeforeAnd: "never",
  etAl: { from: 4, keep: 1, italic: true },
};
const INNER: ListForm = { ...LEAD, inverted: "none", commaBeforeAnd: "three", etAl: { from: 4, keep: 1 } };
const LABELS = {
  editors: ["ed.", "eds"],
  translators: ["trans.", "trans."],
  both: ["ed. and trans.", "eds and trans."],
} as const;
const VERBS = {
  editors: "Edited by",
  translators: "Translated by",
  directors: "Directed by",
  both: "Edited and translated by",
};
const ITALIC = [
  "book",
  "hearing",
  "legal_case",
  "legislation",
  "motion_picture",
  "report",
  "thesis",
  "treaty",
  "webpage",
];

export function harvard(work: Work, locator: Locator | undefined): Citation {
  const lead = leadOf(work, ["authors", "editors", "translators"]);
  const title = ITALIC.includes(work.kind) ? hand.italic(work.title) : hand.quoted(work.title);
  const byContainer = lead === undefined && isNews(work) && work.container !== "";
  const instead = byContainer ? hand.italic(work.container) : title;
  const first = lead === undefined ? instead : leading(work, lead);
  const container = byContainer ? NOTHING : contained(work, lead);
  const year = hand.plain(yearOf(work));

  const titled = lead === undefined && !byContainer ? container : hand.join([title, container], ", ");
  const head = hand.join([first, hand.between("(", year, ")"), titled], " ");
  const body = hand.join([head, secondaries(work, lead), publisher(work)], ". ");
  const day = isNews(work) && work.issued !== undefined ? hand.plain(monthDayText(work.issued, "british")) : NOTHING;
  const reference = hand.join([hand.join([body, day], ", "), access(work)], ". ");

  const short = lead === undefined ? instead : familyList(hand, work[lead], LEAD);
  const inText = hand.join([short, year, located(locator)], ", ");
  return { reference: hand.runs(hand.sentence(reference)), inText: hand.runs(hand.between("(", inText, ")")) };
}

function leading(work: Work, lead: keyof Makers): Fragment {
  const label = hand.word(labelOf(LABELS, lead, work[lead]));
  return hand.join([nameList(hand, work[lead], LEAD), hand.between("(", label, ")")], " ");
}

/** "in A. Cole (ed.) Book" of a chapter; else what it is a part of. */
function contained(work: Work, lead: keyof Makers | undefined): Fragment {
  const container = hand.italic(work.container);
  if (work.kind !== "chapter" || work.container === "") return container;
  const groups = groupsBeside(work, lead)
    .filter(({ deed }) => deed !== "directors")
    .map(({ deed, names }) => {
      const label = hand.word(labelOf(LABELS, deed, names));
      return hand.join([nameList(hand, names, INNER), hand.between("(", label, ")")], " ");
    });
  return hand.join([hand.word("in"), hand.join(groups, ", "), container], " ");
}

/** "Edited by A. Cole. Directed by D. Eve"; of a chapter these stand before its book. */
function secondaries(work: Work, lead: keyof Makers | undefined): Fragment {
  const groups = groupsBeside(work, lead).filter(({ deed }) => work.kind !== "chapter" || deed === "directors");
  return hand.join(
    groups.map(({ deed, names }) => hand.join([hand.word(VERBS[deed]), nameList(hand, names, INNER)], " ")),
    ". ",
  );
}

function publisher(work: Work): Fragment {
  if (isArticle(work)) return NOTHING;
  if (work.kind === "thesis") return hand.plain(work.publisher);
  const named = hand.join([hand.plain(work.place), hand.plain(work.publisher)], ": ");
  return work.kind === "report" ? named : hand.join([named, hand.between("(", hand.plain(work.collection), ")")], " ");
}

function yearOf({ issued }: Work): string {
  if (issued === undefined) return "no date";
  if (issued.uncertain) return `${yearText(issued)}?`;
  return issued.approximate ? `c. ${yearText(issued)}` : yearText(issued);
}

/** The date of reading stands beside an address also where the date of publication is known. */
function access({ address, accessed }: Work): Fragment {
  if (address === "") return NOTHING;
  const read = accessed === undefined ? "" : ` (Accessed: ${dateText(accessed, "british")})`;
  return hand.word(`Available at: ${address}${read}`);
}

function located(locator: Locator | undefined): Fragment {
  if (locator === undefined) return NOTHING;
  const number = numberedLocator(locator, "para.", "paras");
  return number === undefined ? hand.join([hand.quoted(locator.text), hand.word("section")], " ") : hand.plain(number);
}
