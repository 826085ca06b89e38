// The world map, sources by year, countries side by side.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { IdentityRisk, Lifecycle, type Lectern } from "@lectern/client";
import { get, textOf, until, type Fetched } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";

let site = "";
let admin: Lectern;
before(async () => {
  const server = await Lecternd.start();
  await server.importSamples();
  admin = server.admin();
  site = (await startPortal(server.address)).address;
  await until(async () => (await get(`${site}/`)).all(".recent li").length > 0);
});

const links = (page: Fetched, selector: string) => page.all(selector).map(({ attribs }) => attribs?.["href"] ?? "");
const rows = (page: Fetched, selector: string) => page.all(selector).map(textOf);

test("the map shows the countries of the table: a link each, its count in words, levels told apart by patterns", async () => {
  for (const path of ["/", "/fr", "/countries", "/topics/street-children"]) {
    const page = await get(`${site}${path}`);
    const drawn = links(page, ".world-map a");
    assert.deepEqual([...drawn].sort(), links(page, ".counts th a").sort(), path);
    assert.ok(drawn.length >= 5, path);
    assert.equal(page.all(".world-map a > title").length, drawn.length);
    assert.equal(page.all(".world-map a > path, .world-map a > circle").length >= drawn.length, true);
    // Whoever cannot see or point has the table; the Tab key does not stop at each country.
    assert.equal(page.attribute(".world-map", "aria-hidden"), "true");
    assert.equal(page.all('.world-map a:not([tabindex="-1"])').length, 0);
    for (const { attribs } of page.all(".world-map .level, .swatch .level")) {
      const pattern = /^url\((#level-\d)\)$/.exec(attribs?.["fill"] ?? "")?.[1];
      assert.equal(page.all(`pattern${pattern}`).length, 1, path);
    }
    assert.ok(page.all(".legend li").length >= 1);
  }
  const page = await get(`${site}/`);
  assert.ok(rows(page, ".world-map title").includes("Kenya: 10 sources"));
  assert.match(page.text("figcaption"), /not how common the crime is.*Natural Earth.*say nothing about the status/);
  assert.ok(page.html.indexOf("world-map") < page.html.indexOf('class="as-table"'));
});

test("every country of ISO 3166-1 is on the map, those that are too small as a point", async () => {
  const { countries } = JSON.parse(readFileSync(new URL("../dist/world.json", import.meta.url), "utf8")) as {
    countries: Record<string, { path: string; point?: [number, number] }>;
  };
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  assert.ok(Object.keys(countries).length >= 248);
  for (const [code, { path, point }] of Object.entries(countries)) {
    assert.match(code, /^\d{3}$/);
    assert.ok(path !== "" || point !== undefined, code);
    for (const coordinate of point ?? []) assert.ok(coordinate >= 0 && coordinate <= 960, code);
  }
  for (const small of ["336", "492", "674", "438", "020", "470", "702", "462", "520", "798", "585"]) assert.ok(countries[small]?.point, small); // Vatican ... Palau
  for (const large of ["056", "528", "404", "840"]) assert.equal(countries[large]?.point, undefined, large);
  assert.equal(names.of("BE"), "Belgium");
});

test("the front page with its map and style weighs less than 90 kB", async () => {
  const { html } = await get(`${site}/`);
  const weight = (text: string) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
  const style = readFileSync(new URL("../dist/style.css", import.meta.url), "utf8");
  assert.ok(weight(html) + weight(style) <= 90_000, `${weight(html)} + ${weight(style)}`);
});

test("sources by year: bars and table say the same, gaps are gaps, each leads to a search that finds as many", async () => {
  const page = await get(`${site}/timeline`);
  const searches = links(page, ".bars svg a");
  assert.deepEqual([...searches].reverse(), links(page, ".years a"));
  const counts = new Map(rows(page, ".years tbody tr").map((row) => [row.slice(0, 4), row]));
  assert.equal(counts.get("2018"), "2018no source collected here");
  assert.doesNotMatch(page.text(".years"), /\b0\b/);
  const bar = rows(page, ".bars title").find((title) => title.startsWith("2016"));
  assert.equal(bar, "2016: 13 sources");
  const found = await get(`${site}${searches.find((address) => address.includes("from=2016&to=2016"))}`);
  assert.match(found.text("#results"), /^13 results$/);
  assert.match(page.text(".bars"), /\d sources without a known year/);
});

test("sources by year of a topic and a country; what an address states wrongly gets an answer", async () => {
  const page = await get(`${site}/timeline?topic=street-children&country=ke`);
  assert.equal(page.text("h1"), "Sources by year: Children in street situations, Kenya");
  assert.equal(page.attribute("#country option[selected]", "value"), "ke");
  for (const address of links(page, ".years a")) assert.match(address, /country=ke&topic=street-children&from=\d{4}&to=\d{4}/);
  for (const query of ["country=zz", "topic=nope", "country=%3Cscript%3E", "topic=__proto__", "country=be,nl"]) {
    const wrong = await get(`${site}/timeline?${query}`);
    assert.equal(wrong.status, 404, query);
    assert.match(wrong.text('[role="alert"]'), /no such topic or country/);
    assert.equal(wrong.all("main form select").length, 2);
  }
  assert.equal((await get(`${site}/timeline?country=&topic=`)).status, 200);
  assert.match((await get(`${site}/fr/timeline?topic=torture`)).text(".bars"), /Aucune source d'année connue/);
});

test("countries side by side: counts that searches confirm, gaps as gaps, never as 0", async () => {
  const page = await get(`${site}/compare?countries=nl,de,fr&topic=`);
  assert.equal(page.status, 200);
  assert.deepEqual(rows(page, ".compare thead th").slice(1), ["Netherlands", "Germany", "France"]);
  assert.deepEqual(rows(page, ".compare .group"), ["Topics", "Themes", "Published", "Kinds of source"]);
  const cells = page.all(".compare td").map(textOf);
  assert.ok(cells.some((text) => text === "Germany: no source collected here"));
  assert.ok(cells.every((text) => /: (?:[1-9]\d*|no source collected here|none)$/.test(text)), cells.join(" | "));
  assert.match(page.text("main"), /not how common the crime is/);
  // That no source lacks a theme is no gap.
  assert.match(rows(page, ".compare tr").find((row) => row.startsWith("no theme given")) ?? "", /Netherlands: 9Germany: none/);
  for (const { attribs, children } of page.all(".compare td a")) {
    const expected = (children ?? []).map(({ data }) => data).join("");
    const found = await get(`${site}${attribs?.["href"]}`);
    assert.equal(/^(\d+) results?$/.exec(found.text("#results"))?.[1], expected, attribs?.["href"]);
  }
  // A decade in between of which nobody has collected anything is a row of gaps.
  const decades = rows(await get(`${site}/compare?countries=us,gr`), ".compare tr").filter((row) => /^\d{4}–/.test(row));
  assert.deepEqual(decades.map((row) => row.slice(0, 4)), ["1980", "1990", "2000", "2010", "2020"]);
  assert.match(decades[1] ?? "", /^1990–1999United States: no source collected here ?Greece: no source collected here$/);
  // A browser that makes a list of the table still says that it is one.
  assert.equal(page.all('table[role="table"] td:not([role="cell"])').length, 0);
});

test("one topic narrows a comparison", async () => {
  const page = await get(`${site}/compare?countries=nl,gb&topic=human-trafficking`);
  assert.match(page.text("title"), /^Compare: Netherlands, United Kingdom \(Human trafficking\)/);
  for (const address of links(page, ".compare td a")) assert.match(address, /topic=human-trafficking/);
  assert.equal(page.attribute("#topic option[selected]", "value"), "human-trafficking");
});

test("countries are added and removed without script, neighbours proposed", async () => {
  const start = await get(`${site}/countries/nl`);
  assert.ok(links(start, ".views a").includes("/compare?countries=nl"));
  const one = await get(`${site}/compare?countries=nl`);
  assert.equal(one.status, 200);
  assert.match(one.text("main"), /at least one more country/);
  assert.deepEqual(links(one, 'section[aria-labelledby="neighbours"] a'), ["/compare?countries=nl,be", "/compare?countries=nl,de"]);
  assert.equal(one.attribute('input[name="countries"]', "value"), "nl");
  const sent = await get(`${site}/compare?countries=nl&countries=gb&topic=`);
  assert.equal(sent.status, 303);
  assert.equal(sent.headers.get("location"), "/compare?countries=nl,gb");
  const two = await get(`${site}/compare?countries=nl,gb`);
  assert.deepEqual(links(two, ".active-filters a"), ["/compare?countries=gb", "/compare?countries=nl"]);
  assert.equal(two.attribute('meta[name="robots"]', "content"), "noindex");
  assert.equal((await get(`${site}/fr/compare?countries=nl&countries=gb`)).headers.get("location"), "/fr/compare?countries=nl,gb");
  assert.equal((await get(`${site}/compare?countries=nl,NL,gb`)).all(".compare thead th").length, 3);
});

test("a comparison whose address is wrong says what is wrong and lets go on", async () => {
  const cases: [string, number, RegExp | undefined][] = [
    ["", 200, undefined],
    ["?countries=", 200, undefined],
    ["?countries=nl,pl", 404, /names Poland, which this catalogue does not have/],
    ["?countries=zz,%3Cscript%3E,gb,nl", 404, /names a country, which/],
    ["?countries=__proto__", 404, /names a country/],
    ["?countries=nl,gb&topic=nope", 404, /topic that is not in this catalogue/],
    ["?countries=nl,gb,de,fr,it,ke", 400, /names 6 countries. At most five/],
  ];
  for (const [query, status, says] of cases) {
    const page = await get(`${site}/compare${query}`);
    assert.equal(page.status, status, query);
    if (says === undefined) assert.equal(page.all('[role="alert"]').length, 0, query);
    else assert.match(page.text('[role="alert"]'), says);
    assert.ok(page.all("main form button").length === 1, query);
    assert.equal(page.all("main script").length, 0);
  }
  const six = await get(`${site}/compare?countries=nl,gb,de,fr,it,ke`);
  assert.equal(six.all(".active-filters a").length, 6);
  assert.equal(six.all("table.compare").length, 0);
});

test("years, types and themes of somebody hostile leave the pictures whole", async () => {
  const review = { reviewer: "library" };
  const base = { country: "countries/hr", topic: "topics/torture", lifecycle: Lifecycle.PUBLISHED, identityRisk: IdentityRisk.NONE, review };
  for (const [id, edtf] of [["y1", "0001"], ["y9", "9999"], ["yx", ""]] as const) {
    const entry = { ...base, name: `entries/${id}`, titleLines: [id], published: { raw: "</svg><script>", edtf } };
    await admin.entries.createEntry({ entry });
  }
  await until(async () => (await get(`${site}/timeline?country=hr`)).html.includes("9900–9999"));
  const page = await get(`${site}/timeline?country=hr`);
  assert.ok(page.all(".bars rect").length >= 2 && page.all(".bars rect").length < 150);
  assert.match(page.text(".years"), /0–99/);
  const compared = await get(`${site}/compare?countries=hr,nl`);
  assert.equal(compared.status, 200);
  assert.ok(compared.all(".compare tr").length < 80);
  assert.equal(compared.all("main script").length, 0);
});
