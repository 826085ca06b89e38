// The examples do what they say: PHP and Python with nothing installed, and a page of another origin in a browser.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { post } from "./support/calls.ts";
import {
  cleanEnvironment,
  GATEWAY_FOLDER,
  importSamples,
  startGateway,
  startLecternd,
  type Gateway,
  type Lecternd,
} from "./support/processes.ts";

const EXAMPLES = join(GATEWAY_FOLDER, "examples");
const CHROMIUM = process.env.CHROME_PATH ?? "/usr/bin/chromium";
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".mjs": "text/javascript",
  ".css": "text/css",
};

let server: Lecternd;
let gateway: Gateway;
let site: Server;
let origin: string;
let entries: Array<{ name: string; titleLines: string[] }>;

/** Serves the browser's example as a library would: from an origin of its own, with a policy of its own. */
function serveExample(): Promise<string> {
  site = createServer((request, response) => {
    const name = request.url === "/" ? "index.html" : (request.url ?? "").slice(1);
    const path = join(EXAMPLES, "browser", name);
    if (!/^\w+\.\w+$/.test(name) || !existsSync(path)) return void response.writeHead(404).end();
    response.setHeader("content-type", TYPES[extname(name)] ?? "text/plain");
    response.setHeader(
      "content-security-policy",
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src ${gateway.url}`,
    );
    response.end(readFileSync(path, "utf8").replace("http://127.0.0.1:8090", gateway.url));
  });
  return new Promise((resolve) =>
    site.listen(0, "127.0.0.1", () => resolve(`http://localhost:${(site.address() as AddressInfo).port}`)),
  );
}

before(async () => {
  server = await startLecternd();
  await importSamples(server);
  // The page's origin goes onto the list of a gateway whose address the page must know: the first only finds a port.
  const first = await startGateway(server.address);
  gateway = first;
  origin = await serveExample();
  await first.stop();
  gateway = await startGateway(server.address, "--allow-origin", origin, "--log-level", "debug");
  entries = (
    await post(gateway.url, "EntryService/ListEntries", { filter: 'country = "countries/ke"', pageSize: 1000 })
  ).json.entries;
  assert.ok(entries.length > 5, "more than one page of the examples' listings");
});
after(async () => {
  await gateway?.stop();
  site?.closeAllConnections();
  site?.close();
  await server?.stop();
});

for (const [language, command, file] of [
  ["PHP", "php", "php/catalogue.php"],
  ["Python", "/usr/bin/python3", "python/catalogue.py"],
] as const) {
  const run = async (token: string) =>
    (
      await promisify(execFile)(command, [join(EXAMPLES, file), gateway.url, "ke"], {
        env: { ...cleanEnvironment(), LECTERN_TOKEN: token },
      })
    ).stdout;

  test(`${language}: lists every entry of a country, gets one, tells an error by its reason`, async () => {
    const lines = (await run("")).split("\n");
    entries.forEach((entry, index) => assert.equal(lines[index], `${entry.name}  ${entry.titleLines.join(" ")}`));
    assert.equal(lines[entries.length + 1], entries[0]?.titleLines.join(" "));
    assert.match(lines.join("\n"), /^\d+ paragraphs$/m);
    assert.match(lines.join("\n"), /^entries\/none: not_found \(RESOURCE_NOT_FOUND\)$/m);
    assert.doesNotMatch(lines.join("\n"), /^created/m);
  });

  test(`${language}: writes with a request id, once`, async () => {
    const [, created, again] =
      /^created (entries\/\w+) \(LIFECYCLE_DRAFT\), sent again: (entries\/\w+)$/m.exec(await run(server.adminKey)) ??
      [];
    assert.ok(created);
    assert.equal(again, created);
  });

  test(`${language}: says so where nobody answers`, async () => {
    const sent = promisify(execFile)(command, [join(EXAMPLES, file), "http://127.0.0.1:1", "ke"], {
      env: cleanEnvironment(),
    });
    await assert.rejects(sent, (error: any) => /the gateway does not answer/.test(error.stdout + error.stderr));
  });
}

async function inBrowser(use: (page: Page, faults: string[]) => Promise<void>): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), "lectern-browser-"));
  let browser: BrowserContext | undefined;
  try {
    browser = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM,
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("request", (request) => {
      if (![origin, gateway.url].includes(new URL(request.url()).origin) && !request.url().startsWith("data:"))
        faults.push(request.url());
    });
    await use(page, faults);
  } finally {
    await browser?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

test("browser: a page of a listed origin lists a country's entries and shows one", async () => {
  await inBrowser(async (page, faults) => {
    await page.goto(origin);
    await page.getByLabel("Country").selectOption("countries/ke");
    await page.getByRole("listitem").first().waitFor();
    const titles = await page.getByRole("listitem").getByRole("link").allTextContents();
    assert.deepEqual(
      titles,
      entries.slice(0, 20).map((entry) => entry.titleLines.join(" ")),
    );
    assert.match((await page.getByRole("status").textContent()) ?? "", new RegExp(`^${entries.length} sources`));
    await page.getByRole("link", { name: titles[0] ?? "" }).click();
    await page.getByRole("article").waitFor();
    assert.equal(await page.getByRole("heading", { level: 2 }).textContent(), titles[0]);
    assert.ok((await page.locator("blockquote").count()) > 0);
    assert.deepEqual(faults, []);
    // The browser asked for what it shows by GET, without leave to ask first.
    assert.doesNotMatch(gateway.program.output(), /entries\/\w|countries\/ke/);
  });
});

test("browser: a page of another origin gets nothing", async () => {
  await inBrowser(async (page) => {
    await page.goto(origin.replace("localhost", "127.0.0.1"));
    await page.getByRole("status").filter({ hasText: "does not answer" }).waitFor();
    assert.equal(await page.getByRole("listitem").count(), 0);
  });
});

test("browser: the gateway's pages show as they should under their own policy", async () => {
  await inBrowser(async (page, faults) => {
    await page.goto(`${gateway.url}/`);
    await page.getByRole("link", { name: "Reference" }).click();
    await page.getByRole("heading", { level: 1, name: "Lectern API reference" }).waitFor();
    // The style sheet applies: the policy's hash is its own.
    assert.equal(await page.evaluate("getComputedStyle(document.querySelector('nav.side')).position"), "sticky");
    const width = await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth");
    assert.ok(width, "nothing makes the page scroll sideways");
    await page.setViewportSize({ width: 360, height: 740 });
    assert.ok(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nor on a telephone");
    assert.deepEqual(faults, []);
  });
});
