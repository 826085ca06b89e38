// Texts of the catalogue made fit for print. Nothing here throws, and all of it takes time in proportion to the text.

// Controls that are no white space, and marks that are for the inside of programs alone.
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufff9-\ufffb]/g;
// Embeddings, overrides and isolates: one without its end would turn round all that follows. The plain marks U+200E,
// U+200F and U+061C stay: they reach no further than their neighbours.
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;
const BREAKS = /[\v\f\u0085\u2028\u2029]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const RIGHT_TO_LEFT_RUNS = new RegExp(`${RIGHT_TO_LEFT.source}+`, "gu");

/** First strong isolate, and its end. */
const ISOLATE = "\u2068";
export const END_OF_ISOLATE = "\u2069";

/** `text` without controls and marks of direction that reach on; every line end is one of LF, CR and CRLF. */
export function harmless(text: string): string {
  return text.toWellFormed().replace(BREAKS, "\n").replace(CONTROLS, "").replace(DIRECTIONS, "");
}

/** `text` on one line as the server's exports have it: runs of line ends and tabs are a space, none at the end. */
export function oneLine(text: string): string {
  const line = harmless(text).replace(/(^|[^\t\n\r])[\t\n\r]+/g, (_, before: string) =>
    before === "" || before === " " ? before : `${before} `,
  );
  let end = line.length;
  while (end > 0 && line[end - 1] === " ") end -= 1;
  return line.slice(0, end);
}

/** `text` as it is printed: on one line, with single spaces, none of them at the ends. */
export function printed(text: string): string {
  return harmless(text).replace(/\s+/g, " ").trim();
}

/** The same without the punctuation that parted it from what followed where it was found ("Durres, Albania,"). */
export function printedAlone(text: string): string {
  const line = printed(text);
  let end = line.length;
  while (end > 0 && " ,;:".includes(line[end - 1]!)) end -= 1;
  return line.slice(0, end);
}

/** `text` such that letters written from right to left do not turn round what stands beside it. */
export function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? ISOLATE + text + END_OF_ISOLATE : text;
}

/**
 * An address to print; nothing where it is not http or https. Letters written from right to left are percent-encoded,
 * which means the same: isolates would be copied along with the address.
 */
export function printedAddress(url: string): string {
  const address = harmless(url).replace(/\s+/g, "");
  if (!/^https?:\/\/[^/]/i.test(address)) return "";
  return address.replace(RIGHT_TO_LEFT_RUNS, encodeURIComponent);
}

/** Whether two names are the same body's, whatever their case, punctuation and first article. */
export function sameName(a: string, b: string): boolean {
  const key = (name: string) =>
    name
      .normalize("NFKC")
      .toLowerCase()
      .replace(/^the\s+/, "")
      .replace(/[^\p{L}\p{N}]+/gu, "");
  return key(a) !== "" && key(a) === key(b);
}
