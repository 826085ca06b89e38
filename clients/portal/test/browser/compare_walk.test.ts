// A student compares Belgium with two of its neighbours, by links and forms alone.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
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

/** The cells of a row by its heading, without the country's name before each. */
async function cells(page: Page, heading: string): Promise<string[]> {
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: heading, exact: true }) });
  const texts = await row.getByRole("cell").allTextContents();
  return texts.map((text) => text.replace(/^[^:]*: /, "").trim());
}

for (const javaScriptEnabled of [true, false]) {
  for (const width of [1280, 320]) {
    test(`from the front page to a comparison with two neighbours, ${javaScriptEnabled ? "with" : "without"} script, ${width} pixels wide`, async () => {
      const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 800 } });
      const page = await context.newPage();
      await page.goto(site);
      await page.getByRole("link", { name: "Countries", exact: true }).first().click();
      if (width === 320) await page.getByText("The same as a table").click();
      await page.getByRole("row", { name: /^Belgium/ }).getByRole("link").click();
      assert.equal(await page.locator("h1").innerText(), "Belgium");
      await page.getByRole("link", { name: "Compare with other countries" }).click();
      assert.match(page.url(), /\/compare\?countries=be$/);
      assert.match(await page.locator("main").innerText(), /at least one more country/);

      // One neighbour by its link, one by the form.
      await page.getByRole("link", { name: /Netherlands/ }).click();
      assert.match(page.url(), /\/compare\?countries=be,nl$/);
      await page.getByLabel("Add a country").selectOption({ label: "France" });
      await page.getByRole("button", { name: "Show" }).click();
      assert.match(page.url(), /\/compare\?countries=be,nl,fr$/);
      assert.match(await page.title(), /^Compare: Belgium, Netherlands, France/);

      assert.deepEqual(await cells(page, "Human trafficking"), ["5", "9", "4"]);
      // What nobody has collected is a gap in words, and no 0, which would read as a finding.
      assert.deepEqual(await cells(page, "Sexual exploitation of children"), ["2", "no source collected here", "3"]);
      const street = await cells(page, "Children in street situations");
      assert.deepEqual(street, ["no source collected here", "no source collected here", "no source collected here"]);
      assert.equal((await page.getByRole("cell").allTextContents()).filter((text) => /: 0$/.test(text)).length, 0);
      for (const decade of ["1990–1999", "2010–2019"]) assert.equal((await cells(page, decade)).length, 3, decade);
      assert.equal((await cells(page, "1990–1999"))[1], "no source collected here");
      assert.equal((await cells(page, "Journal article"))[2], "no source collected here");
      assert.match(await page.locator("main").innerText(), /Sources collected here, not how common the crime is/);

      // One topic; then to the sources behind a number.
      await page.getByLabel("Topic").selectOption({ label: "Sexual exploitation of children" });
      await page.getByRole("button", { name: "Show" }).click();
      assert.match(page.url(), /\/compare\?countries=be,nl,fr&topic=sexual-exploitation-of-children$/);
      assert.deepEqual(await cells(page, "Sexual exploitation of children"), ["2", "no source collected here", "3"]);
      const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Law", exact: true }) });
      await row.getByRole("link").first().click();
      assert.match(await page.locator("#results").innerText(), /^1 result$/);
      await page.locator(".hit h3 a").click();
      assert.match(await page.locator("h1").innerText(), /^Loi du 21 mars 2022/);
      await context.close();
    });
  }
}
