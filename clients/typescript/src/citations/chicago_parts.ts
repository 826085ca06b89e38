// What both forms of Chicago style share.
import type { CitedDate } from "./dates.js";
import { numberedLocator } from "./locators.js";
import type { Locator } from "./locators.js";
import { nameList } from "./names.js";
import type { ListForm } from "./names.js";
import { groupsBeside, labelOf } from "./roles.js";
import type { Verbs } from "./roles.js";
import { Composer, NOTHING } from "./runs.js";
import type { Fragment } from "./runs.js";
import type { Makers, Work } from "./works.js";

export const chicago = new Composer("double", true);

export const LEAD: ListForm = {
  inverted: "first",
  given: "entered",
  and: "and",
  commaBeforeAnd: "always",
  etAl: { from: 11, keep: 7 },
};
export const IN_ORDER: ListForm = { ...LEAD, inverted: "none", commaBeforeAnd: "three" };
const LABELS = { editors: ["ed.", "eds."], translators: ["trans.", "trans."], directors: ["dir.", "dirs."] } as const;

export const VERBS: Verbs = {
  editors: "Edited by",
  translators: "Translated by",
  directors: "Directed by",
  both: "Edited and translated by",
};
export const LOWER_VERBS: Verbs = {
  editors: "edited by",
  translators: "translated by",
  directors: "directed by",
  both: "edited and translated by",
};
export const SHORT_VERBS: Verbs = {
  editors: "ed.",
  translators: "trans.",
  directors: "directed by",
  both: "ed. and trans.",
};

/** Those who did something beside writing, each group with its verb; without who stands first. */
export function secondaries(
  work: Work,
  lead: keyof Makers | undefined,
  verbs: Verbs,
  delimiter: string,
  form: ListForm = IN_ORDER,
): Fragment {
  const groups = groupsBeside(work, lead).map(({ deed, names }) =>
    chicago.join([chicago.word(verbs[deed]), nameList(chicago, names, form)], " "),
  );
  return chicago.join(groups, delimiter);
}

export function titleOf(work: Work, italic: readonly string[] = ["book", "motion_picture"]): Fragment {
  if (italic.includes(work.kind)) return chicago.italic(work.title);
  return work.kind === "legal_case" || work.kind === "legislation"
    ? chicago.plain(work.title)
    : chicago.quoted(work.title);
}

/** Who stands first, with what they did where it was not writing. */
export function leading(work: Work, lead: keyof Makers | undefined, form: ListForm): Fragment {
  if (lead === undefined) return NOTHING;
  return chicago.join([nameList(chicago, work[lead], form), chicago.word(labelOf(LABELS, lead, work[lead]))], ", ");
}

/** The date, in brackets and with a question mark where it is not sure. */
export function dateOf(issued: CitedDate, text: (issued: CitedDate) => string): string {
  return issued.uncertain || issued.approximate ? `[${text(issued)}?]` : text(issued);
}

export function located(locator: Locator | undefined): Fragment {
  if (locator === undefined) return NOTHING;
  const number = numberedLocator(locator, "para.", "paras.");
  if (number !== undefined) return chicago.plain(number);
  return chicago.join([chicago.word("under"), chicago.quoted(locator.text)], " ");
}
