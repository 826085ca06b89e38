// "Cite this webpage as": pages of the site themselves, pinned where a state of them has an address; telephone links.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { IdentityRisk, Lifecycle, TeacherResourceKind, type Lectern } from "@lectern/client";
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

const review = { reviewer: "library" };
const published = { lifecycle: Lifecycle.PUBLISHED, identityRisk: IdentityRisk.NONE, review };
const today = new Date().toISOString().slice(0, 10);
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const harvardDay = (text: string) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(day(text));
const summary = (page: Fetched) => page.all("summary").map(textOf);

test("a country, and its page for a topic: cited with when they were revised last and when they were read", async () => {
  const cases = [
    ["/countries/be", "Belgium", "Cite this webpage as"],
    ["/countries/be/human-trafficking", "Human trafficking: Belgium", "Cite this webpage as"],
    ["/fr/countries/be/human-trafficking", "Traite des êtres humains : Belgique", "Citer cette page web"],
  ] as const;
  for (const [path, title, label] of cases) {
    const page = await get(`${site}${path}`);
    assert.ok(summary(page).includes(label), path);
    assert.equal(page.text("#cite-address"), `${site}${path}`);
    assert.equal(page.all(".cite-styles dt").length, 5, path);
    const reference = `${title} (${today.slice(0, 4)}) Lectern sample catalogue. Available at: ${site}${path} (Accessed: ${harvardDay(today)}).`;
    assert.equal(page.text("#cite-page-harvard"), reference);
    assert.match(page.text("#cite-page-apa"), new RegExp(`^${title.replace(" ", ".")}\\. \\(${today.slice(0, 4)}, \\w+ \\d+\\)\\.`));
  }
  const page = await get(`${site}/countries/be`);
  assert.match(page.text(".cite-page"), /grows as sources are added.*As the site asks to be cited:\s*Lectern Sample Editors, "Belgium"/);
});

test("a citation's date is that of the last change of what the page shows, not of another page", async () => {
  const { name, updateTime } = (await admin.entries.listEntries({ filter: 'country = "countries/be"', pageSize: 1 })).entries[0]!;
  assert.ok(updateTime !== undefined);
  const { lastWritten } = (await import("../dist/parts/page_citations.js" as string)) as typeof import("../src/parts/page_citations.tsx");
  const at = (seconds: number) => ({ updateTime: { ...updateTime, seconds: BigInt(seconds) } });
  assert.equal(lastWritten([at(5), undefined, at(9), {}, at(7)])?.seconds, 9n);
  assert.equal(lastWritten([undefined, {}]), undefined);
  assert.ok(name.startsWith("entries/"));
});

test("a page that says today's date lasts until tomorrow", async () => {
  for (const path of ["/countries/be", "/countries/be/human-trafficking", "/resources/svvp2uv2pcxf"]) {
    const tag = (await get(`${site}${path}`)).headers.get("etag") ?? "";
    const until = Number.parseInt(/\.([0-9a-z]+)"$/.exec(tag)?.[1] ?? "", 36) * 1000;
    assert.ok(until <= day(today).getTime() + 24 * 3600 * 1000, `${path} would still say ${today} on another day`);
  }
});

test("a teacher resource is cited in the state that is shown, at an address that keeps it", async () => {
  const name = "teacherResources/revised";
  const teacherResource = { ...published, name, kind: TeacherResourceKind.BACKGROUND, title: "First heading", topic: "topics/torture" };
  const first = await admin.teacherResources.createTeacherResource({ teacherResource });
  await until(async () => (await get(`${site}/resources/revised`)).status === 200);
  const pinned = (await get(`${site}/resources/revised`)).text("#cite-address");
  assert.equal(pinned, `${site}/resources/revised@${first.revision}`);
  assert.match((await get(`${site}/resources/revised`)).headers.get("link") ?? "", new RegExp(`<${pinned}>; rel="cite-as"`));

  const second = await admin.teacherResources.updateTeacherResource({ teacherResource: { name, title: "Second heading" } });
  await until(async () => (await get(`${site}/resources/revised`)).text("h1") === "Second heading");
  const earlier = await get(pinned);
  assert.equal(earlier.text("h1"), "First heading");
  assert.equal(earlier.text("#cite-address"), pinned);
  assert.equal(earlier.attribute("p.stale a", "href"), "/resources/revised");
  assert.equal(earlier.attribute('meta[name="robots"]', "content"), "noindex");
  assert.match(earlier.text("#cite-page-mla"), /First heading/);
  const now = await get(`${site}/resources/revised@${second.revision}`);
  assert.equal(now.text("h1"), "Second heading");
  assert.equal(now.all("p.stale").length, 0);
  assert.equal((await get(`${site}/resources/revised?print`)).all("#cite-address").length, 0, "a hand-out names its address");
  for (const path of ["/resources/revised@0", "/resources/revised@999999", "/resources/revised@x", "/resources/none@1"]) {
    assert.equal((await get(`${site}${path}`)).status, 404, path);
  }

  // Whoever may not see the present state may see no other.
  const withdrawn = { lifecycle: Lifecycle.WITHDRAWN, review: { ...review, note: "asked for" } };
  await admin.teacherResources.updateTeacherResource({ teacherResource: { name, ...withdrawn } });
  await until(async () => (await get(`${site}/resources/revised`)).status === 404);
  for (const { revision } of [first, second]) assert.equal((await get(`${site}/resources/revised@${revision}`)).status, 404);
});

test("where the site states its address, that is what pages are cited and known by, wherever they are served", async () => {
  await admin.site.updateSite({ site: { name: "site", baseUrl: "https://sources.example/" } });
  await until(async () => (await get(`${site}/countries/be`)).html.includes("https://sources.example/"));
  const country = await get(`${site}/countries/be`);
  assert.equal(country.attribute('link[rel="canonical"]', "href"), "https://sources.example/countries/be");
  assert.equal(country.text("#cite-address"), "https://sources.example/countries/be");
  const entry = await get(`${site}/entries/skfrxevu5ifa`);
  assert.match(entry.text("#cite-address"), /^https:\/\/sources\.example\/entries\/skfrxevu5ifa@\d+$/);
  for (const path of ["/feed.atom", "/sitemap.xml", "/robots.txt"]) {
    const text = (await get(`${site}${path}`)).html;
    assert.ok(text.includes("https://sources.example/") && !text.includes(site), path);
  }
  // What a browser loads or opens is here.
  assert.equal(country.all('a[href^="https://sources.example"], [src^="http"]').length, 0);
});

test("a number is shown as it is dialled in its country, and its link dials the international form where it has one", async () => {
  const page = await get(`${site}/help/be`);
  const numbers = new Map(page.all("a.number").map((node) => [textOf(node), node.attribs?.["href"]]));
  assert.equal(numbers.get("02 511 64 64"), "tel:+3225116464");
  // Short numbers have none.
  assert.equal(numbers.get("116 000"), "tel:116000");
  assert.equal(numbers.get("102"), "tel:102");
});
