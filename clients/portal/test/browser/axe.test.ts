// axe on every kind of page: light and dark, wide and at 320 pixels. And nothing is wider than the window.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { PAGE_KINDS, startBrowser } from "../support/browser.ts";
import { Lecternd, startPortal } from "../support/processes.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

let site = "";
let browser: Browser;
before(async () => {
  const server = await Lecternd.start();
  await server.importSamples();
  site = (await startPortal(server.address)).address;
  browser = await startBrowser();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 320]) {
    test(`${colorScheme}, ${width} pixels wide`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
      const page = await context.newPage();
      const found: string[] = [];
      for (const [kind, path] of Object.entries(PAGE_KINDS)) {
        await page.goto(`${site}${path}`);
        const wider = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        if (Number(wider) > 0) found.push(`${kind}: ${wider} pixels wider than the window`);
        await page.evaluate(AXE);
        const violations = (await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`)) as Violation[];
        for (const { id, nodes } of violations) found.push(`${kind}: ${id}: ${nodes.map(({ html }) => html).join(" ").slice(0, 300)}`);
      }
      await context.close();
      assert.deepEqual(found, []);
    });
  }
}

test("from right to left, nothing is wider than the window either", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
  const page = await context.newPage();
  const found: string[] = [];
  for (const [kind, path] of Object.entries(PAGE_KINDS)) {
    await page.goto(`${site}${path}`);
    await page.evaluate("document.documentElement.dir = 'rtl'");
    const wider = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (Number(wider) > 0) found.push(`${kind}: ${wider} pixels wider than the window`);
  }
  await context.close();
  assert.deepEqual(found, []);
});
