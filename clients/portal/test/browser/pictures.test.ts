// Pictures and data blocks in a real browser: nothing that the policy of the pages refuses.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { startBrowser } from "../support/browser.ts";
import { Lecternd, startPortal } from "../support/processes.ts";

let site = "";
let browser: Browser;
before(async () => {
  const server = await Lecternd.start();
  await server.importSamples();
  site = (await startPortal(server.address)).address;
  browser = await startBrowser();
});

test("blocks of JSON-LD and pictures break no policy, and the blocks are JSON to the browser as well", async () => {
  const page = await browser.newPage();
  const reported: string[] = [];
  await page.exposeFunction("reportViolation", (directive: string) => void reported.push(directive));
  await page.addInitScript(`addEventListener("securitypolicyviolation", (event) => reportViolation(event.violatedDirective))`);
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) reported.push(message.text());
  });
  const types: string[] = [];
  for (const path of ["/", "/topics/street-children", "/countries/ke", "/countries/ke/street-children", "/entries/skfrxevu5ifa", "/resources/svvp2uv2pcxf"]) {
    await page.goto(`${site}${path}`);
    const block = await page.evaluate(`document.querySelector('head script[type="application/ld+json"]').textContent`);
    types.push((JSON.parse(String(block)) as { "@type": string })["@type"]);
  }
  for (const path of ["/timeline", "/compare?countries=nl,gb"]) await page.goto(`${site}${path}`);
  assert.deepEqual(types, ["WebSite", "CollectionPage", "CollectionPage", "CollectionPage", "Report", "LearningResource"]);
  assert.deepEqual(reported, []);
  // That violations are heard of at all:
  await page.evaluate(`document.head.append(Object.assign(document.createElement("style"), { textContent: "body {}" }))`);
  await page.waitForTimeout(100);
  assert.ok(reported.length > 0);
  await page.close();
});

test("without script: a country is chosen, compared, removed again", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  await page.goto(`${site}/countries/nl`);
  await page.getByRole("link", { name: "Compare with other countries" }).click();
  await page.getByLabel("Add a country").selectOption("gb");
  await page.getByRole("button", { name: "Show" }).click();
  assert.match(page.url(), /\/compare\?countries=nl,gb$/);
  // A list on a small screen, and a table to a screen reader.
  assert.equal(await page.getByRole("table").getByRole("row").first().isVisible(), true);
  assert.ok((await page.getByRole("cell", { name: "United Kingdom: 10" }).count()) >= 1);
  await page.getByRole("link", { name: "Remove Netherlands" }).click();
  assert.match(page.url(), /\/compare\?countries=gb$/);
  await context.close();
});

test("the table beside the map is open where there is room, and opens where there is not", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${site}/`);
  const kenya = page.getByRole("row", { name: "Kenya 10" });
  assert.equal(await kenya.isVisible(), true);
  await page.setViewportSize({ width: 320, height: 700 });
  assert.equal(await kenya.isVisible(), false);
  await page.getByText("The same as a table").click();
  assert.equal(await kenya.isVisible(), true);
  await page.close();
});
