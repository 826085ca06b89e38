// Names of people and bodies, and lists of them as bibliographies have them.
import { NOTHING } from "./runs.js";
import type { Composer, Fragment } from "./runs.js";
import { printed, printedAlone } from "./text.js";

/** A person or a body: `literal`, or `family` with what else is known. */
export interface Name {
  readonly family: string;
  readonly given: string;
  /** What stands behind the given names: "Jr." */
  readonly suffix: string;
  readonly literal: string;
}

/** A contributor of the contract, or anything with its texts. */
export interface NameTexts {
  readonly family: string;
  readonly given: string;
  readonly literal: string;
}

/** The name as it is printed; undefined where there is none. Where both are set, the undivided name counts. */
export function nameOf(texts: NameTexts): Name | undefined {
  const [family, literal] = [printedAlone(texts.family), printedAlone(texts.literal)];
  // Given names may end with a comma and what stands behind it: "Martin Luther, Jr."
  const [given = "", suffix = ""] = printedAlone(texts.given).split(/\s*,\s*(.*)/);
  if (literal !== "") return { family: "", given: "", suffix: "", literal };
  if (family !== "") return { family, given, suffix, literal: "" };
  return given === "" ? undefined : { family: "", given: "", suffix: "", literal: given };
}

/** How given names are written: as entered, with a full stop behind each single letter, or as initials. */
export type GivenForm = "entered" | "dotted" | { readonly initials: " " | "" };

/** How a list of names is written. */
export interface ListForm {
  /** Whose family name comes first: nobody's, the first one's, everybody's. */
  readonly inverted: "none" | "first" | "all";
  readonly given: GivenForm;
  readonly and: "and" | "&";
  /** A comma before "and": always, never, or where there are three names or more. */
  readonly commaBeforeAnd: "always" | "never" | "three";
  /** Lists of `from` names or more are cut to the first `keep`. */
  readonly etAl: EtAl;
}

export interface EtAl {
  readonly from: number;
  readonly keep: number;
  /** Whether a comma stands before "et al." even behind one name. */
  readonly comma?: boolean;
  readonly italic?: boolean;
  /** An ellipsis and the last name instead of "et al." */
  readonly last?: boolean;
}

/** A list of whole names. */
export function nameList(hand: Composer, names: readonly Name[], form: ListForm): Fragment {
  const parts = names.map((name, index) =>
    wholeName(hand, name, form.given, form.inverted === "all" || (form.inverted === "first" && index === 0)),
  );
  return listed(hand, parts, form);
}

/** A list of family names, for texts and short notes. */
export function familyList(
  hand: Composer,
  names: readonly Name[],
  form: Omit<ListForm, "inverted" | "given">,
): Fragment {
  const parts = names.map(({ family, literal }) => hand.plain(literal || family));
  return listed(hand, parts, form);
}

/** Whether two lists name the same, in the same order. */
export function sameNames(a: readonly Name[], b: readonly Name[]): boolean {
  return a.length === b.length && a.every((name, index) => JSON.stringify(name) === JSON.stringify(b[index]));
}

function listed(hand: Composer, parts: readonly Fragment[], form: Omit<ListForm, "inverted" | "given">): Fragment {
  const { etAl } = form;
  if (parts.length >= etAl.from) {
    const head = hand.join(parts.slice(0, etAl.keep), ", ");
    if (etAl.last) return hand.join([head, hand.join([hand.word("…"), parts.at(-1)!], " ")], ", ");
    return hand.join([head, hand.word("et al.", etAl.italic)], etAl.comma || etAl.keep > 1 ? ", " : " ");
  }
  if (parts.length < 2) return parts[0] ?? NOTHING;
  const comma = form.commaBeforeAnd === "always" || (form.commaBeforeAnd === "three" && parts.length > 2);
  const head = hand.join(parts.slice(0, -1), ", ");
  return hand.join([head, parts.at(-1)!], `${comma ? "," : ""} ${form.and} `);
}

const UNDIVIDED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々ー・]+$/u;

function wholeName(
  hand: Composer,
  { family, given, suffix, literal }: Name,
  form: GivenForm,
  inverted: boolean,
): Fragment {
  if (literal !== "") return hand.plain(literal);
  // Where writing has no spaces, the family name comes first and nothing comes between.
  if (given !== "" && UNDIVIDED.test(family + given)) return hand.plain(family + given);
  const first = hand.plain(givenNames(given, form));
  const last = hand.plain(family);
  const behind = hand.plain(suffix);
  if (inverted) return hand.join([last, first, behind], ", ");
  return hand.join([first, last, behind], " ");
}

function givenNames(given: string, form: GivenForm): string {
  if (form === "entered") return given;
  if (form === "dotted") return given.split(" ").map(dotted).join(" ");
  return initials(given, form.initials);
}

/** "J" and "J.R." as "J." and "J. R."; other words as they are. */
function dotted(word: string): string {
  if (/^\p{Lu}\p{M}*$/u.test(word)) return `${word}.`;
  return /^(\p{Lu}\p{M}*\.){2,}$/u.test(word) ? word.replaceAll(".", ". ").trim() : word;
}

/**
 * "Jean-Paul R." as "J.-P. R.". Words that begin small ("von") stay, and so do those of scripts without capital letters
 * and what stands in brackets: nobody is known by their first letter.
 */
function initials(given: string, separator: string): string {
  let out = "";
  let short = false;
  for (const word of given.split(" ")) {
    const parts = word.split("-").filter((part) => part !== "");
    const shortened = parts.map((part) => initialsOf(part, separator));
    const isShort = parts.length > 0 && shortened.every((initial) => initial !== undefined);
    if (out !== "") out += short && isShort ? separator : " ";
    out += parts.map((part, index) => shortened[index] ?? part).join("-") || word;
    short = isShort;
  }
  return out;
}

/** "Paul" as "P.", "J.R." as two, "Th." as it is; undefined for what has no initial. */
function initialsOf(part: string, separator: string): string | undefined {
  if (!/^\p{Lu}/u.test(part)) return undefined;
  const pieces = part.split(".").filter((piece) => piece !== "");
  const abbreviated = part.endsWith(".");
  return pieces
    .map((piece, index) => (abbreviated || index < pieces.length - 1 ? piece : piece.match(/^.\p{M}*/u)![0]))
    .map((piece) => `${printed(piece)}.`)
    .join(separator);
}
