// Quotation marks and apostrophes within a text: straight ones become what is printed, and a pair within other marks
// becomes the other kind.

/** The pair that a style takes first; the other one stands within it. */
export type QuoteKind = "double" | "single";

/** A text with its marks set. The last `closing` characters of `text` are closing marks of quotations. */
export interface SetText {
  readonly text: string;
  readonly closing: number;
}

export const QUOTES = { double: ["“", "”"], single: ["‘", "’"] } as const;
const OTHER = { double: "single", single: "double" } as const;

interface Mark {
  readonly at: number;
  readonly kind: QuoteKind;
  readonly curly: boolean;
  /** Where its counterpart stands; -1 where it has none. */
  partner: number;
}

const MARKS = /[“”"‘’']/g;
const WORD = /[\p{L}\p{N}]/u;
const BEFORE_OPENING = /[\s([{“”"‘’'«\u2012-\u2015/-]/;
const AFTER_CLOSING = /[\s)\]}“”"‘’'».,:;!?\u2012-\u2015/-]/;

/**
 * Sets the marks of `text`. `first` is the kind for straight marks that stand within no others, `within` the kind that
 * the whole text will stand in, if any. A mark without its counterpart stays as it is; a single one is an apostrophe.
 */
export function setQuotes(text: string, first: QuoteKind, within?: QuoteKind): SetText {
  const marks = matched(text);
  if (marks.length === 0) return { text, closing: 0 };
  const around: QuoteKind[] = within === undefined ? [] : [within];
  let out = "";
  let copied = 0;
  let closing = 0;
  for (const { at, kind, curly, partner } of marks) {
    let set = text[at]!;
    let closes = false;
    if (partner > at) {
      const outer = around.at(-1);
      const inner = outer !== undefined ? OTHER[outer] : curly ? kind : first;
      around.push(inner);
      set = QUOTES[inner][0];
    } else if (partner >= 0) {
      set = QUOTES[around.pop()!][1];
      closes = true;
    } else if (set === "'") {
      set = "’";
    }
    closing = closes ? (at === copied ? closing : 0) + 1 : 0;
    out += text.slice(copied, at) + set;
    copied = at + 1;
  }
  return { text: out + text.slice(copied), closing: copied === text.length ? closing : 0 };
}

/** All marks of `text`, each with its counterpart; pairs lie within one another or apart. */
function matched(text: string): Mark[] {
  const marks: Mark[] = [];
  const open: Mark[] = [];
  // How many of a form are open, so that a closing mark without an opening one costs no search.
  const count = { doubletrue: 0, doublefalse: 0, singletrue: 0, singlefalse: 0 };
  for (const { index: at, 0: sign } of text.matchAll(MARKS)) {
    const before = at === 0 ? " " : text[at - 1]!;
    const after = text[at + 1] ?? " ";
    const mark: Mark = {
      at,
      kind: '“”"'.includes(sign) ? "double" : "single",
      curly: "“”‘’".includes(sign),
      partner: -1,
    };
    marks.push(mark);
    const form = `${mark.kind}${mark.curly}` as const;
    const directed = mark.curly ? "“‘".includes(sign) : undefined;
    const apostrophe = mark.kind === "single" && directed !== true && isWord(before) && isWord(after);
    const closes = !apostrophe && directed !== true && before.trim() !== "" && AFTER_CLOSING.test(after);
    if (closes && count[form] > 0) {
      for (let top = open.pop(); top !== undefined; top = open.pop()) {
        count[`${top.kind}${top.curly}`] -= 1;
        if (top.kind !== mark.kind || top.curly !== mark.curly) continue;
        top.partner = at;
        mark.partner = top.at;
        break;
      }
    } else if (directed ?? (BEFORE_OPENING.test(before) && after.trim() !== "")) {
      open.push(mark);
      count[form] += 1;
    }
  }
  return marks;
}

// Half of a surrogate pair is part of a letter more often than not.
function isWord(unit: string): boolean {
  return WORD.test(unit) || /[\ud800-\udfff]/.test(unit);
}
