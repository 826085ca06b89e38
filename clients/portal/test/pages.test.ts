// Every kind of page, of the sample catalogue.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { get, textOf, until, type Fetched } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";

let site = "";
before(async () => {
  const server = await Lecternd.start();
  await server.importSamples();
  const portal = await startPortal(server.address);
  site = portal.address;
  // The catalogue was filled before: what the portal knows by itself is there a moment later.
  await until(async () => (await get(`${site}/`)).all(".recent li").length > 0);
});

const KINDS = [
  "/",
  "/topics",
  "/topics/human-trafficking",
  "/countries",
  "/countries/ke",
  "/countries/ke/street-children",
  "/entries/skfrxevu5ifa",
  "/search?q=children",
  "/help",
  "/help/ke",
  "/about",
  "/accessibility",
  "/rights",
  "/resources",
  "/resources/svvp2uv2pcxf",
  "/resources/s3op7kl2svwh?print",
  "/use/spfspi4vqyko",
  "/list?entries=sorkw74turs4,ssiet47zt4mt&title=Numbers&q=estimates",
  "/list",
  "/themes",
  "/themes/figures-and-estimates",
  "/guide",
];

/** What holds of every page, also of one that says that something went wrong. */
function assertSound(page: Fetched, path: string): void {
  assert.equal(page.all("h1").length, 1, path);
  assert.equal(page.all("main#main").length, 1, path);
  assert.ok(page.text("title").length > 0, path);
  assert.equal(page.attribute("#exit", "target"), "_top", path);
  assert.match(page.attribute("#exit", "rel") ?? "", /noreferrer/, path);
  assert.ok(page.all('a[href="/help"], a[href="/fr/help"]').length > 0, `${path} leads to no help`);
  assert.equal(page.all('[style], style, script:not([src]):not([type="application/ld+json"])').length, 0, `${path} has style or script of its own`);
  const ids = page.all("[id]").map(({ attribs }) => attribs?.["id"]);
  assert.equal(new Set(ids).size, ids.length, `${path} has an id twice`);
  for (const { attribs } of page.all('a[href^="#"], [aria-labelledby]')) {
    const target = attribs?.["aria-labelledby"] ?? decodeURIComponent(attribs?.["href"] ?? "").slice(1);
    assert.ok(ids.includes(target), `${path}: nothing has the id ${target}`);
  }
  for (const { attribs } of page.all("link[href], script[src], img[src], form[action]")) {
    const address = attribs?.["href"] ?? attribs?.["src"] ?? attribs?.["action"] ?? "";
    const isOwn = address.startsWith("/") || address.startsWith(site);
    assert.ok(isOwn, `${path} asks another site: ${address}`);
  }
}

for (const language of ["", "/fr"]) {
  test(`pages in ${language || "English"} are sound, and their links lead to pages`, async () => {
    const links = new Set<string>();
    for (const kind of KINDS) {
      const path = kind === "/" ? language || "/" : `${language}${kind}`;
      const page = await get(`${site}${path}`);
      assert.equal(page.status, 200, path);
      assert.equal(page.attribute("html", "lang"), language === "" ? "en" : "fr");
      assert.equal(page.attribute("html", "dir"), "ltr");
      assertSound(page, path);
      // The same page in the other language, told to people and to programs.
      const others = page.all('link[rel="alternate"][hreflang]').map(({ attribs }) => attribs?.["href"]);
      const isIndexed = page.all('meta[name="robots"]').length === 0;
      const plain = kind.replace(/\?.*/, "");
      assert.deepEqual(others, isIndexed ? [`${site}${plain}`, `${site}${plain === "/" ? "/fr" : `/fr${plain}`}`] : [], path);
      for (const { attribs } of page.all('main a[href^="/"], nav a[href^="/"], footer a[href^="/"]')) links.add(attribs?.["href"] ?? "");
    }
    for (const link of [...links].filter((address) => !address.includes("page="))) {
      const { status } = await get(`${site}${link}`);
      assert.equal(status, 200, link);
    }
  });
}

test("the front page has topics, countries with their counts, and what came in last", async () => {
  const page = await get(`${site}/`);
  assert.equal(page.all(".cards .card").length, 4);
  const kenya = page.all("table.counts tr").map(textOf).find((row) => row.startsWith("Kenya"));
  assert.equal(kenya, "Kenya10");
  assert.match(page.text("figcaption"), /Sources collected here, not how common the crime is/);
  assert.equal(page.all(".recent li").length, 6);
});

test("a topic has its reviewed guidance, and none of what was imported", async () => {
  const page = await get(`${site}/topics/street-children`);
  assert.equal(page.text("h1"), "Children in street situations");
  assert.ok(page.text(".guidance").length > 100);
  const country = await get(`${site}/countries/ke/street-children`);
  assert.doesNotMatch(country.text(), /HOW TO USE THIS WEBPAGE|If you are looking for material/);
});

test("a country's page for a topic: help first, then introduction, caution and sources in their sections", async () => {
  const page = await get(`${site}/countries/ke/street-children`);
  const order = [".help-box", "#introduction", "#caution", "#sources", ".entry"].map((selector) => {
    assert.ok(page.all(selector).length > 0, selector);
    const marks: Record<string, string> = { ".help-box": 'class="help-box"', ".entry": 'class="entry"' };
    return page.html.indexOf(marks[selector] ?? `id="${selector.slice(1)}"`);
  });
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  assert.equal(page.all('.help-box a[href="tel:116"]').length, 1);
  assert.match(page.text(".attribution"), /From: Lectern Sample Editors, 2025/);
  assert.deepEqual(page.all(".section-heading").map(textOf), ["FEATURED ARTICLE", "ARCHIVES"]);
  assert.equal(page.all("article.entry").length, 10);
  assert.match(page.text(".entry-facts"), /published 21 June 2017, \d+ years ago · read by the editors 3 April 2025/);
  assert.ok(page.all(".paragraph-label").map(textOf).includes("[53]"));
  assert.equal(page.all(".claim").length, 0, "nobody has assessed a claim");
});

test("an old number in a quotation is masked, and leads to help", async () => {
  const page = await get(`${site}/countries/ke/street-children`);
  assert.match(page.text(".masked"), /^\[number printed in 2025, not checked: see Help\]$/);
  assert.equal(page.attribute(".masked a", "href"), "/help/ke");
});

test("a source, a paragraph of it and its page are cited in every style, and for reference managers", async () => {
  const path = "/entries/skcbt5rpdk2d";
  const page = await get(`${site}${path}`);
  assert.equal(page.text("#cite-heading"), "Cite this source");
  assert.match(page.text("#cite-source-harvard"), /^Congress of the United States.*Victims of Trafficking and Violence Protection Act/);
  assert.equal(page.all(".cite-styles dt").length, 10);
  assert.ok(page.all(".cite-styles i").length > 0);
  assert.match(page.text("#cite-page-harvard"), /\/entries\/skcbt5rpdk2d@\d+ \(Accessed: \d+ \w+ \d{4}\)\.$/);
  const paragraph = await get(`${site}${page.attribute("#p2 a[href*=cite]", "href")}`);
  assert.equal(paragraph.text("#cite-heading"), "Cite this paragraph");
  assert.equal(paragraph.text("#cite-source-apa"), page.text("#cite-source-apa"));
  assert.match(paragraph.text(".cite-styles"), /para\. 103/);
  assert.doesNotMatch(page.text(".cite-styles"), /para\. 103/);
  assert.equal((await get(`${site}${path}?cite=99`)).text("#cite-heading"), "Cite this source");
  const files = page.all(".downloads a").map(({ attribs }) => attribs?.["href"]);
  assert.equal(files.length, 3);
  for (const file of files) {
    const answer = await fetch(`${site}${file}`);
    assert.match(await answer.text(), /Victims of Trafficking/, file);
  }
});

test("an entry has a permanent address, its state's own address, and what is known of it", async () => {
  const page = await get(`${site}/entries/skfrxevu5ifa`);
  assert.match(page.text("h1"), /^Modern Slavery: National Referral Mechanism/);
  const pinned = page.text("#cite-address");
  assert.match(pinned, /\/entries\/skfrxevu5ifa@\d+$/);
  assert.equal((await get(pinned)).status, 200);
  assert.equal(page.attribute('link[rel="canonical"]', "href"), `${site}/entries/skfrxevu5ifa`);
  assert.match(page.text(".details"), /Publisher\s?Home Office/);
  assert.equal(page.all("#p1, #p2").length, 2);
  for (const path of ["/entries/skfrxevu5ifa@999999", "/entries/skfrxevu5ifa@x", "/entries/skfrxevu5ifa?revision=0", "/entries/none"]) {
    assert.equal((await get(`${site}${path}`)).status, 404, path);
  }
});

test("a search finds what was misspelt, says so, and points out what it found", async () => {
  const page = await get(`${site}/search?q=traficking`);
  assert.match(page.text(".explanations"), /Nothing here holds “?traficking”?\. Showing results for trafficking\./);
  assert.ok(page.all(".hit mark").length > 0);
  assert.equal(page.attribute('input[name="q"]', "value"), "traficking");
  assert.equal(page.headers.get("cache-control"), "no-store");
  assert.equal(page.headers.get("etag"), null);
});

test("filters of a search stand in its address, and can be taken back", async () => {
  const all = await get(`${site}/search?q=children`);
  const links = all.all(".facet a").map(({ attribs }) => attribs?.["href"] ?? "");
  const country = links.find((link) => link.includes("country=ke"));
  assert.ok(country !== undefined);
  const page = await get(`${site}${country}`);
  assert.match(page.text(".active-filters"), /Kenya/);
  const total = (fetched: Fetched) => Number(/\d+/.exec(fetched.text("#results"))?.[0]);
  assert.ok(total(page) < total(all) && total(page) > 0);
  const without = page.attribute(".active-filters a", "href");
  assert.equal(total(await get(`${site}${without}`)), total(all));
  const years = await get(`${site}/search?q=children&from=2015&to=2016&kind=entries&type=REPORT&language=en&theme=monitoring&order=newest`);
  assert.equal(years.status, 200);
  assert.ok(total(years) > 0 && total(years) < total(all));
});

test("what an address states wrongly narrows nothing", async () => {
  const page = await get(`${site}/search?q=children&country=%22&type=__proto__&from=x&order=x&page=x&more=x&notes=x`);
  assert.equal(page.status, 200);
  assert.equal(page.all(".active-filters").length, 0);
  assert.match(page.text(".stale"), /no longer kept/);
});

test("a search goes on page by page", async () => {
  const first = await get(`${site}/search?q=children`);
  const next = first.attribute(".pager .next", "href");
  const second = await get(`${site}${next}`);
  const names = (page: Fetched) => page.all(".hit h3 a").map(({ attribs }) => attribs?.["href"]);
  assert.equal(names(first).length, 20);
  assert.ok(names(second).length > 0);
  assert.equal(names(second).filter((name) => names(first).includes(name)).length, 0);
});

test("a search that is more than the server takes is refused, in words", async () => {
  const page = await get(`${site}/search?q=${"(".repeat(100)}children`);
  assert.equal(page.status, 400);
  assert.match(page.text("main"), /too many parentheses/);
});

test("a filter by content notes hides what nobody has looked at", async () => {
  const page = await get(`${site}/countries/ke/street-children?notes=none`);
  assert.match(page.text(".notes-filter"), /hidden/);
  assert.equal(page.all("article.entry").length, 0, "the entries of an imported page were not assessed");
  const search = await get(`${site}/search?kind=entries&notes=none`);
  assert.ok(search.all(".hit").length > 0);
  assert.equal(search.all(".content-note").length, 0);
  const noted = await get(`${site}/search?kind=entries`);
  const leaveOut = noted.all('.facet a[href*="without="]').map(({ attribs }) => attribs?.["href"] ?? "");
  assert.ok(leaveOut.length > 0);
  assert.equal((await get(`${site}${leaveOut[0]}`)).status, 200);
});

test("help: the reader says in which country", async () => {
  const page = await get(`${site}/help`);
  assert.ok(page.all('select[name="country"] option').length > 20);
  const chosen = await get(`${site}/help?country=gb`);
  assert.equal(chosen.status, 303);
  assert.equal(chosen.headers.get("location"), "/help/gb");
  const there = await get(`${site}/help/gb`);
  assert.match(there.text(".hotlines"), /Childline.*0800 1111.*Last checked on 5 October 2026/);
  assert.equal((await get(`${site}/fr/help?country=gb`)).headers.get("location"), "/fr/help/gb");
});

test("there is no such page: 404, with ways to go on", async () => {
  for (const path of ["/nope", "/topics/nope", "/countries/zz", "/countries/ke/nope", "/countries/bg/torture", "/help/zz", "/fr/nope"]) {
    const page = await get(`${site}${path}`);
    assert.equal(page.status, 404, path);
    assertSound(page, path);
    assert.ok(page.all("main li a").length >= 4);
    assert.equal(page.attribute('meta[name="robots"]', "content"), "noindex");
  }
});

test("other ways to write an address lead to the one", async () => {
  for (const [path, location] of [["/countries/KE", "/countries/ke"], ["/countries/KE/street-children", "/countries/ke/street-children"], ["/topics/", "/topics"], ["/fr/help/", "/fr/help"]] as const) {
    const page = await get(`${site}${path}`);
    assert.equal(page.status, 301, path);
    assert.equal(page.headers.get("location"), location);
  }
  // No address of another site can be made of one of this.
  for (const path of ["//example.org/", "/\\example.org/", "/%2F/example.org/"]) {
    const location = (await get(`${site}${path}`)).headers.get("location") ?? "/";
    assert.match(location, /^\/(?![/\\])/, path);
  }
});

test("suggestions come by POST, and are kept nowhere", async () => {
  const ask = (body: string) => fetch(`${site}/suggest`, { method: "POST", body: new URLSearchParams({ q: body }) });
  const answer = await ask("traff");
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.ok(((await answer.json()) as string[]).some((text) => text.startsWith("traffick")));
  assert.deepEqual(await (await ask("x".repeat(1000))).json(), []);
  assert.equal((await fetch(`${site}/suggest?q=traff`)).status, 404);
});
