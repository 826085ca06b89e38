// How long lessons take, as LRMI states it and as people say it.

/**
 * Whole minutes of an ISO 8601 duration: "PT1H30M" -> 90. undefined where it states none, or years and months, which are
 * no number of minutes.
 */
export function minutesOf(duration: string): number | undefined {
  const match = /^P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/.exec(duration);
  if (match === null) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const total = Math.round(((weeks * 7 + days) * 24 + hours) * 60 + minutes + seconds / 60);
  return total === 0 ? undefined : total;
}

/** "90 minutes", "2 hours 30 minutes", "3 days": a lesson's time is told in minutes up to two hours. */
export function durationText(minutes: number, language: string): string {
  const count = (value: number, unit: "minute" | "hour" | "day") =>
    value === 0 ? [] : [new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value)];
  if (minutes < 120) return count(minutes, "minute").join("");
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  return [...count(days, "day"), ...count(hours, "hour"), ...count(minutes % 60, "minute")].join(" ");
}
