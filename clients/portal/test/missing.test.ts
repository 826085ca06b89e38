// What is not there: sources that were erased for good, searches that cannot be answered yet, and the rest of a long page.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { IdentityRisk, Lifecycle, TeacherResourceKind, type Lectern } from "@lectern/client";
import { get, textOf, until, type Fetched } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";
import { startUnreadyIndex, type UnreadyIndex } from "./support/unready_index.ts";

let server: Lecternd;
let admin: Lectern;
let site = "";
/** The same catalogue where nothing can be searched. */
let unready: UnreadyIndex;
let without = "";
before(async () => {
  server = await Lecternd.start();
  await server.importSamples();
  admin = server.admin();
  site = (await startPortal(server.address)).address;
  unready = await startUnreadyIndex(server.address);
  without = (await startPortal(unready.address)).address;
  for (const base of [site, without]) await until(async () => (await get(`${base}/healthz`)).status === 200);
});

const review = { reviewer: "library" };
const published = { lifecycle: Lifecycle.PUBLISHED, identityRisk: IdentityRisk.NONE, review };
const base = { ...published, country: "countries/hr", topic: "topics/torture" };
const hrefs = (page: Fetched, selector: string) => page.all(selector).map(({ attribs }) => attribs?.["href"] ?? "");

test("an erased source: 410 in plain words at each of its addresses, and nothing of it anywhere", async () => {
  const [title, text] = ["Quillfeather inquiry", "Marrowstone said so."];
  const created = await admin.entries.createEntry({
    entry: { ...base, name: "entries/erased", titleLines: [title], publisher: "Ashgrove House", passages: [{ text }] },
  });
  await admin.teacherResources.createTeacherResource({
    teacherResource: {
      ...published, name: "teacherResources/citing", kind: TeacherResourceKind.READING_LIST, title: "Citing", topic: "topics/torture",
      entryReferences: [{ entry: "entries/erased" }, { entry: `entries/erased@${created.revision}` }],
    },
  });
  const addresses = ["/entries/erased", `/entries/erased@${created.revision}`, `/entries/erased?revision=${created.revision}`];
  const others = ["/", "/countries/hr/torture", "/search?q=quillfeather", "/resources/citing", "/list?entries=erased", "/feed.atom", "/countries/hr/feed.atom"];
  await until(async () => (await get(`${site}/search?q=quillfeather`)).html.includes("entries/erased"));
  for (const path of [...addresses, ...others]) assert.match((await get(`${site}${path}`)).html, /Quillfeather/i, path);

  await admin.erasure.expunge({ name: "entries/erased" });
  await until(async () => (await get(`${site}/entries/erased`)).status === 410);
  for (const prefix of ["", "/fr"]) {
    for (const path of [...addresses, "/entries/erased.jsonld"]) {
      const page = await get(`${site}${prefix}${path}`);
      assert.equal(page.status, 410, path);
      assert.match(page.text("h1"), prefix === "" ? /removed for good/ : /retirée/, path);
      assert.match(page.text("main"), prefix === "" ? /erased to protect somebody/ : /effacé/, path);
      assert.equal(page.headers.get("cache-control"), "no-store", path);
      assert.equal(page.attribute('meta[name="robots"]', "content"), "noindex", path);
      assert.equal(page.all("main a").length > 0, true, path);
      assert.doesNotMatch(page.html, /Quillfeather|Marrowstone|Ashgrove/i, path);
    }
  }
  await until(async () => !(await get(`${site}/search?q=quillfeather`)).html.includes("entries/erased"));
  for (const path of others.filter((other) => !other.startsWith("/search"))) {
    await until(async () => !/Quillfeather|Marrowstone|Ashgrove/i.test((await get(`${site}${path}`)).html));
  }
  assert.equal((await get(`${site}/resources/citing`)).all(".gone").length, 2);
  assert.equal((await get(`${site}/list?entries=erased`)).all(".gone").length, 1);
});

test("while the index is being built, a search says so, and when to try again", async () => {
  for (const path of ["/search?q=children", "/fr/search?q=children", "/timeline", "/compare?countries=nl,de"]) {
    const page = await get(`${without}${path}`);
    assert.equal(page.status, 503, path);
    assert.equal(page.headers.get("retry-after"), "7", path);
    assert.equal(page.headers.get("cache-control"), "no-store", path);
    assert.match(page.text("h1"), path.startsWith("/fr") ? /La recherche/ : /The search is being prepared/, path);
    assert.match(page.text("main"), path.startsWith("/fr") ? /urgence/ : /emergency number/, path);
    assert.ok(page.all('main a[href$="/help"]').length > 0, path);
  }
  const completed = await fetch(`${without}/suggest`, { method: "POST", body: new URLSearchParams({ q: "traff" }) });
  assert.deepEqual(await completed.json(), []);
});

test("while the index is being built, every other page is there, with no number rather than a wrong one", async () => {
  unready.ready = false;
  const paths = ["/", "/topics", "/topics/street-children", "/countries", "/countries/ke", "/themes", "/themes/monitoring"];
  for (const path of [...paths, ...paths.map((one) => (one === "/" ? "/fr" : `/fr${one}`))]) {
    const page = await get(`${without}${path}`);
    assert.equal(page.status, 200, path);
    assert.equal(page.all(".count, .counts, .world-map").length, 0, `${path} counts what nobody can count`);
    assert.doesNotMatch(page.text("main"), /\b\d+ sources?\b|no sources yet|aucune source/, path);
    assert.match(page.text("main"), path.startsWith("/fr") ? /sont en cours de comptage|compt/ : /being counted/, path);
    assert.equal(page.headers.get("etag"), null, `${path} would be used again once there are numbers`);
  }
  const countries = await get(`${without}/countries`);
  assert.ok(hrefs(countries, "main .columns a").includes("/countries/ke"));
  assert.deepEqual(hrefs(countries, "main .columns a").length, (await admin.actAs("reader").countries.listCountries({ pageSize: 1 })).totalSize);
  for (const path of ["/countries/ke/street-children", "/entries/skfrxevu5ifa", "/help/ke", "/resources", "/resources/svvp2uv2pcxf", "/list?entries=skfrxevu5ifa", "/feed.atom", "/sitemap.xml"]) {
    assert.equal((await get(`${without}${path}`)).status, 200, path);
  }
  assert.equal((await get(`${without}/countries/ke/street-children`)).all("article.entry").length, 10);
  // Related sources are searched for as well: a page without them is not used again.
  assert.equal((await get(`${without}/entries/skfrxevu5ifa`)).headers.get("etag"), null);

  unready.ready = true;
  const page = await get(`${without}/`);
  assert.ok(page.all("table.counts tr").map(textOf).includes("Kenya10"));
  assert.notEqual(page.headers.get("etag"), null);
  unready.ready = false;
});

test("a page of more sources than one answer holds has them all, in order, once, with each heading once", async () => {
  const ids = Array.from({ length: 90 }, (_, index) => `long-${String(index).padStart(3, "0")}`);
  const passages = [{ text: "Words of a long source. ".repeat(2_000) }];
  const items = ids.map((id, index) => ({
    entry: {
      ...base, name: `entries/${id}`, country: "countries/bg", titleLines: [id], passages, rank: `m${index + 100}x`,
      section: index < 30 ? "First part" : "Second part", contentNotesAssessed: index % 2 === 0, contentNotes: [],
    },
  }));
  for (let at = 0; at < items.length; at += 45) await admin.entries.batchUpsertEntries({ items: items.slice(at, at + 45) });
  const path = "/countries/bg/torture";
  const listed = await admin.actAs("reader").entries.listEntries({
    filter: 'country = "countries/bg" AND topic = "topics/torture"', orderBy: "page", view: 2, pageSize: 1000,
  });
  assert.ok(listed.nextPageToken !== "" && listed.entries.length < ids.length, "one answer holds them all: the test shows nothing");
  await until(async () => (await get(`${site}${path}`)).all("article.entry").length === ids.length);
  const page = await get(`${site}${path}`);
  assert.deepEqual(page.all("article.entry").map(({ attribs }) => attribs?.["id"]), ids);
  assert.deepEqual(page.all(".section-heading").map(textOf), ["First part", "Second part"]);
  assert.match(page.text(".sources-head .count"), /^90 sources\./);
  assert.equal(page.all("footer.site-footer").length, 1);
  const filtered = await get(`${site}${path}?notes=none`);
  assert.equal(filtered.all("article.entry").length, ids.length / 2);
  // How many are hidden is not known when the head of the page is sent.
  assert.doesNotMatch(filtered.text(".notes-filter"), /\d/);
});
