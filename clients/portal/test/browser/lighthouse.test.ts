// Lighthouse, with Debian's Chromium, finds nothing to mend in accessibility, good practice and what search engines
// need.
// Its score for performance is measured by `./dev bench portal`, never here: it depends on the machine.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { auditPage, scoreOf, shortcomings, type Category } from "../support/lighthouse.ts";
import { get, until } from "../support/pages.ts";
import { Lecternd, startPortal } from "../support/processes.ts";

let site = "";
before(async () => {
  const server = await Lecternd.start();
  await server.importSamples();
  site = (await startPortal(server.address)).address;
  await until(async () => (await get(`${site}/healthz`)).status === 200);
});

const SEARCH = "/search?q=children";
const CATEGORIES: readonly Category[] = ["accessibility", "best-practices", "seo"];

async function assertPerfect(path: string, leaveOut: readonly string[] = []): Promise<void> {
  const result = await auditPage(`${site}${path}`, CATEGORIES, leaveOut);
  for (const category of CATEGORIES) {
    assert.deepEqual(shortcomings(result, category), [], `${path}: ${category}`);
    assert.equal(scoreOf(result, category), 1, `${path}: ${category}`);
  }
}

for (const path of ["/", "/countries/nl", "/countries/ke/street-children"]) {
  test(`${path} has 100 in accessibility, best practices and SEO`, () => assertPerfect(path));
}

// Results of a search are left out of search engines' indexes on purpose: their addresses are without end, and say what
// somebody looked for. That is what the audit "is-crawlable" is about, so it is not made here; all others are.
test("a search with results has 100 in accessibility, best practices and SEO, and is kept out of indexes", async () => {
  const page = await get(`${site}${SEARCH}`);
  assert.equal(page.attribute('meta[name="robots"]', "content"), "noindex");
  assert.ok(page.all(".hit-list li").length > 0);
  await assertPerfect(SEARCH, ["is-crawlable"]);
});
