// Dates of EDTF (ISO 8601-2), levels 0 and 1, as citations need them.

/** A year, a month, a day or a season, with the precision that was given. */
export interface Point {
  /** Astronomical: 0 is 1 BC. Of a decade the first year. */
  readonly year: number;
  readonly decade: boolean;
  /** 1 to 12; undefined where no month is known. */
  readonly month: number | undefined;
  /** 1 (spring) to 4 (winter). */
  readonly season: number | undefined;
  /** 1 to 31. */
  readonly day: number | undefined;
}

/** A date, a span of time, or words. */
export interface CitedDate {
  /** The only point, or the first; undefined where a span has no known beginning, or `words` stand for it all. */
  readonly from: Point | undefined;
  /** The last point of a span; "open" where it has no known end. */
  readonly to: Point | "open" | undefined;
  /** "?" of EDTF: perhaps another one. */
  readonly uncertain: boolean;
  /** "~" of EDTF: about then. */
  readonly approximate: boolean;
  /** As printed, where no date could be read. */
  readonly words: string;
}

/** The date that `edtf` says; undefined where it says none that exists. */
export function parseEdtf(edtf: string): CitedDate | undefined {
  const ends = edtf.split("/");
  if (ends.length > 2) return undefined;
  const points = ends.map(parsePoint);
  if (points.includes(undefined)) return undefined;
  const [first, last] = points as Parsed[];
  if (last === undefined ? first!.point === undefined : first!.point === undefined && last.point === undefined) {
    return undefined;
  }
  return {
    from: first!.point,
    to: last === undefined ? undefined : (last.point ?? "open"),
    uncertain: points.some((parsed) => /[?%]/.test(parsed!.mark)),
    approximate: points.some((parsed) => /[~%]/.test(parsed!.mark)),
    words: "",
  };
}

/** Words in the place of a date; undefined where there are none. */
export function wordsAsDate(words: string): CitedDate | undefined {
  if (words === "") return undefined;
  return { from: undefined, to: undefined, uncertain: false, approximate: false, words };
}

interface Parsed {
  /** undefined for an end that is not known. */
  readonly point: Point | undefined;
  readonly mark: string;
}

const POINT = /^(-?\d{4}|-?\d{3}X)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?(?:T[\d:.Z+-]+)?([?~%]?)$/;

function parsePoint(text: string): Parsed | undefined {
  if (text === "" || text === "..") return { point: undefined, mark: "" };
  const match = POINT.exec(text);
  if (match === null) return undefined;
  const [, years = "", months, days, mark = ""] = match;
  const decade = years.endsWith("X");
  if (decade && months !== undefined) return undefined;
  const year = Number(years.replace("X", "0"));
  const unit = months === undefined || months === "XX" ? undefined : Number(months);
  const day = days === undefined || days === "XX" ? undefined : Number(days);
  const season = unit !== undefined && unit >= 21 && unit <= 24 ? unit - 20 : undefined;
  const month = season === undefined ? unit : undefined;
  if (month !== undefined && (month < 1 || month > 12)) return undefined;
  if (day !== undefined && (month === undefined || day < 1 || day > daysOf(year, month))) return undefined;
  return { point: { year, decade, month, season, day }, mark };
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}
