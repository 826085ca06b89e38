// Where in a source a passage stands: the source's own label of the paragraph, else the heading over it.
import type { Passage } from "#gen/lectern/v1/entry_pb.js";
import { printedAlone } from "./text.js";

export interface Locator {
  /** A numbered paragraph, a label that names its own kind ("Art. 5"), or a heading. */
  readonly kind: "paragraph" | "label" | "heading";
  /** Without brackets and the full stop: "27" of "[27]", "32" of "32.". */
  readonly text: string;
  /** Whether it names several paragraphs. */
  readonly several: boolean;
}

// "27", "12bis", "1.2", "2(a)", "B", "iv".
const NUMBER =
  /^(?:\p{L}{0,3}\p{N}{1,6}\p{L}{0,4}|\p{L}|[ivxlcdm]{2,8})(?:[.–-][\p{L}\p{N}]{1,4}|\([\p{L}\p{N}]{1,4}\))*$/iu;
const NUMBERS = /^\d{1,6}[a-z]?(?:(?: ?[-–] ?|, ?| and )\d{1,6}[a-z]?)+$/;
const BRACKETS = ["[]", "()", "{}"];

/** Where `passage` stands; undefined where its source does not say. A number is never made up. */
export function locatorOf({ label, heading }: Passage): Locator | undefined {
  const bare = withoutBrackets(printedAlone(label));
  if (NUMBERS.test(bare)) return { kind: "paragraph", text: bare.replace(/ ?[-–] ?/g, "–"), several: true };
  if (NUMBER.test(bare)) return { kind: "paragraph", text: bare, several: false };
  if (/[\p{L}\p{N}]/u.test(bare)) return { kind: "label", text: bare, several: false };
  const over = printedAlone(heading).replace(/ [-–—]$/, "");
  return over === "" ? undefined : { kind: "heading", text: over, several: false };
}

/** "[27].", "32." and "a)" as "27", "32" and "a". */
function withoutBrackets(label: string): string {
  let bare = label.endsWith(".") ? label.slice(0, -1) : label;
  const pair = BRACKETS.find(([opening, closing]) => bare.startsWith(opening!) && bare.endsWith(closing!));
  if (pair !== undefined) bare = bare.slice(1, -1);
  else if (bare.endsWith(")") && !bare.includes("(")) bare = bare.slice(0, -1);
  return printedAlone(bare);
}

/** "para. 27", "paras. 27–29" with a style's own words; a label as it is; undefined for a heading. */
export function numberedLocator({ kind, text, several }: Locator, one: string, more: string): string | undefined {
  if (kind === "heading") return undefined;
  return kind === "label" ? text : `${several ? more : one} ${text}`;
}
