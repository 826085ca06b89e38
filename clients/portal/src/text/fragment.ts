// Links that open a page of the web at the words that are quoted (URL fragment text directives).

const WORDS = 6;
const SHORT = 80;

/**
 * `url` with a directive that leads to `quoted`, a passage as the source prints it. Digits are left out where they could
 * be a telephone number: `isSafe` says whether a text may stand in the address.
 */
export function linkToPassage(url: string, quoted: string, isSafe: (text: string) => boolean): string | undefined {
  const words = quoted.split(/\s+/).filter((word) => word !== "" && word.length <= SHORT);
  if (words.length < 3) return undefined;
  const whole = words.join(" ");
  const texts =
    whole.length <= SHORT ? [whole] : [words.slice(0, WORDS).join(" "), words.slice(-WORDS).join(" ")];
  if (!texts.every(isSafe)) return undefined;
  const directive = `:~:text=${texts.map(encodeDirective).join(",")}`;
  return url.includes("#") ? `${url}${directive}` : `${url}#${directive}`;
}

// Dashes and commas divide the parts of a directive.
function encodeDirective(text: string): string {
  return encodeURIComponent(text).replace(/-/g, "%2D");
}
