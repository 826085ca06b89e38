// The shape of the cases that are compared with the oracle, and what many of them share.
import type { MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { SourceType } from "@lectern/client";
import type { EntrySchema } from "@lectern/client";
import type { CslLocator } from "../support/oracle.ts";
import type { ReasonName } from "../support/reasons.ts";

export type EntryInit = Exclude<MessageInitShape<typeof EntrySchema>, MessageShape<typeof EntrySchema>>;

export interface Case {
  /** What it is there for; unique. */
  readonly name: string;
  readonly entry: EntryInit;
  /** The passage that is cited, and the same as CSL says it; without one, the entry as a whole is. */
  readonly passage?: { readonly label?: string; readonly heading?: string };
  readonly locator?: CslLocator;
  /** Why a citation differs from the oracle's; each reason changes what the oracle is asked or answers. */
  readonly because?: readonly ReasonName[];
}

export const DOE = { family: "Doe", given: "Jane" };
export const SMITH = { family: "Smith", given: "John Ronald" };
export const GALLAND = { family: "Galland", given: "Elphie" };
export const ROE = { family: "Roe", given: "Rick" };

export function as(role: string, ...people: { family?: string; given?: string; literal?: string }[]) {
  return people.map((person) => ({ ...person, role }));
}

/** A report with all that a source commonly has, and `changes`. */
export function report(changes: EntryInit = {}): EntryInit {
  return {
    name: "entries/r1",
    titleLines: ["Street Children in Brussels"],
    sourceType: SourceType.REPORT,
    contributors: [GALLAND],
    publisher: "Child Rights Office",
    place: "Brussels",
    published: { raw: "11 March 2009", edtf: "2009-03-11" },
    url: "https://example.org/report",
    accesses: [{ raw: "[accessed 22 January 2011]", edtf: "2011-01-22" }],
    ...changes,
  };
}

/** An article of a newspaper, with `changes`. */
export function article(changes: EntryInit = {}): EntryInit {
  return report({
    sourceType: SourceType.ARTICLE_NEWSPAPER,
    series: "The Daily Example",
    publisher: "",
    place: "",
    ...changes,
  });
}

/** A page of a web site, with `changes`. */
export function webpage(changes: EntryInit = {}): EntryInit {
  return report({
    sourceType: SourceType.WEBPAGE,
    series: "Children's Rights Online",
    place: "",
    publisher: "",
    ...changes,
  });
}
