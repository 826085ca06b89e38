// What people do with the pages, in a browser: with the script, without it, by keyboard.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { PAGE_KINDS, startBrowser } from "../support/browser.ts";
import { Lecternd, startPortal } from "../support/processes.ts";

let site = "";
let elsewhere = "";
let browser: Browser;
let other: Server;
/** While it is set, the other site answers only when it resolves. */
let slowly: Promise<void> | undefined;
after(() => other.close());
before(async () => {
  const server = await Lecternd.start();
  await server.importSamples();
  // Another site: what "Leave this site" leads to, and a page with a frame.
  other = createServer(async (request, response) => {
    await slowly;
    response.setHeader("content-type", "text/html");
    response.end(request.url === "/frame" ? `<title>School</title><iframe src="${site}/help"></iframe>` : "<title>Weather</title>");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  site = (await startPortal(server.address, "--exit-url", `${elsewhere}/weather`, "--allow-frame", elsewhere)).address;
  browser = await startBrowser();
});

async function open(path: string, options: { javaScriptEnabled?: boolean } = {}): Promise<{ page: Page; close: () => Promise<void> }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${site}${path}`);
  return { page, close: () => context.close() };
}

test("pages ask no other site for anything, break no policy, and set no cookie", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked: string[] = [];
  const faults: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).origin));
  page.on("console", (message) => void (message.type() === "error" && faults.push(message.text())));
  page.on("pageerror", (error) => faults.push(error.message));
  for (const [kind, path] of Object.entries(PAGE_KINDS)) {
    // A browser reports their status as a fault.
    if (kind !== "not found" && kind !== "comparison of too many") await page.goto(`${site}${path}`);
  }
  assert.deepEqual([...new Set(asked)], [site]);
  assert.deepEqual(faults, []);
  assert.deepEqual(await context.cookies(), []);
  assert.equal(await page.evaluate("localStorage.length + sessionStorage.length"), 0);
  await context.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`from the front page to a source to its citation, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const { page, close } = await open("/", { javaScriptEnabled });
    await page.getByRole("link", { name: "Netherlands" }).click();
    await page.getByRole("link", { name: "Human trafficking" }).click();
    assert.equal(await page.locator("h1 > bdi").textContent(), "Human trafficking");
    await page.locator(".entry-title a").first().click();
    await page.getByText("Cite this webpage instead").click();
    assert.match(await page.locator("#cite-address").innerText(), /\/entries\/[a-z0-9]+@\d+$/);
    assert.equal(await page.locator("button[data-copy]").first().isVisible(), javaScriptEnabled);
    await page.locator('input[name="q"]').fill("traficking");
    await page.getByRole("button", { name: "Search" }).click();
    assert.match(await page.locator(".explanations").innerText(), /trafficking/);
    await page.locator(".facet a", { hasText: "Kenya" }).or(page.locator(".facet a", { hasText: "Nigeria" })).first().click();
    assert.equal(await page.locator(".active-filters li").count(), 1);
    await page.locator("#exit").click();
    await page.waitForURL(`${elsewhere}/weather`);
    await close();
  });
}

test("leaving takes the page out of the history's last place; Shift three times leaves as well", async () => {
  const { page, close } = await open("/about");
  await page.goto(`${site}/help/gb`);
  await page.locator("#exit").click();
  await page.waitForURL(`${elsewhere}/weather`);
  await page.goBack();
  assert.equal(page.url(), `${site}/about`);
  for (const key of ["Shift", "Shift", "a", "Shift"]) await page.keyboard.press(key);
  assert.equal(page.url(), `${site}/about`, "other keys in between begin anew");
  for (let times = 0; times < 2; times += 1) await page.keyboard.press("Shift");
  await page.waitForURL(`${elsewhere}/weather`);
  await close();
});

test("leaving blanks the page at once, however long the other one takes, and coming back brings it back", async () => {
  const { page, close } = await open("/help/gb");
  // Out of the browser's memory a page comes as it was left.
  await page.evaluate("document.body.hidden = true; dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
  assert.equal(await page.locator("main").isVisible(), true);
  let go = () => {};
  slowly = new Promise((resolve) => (go = resolve));
  let tell: (state: unknown[]) => void = () => {};
  const left = new Promise<unknown[]>((resolve) => (tell = resolve));
  await page.exposeFunction("tell", (...state: unknown[]) => tell(state));
  // After the page's own listener, and before the other site has answered.
  await page.evaluate("document.querySelector('#exit').addEventListener('click', () => tell(document.body.hidden, document.title))");
  const clicked = page.locator("#exit").click();
  const [isHidden, title] = await left;
  go();
  slowly = undefined;
  await clicked;
  assert.equal(isHidden, true);
  assert.equal(title, "\u200b");
  await page.waitForURL(`${elsewhere}/weather`);
  await close();
});

test("leaving a frame leaves the page around it", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${elsewhere}/frame`);
    await page.frameLocator("iframe").locator("#exit").click();
    await page.waitForURL(`${elsewhere}/weather`);
    await context.close();
  }
});

test("the search field completes what is typed, and nothing that is typed is in an address", async () => {
  const { page, close } = await open("/about");
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await page.locator('input[name="q"]').pressSequentially("traff");
  await page.locator("#completions option").first().waitFor({ state: "attached" });
  assert.ok(addresses.length > 0 && addresses.every((address) => !address.includes("traf")));
  await close();
});

test("a citation is copied, and it is said so", async () => {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(`${site}/entries/skfrxevu5ifa`);
  await page.locator("button[data-copy]").first().click();
  await page.locator("#cite-source-mla-status", { hasText: "Copied." }).waitFor();
  assert.equal(await page.evaluate("navigator.clipboard.readText()"), await page.locator("#cite-source-mla").innerText());
  await context.close();
});

test("by keyboard: the first stop skips to the content, the second leaves", async () => {
  const { page, close } = await open("/countries/nl");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate("document.activeElement.className"), "skip");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate("document.activeElement.id"), "exit");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate("document.activeElement.id"), "main");
  await close();
});

test("on paper there is the text with its addresses, and no navigation", async () => {
  const { page, close } = await open("/countries/ke/street-children");
  await page.emulateMedia({ media: "print" });
  for (const selector of [".site-header nav", ".search", "#exit", ".sources-aside"]) assert.equal(await page.locator(selector).first().isVisible(), false, selector);
  assert.equal(await page.locator(".entry").first().isVisible(), true);
  await close();
});
