// Reading lists, which live in their address.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { CITATION_STYLES, IdentityRisk, Lifecycle, LinkState } from "@lectern/client";
import { get, textOf, until, type Fetched } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";

let server: Lecternd;
let site = "";
before(async () => {
  server = await Lecternd.start();
  const admin = server.admin();
  const review = { reviewer: "library" };
  const base = { topic: "topics/torture", lifecycle: Lifecycle.PUBLISHED, identityRisk: IdentityRisk.NONE, review };
  for (const [id, title] of [["a", "Alpha report"], ["b", "Beta report"], ["c", "Call the helpline"]] as const) {
    await admin.entries.createEntry({
      entry: {
        ...base, name: `entries/${id}`, titleLines: [title], publisher: `House ${id.toUpperCase()}`, published: { raw: "2011", edtf: "2011" },
        passages: [{ text: "Call the hotline 0800 123 45 67 at once." }],
      },
    });
  }
  await admin.entries.createEntry({
    entry: { ...base, name: "entries/lost", titleLines: ["Lost report"], url: "https://lost.example/x", linkState: LinkState.HIJACKED },
  });
  site = (await startPortal(server.address)).address;
  await until(async () => (await get(`${site}/search?q=alpha`)).all(".hit").length === 1);
});

const titles = (page: Fetched) => page.all(".found-entry h3").map(textOf);
const follow = async (page: Fetched, label: string, index = 0) => {
  const link = page.all(".found-entries .controls a, .hit-list a.action").filter((node) => textOf(node).startsWith(label))[index];
  assert.ok(link !== undefined, `nothing says ${label}`);
  return get(`${site}${link.attribs?.["href"]}`);
};

test("a list is ordered and trimmed by links alone", async () => {
  const page = await get(`${site}/list?entries=a,b,c&title=My%20list`);
  assert.equal(page.text("h1"), "My list");
  assert.deepEqual(titles(page), ["Alpha report", "Beta report", "Call the helpline"]);
  assert.deepEqual(titles(await follow(page, "Move down: Alpha")), ["Beta report", "Alpha report", "Call the helpline"]);
  const up = await follow(page, "Move up: Call");
  assert.deepEqual(titles(up), ["Alpha report", "Call the helpline", "Beta report"]);
  assert.equal(up.text("h1"), "My list");
  const fewer = await follow(up, "Remove: Call");
  assert.deepEqual(titles(fewer), ["Alpha report", "Beta report"]);
  assert.equal(fewer.text("#list-address"), `${site}/list?entries=a,b&title=My%20list`);
  assert.deepEqual(fewer.all(".controls").map((node) => textOf(node).replace(/: \w+ report/g, "")), ["Move downRemove", "Move upRemove"]);
});

test("sources are added by words, by address, and from their own page", async () => {
  const own = await get(`${site}/entries/a`);
  const start = own.attribute('a[href="/list?entries=a"]', "href");
  assert.ok(start);
  const words = await get(`${site}${start}&q=report`);
  assert.deepEqual(titles(words), ["Alpha report"]);
  assert.deepEqual(words.all(".hit h3").map(textOf).sort(), ["Beta report", "Lost report"]);
  assert.deepEqual(titles(await follow(words, "Add to the list: Beta")), ["Alpha report", "Beta report"]);
  const pasted = encodeURIComponent(`https://elsewhere.example/fr/entries/b and ${site}/entries/a@1, /entries/C`);
  const answer = await get(`${site}/list?entries=a,c&style=apa&title=T&q=${pasted}`);
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), "/list?entries=a,c,b&title=T&style=apa");
  assert.match((await get(`${site}/list?entries=a&q=zzzqqq`)).text("#adding ~ [role=status]"), /No further source/);
  // The form carries the rest of the list.
  const fields = (await get(`${site}/list?entries=a,b&title=T&style=apa`)).all(".adding input").map(({ attribs }) => `${attribs?.["name"]}=${attribs?.["value"]}`);
  assert.deepEqual(fields, ["entries=a,b", "title=T", "style=apa", "q="]);
});

test("a list has its bounds, and says what it leaves out", async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `x${index}`);
  const full = await get(`${site}/list?entries=${ids.join(",")}`);
  assert.equal(full.all(".found-entries > li").length, 50);
  assert.match(full.text(".stale"), /names 10 more/);
  assert.equal(full.all("#adding").length, 0);
  const odd = await get(`${site}/list?entries=a,a,A,..%2Fb,b@x,%3Cscript%3E,b@999999&entries=c`);
  assert.deepEqual(titles(odd), ["Alpha report", "Beta report", "Call the helpline"]);
  assert.match(odd.text(".stale"), /^4 parts of the address name no source/);
  assert.match(odd.text(".standing"), /no longer shown/);
  const title = await get(`${site}/list?entries=a&title=${encodeURIComponent("😀".repeat(200))}`);
  assert.equal([...title.text("h1")].length, 120);
  const none = await get(`${site}/list?entries=nobody`);
  assert.match(none.text(".gone"), /no longer shown/);
  assert.equal(none.all(".bibliography").length, 0);
  assert.match((await get(`${site}/list`)).text("main"), /It needs no account/);
});

test("a number in a list's title is not served as one that may be dialled", async () => {
  const page = await get(`${site}/list?entries=a&title=${encodeURIComponent("Call 0800 123 45 67 now")}`);
  assert.match(page.text("h1"), /^Call \[number as printed, not checked: see Help\] now$/);
});

test("a bibliography in each style, in alphabetical order", async () => {
  for (const { style, label } of CITATION_STYLES) {
    const page = await get(`${site}/list?entries=c,b,a,gone&style=${style}`);
    const references = page.all("#references li").map(textOf);
    assert.deepEqual(references.map((text) => /House (\w)/.exec(text)?.[1]), ["A", "B", "C"], label);
    assert.equal(page.text('.styles a[aria-current="true"]'), label);
  }
  assert.match((await get(`${site}/list?entries=a&style=apa`)).text("#references"), /^Alpha report\. \(2011\)\. House A\.$/);
  assert.equal((await get(`${site}/list?entries=a&style=__proto__`)).text('.styles a[aria-current="true"]'), "MLA 9");
  assert.doesNotMatch((await get(`${site}/list?entries=lost`)).text("main"), /lost\.example/);
});

test("a list is downloaded as BibTeX, RIS and CSL-JSON, without what the sources say", async () => {
  const list = await get(`${site}/list?entries=b,a,gone&title=T`);
  const links = list.all(".downloads a").map(({ attribs }) => attribs?.["href"] ?? "");
  assert.equal(links.length, 3);
  const types = ["application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json"];
  for (const [index, link] of links.entries()) {
    const { status, headers, html } = await get(`${site}${link}`);
    assert.equal(status, 200);
    assert.ok(headers.get("content-type")?.startsWith(types[index]!), link);
    assert.match(headers.get("content-disposition") ?? "", /^attachment; filename="reading-list\.(bib|ris|json)"$/);
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.ok(html.indexOf("Beta report") < html.indexOf("Alpha report") && html.includes("Beta report"), link);
    assert.doesNotMatch(html, /hotline|0800/);
  }
  assert.equal((JSON.parse((await get(`${site}${links[2]}`)).html) as unknown[]).length, 2);
});

test("what somebody looks for or puts together is not kept in the portal either", async () => {
  const dist = (path: string) => import(new URL(`../dist/${path}`, import.meta.url).href);
  const { openCatalogue } = (await dist("catalogue/source.js")) as typeof import("../src/catalogue/source.ts");
  const { Log } = (await dist("log.js")) as typeof import("../src/log.ts");
  const { readReferences } = (await dist("catalogue/references.js")) as typeof import("../src/catalogue/references.ts");
  const { search, suggestions } = (await dist("catalogue/search.js")) as typeof import("../src/catalogue/search.ts");
  const catalogue = openCatalogue({ address: server.address }, new Log("error"));
  const reading = catalogue.reading();
  const question = { query: "report", filter: "", kinds: [], orderBy: "", pageToken: "", facets: [] };
  assert.ok((await search(reading, question)).hits.length > 0);
  assert.ok((await suggestions(reading, "rep")).length > 0);
  assert.equal((await readReferences(reading, [{ id: "a" }, { id: "b", revision: 1n }, { id: "nobody" }], true)).length, 3);
  assert.equal(catalogue.answers.size, 0);
  await readReferences(reading, [{ id: "a" }]); // the sources of a teacher resource, which everybody asks for
  assert.ok(catalogue.answers.size > 0);
  catalogue.close();
});

test("nothing is kept of a list", async () => {
  await until(async () => (await get(`${site}/guide`)).headers.get("etag") !== null); // of pages that may be kept
  const page = await get(`${site}/list?entries=a,b&title=T`);
  assert.equal(page.status, 200);
  assert.equal(page.headers.get("cache-control"), "no-store");
  assert.equal(page.headers.get("etag"), null);
  assert.equal(page.headers.get("set-cookie"), null);
  assert.equal(page.attribute('meta[name="robots"]', "content"), "noindex");
});
