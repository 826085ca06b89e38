// What programs read: feeds, site maps, descriptions, tags, links in headers.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { IdentityRisk, Lifecycle, LinkState, SourceType, type Lectern } from "@lectern/client";
import { SaxesParser } from "saxes";
import type { PageRequest } from "../src/http/page.ts";
import { get, until, type Fetched } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";

let server: Lecternd;
let site = "";
let admin: Lectern;
before(async () => {
  server = await Lecternd.start();
  await server.importSamples();
  admin = server.admin();
  site = (await startPortal(server.address)).address;
  await until(async () => (await get(`${site}/`)).all(".recent li").length > 0);
});

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** A document as a tree, its namespaces checked; throws where it is not well-formed. */
function xml(text: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const plain = Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]));
    const element: Element = { name, attributes: plain, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (more) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += more;
  });
  parser.write(text).close();
  return root.children[0] ?? root;
}

const all = (element: Element, name: string): Element[] => element.children.filter((child) => child.name === name);
const textIn = (element: Element, name: string): string => all(element, name)[0]?.text ?? "";
const jsonLdOf = (page: Fetched) => {
  const block = page.all('head script[type="application/ld+json"]');
  assert.equal(block.length, 1);
  return JSON.parse((block[0]?.children ?? []).map(({ data }) => data).join("")) as Record<string, any>;
};
const metaOf = (page: Fetched, name: string) => page.all(`meta[name="${name}"]`).map(({ attribs }) => attribs?.["content"]);

const SCRIPT = `<script>alert(1)</script>]]>&amp;"'`;
const review = { reviewer: "library" };
const published = { country: "countries/hr", topic: "topics/torture", lifecycle: Lifecycle.PUBLISHED, identityRisk: IdentityRisk.NONE, review };

test("feeds: of all, of a country, of a topic, in both languages; valid, newest first, linked from their pages", async () => {
  for (const [path, from] of [["/feed.atom", "/"], ["/countries/ke/feed.atom", "/countries/ke"], ["/topics/street-children/feed.atom", "/topics/street-children"], ["/fr/feed.atom", "/fr"]] as const) {
    const answer = await get(`${site}${path}`);
    assert.equal(answer.status, 200, path);
    assert.equal(answer.headers.get("content-type"), "application/atom+xml; charset=utf-8");
    const feed = xml(answer.html);
    assert.equal(feed.name, "feed");
    assert.equal(feed.attributes["xmlns"], "http://www.w3.org/2005/Atom");
    for (const needed of ["id", "title", "updated", "author"]) assert.equal(all(feed, needed).length, 1, `${path} ${needed}`);
    const links = new Map(all(feed, "link").map(({ attributes }) => [attributes["rel"], attributes["href"]]));
    assert.equal(links.get("self"), `${site}${path}`);
    assert.equal((await get(links.get("alternate") ?? "")).status, 200);
    const entries = all(feed, "entry");
    assert.ok(entries.length > 0 && entries.length <= 50, path);
    const times = entries.map((entry) => textIn(entry, "updated"));
    assert.deepEqual(times, [...times].sort().reverse());
    assert.equal(textIn(feed, "updated"), times[0]);
    assert.equal(new Set(entries.map((entry) => textIn(entry, "id"))).size, entries.length);
    for (const entry of entries) {
      assert.match(textIn(entry, "updated"), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.match(textIn(entry, "id"), new RegExp(`^${site}/entries/`));
      assert.ok(textIn(entry, "title").length > 0);
    }
    const page = await get(`${site}${from}`);
    assert.ok(page.all(`link[rel="alternate"][type="application/atom+xml"][href="${path}"]`).length >= 1, from);
    assert.ok(page.all(`main a[href="${path}"]`).length >= 1, from);
  }
  for (const path of ["/countries/zz/feed.atom", "/topics/nope/feed.atom"]) assert.equal((await get(`${site}${path}`)).status, 404);
});

test("a feed has what came in, tells its content notes, and forgets what is withdrawn; 304 in between", async () => {
  const path = `${site}/countries/hr/feed.atom`;
  const tag = (await get(path)).headers.get("etag") ?? "";
  assert.match(tag, /^W\//);
  assert.equal((await get(path, { "if-none-match": tag })).status, 304);
  const noted = { contentNotes: ["describes violence"], contentNotesAssessed: true };
  const titleLines = [`${SCRIPT}\u202e`];
  await admin.entries.createEntry({ entry: { ...published, ...noted, name: "entries/fed", titleLines, passages: [{ text: "Call 0800 123 45 67." }] } });
  await until(async () => (await get(path, { "if-none-match": tag })).status === 200);
  const { html } = await get(path);
  const first = all(xml(html), "entry")[0];
  assert.ok(first !== undefined);
  assert.equal(textIn(first, "title"), SCRIPT);
  assert.match(textIn(first, "summary"), /Content note: describes violence/);
  assert.doesNotMatch(html, /0800|\u202e/);
  assert.equal(textIn(all(xml((await get(`${site}/fr/countries/hr/feed.atom`)).html), "entry")[0]!, "id"), `${site}/entries/fed`);
  await admin.entries.updateEntry({ entry: { name: "entries/fed", lifecycle: Lifecycle.WITHDRAWN, review: { ...review, note: "asked for" } } });
  await until(async () => !(await get(path)).html.includes("entries/fed"));
  for (const other of ["/feed.atom", "/topics/torture/feed.atom", "/sitemap.xml"]) assert.doesNotMatch((await get(`${site}${other}`)).html, /entries\/fed/);
  assert.equal((await get(`${site}/entries/fed.jsonld`)).status, 404);
});

test("the site map has every page once, with when it changed, and they are there", async () => {
  const answer = await get(`${site}/sitemap.xml`);
  assert.equal(answer.headers.get("content-type"), "application/xml; charset=utf-8");
  const map = xml(answer.html);
  assert.equal(map.name, "urlset");
  const urls = all(map, "url");
  const locations = urls.map((url) => textIn(url, "loc"));
  assert.equal(new Set(locations).size, locations.length);
  for (const path of ["/", "/topics/torture", "/countries/ke", "/countries/ke/street-children", "/entries/skfrxevu5ifa", "/help/gb"]) {
    assert.ok(locations.includes(`${site}${path}`), path);
  }
  for (const url of urls.filter((one) => textIn(one, "loc").includes("/entries/"))) assert.match(textIn(url, "lastmod"), /^\d{4}-\d\d-\d\dT/);
  const { totalSize } = await admin.actAs("reader").entries.listEntries({ pageSize: 1 });
  assert.equal(locations.filter((location) => location.includes("/entries/")).length, totalSize);
  const others = locations.filter((location) => !location.includes("/entries/"));
  for (const location of others) assert.equal((await get(location)).status, 200, location);
  assert.match((await get(`${site}/robots.txt`)).html, new RegExp(`^Sitemap: ${site}/sitemap\\.xml$`, "m"));
});

test("files by country hold together what one file of all would", async () => {
  const files = ["pages", "none", "be", "bg", "hr", "gb", "us", "fr", "de", "gr", "it", "nl", "br", "co", "in", "th", "bd", "ph", "ke", "sn", "za", "ng", "au"];
  const locations = async (path: string) => all(xml((await get(`${site}${path}`)).html), "url").map((url) => textIn(url, "loc"));
  const parts = (await Promise.all(files.map((file) => locations(`/sitemaps/${file}.xml`)))).flat();
  assert.deepEqual(parts.sort(), (await locations("/sitemap.xml")).sort());
  assert.deepEqual(await locations("/sitemaps/ke-2.xml"), []);
  for (const path of ["/sitemaps/zz.xml", "/sitemaps/xxxx.xml", "/sitemaps/ke-0.xml"]) assert.equal((await get(`${site}${path}`)).status, 404, path);
});

test("where one file would be too long, an index names files that are short enough", async () => {
  const dist = (path: string) => new URL(`../dist/${path}`, import.meta.url).href;
  const { openCatalogue } = (await import(dist("catalogue/source.js"))) as typeof import("../src/catalogue/source.ts");
  const { Log } = (await import(dist("log.js"))) as typeof import("../src/log.ts");
  const { sitemapOf, sitemapPartOf } = (await import(dist("machines/sitemap.js"))) as typeof import("../src/machines/sitemap.ts");
  const catalogue = openCatalogue({ address: server.address }, new Log("error"));
  const request = (params: Record<string, string>) => ({ reading: catalogue.reading(), origin: site, params }) as unknown as PageRequest;
  const read = async (made: object) => {
    assert.ok("body" in made);
    let text = "";
    for await (const part of typeof made.body === "string" ? [made.body] : (made.body as AsyncIterable<string>)) text += part;
    return xml(text);
  };
  const most = 4;
  const index = await read(await sitemapOf(request({}), most));
  assert.equal(index.name, "sitemapindex");
  const files = all(index, "sitemap").map((file) => textIn(file, "loc").slice(`${site}/sitemaps/`.length));
  assert.ok(files.includes("pages.xml") && files.includes("ke-3.xml") && files.includes("none-2.xml") && files.includes("bg.xml"), files.join(" "));
  const entries: string[] = [];
  for (const part of files.filter((file) => file !== "pages.xml")) {
    const urls = all(await read(await sitemapPartOf(request({ part }), most)), "url").map((url) => textIn(url, "loc"));
    assert.ok(urls.length > 0 && urls.length <= most, part);
    entries.push(...urls);
  }
  catalogue.close();
  assert.equal(new Set(entries).size, entries.length);
  const { totalSize } = await admin.actAs("reader").entries.listEntries({ pageSize: 1 });
  assert.equal(entries.length, totalSize);
});

test("robots.txt leaves out what has no end, and no page", async () => {
  const rules = (await get(`${site}/robots.txt`)).html;
  assert.match(rules, /^User-agent: \*$/m);
  assert.match(rules, /^Disallow: \/search\?\*&$/m);
  assert.match(rules, /^Disallow: \/fr\/compare\?$/m);
  assert.doesNotMatch(rules, /^Disallow: \/(?:fr)?\/?$/m);
});

test("a browser learns how to search here", async () => {
  const page = await get(`${site}/countries`);
  const address = page.attribute('link[rel="search"]', "href") ?? "";
  const answer = await get(`${site}${address}`);
  assert.match(answer.headers.get("content-type") ?? "", /^application\/opensearchdescription\+xml/);
  const description = xml(answer.html);
  assert.ok([...textIn(description, "ShortName")].length <= 16);
  const template = all(description, "Url").find(({ attributes }) => attributes["type"] === "text/html")?.attributes["template"] ?? "";
  assert.equal((await get(template.replace("{searchTerms}", "children"))).status, 200);
});

test("a source's page describes it: JSON-LD, tags, links in the header, a description on its own", async () => {
  const passages = [{ label: "[5]", text: "Children should be heard. Call the hotline 0800 123 45 67." }];
  const entry = {
    ...published, name: "entries/described", titleLines: ["A thesis"], sourceType: SourceType.THESIS, language: "en", passages,
    publisher: "University", published: { raw: "June 2011", edtf: "2011-06" }, themes: ["themes/figures-and-estimates"], mediaMarks: ["PDF"],
    url: "https://there.example/thesis.pdf", linkState: LinkState.LIVE, archiveLinks: ["https://archive.example/2011/thesis"],
    contributors: [{ family: "Galland", given: "Elphie" }, { literal: "A body", role: "editor" }],
  };
  const created = await admin.entries.createEntry({ entry });
  await until(async () => (await get(`${site}/entries/described`)).status === 200);
  const page = await get(`${site}/entries/described`);
  const facts = jsonLdOf(page);
  assert.equal(facts["@type"], "Thesis");
  assert.equal(facts["name"], "A thesis");
  assert.equal(facts["url"], "https://there.example/thesis.pdf");
  assert.deepEqual(facts["archivedAt"], ["https://archive.example/2011/thesis"]);
  assert.deepEqual(facts["spatialCoverage"], { "@type": "Country", name: "Croatia", identifier: "HR" });
  assert.equal(facts["datePublished"], "2011-06");
  assert.equal(facts["author"][0].familyName, "Galland");
  assert.equal(facts["editor"][0].name, "A body");
  assert.equal(facts["hasPart"][0]["@type"], "Quotation");
  assert.equal(facts["hasPart"][0]["@id"], `${site}/entries/described#p1`);
  assert.match(facts["hasPart"][0].text, /^Children should be heard\..*not checked: see Help\]\.$/);
  assert.doesNotMatch(page.html, /123 45 67/);
  assert.deepEqual(metaOf(page, "citation_title"), ["A thesis"]);
  assert.deepEqual(metaOf(page, "citation_author"), ["Galland, Elphie"]);
  assert.deepEqual(metaOf(page, "citation_publication_date"), ["2011/06"]);
  assert.deepEqual(metaOf(page, "citation_dissertation_institution"), ["University"]);
  assert.deepEqual(metaOf(page, "citation_pdf_url"), ["https://there.example/thesis.pdf"]);
  assert.deepEqual(metaOf(page, "DC.coverage"), ["Croatia"]);
  assert.deepEqual(metaOf(page, "DC.identifier"), [`${site}/entries/described@${created.revision}`]);
  const header = page.headers.get("link") ?? "";
  assert.match(header, new RegExp(`<${site}/entries/described@${created.revision}>; rel="cite-as"`));
  assert.match(header, /<https:\/\/schema\.org\/AboutPage>; rel="type"/);
  assert.match(header, new RegExp(`<${site}/countries/hr/torture>; rel="collection"`));
  const described = /<([^>]+)>; rel="describedby"; type="application\/ld\+json"/.exec(header)?.[1] ?? "";
  const alone = await get(described);
  assert.equal(alone.headers.get("content-type"), "application/ld+json");
  assert.deepEqual(JSON.parse(alone.html), facts);
  // Nobody is led to a domain that was taken over, also by no program.
  await admin.entries.updateEntry({ entry: { name: created.name, linkState: LinkState.HIJACKED } });
  await until(async () => jsonLdOf(await get(`${site}/entries/described`))["url"] === undefined);
  for (const path of [`/entries/described@${created.revision}`, "/entries/described", "/entries/described.jsonld"]) {
    assert.doesNotMatch((await get(`${site}${path}`)).html, /there\.example/, path);
  }
});

test("other kinds of page describe themselves as well", async () => {
  const home = jsonLdOf(await get(`${site}/`));
  assert.equal(home["@type"], "WebSite");
  assert.equal(home["potentialAction"]["@type"], "SearchAction");
  assert.equal(home["potentialAction"].target.urlTemplate, `${site}/search?q={search_term_string}`);
  const place = await get(`${site}/countries/ke/street-children`);
  assert.equal(jsonLdOf(place)["@type"], "CollectionPage");
  assert.equal(jsonLdOf(place)["hasPart"].length, place.all("article.entry").length);
  assert.equal((place.headers.get("link") ?? "").split('rel="item"').length - 1, place.all("article.entry").length);
  assert.equal(jsonLdOf(await get(`${site}/countries/ke`))["spatialCoverage"].identifier, "KE");
  assert.equal(jsonLdOf(await get(`${site}/topics/torture`))["@type"], "CollectionPage");
  const lesson = (await admin.actAs("reader").teacherResources.listTeacherResources({ pageSize: 100 })).teacherResources.find(({ licence }) => licence !== "");
  assert.ok(lesson !== undefined);
  const page = await get(`${site}/${lesson.name.replace("teacherResources", "resources")}`);
  const facts = jsonLdOf(page);
  assert.equal(facts["@type"], "LearningResource");
  assert.equal(facts["name"], lesson.title);
  assert.equal(facts["license"], `https://spdx.org/licenses/${lesson.licence}`);
  assert.match(page.headers.get("link") ?? "", /rel="license"/);
});

test("what somebody hostile has written stays data in every format", async () => {
  const entry = {
    ...published, name: "entries/evil", titleLines: [SCRIPT, "</script><!--"], publisher: SCRIPT, series: SCRIPT, rawByline: SCRIPT,
    contributors: [{ literal: SCRIPT }], passages: [{ label: "]]>", text: `${SCRIPT}\u2028</script>` }], contentNotes: [SCRIPT],
  };
  await admin.entries.createEntry({ entry });
  await until(async () => (await get(`${site}/entries/evil`)).status === 200);
  const page = await get(`${site}/entries/evil`);
  assert.equal(page.all("script").length, 2, "the page's own, and its data");
  assert.equal(jsonLdOf(page)["name"], `${SCRIPT} </script><!--`);
  assert.deepEqual(metaOf(page, "citation_title"), [`${SCRIPT} </script><!--`]);
  for (const path of ["/feed.atom", "/countries/hr/feed.atom", "/sitemap.xml"]) xml((await get(`${site}${path}`)).html);
});
