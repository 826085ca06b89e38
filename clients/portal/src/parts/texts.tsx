// Texts of the catalogue as elements: verbatim, in their language, and kept apart from what stands around them.
import type { FC } from "hono/jsx";
import type { TextIn } from "../catalogue/topics.ts";
import type { PageRequest } from "../http/page.ts";
import { findNumbers } from "../text/masking.ts";

/** A text of the catalogue within a line: marks of direction in it end with it. */
export const Words: FC<{ text: string; language?: string | undefined }> = ({ text, language }) => (
  <bdi lang={language || undefined}>{text}</bdi>
);

/** A text in the one of its languages that suits the page; says its language where that is another one. */
export const InLanguage: FC<{ text: TextIn | undefined; page: string; fallback?: string }> = ({
  text,
  page,
  fallback,
}) => {
  if (text === undefined) return <>{fallback ?? ""}</>;
  return text.language === page ? <>{text.text}</> : <Words text={text.text} language={text.language} />;
};

/** What a reader is told in place of a number that a text prints. */
export interface NumberNotice {
  readonly request: PageRequest;
  /** ISO 3166-1 alpha-2 code of the country that the text is about, in lower case; empty where it is of none. */
  readonly country: string;
  /** When the text was printed or read; undefined where that is not known. */
  readonly year: number | undefined;
}

/** A quotation in which telephone numbers are masked. */
export const Quotation: FC<{ text: string; notice: NumberNotice }> = ({ text, notice }) => (
  <>
    {findNumbers(text, notice.country.toUpperCase()).map(({ text: part, isNumber }) =>
      isNumber ? <MaskedNumber notice={notice} /> : part,
    )}
  </>
);

export const MaskedNumber: FC<{ notice: NumberNotice }> = ({ notice: { request, country, year } }) => (
  <span class="masked">
    [{year === undefined ? request.t.masked.undated : request.t.masked.printedIn(year)}{" "}
    <a href={request.href(country === "" ? "/help" : `/help/${country}`)}>{request.t.masked.help}</a>]
  </span>
);

/** Whether a text holds no telephone number: whether it may stand in an address. */
export function holdsNoNumber(text: string, country: string): boolean {
  return findNumbers(text, country.toUpperCase()).every(({ isNumber }) => !isNumber);
}

/** A quotation as plain text, for titles and citations: nobody is to dial a number out of it. */
export function withoutNumbers(text: string, country: string): string {
  return findNumbers(text, country.toUpperCase())
    .map(({ text: part, isNumber }) => (isNumber ? "[…]" : part))
    .join("");
}
