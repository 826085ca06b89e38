// Telephone numbers within quoted texts. They are as old as the text, so readers do not get to see them: somebody in need
// must not dial a number that nobody has checked.
import { findPhoneNumbersInText, isSupportedCountry } from "libphonenumber-js/max";

/** A part of a text: as it stands, or a number. */
export interface TextPart {
  readonly text: string;
  readonly isNumber: boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Runs of the characters that numbers are printed with, long enough for one. */
const RUNS = /[+(]{0,2}\d[\d\s()./\u2010-\u2015-]{4,}\d/g;
/** Looking for numbers in a longer run takes long, and nobody prints one. */
const LONGEST_RUN = 400;
const DIGITS = String.raw`\+?\(?\d(?:[\d\s()./\u2010-\u2015-]{0,24}\d)?`;
// What announces a number, in the languages of most sources.
const OPENER =
  "hot ?lines?|help ?lines?|crisis lines?|toll[- ]free|call|dial|ring|(?:tele)?phone|tel|text|sms|fax|whatsapp|mobile|" +
  "appele[rz]|compose[rz]|téléphone(?:r|z)?|tél|numéro vert|ligne d'écoute|teléfono|llam[ae]r?|marque|telefone|ligue";
const BETWEEN = String.raw`(?:[\s:;,.()\u2010-\u2015"'-]|numbers?|numéro|número|no|n°|at|on|is|to|us|now|free|the|au|le|est|al|o|24-?hours?|24/7)*?`;
const ANNOUNCED = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${OPENER})(?!\p{L})${BETWEEN}(?<![\p{L}\d.,])(${DIGITS})(?:(?:\s*(?:,|/|or|and|ou|et|y|e)\s*)(${DIGITS}))?(?:(?:\s*(?:,|/|or|and|ou|et|y|e)\s*)(${DIGITS}))?`,
  "giud",
);
// "call 350 witnesses", "the hotline: 12 % of callers", "helpline, 1,200 calls" count something.
const COUNTS = /^(?:[,.]\d|\s*%|\s*(?:per ?cent|percent|pour cent)|\s+(?!(?:hours|days|always|answers|takes|gives|helps|works|offers|reaches|connects|operates|runs|serves)\b)\p{L}+s\b)/iu;

/** Cuts `text` at the telephone numbers in it. `region` is the ISO 3166-1 alpha-2 code of the country it is about. */
export function findNumbers(text: string, region: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { start, end } of merged([...announced(text), ...complete(text, region)])) {
    if (start > at) parts.push({ text: text.slice(at, start), isNumber: false });
    parts.push({ text: text.slice(start, end), isNumber: true });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isNumber: false });
  return parts;
}

/** Numbers, short ones too, that the words before them announce. */
function announced(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(ANNOUNCED)) {
    for (const group of [1, 2, 3]) {
      const [from, end] = match.indices?.[group] ?? [];
      if (from === undefined || end === undefined) continue;
      const printed = text.slice(from, end);
      const start = printed.startsWith("(") && !printed.includes(")") ? from + 1 : from;
      if (isDialled(text.slice(start, end), text.slice(end, end + 40))) spans.push({ start, end });
    }
  }
  return spans;
}

function isDialled(number: string, behind: string): boolean {
  const digits = number.replace(/\D/g, "").length;
  if (digits < 3 || digits > 17 || COUNTS.test(behind)) return false;
  if (/^24\s?\/\s?7$/.test(number)) return false;
  return !isYears(number);
}

/** A year, or from one to another. */
function isYears(number: string): boolean {
  return /^(?:19|20)\d\d(?:\s?[-/\u2010-\u2015]\s?(?:19|20)?\d\d)?$/.test(number);
}

/** Numbers that are complete in themselves: of the international form, or valid in the region and printed like one. */
function complete(text: string, region: string): Span[] {
  const options = { ...(isSupportedCountry(region) ? { defaultCountry: region } : {}), extended: true } as const;
  const spans: Span[] = [];
  for (const { 0: run, index } of text.matchAll(RUNS)) {
    if (run.length > LONGEST_RUN) continue;
    for (const { startsAt, endsAt } of findPhoneNumbersInText(run, options)) {
      const [start, end] = [index + startsAt, index + endsAt];
      if (isPrintedAsNumber(text.slice(start, end)) && !COUNTS.test(text.slice(end, end + 40))) spans.push({ start, end });
    }
  }
  return spans;
}

// "12 345 678" may be a count; "0800 1111", "(212) 555-0100", "1-888-373-7888" and "+31 70 123" are not.
function isPrintedAsNumber(printed: string): boolean {
  if (isYears(printed)) return false;
  return /^[+(0]/.test(printed) || (/\d[-.\u2010-\u2015)]\s?\d/.test(printed) && printed.replace(/\D/g, "").length >= 7);
}

function merged(spans: Span[]): Span[] {
  const ascending = spans.sort((a, b) => a.start - b.start);
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of ascending) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
