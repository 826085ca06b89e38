// APA style, seventh edition: reference list, and the parenthesis in the text.
import { dateText, monthDayText, yearText } from "./date_texts.js";
import { numberedLocator } from "./locators.js";
import type { Locator } from "./locators.js";
import { familyList, nameList } from "./names.js";
import type { ListForm } from "./names.js";
import { groupsBeside, labelOf, leadOf } from "./roles.js";
import { Composer, NOTHING } from "./runs.js";
import type { Fragment } from "./runs.js";
import type { Citation } from "./styles.js";
import { isArticle, isNews, publishesItself } from "./works.js";
import type { Makers, Work } from "./works.js";

const hand = new Composer("double", true);

const LEAD: ListForm = {
  inverted: "all",
  given: { initials: " " },
  and: "&",
  commaBeforeAnd: "always",
  etAl: { from: 21, keep: 19, last: true },
};
const INNER: ListForm = { ...LEAD, inverted: "none", commaBeforeAnd: "three" };
const IN_TEXT = { and: "&", commaBeforeAnd: "three", etAl: { from: 3, keep: 1 } } as const;
const LABELS = {
  editors: ["Ed.", "Eds."],
  translators: ["Trans.", "Trans."],
  directors: ["Director", "Directors"],
  both: ["Ed. & Trans.", "Eds. & Trans."],
} as const;

export function apa(work: Work, locator: Locator | undefined): Citation {
  const legal = ["legal_case", "legislation", "treaty"].includes(work.kind);
  const lead = legal ? undefined : leadOf(work, ["authors", "directors", "editors"]);
  const short = lead === undefined ? titleInText(work) : familyList(hand, work[lead], IN_TEXT);
  const inText = hand.join([short, hand.plain(qualified(work, yearText)), located(locator)], ", ");
  return {
    reference: hand.runs(legal ? legalReference(work) : reference(work, lead)),
    inText: hand.runs(hand.between("(", inText, ")")),
  };
}

function reference(work: Work, lead: keyof Makers | undefined): Fragment {
  const title = hand.join([titleOf(work), parenthesis(work, lead)], " ");
  const date = hand.between("(", hand.plain(qualified(work, (issued) => yearMonthDay(work, issued))), ")");
  const bracket =
    work.kind === "thesis" && work.address !== "" ? hand.between("[", hand.plain(work.publisher), "]") : NOTHING;
  const source = [container(work, lead), publisher(work)];
  const parts =
    lead === undefined
      ? [title, date, bracket, ...source]
      : [leading(work, lead), date, hand.join([title, bracket], " "), ...source];
  return hand.join([hand.sentence(hand.join(parts, ". ")), access(work)], " ");
}

/** Cases, acts and treaties, which are known by their names. */
function legalReference(work: Work): Fragment {
  const title = hand.plain(work.title);
  if (work.kind === "treaty") {
    const signed = hand.plain(qualified(work, (issued) => dateText(issued, "american"), ""));
    const parties = hand.join(
      work.authors.map(({ literal, family }) => hand.plain(literal || family)),
      "-",
    );
    const parts = hand.join([title, parties, signed, hand.word(work.address)], ", ");
    return work.address === "" ? hand.sentence(parts) : parts;
  }
  const isCase = work.kind === "legal_case";
  const when = qualified(work, isCase ? (issued) => dateText(issued, "american") : yearText, "");
  const decided = hand.join([isCase ? hand.plain(work.publisher) : NOTHING, hand.plain(when)], " ");
  return hand.join([hand.sentence(hand.join([title, hand.between("(", decided, ")")], " ")), access(work)], " ");
}

function leading(work: Work, lead: keyof Makers): Fragment {
  const label = hand.word(labelOf(LABELS, lead, work[lead]));
  return hand.join([nameList(hand, work[lead], LEAD), hand.between("(", label, ")")], " ");
}

/** Editors and translators, each group with its label behind a comma or in brackets. Of articles translators alone. */
function edited(work: Work, lead: keyof Makers | undefined, brackets: boolean): Fragment[] {
  const groups = groupsBeside(work, lead).filter(({ deed }) =>
    isArticle(work) ? deed === "translators" : deed !== "directors",
  );
  return groups.map(({ deed, names }) => {
    const label = hand.word(labelOf(LABELS, deed, names));
    const list = nameList(hand, names, INNER);
    return brackets ? hand.join([list, hand.between("(", label, ")")], " ") : hand.join([list, label], ", ");
  });
}

/** "(A. B. Cole, Ed.; D. Eve, Trans.; Series)". Those of a chapter stand before its book. */
function parenthesis(work: Work, lead: keyof Makers | undefined): Fragment {
  const beside = work.kind === "chapter" && work.container !== "" ? [] : edited(work, lead, false);
  const series = work.kind === "report" ? hand.plain(work.collection) : NOTHING;
  return hand.between("(", hand.join([...beside, series], "; "), ")");
}

function titleOf(work: Work): Fragment {
  return work.container !== "" && work.kind !== "webpage" ? hand.plain(work.title) : hand.italic(work.title);
}

function titleInText(work: Work): Fragment {
  if (work.kind === "legislation" || work.kind === "treaty") return hand.plain(work.title);
  return work.container !== "" && work.kind !== "webpage" ? hand.quoted(work.title) : hand.italic(work.title);
}

function container(work: Work, lead: keyof Makers | undefined): Fragment {
  if (work.container === "" || work.kind === "webpage") return NOTHING;
  const title = hand.italic(work.container);
  if (isArticle(work)) return title;
  const names = hand.join(edited(work, lead, true), ", & ");
  return hand.join([hand.word("In"), hand.join([names, title], ", ")], " ");
}

function publisher(work: Work): Fragment {
  if (isArticle(work) || (work.kind === "thesis" && work.address !== "")) return NOTHING;
  // A body that publishes itself is named once.
  const known = publishesItself(work);
  const site = work.kind === "webpage" && !(known && work.publisher === "") ? hand.plain(work.container) : NOTHING;
  return hand.join([site, known ? NOTHING : hand.plain(work.publisher)], "; ");
}

function access(work: Work): Fragment {
  if (work.address === "" || work.issued !== undefined || work.accessed === undefined) return hand.word(work.address);
  return hand.word(`Retrieved ${dateText(work.accessed, "american")}, from ${work.address}`);
}

function yearMonthDay(work: Work, issued: NonNullable<Work["issued"]>): string {
  const daily = isNews(work) || work.kind === "motion_picture" || work.kind === "webpage";
  const day = daily ? monthDayText(issued, "american") : "";
  return day === "" ? yearText(issued) : `${yearText(issued)}, ${day}`;
}

function qualified({ issued }: Work, text: (issued: NonNullable<Work["issued"]>) => string, none = "n.d."): string {
  if (issued === undefined) return none;
  return issued.uncertain || issued.approximate ? `ca. ${text(issued)}` : text(issued);
}

function located(locator: Locator | undefined): Fragment {
  if (locator === undefined) return NOTHING;
  return hand.plain(numberedLocator(locator, "para.", "paras.") ?? `${locator.text} section`);
}
