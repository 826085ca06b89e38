// Teacher resources, themes and the guide, of the sample catalogue.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Audience, IdentityRisk, Lifecycle, LinkState, TeacherResourceKind, type Lectern } from "@lectern/client";
import { get, textOf, until, type Fetched } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";

let site = "";
let admin: Lectern;
before(async () => {
  const server = await Lecternd.start();
  await server.importSamples();
  admin = server.admin();
  site = (await startPortal(server.address)).address;
  await until(async () => (await get(`${site}/healthz`)).status === 200);
});

const LESSON = "/resources/svvp2uv2pcxf";
const ESSAYS = "/resources/s3op7kl2svwh";
const LIST = "/resources/spfspi4vqyko";

const review = { reviewer: "library" };
const published = { lifecycle: Lifecycle.PUBLISHED, identityRisk: IdentityRisk.NONE, review };
const found = (page: Fetched) => Number(/^\d+/.exec(page.text("#found"))?.[0] ?? "0");
const hrefs = (page: Fetched, selector: string) => page.all(selector).map(({ attribs }) => attribs?.["href"] ?? "");

test("resources are found by kind, age, grade, time, topic and language, and each count is what the link then shows", async () => {
  const all = await get(`${site}/resources`);
  assert.equal(all.all(".hit").length, found(all));
  assert.deepEqual(all.all(".facet summary").map(textOf), ["Kind", "Topic", "Age", "Grade", "Time it takes", "Language"]);
  const links = all.all(".facet li");
  assert.ok(links.length > 20);
  for (const item of links) {
    const link = item.children?.find(({ name }) => name === "a");
    const count = Number(/\d+$/.exec(textOf(item))?.[0]);
    const page = await get(`${site}${link?.attribs?.["href"]}`);
    assert.equal(found(page), count, textOf(item));
    assert.equal(page.all(".active-filters li").length, 1);
  }
  const two = await get(`${site}/resources?kind=lesson-plan&age=16`);
  assert.deepEqual(two.all(".hit h3").map(textOf).sort(), ["Deux rapports, un pays", "Two Reports, One Country"]);
  assert.deepEqual(hrefs(two, ".active-filters a"), ["/resources?age=16", "/resources?kind=lesson-plan"]);
  // What is chosen can still be chosen otherwise.
  assert.deepEqual(hrefs(two, ".facet a[aria-current]"), ["/resources?age=16", "/resources?kind=lesson-plan"]);
  assert.ok(hrefs(two, ".facet a").includes("/resources?kind=reading-list&age=16"));
  const hours = await get(`${site}/resources?time=120&language=fr`);
  assert.deepEqual(hours.all(".hit h3").map(textOf), ["Deux rapports, un pays"]);
});

test("nothing found says what there would be without each filter", async () => {
  const page = await get(`${site}/resources?kind=strategy&topic=human-trafficking`);
  assert.equal(page.status, 200);
  assert.equal(page.text("#found"), "Nothing found");
  const ways = page.all(".hits li").map(textOf);
  assert.match(ways[0] ?? "", /^without “Educational strategy” \(\d+\)$/);
  assert.equal(ways[1], "without “Human trafficking” (1)");
  const wrong = await get(`${site}/resources?kind=__proto__&age=x&topic=%22&time=%00&page=-1`);
  assert.equal(wrong.all(".active-filters").length, 0);
  assert.equal((await get(`${site}/resources?page=99`)).status, 200);
});

test("a lesson plan has its fields, in words, in the page's language", async () => {
  const page = await get(`${site}${LESSON}`);
  const headings = ["What it is for", "What students will be able to do", "What you need", "How it opens", "Step by step", "Assignments", "How it closes"];
  assert.deepEqual(page.all(".lesson-part h2").map(textOf), headings);
  assert.deepEqual(page.all(".procedure h3").map(textOf), ["Part 1", "Part 2"]);
  const details = page.all(".details > div").map(textOf);
  for (const row of ["Made forages 15 to 18", "Time90 minutes (One period of 90 minutes)", "Used forgroup work, discussion", "Grade10 - 12", "Other languagesDeux rapports, un pays (French)"]) {
    assert.ok(details.includes(row), `${row} is not in ${details.join(" | ")}`);
  }
  assert.match(page.text(".resource-details"), /teaches Common Core State Standards/);
  assert.equal(page.attribute('.details a[rel~="license"]', "href"), "https://spdx.org/licenses/Apache-2.0.html");
  const french = await get(`${site}/fr${LESSON}`);
  assert.equal(french.attribute("h1", "lang"), "en");
  assert.match(french.text(".resource-details"), /de 15 à 18 ans.*90 minutes/);
  assert.equal((await get(`${site}/fr/resources/smfjl3pap2zl`)).text(".lesson-part h2"), "À quoi elle sert");
});

test("parts for educators are on no page, and nothing says that there are any", async () => {
  const name = "teacherResources/two-audiences";
  const teacherResource = { ...published, name, kind: TeacherResourceKind.ESSAY_QUESTIONS, title: "Two audiences", topic: "topics/torture" };
  const open = { heading: "Open part", body: "For everybody.", audience: Audience.PUBLIC };
  const marking = { heading: "Marking scheme", body: "The secret answer.", audience: Audience.EDUCATORS };
  await admin.teacherResources.createTeacherResource({ teacherResource: { ...teacherResource, parts: [open] } });
  // Every write has a number of its own, which the citation of the page names.
  const shown = async (path: string) => (await get(`${site}${path}`)).html.replace(/\/assets\/[^"]*|(?<=two-audiences@)\d+/g, "");
  const paths = ["/resources/two-audiences", "/resources/two-audiences?print", "/use/two-audiences", "/resources"];
  await until(async () => (await shown("/resources")).includes("Two audiences"));
  const before = await Promise.all(paths.map(shown));
  const { revision } = await admin.teacherResources.updateTeacherResource({ teacherResource: { name, parts: [marking, open, marking] } });
  await until(async () => ((await get(`${site}/resources`)).headers.get("etag") ?? "").includes(`.${revision.toString(36)}.`));
  assert.deepEqual(await Promise.all(paths.map(shown)), before);
  for (const path of [LESSON, `${LESSON}?print`, ESSAYS, "/search?q=marking+scheme+answer"]) {
    assert.doesNotMatch(await shown(path), /What students usually find|Notes for marking<|secret answer|Marking scheme/, path);
  }
});

test("a hand-out has room for a name, the sources' addresses and the way to help, and no number", async () => {
  const page = await get(`${site}${ESSAYS}?print`);
  assert.equal(page.attribute('meta[name="robots"]', "content"), "noindex");
  assert.equal(page.text(".sheet .name-and-date"), "NameDate");
  assert.equal((await get(`${site}${LESSON}?print`)).all(".name-and-date").length, 0);
  assert.match(page.text(".imprint"), new RegExp(`${site}/help.*${site}${ESSAYS}.*Licence: Apache-2.0`));
  const printed = page.all(".printed-address").map(textOf);
  assert.equal(printed.length, 4);
  for (const address of printed) assert.equal((await get(address.slice(address.indexOf("http")))).status, 200);
  assert.equal(page.all('main a[href^="tel:"], .hotline').length, 0);
  const style = await get(`${site}${page.attribute('link[rel="stylesheet"]', "href")}`);
  assert.match(style.html, /break-inside: avoid/);
});

test("sources are shown as they were when they were chosen, for as long as readers may see that", async () => {
  const entry = { ...published, topic: "topics/torture", linkState: LinkState.LIVE, url: "https://there.example/report" };
  const chosen = await admin.entries.createEntry({ entry: { ...entry, name: "entries/chosen", titleLines: ["First title"] } });
  await admin.entries.createEntry({ entry: { ...entry, name: "entries/leaving", titleLines: ["Leaving title"] } });
  const teacherResource = {
    ...published, name: "teacherResources/pinned", kind: TeacherResourceKind.READING_LIST, title: "Pinned", topic: "topics/torture",
    entryReferences: [{ entry: `entries/chosen@${chosen.revision}`, note: "the table" }, { entry: "entries/leaving", note: "words of a note" }],
  };
  await admin.teacherResources.createTeacherResource({ teacherResource });
  const page = () => get(`${site}/resources/pinned`);
  await until(async () => (await page()).html.includes("Leaving title"));
  assert.equal((await page()).all(".standing").length, 0);
  assert.equal((await page()).text(".look-for"), "Look for: the table");

  await admin.entries.updateEntry({ entry: { name: "entries/chosen", titleLines: ["Second title"] } });
  await until(async () => (await page()).all(".standing").length === 1);
  const earlier = await page();
  assert.equal(earlier.text(".found-entry h3"), "First title");
  assert.equal(earlier.attribute(".found-entry h3 a", "href"), `/entries/chosen@${chosen.revision}`);
  assert.equal(earlier.attribute(".standing a", "href"), "/entries/chosen");
  const kept = (await get(`${site}/use/pinned`)).attribute('a[href^="/list"]', "href") ?? "";
  assert.ok(kept.startsWith(`/list?entries=chosen@${chosen.revision},leaving&`), kept);

  // Nobody is led to what has become of an address since.
  await admin.entries.updateEntry({ entry: { name: "entries/chosen", linkState: LinkState.HIJACKED } });
  await until(async () => !(await page()).html.includes("there.example/report") || (await page()).all('a[href^="https://there.example"]').length === 1);
  const hijacked = (await page()).all(".found-entry")[0];
  assert.doesNotMatch(JSON.stringify(textOf(hijacked!)), /there\.example/);

  const withdrawn = { lifecycle: Lifecycle.WITHDRAWN, review: { ...review, note: "asked for" } };
  await admin.entries.updateEntry({ entry: { name: "entries/leaving", ...withdrawn } });
  await until(async () => (await page()).all(".gone").length === 1);
  const gone = await page();
  assert.doesNotMatch(gone.html, /Leaving title|words of a note/);

  const startByte = 0;
  const redactions = [{ fieldPath: "title_lines[0]", startByte, endByte: 6, replacement: "[withheld]" }];
  await admin.entries.updateEntry({ entry: { name: "entries/chosen", identityRisk: IdentityRisk.NAMED, redactions } });
  await until(async () => (await page()).html.includes("[withheld] title"));
  assert.doesNotMatch((await page()).html, /First title|Second title/);
  assert.match((await page()).text(".standing"), /no longer shown/);
});

test("a teacher gets a link, a hand-out and a reading list, each of which opens", async () => {
  const page = await get(`${site}/use/spfspi4vqyko`);
  assert.equal(page.text("#page-address"), `${site}${LIST}`);
  assert.equal((await get(page.text("#page-address"))).status, 200);
  const handout = page.attribute('a[href$="?print"]', "href");
  assert.equal((await get(`${site}${handout}`)).all(".sheet").length, 1);
  const list = await get(page.text("#list-address"));
  assert.equal(list.text("h1"), "Reading list: Where do the numbers come from?");
  assert.equal(list.all(".found-entry").length, 6);
  const own = await get(`${site}${LIST}`);
  assert.deepEqual(list.all(".found-entry h3").map(textOf), own.all(".found-entry h3").map(textOf));
  assert.match((await get(`${site}/use/sjhqq6g7tncs`)).text("#list ~ p"), /names no sources/);
  for (const path of ["/use/none", "/resources/none", "/resources/NONE%22", "/themes/none"]) assert.equal((await get(`${site}${path}`)).status, 404, path);
});

test("a theme has its term, guidance and sources, page by page, and says what counts mean", async () => {
  const all = await get(`${site}/themes`);
  assert.match(all.text("main .caption"), /Sources collected here, not how common the crime is/);
  for (const card of all.all(".card").map(textOf)) assert.match(card, /(\d+ sources?|no sources yet)$/);
  const page = await get(`${site}/themes/figures-and-estimates`);
  assert.equal(page.text("h1"), "Figures and estimates");
  assert.ok(page.text(".guidance").length > 100);
  assert.match(page.text("#sources ~ .caption"), /not how common the crime is/);
  const total = Number(/^\d+/.exec(page.text("#sources"))?.[0]);
  const names = hrefs(page, ".hit h3 a");
  for (let next = page; next.all(".pager .next").length > 0; ) {
    next = await get(`${site}${next.attribute(".pager .next", "href")}`);
    names.push(...hrefs(next, ".hit h3 a"));
  }
  assert.equal(new Set(names).size, total);
  assert.equal(names.length, total);
  assert.ok(total > 20);
  const without = await get(`${site}/themes/figures-and-estimates?notes=none`);
  assert.equal(without.all(".content-note").length, 0);
  assert.match(without.text(".notes-filter"), /hidden/);
  assert.match((await get(`${site}/themes/figures-and-estimates?page=old`)).text(".stale"), /no longer kept/);
  assert.equal((await get(`${site}/fr/themes/figures-and-estimates`)).text("h1"), "Chiffres et estimations");
});

test("the guide leads on at each step, and is led to", async () => {
  for (const language of ["", "/fr"]) {
    const page = await get(`${site}${language}/guide`);
    assert.equal(page.all(".guide section").length, 7);
    const ways = hrefs(page, ".next-steps a");
    assert.ok(ways.length >= 6);
    for (const path of ways) assert.equal((await get(`${site}${path}`)).status, 200, path);
    for (const path of ["/topics/street-children", "/topics", "/themes/monitoring", "/about"]) {
      assert.ok(hrefs(await get(`${site}${language}${path}`), "a").includes(`${language}/guide`), path);
    }
  }
});
