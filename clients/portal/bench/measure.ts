// All measurements of one run.
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { CHROMIUM_PATH } from "../test/support/chromium.ts";
import { measureConfirmed } from "./confirmed.ts";
import { measureFirstByte } from "./first_byte.ts";
import { printFigures, printRatios, writeReport, type Ratio, type Result } from "./report.ts";
import { PARTS, type Part, type Settings } from "./settings.ts";
import { BareClient, Server, startPortal } from "./subjects.ts";
import { measureWeight } from "./weight.ts";

/** Measures, prints, and writes the report. Rejects where something could not be measured. */
export async function measure(settings: Settings): Promise<void> {
  if (settings.parts.has("lighthouse") && !existsSync(CHROMIUM_PATH)) {
    const advice = "LECTERN_CHROMIUM names another, --parts leaves it out";
    throw new Error(`the part lighthouse needs Chromium, and there is no ${CHROMIUM_PATH}; ${advice}`);
  }
  const server = await Server.start(settings.programs, settings.work);
  const portal = await startPortal(server);
  const bare = new BareClient(server.address);
  const measured = { server, portal, bare };
  const parts: Record<Part, () => Promise<Result>> = {
    first_byte: () => measureFirstByte(measured, settings),
    confirmed: () => measureConfirmed(measured, settings),
    weight: () => measureWeight(portal),
    lighthouse: async () => (await import("./lighthouse.ts")).measureLighthouse(portal, settings),
  };
  const ratios: Ratio[] = [];
  const figures: Record<string, object> = {};
  for (const name of PARTS) {
    if (!settings.parts.has(name)) continue;
    process.stdout.write(`Measuring: ${name}\n`);
    const result = await parts[name]();
    ratios.push(...result.ratios);
    figures[name] = result.figures;
  }
  bare.stop();
  await portal.stop();
  await server.stop();
  mkdirSync(dirname(settings.out), { recursive: true });
  writeReport(settings.out, ratios, figures, settings.commit);
  printFigures(figures);
  printRatios(ratios);
  process.stdout.write(`\nWritten to ${settings.out}\n`);
}
