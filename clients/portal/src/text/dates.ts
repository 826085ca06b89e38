// Dates as people read them. Everything is UTC: the catalogue's dates are days, not moments somewhere.

/** A protobuf Timestamp. */
export interface Moment {
  readonly seconds: bigint;
  readonly nanos: number;
}

export function dateOf(moment: Moment): Date {
  return new Date(Number(moment.seconds) * 1000 + Math.floor(moment.nanos / 1e6));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, precision: "day" | "month" | "year" | "minute"): Intl.DateTimeFormat {
  const key = `${language} ${precision}`;
  let found = formats.get(key);
  if (found === undefined) {
    const locale = language === "en" ? "en-GB" : language;
    found = new Intl.DateTimeFormat(locale, {
      timeZone: "UTC",
      year: "numeric",
      ...(precision === "year" ? {} : { month: "long" }),
      ...(precision === "day" || precision === "minute" ? { day: "numeric" } : {}),
      ...(precision === "minute" ? { hour: "2-digit", minute: "2-digit", timeZoneName: "short" } : {}),
    });
    formats.set(key, found);
  }
  return found;
}

/** "22 January 2011" of a moment. */
export function dayText(date: Date, language: string): string {
  return format(language, "day").format(date);
}

/** "22 January 2011 at 10:05 UTC" of a moment. */
export function minuteText(date: Date, language: string): string {
  return format(language, "minute").format(date);
}

/** An EDTF date of level 0 with the precision that it has: "2011", "January 2011", "22 January 2011". */
export function edtfText(edtf: string, language: string): string {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(edtf);
  if (match === null) return edtf;
  const [, year, month, day] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  return format(language, day !== undefined ? "day" : month !== undefined ? "month" : "year").format(date);
}

/** A date as the source prints it and as it was understood; empty where there is none. */
export function partialDateText(date: { raw: string; edtf: string } | undefined, language: string): string {
  if (date === undefined) return "";
  return date.edtf === "" ? date.raw : edtfText(date.edtf, language);
}

/** The year of an EDTF date; undefined where there is none. */
export function yearOf(edtf: string | undefined): number | undefined {
  const match = /^\d{4}/.exec(edtf ?? "");
  return match === null ? undefined : Number(match[0]);
}
