// What every page of a kind promises, wherever it is made: help first, notes with each source, counts that say what they
// count, no guess at a place, and no request to an address of a source.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { IdentityRisk, Lifecycle, LinkState, SourceType, TeacherResourceKind, type Lectern } from "@lectern/client";
import { get, textOf, until, type Fetched } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";

let site = "";
let admin: Lectern;
/** Stands for the sites of sources: nobody is to come. */
let elsewhere: Server;
let outside = "";
const asked: string[] = [];
after(() => elsewhere.close());
before(async () => {
  elsewhere = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end("seen");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => elsewhere.once("listening", resolve));
  outside = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  const server = await Lecternd.start();
  await server.importSamples();
  admin = server.admin();
  await admin.taxonomy.createTheme({ theme: { name: "themes/promised-theme", labels: [{ language: "en", text: "Theme of promises" }] } });
  await admin.entries.createEntry({
    entry: {
      ...published, name: "entries/promised", titleLines: ["Promised report"], sourceType: SourceType.THESIS, country: "countries/hr",
      topic: "topics/torture", themes: ["themes/promised-theme"], published: { raw: "1999", edtf: "1999" }, language: "en",
      contentNotes: ["describes violence"], contentNotesAssessed: true, linkState: LinkState.LIVE, url: `${outside}/source`,
      archiveLinks: [`${outside}/archive`], accesses: [{ raw: "2001", edtf: "2001", url: `${outside}/read`, snapshot: `${outside}/snapshot` }],
      passages: [{ text: "What the promised report says of it." }], notes: ["Call the hotline 0800 123 45 67."],
    },
  });
  await admin.teacherResources.createTeacherResource({
    teacherResource: {
      ...published, name: "teacherResources/promised", kind: TeacherResourceKind.READING_LIST, title: "Promised list", topic: "topics/torture",
      entryReferences: [{ entry: "entries/promised" }], licence: `${outside}/licence`,
      alignments: [{ type: "teaches", framework: "F", targetName: "T", targetUrl: `${outside}/target` }],
    },
  });
  site = (await startPortal(server.address)).address;
  await until(async () => (await get(`${site}/search?q=promised`)).all(".hit").length >= 2);
});

const published = { lifecycle: Lifecycle.PUBLISHED, identityRisk: IdentityRisk.NONE, review: { reviewer: "library" } };
const QUERY = "/search?q=promised&kind=entries";
/** Every page that lists the one source or shows it. */
const WITH_SOURCE = [
  "/entries/promised", "/countries/hr/torture", QUERY, "/resources/promised", "/resources/promised?print", "/list?entries=promised",
  "/list?q=promised", "/themes/promised-theme",
];

/** The place of a selector's first element in the page, by its text's place in the document. */
const place = (page: Fetched, mark: string) => {
  const at = page.html.indexOf(mark);
  assert.ok(at >= 0, mark);
  return at;
};

test("help stands before all else of a country, and names where else help is found", async () => {
  for (const prefix of ["", "/fr"]) {
    const country = await get(`${site}${prefix}/countries/be`);
    assert.ok(place(country, 'class="help-box"') < place(country, 'id="topics"'));
    const page = await get(`${site}${prefix}/countries/be/human-trafficking`);
    for (const mark of ['id="introduction"', 'id="caution"', 'id="sources"']) assert.ok(place(page, 'class="help-box"') < place(page, mark), mark);
  }
  const { fallbacks } = await admin.actAs("reader").site.getSite({ name: "site" });
  assert.ok(fallbacks.length >= 3);
  // Everywhere, and in a country without a helpline.
  for (const path of ["/help", "/help/bg", "/countries/bg"]) {
    const page = await get(`${site}${path}`);
    assert.deepEqual(page.all(".fallbacks li").map(textOf), fallbacks.map(({ label }) => label), path);
    assert.ok(page.all(".fallbacks li a").every(({ attribs }) => attribs?.["rel"] === "noreferrer nofollow"), path);
    assert.match(page.text(".emergency"), /emergency number/, path);
  }
});

test("of many helplines, those that were checked lately stand first, and on a page of sources none of them is left out", async () => {
  const days = (count: number) => ({ seconds: BigInt(Math.floor(Date.now() / 1000) + count * 86_400), nanos: 0 });
  const line = (id: string, verified: number | undefined) => ({
    hotline: {
      name: `countries/hr/hotlines/${id}`, displayName: `Line ${id}`, numbers: [{ dial: "112", regionCode: "HR", printed: "112" }],
      lifecycle: Lifecycle.PUBLISHED, review: { reviewer: "library" },
      ...(verified === undefined ? {} : { verifyTime: days(verified), verifiedBy: "library" }),
    },
  });
  await admin.countries.batchUpsertHotlines({ items: [line("a", -400), line("b", undefined), line("c", -500), line("z", -1)] });
  await until(async () => (await get(`${site}/help/hr`)).all(".hotline").length === 4);
  assert.equal((await get(`${site}/help/hr`)).all(".hotline-name").map(textOf)[0], "Line z");
  for (const path of ["/countries/hr", "/countries/hr/torture"]) {
    const shown = (await get(`${site}${path}`)).all(".help-box .hotline-name").map(textOf);
    assert.equal(shown.length, 3, path);
    assert.equal(shown[0], "Line z", path);
  }
});

test("wherever a source is listed: its kind, its age, and its content notes with the way to help", async () => {
  const year = new Date().getUTCFullYear();
  for (const path of WITH_SOURCE) {
    const page = await get(`${site}${path}`);
    const facts = page.all(".entry-facts").map(textOf).filter((text) => text.includes("1999"));
    assert.ok(facts.length > 0, path);
    for (const text of facts) assert.match(text, new RegExp(`^Thesis · published 1999, ${year - 1999} years ago`), path);
    const notes = page.all(".content-note").filter((node) => /describes violence/.test(textOf(node)));
    assert.ok(notes.length > 0, path);
    assert.ok(page.all('.content-note a[href="/help"]').length > 0, path);
    assert.doesNotMatch(page.html, /123 45 67/, path);
  }
  for (const path of ["/entries/promised", "/countries/hr/torture"]) {
    const alternatives = (await get(`${site}${path}`)).all(".content-note a").map(({ attribs }) => attribs?.["href"] ?? "");
    assert.ok(alternatives.some((address) => address.includes("notes=none")), path);
  }
});

test("a number in any text of a source or of a page's editors is masked, and stands in no address", async () => {
  const passage = (text: string) => ({ heading: "HOTLINE 0800 234 56 78", text });
  const long = "Call the hotline 0800 345 67 89 whenever a child seems to be in danger, by day or by night.";
  await admin.entries.createEntry({
    entry: {
      ...published, name: "entries/numbered", titleLines: ["Numbered report"], country: "countries/bg", topic: "topics/torture",
      linkState: LinkState.LIVE, url: `${outside}/numbered`, passages: [passage(long)],
    },
  });
  await admin.countries.createCountryPage({
    countryPage: {
      ...published, name: "countries/bg/pages/torture", topic: "topics/torture", caution: "Call the helpline on 0800 456 78 90.",
      introduction: { paragraphs: ["Dial 0800 567 89 01."], source: "A book" },
    },
  });
  await until(async () => (await get(`${site}/countries/bg/torture`)).html.includes("A book"));
  for (const [path, masked] of [["/entries/numbered", 2], ["/countries/bg/torture", 4]] as const) {
    const page = await get(`${site}${path}`);
    assert.equal(page.all(".masked").length, masked, path);
    assert.doesNotMatch(decodeURIComponent(page.html).replace(/\D/g, ""), /0800(?:234|345|456|567)/, path);
    assert.equal(page.all('.masked a[href="/help/bg"]').length, masked, path);
  }
});

test("the filter by content notes lets nothing through that nobody has looked at, on any list that has it", async () => {
  const base = { ...published, country: "countries/hr", topic: "topics/torture", themes: ["themes/promised-theme"] };
  const entry = (id: string, more: object) => ({ entry: { ...base, name: `entries/${id}`, titleLines: [`Filtered ${id}`], ...more } });
  await admin.entries.batchUpsertEntries({
    items: [entry("looked-at", { contentNotesAssessed: true }), entry("not-looked-at", { contentNotesAssessed: false })],
  });
  await until(async () => (await get(`${site}/search?q=filtered`)).all(".hit").length === 2);
  const lists = [
    "/countries/hr/torture?notes=none", "/themes/promised-theme?notes=none", "/search?q=filtered&notes=none",
    `/search?q=filtered&without=${encodeURIComponent("describes violence")}`,
  ];
  for (const path of lists) {
    const page = await get(`${site}${path}`);
    const titles = page.all(".entry-title").map(textOf);
    assert.ok(titles.includes("Filtered looked-at"), `${path}: ${titles.join(", ")}`);
    assert.ok(!titles.includes("Filtered not-looked-at"), path);
    assert.equal(page.all(".content-note").length, 0, path);
  }
});

test("wherever sources are counted, it is said what the numbers do not mean", async () => {
  const paths = [
    "/", "/topics", "/topics/human-trafficking", "/countries", "/countries/be", "/countries/be/human-trafficking", "/themes",
    "/themes/monitoring", "/timeline", "/timeline?country=be", "/compare?countries=be,nl", "/search?q=children",
  ];
  for (const path of paths) {
    assert.match((await get(`${site}${path}`)).text("main"), /[Nn]ot how common the crime (is|was)/, path);
    const french = path === "/" ? "/fr" : `/fr${path}`;
    assert.match((await get(`${site}${french}`)).text("main"), /non (?:la fréquence|une mesure)|pas .*fréquen/, french);
  }
});

test("nobody's place is guessed", async () => {
  const plain = await get(`${site}/help`);
  const far = await get(`${site}/help`, { "accept-language": "sw-KE", "x-forwarded-for": "102.0.0.1", "cf-ipcountry": "KE", "user-agent": "x" });
  assert.equal(far.html, plain.html);
  assert.equal(plain.all("select[name=country] option[selected]").length, 0);
  assert.equal(plain.all("select[name=country] option")[0]?.attribs?.["value"], "", "what a browser shows first is no country");
  assert.equal(plain.headers.get("vary"), "accept-encoding");
});

test("no address of a source is ever asked on a reader's behalf", async () => {
  const more = ["/entries/promised.jsonld", "/use/promised", "/feed.atom", "/sitemap.xml", "/list?entries=promised&download=bibtex"];
  for (const path of [...WITH_SOURCE, ...more]) {
    const { status } = await get(`${site}${path}`);
    assert.ok(status < 500, path);
  }
  assert.ok((await get(`${site}/entries/promised`)).all(`a[href^="${outside}"]`).length >= 4, "the addresses are shown");
  assert.deepEqual(asked, []);
});

test("a page holds nothing that a browser would ask another site for", async () => {
  for (const path of [...WITH_SOURCE, "/", "/help/be", "/timeline", "/guide"]) {
    const page = await get(`${site}${path}`);
    for (const { name, attribs } of page.all("[src], [srcset], [poster], [data], [background], link, form, use, image, iframe, object, embed, [ping], meta[http-equiv]")) {
      if (name === "link" && /^(?:canonical|alternate)$/.test(attribs?.["rel"] ?? "")) continue;
      const address = attribs?.["src"] ?? attribs?.["href"] ?? attribs?.["action"] ?? attribs?.["data"] ?? "none";
      assert.match(address, /^\/(?!\/)/, `${path}: ${name} ${JSON.stringify(attribs)}`);
    }
  }
});
