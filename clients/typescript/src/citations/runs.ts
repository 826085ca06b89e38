// What citations are made of: runs of text, and the rules by which punctuation joins them.
import { QUOTES, setQuotes } from "./quotes.js";
import type { QuoteKind } from "./quotes.js";
import { END_OF_ISOLATE, isolated } from "./text.js";

/** Stands for a title where there is none. */
export const NO_TITLE = "[No title]";

/** A stretch of a citation in one kind of letters. Plain text, no markup: a front end escapes it as any other. */
export interface Run {
  readonly text: string;
  readonly italic: boolean;
}

/** Runs put together. */
export function plainText(runs: Iterable<Run>): string {
  let text = "";
  for (const run of runs) text += run.text;
  return text;
}

/** Runs in the making; the last `closing` characters are closing quotation marks, which a full stop may go before. */
export interface Fragment {
  readonly runs: readonly Run[];
  readonly closing: number;
}

export const NOTHING: Fragment = { runs: [], closing: 0 };

export function isEmpty(fragment: Fragment): boolean {
  return fragment.runs.length === 0;
}

/** Sets texts the way that one style does. */
export class Composer {
  readonly #first: QuoteKind;
  readonly #inside: boolean;

  /** `first`: the quotation marks that stand around titles. `inside`: whether commas and full stops go before them. */
  constructor(first: QuoteKind, inside: boolean) {
    this.#first = first;
    this.#inside = inside;
  }

  /** A word of the style's own, or an address: as it is. */
  word(text: string, italic = false): Fragment {
    return text === "" ? NOTHING : { runs: [{ text, italic }], closing: 0 };
  }

  /** A text of the catalogue. */
  plain(text: string): Fragment {
    return this.#set(text, false);
  }

  /** A text of the catalogue, in italics. What stands for a title is not one, and set upright. */
  italic(text: string): Fragment {
    return this.#set(text, text !== NO_TITLE);
  }

  /** A text of the catalogue, in quotation marks; likewise. */
  quoted(text: string): Fragment {
    if (text === "" || text === NO_TITLE) return this.plain(text);
    const { text: within, closing } = setQuotes(text, this.#first, this.#first);
    const [opening, end] = QUOTES[this.#first];
    const core = isolated(within);
    return {
      runs: [{ text: opening + core + end, italic: false }],
      closing: core === within ? closing + 1 : 1,
    };
  }

  /** What is there of `parts`, with `delimiter` between; punctuation at its beginning goes with what stands before. */
  join(parts: readonly Fragment[], delimiter: string): Fragment {
    let all = NOTHING;
    for (const part of parts) {
      if (isEmpty(part)) continue;
      if (!isEmpty(all)) all = this.#delimited(all, delimiter);
      all = { runs: [...all.runs, ...part.runs], closing: part.closing };
    }
    return all;
  }

  /** `part` between two words of the style's own; nothing where it is nothing. */
  between(before: string, part: Fragment, after: string): Fragment {
    if (isEmpty(part)) return NOTHING;
    return this.join([this.word(before), part, this.word(after)], "");
  }

  /** `part` with a full stop, unless it ends with what stands for one. */
  sentence(part: Fragment): Fragment {
    return isEmpty(part) ? NOTHING : this.#delimited(part, ".");
  }

  /** The finished runs: none is empty, and each differs in kind from the one before. */
  runs(fragment: Fragment): Run[] {
    const runs: { text: string; italic: boolean }[] = [];
    for (const { text, italic } of fragment.runs) {
      const last = runs.at(-1);
      if (last?.italic === italic) last.text += text;
      else if (text !== "") runs.push({ text, italic });
    }
    return runs;
  }

  #set(text: string, italic: boolean): Fragment {
    if (text === "") return NOTHING;
    const { text: set, closing } = setQuotes(text, this.#first);
    const core = isolated(set);
    return { runs: [{ text: core, italic }], closing: core === set ? closing : 0 };
  }

  #delimited(fragment: Fragment, delimiter: string): Fragment {
    const mark = /^[.,:]/.exec(delimiter)?.[0] ?? "";
    const rest = delimiter.slice(mark.length);
    const last = fragment.runs.at(-1)!;
    const runs = fragment.runs.slice(0, -1);
    let text = last.text;
    let behind = rest;
    if (mark !== "" && !standsFor(mark, lastVisible(text))) {
      if (this.#inside && mark !== ":" && fragment.closing > 0) {
        const at = text.length - fragment.closing;
        text = text.slice(0, at) + mark + text.slice(at);
      } else {
        behind = mark + rest;
      }
    }
    runs.push({ text, italic: last.italic });
    // Punctuation is set upright whatever it follows.
    if (behind !== "") runs.push({ text: behind, italic: false });
    return { runs, closing: behind === "" ? fragment.closing : 0 };
  }
}

/** Whether `mark` needs not be set behind `last`. */
function standsFor(mark: string, last: string): boolean {
  if (mark === ".") return ".!?".includes(last);
  return mark === "," ? last === "," : ":!?".includes(last);
}

/** The last character of `text` that is no closing quotation mark and can be seen. */
function lastVisible(text: string): string {
  let end = text.length;
  while (end > 1 && `”’${END_OF_ISOLATE}`.includes(text[end - 1]!)) end -= 1;
  return text[end - 1] ?? " ";
}
