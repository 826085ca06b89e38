// Debian's Chromium, or the one that LECTERN_CHROMIUM names.
import { chromium, type Browser } from "playwright-core";

/** Where it is looked for. */
export const CHROMIUM_PATH = process.env["LECTERN_CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts it, without a window; the caller closes it. */
export function launchChromium(...flags: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM_PATH, args: [...FLAGS, ...flags] });
}
