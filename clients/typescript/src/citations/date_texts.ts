// Dates in words, in the orders and with the months that the styles write them.
import type { CitedDate, Point } from "./dates.js";

/** "11 Mar. 2009", "March 11, 2009" or "11 March 2009". */
export type DateForm = "mla" | "american" | "british";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const SHORT_MONTHS = ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
const SEASONS = ["Spring", "Summer", "Autumn", "Winter"];

/** The year, or the years of a span; the words where no date could be read. */
export function yearText(date: CitedDate): string {
  return spanned(date, yearOf, (from, to) => {
    const years = [yearOf(from), yearOf(to)];
    return years[0] === years[1] ? years[0]! : years.join("–");
  });
}

/** All that is known of the date; without days where `days` is false. */
export function dateText(date: CitedDate, form: DateForm, days = true): string {
  const whole = (point: Point) => withYear(dayText(point, form, days), point, form, days);
  return spanned(date, whole, (from, to) => {
    if (from.year !== to.year || from.decade !== to.decade) return `${whole(from)}–${whole(to)}`;
    return withYear(withinYear(from, to, form, days), from, form, days && (from.day ?? to.day) !== undefined);
  });
}

/** The month or season, and the day, without the year; nothing where neither is known. */
export function monthDayText(date: CitedDate, form: DateForm, days = true): string {
  // Where a span lacks an end its year says so; beside that a day would not be told from a day alone.
  if (date.words !== "" || date.to === "open" || (date.to !== undefined && date.from === undefined)) return "";
  const one = (point: Point) => dayText(point, form, days);
  return spanned(date, one, (from, to) =>
    from.year === to.year ? withinYear(from, to, form, days) : joined(one(from), one(to)),
  );
}

function spanned(
  { from, to, words }: CitedDate,
  one: (point: Point) => string,
  two: (from: Point, to: Point) => string,
) {
  if (words !== "") return words;
  if (to === undefined) return from === undefined ? "" : one(from);
  if (to === "open") return from === undefined || one(from) === "" ? "" : `${one(from)}–`;
  if (from === undefined) return one(to) === "" ? "" : `–${one(to)}`;
  return two(from, to);
}

function yearOf({ year, decade }: Point): string {
  if (decade) return `${year}s`;
  return year > 0 ? String(year) : `${1 - year} BC`;
}

function monthOf({ month, season }: Point, form: DateForm): string {
  if (season !== undefined) return SEASONS[season - 1]!;
  if (month === undefined) return "";
  return (form === "mla" ? SHORT_MONTHS : MONTHS)[month - 1]!;
}

function dayText(point: Point, form: DateForm, days: boolean): string {
  const month = monthOf(point, form);
  if (point.day === undefined || !days) return month;
  return form === "american" ? `${month} ${point.day}` : `${point.day} ${month}`;
}

function withYear(day: string, point: Point, form: DateForm, days: boolean): string {
  if (day === "") return yearOf(point);
  return form === "american" && days && point.day !== undefined
    ? `${day}, ${yearOf(point)}`
    : `${day} ${yearOf(point)}`;
}

/** "March 1–5", "1 March–5 April", "March–April". */
function withinYear(from: Point, to: Point, form: DateForm, days: boolean): string {
  const [first, last] = [dayText(from, form, days), dayText(to, form, days)];
  if (first === last) return first;
  if (!days || from.month !== to.month || from.day === undefined || to.day === undefined) return joined(first, last);
  const span = `${from.day}–${to.day}`;
  return form === "american" ? `${monthOf(from, form)} ${span}` : `${span} ${monthOf(from, form)}`;
}

function joined(first: string, last: string): string {
  return first === "" || last === "" ? first + last : `${first}–${last}`;
}
