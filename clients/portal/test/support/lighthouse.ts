// Lighthouse, which looks at a page as a visitor with a slow telephone would see it. It sends no reports of its own
// errors: the package that would is replaced by an empty one.
import lighthouse, { type Flags, type Result } from "lighthouse";
import { launchChromium } from "./chromium.ts";
import { freePort } from "./programs.ts";

export type Category = "performance" | "accessibility" | "best-practices" | "seo";

/** Nothing but this machine is reached: another host's name leads nowhere. */
const NOWHERE_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost";

/** Looks at one page after the other, each in a new browser; `leaveOut` names audits that are not made. */
export async function auditPage(
  address: string,
  categories: readonly Category[],
  leaveOut: readonly string[] = [],
): Promise<Result> {
  const port = await freePort();
  const browser = await launchChromium(`--remote-debugging-port=${port}`, NOWHERE_ELSE);
  try {
    const flags: Flags = {
      port,
      hostname: "127.0.0.1",
      logLevel: "error",
      onlyCategories: [...categories],
      skipAudits: [...leaveOut],
      disableFullPageScreenshot: true,
    };
    const result = await lighthouse(address, flags);
    if (result === undefined) throw new Error("Lighthouse gave no result");
    const { runtimeError, runWarnings } = result.lhr;
    if (runtimeError !== undefined) {
      throw new Error(`Lighthouse: ${runtimeError.code} ${runtimeError.message} ${runWarnings.join(" ")}`);
    }
    return result.lhr;
  } finally {
    await browser.close();
  }
}

/** A category's score from 0 to 1. Throws where it has none. */
export function scoreOf({ categories }: Result, category: Category): number {
  const score = categories[category]?.score;
  if (typeof score !== "number") throw new Error(`Lighthouse gave no score for ${category}`);
  return score;
}

/** What keeps a category from 1: the audits that lower it, with what they found. */
export function shortcomings({ categories, audits }: Result, category: Category): string[] {
  return (categories[category]?.auditRefs ?? []).flatMap(({ id, weight }) => {
    const audit = audits[id];
    if (weight === 0 || audit === undefined || audit.score === null || audit.score === 1) return [];
    return [`${id}: ${audit.title} (${audit.score}) ${JSON.stringify(audit.details ?? {}).slice(0, 600)}`];
  });
}
