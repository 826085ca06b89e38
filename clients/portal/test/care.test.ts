// What pages promise to their readers and to the people written about, each with a way to break it.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { IdentityRisk, Lifecycle, type Lectern } from "@lectern/client";
import { get, textOf, until } from "./support/pages.ts";
import { Lecternd, startPortal, type Program } from "./support/processes.ts";

let site = "";
let portal: Program;
let admin: Lectern;
before(async () => {
  const server = await Lecternd.start();
  admin = server.admin();
  await admin.countries.batchUpsertCountries({ items: ["countries/be", "countries/nl"].map((name) => ({ country: { name } })) });
  portal = await startPortal(server.address, "--log-level", "debug");
  site = portal.address;
});

const review = { reviewer: "library" };
const base = { country: "countries/be", topic: "topics/street-children", lifecycle: Lifecycle.PUBLISHED, review };
const DAY = 86_400;
const at = (days: number) => ({ seconds: BigInt(Math.floor(Date.now() / 1000) + days * DAY), nanos: 0 });

test("a redacted name is on no page, of no state, and in no copy that is kept", async () => {
  const text = "The report names Robin Example as a witness.";
  const created = await admin.entries.createEntry({
    entry: { ...base, name: "entries/named", titleLines: ["A report"], identityRisk: IdentityRisk.NONE, passages: [{ text }] },
  });
  const paths = ["/entries/named", `/entries/named@${created.revision}`, "/countries/be/street-children", "/search?q=witness", "/search?q=robin"];
  assert.match((await get(`${site}/entries/named`)).html, /Robin Example/);
  const tags = await Promise.all(paths.map(async (path) => (await get(`${site}${path}`)).headers.get("etag") ?? ""));
  const startByte = text.indexOf("Robin");
  const redactions = [{ fieldPath: "passages[0].text", startByte, endByte: startByte + "Robin Example".length, replacement: "[name withheld]" }];
  await admin.entries.updateEntry({ entry: { name: created.name, identityRisk: IdentityRisk.NAMED, redactions } });
  await until(async () => (await get(`${site}/entries/named`)).html.includes("[name withheld]"));
  for (const [index, path] of paths.entries()) {
    const page = await get(`${site}${path}`, { "if-none-match": tags[index] ?? "" });
    assert.notEqual(page.status, 304, path);
    assert.doesNotMatch(page.html.replace(/value="[^"]*"|<title>.*<\/title>|<q>.*?<\/q>/g, ""), /Robin/, path);
  }
});

test("what is withdrawn is gone from every page", async () => {
  await admin.entries.createEntry({ entry: { ...base, name: "entries/shortlived", titleLines: ["Shortlived report"], identityRisk: IdentityRisk.NONE } });
  await until(async () => (await get(`${site}/`)).html.includes("Shortlived report"));
  await admin.entries.updateEntry({ entry: { name: "entries/shortlived", lifecycle: Lifecycle.WITHDRAWN, review: { ...review, note: "asked for" } } });
  await until(async () => (await get(`${site}/entries/shortlived`)).status === 404);
  for (const path of ["/", "/countries/be/street-children", "/search?q=shortlived&kind=entries"]) {
    assert.doesNotMatch((await get(`${site}${path}`)).html, /Shortlived report/, path);
  }
});

test("hotlines stand first, and an overdue one says so and where else help is", async () => {
  const fallbacks = [{ label: "Helplines of the world", url: "https://helplines.example/" }];
  await admin.site.updateSite({ site: { name: "site", displayName: "Test library", fallbacks }, allowMissing: true } as never);
  const numbers = (dial: string) => [{ dial, regionCode: "BE", printed: dial }];
  const hotline = { lifecycle: Lifecycle.PUBLISHED, review };
  await admin.countries.batchUpsertHotlines({
    items: [
      { hotline: { ...hotline, name: "countries/be/hotlines/a-overdue", displayName: "Overdue line", numbers: numbers("101"), verifyTime: at(-400), verifiedBy: "library" } },
      { hotline: { ...hotline, name: "countries/be/hotlines/b-never", displayName: "Never checked line", numbers: numbers("102") } },
      { hotline: { ...hotline, name: "countries/be/hotlines/c-good", displayName: "Good line", numbers: numbers("103"), verifyTime: at(-1), verifiedBy: "library" } },
    ],
  });
  await until(async () => (await get(`${site}/help/be`)).html.includes("Good line"));
  for (const path of ["/help/be", "/countries/be", "/countries/be/street-children"]) {
    const page = await get(`${site}${path}`);
    const cards = page.all(".hotline").map(textOf);
    assert.match(cards[0] ?? "", /^Good line\s?103.*Last checked on/, path);
    assert.ok(cards.some((card) => /^Overdue line\s?Last checked on .*too long ago.*101/.test(card)), `${path}: ${cards.join(" | ")}`);
    assert.ok(cards.some((card) => /^Never checked line\s?Nobody has checked this number yet.*102/.test(card)), path);
    assert.match(page.text(".fallbacks"), /Helplines of the world/, path);
    const before = page.html.slice(0, page.html.indexOf("hotlines"));
    assert.doesNotMatch(before, /class="entry"|id="introduction"/, path);
  }
  const nothing = await get(`${site}/help/nl`);
  assert.match(nothing.text(".fallbacks"), /emergency number.*Helplines of the world/);
});

test("a page with a hotline is not said to be good once the hotline is overdue", async () => {
  const due = { seconds: BigInt(Math.floor(Date.now() / 1000) + 4), nanos: 0 };
  const hotline = {
    name: "countries/nl/hotlines/soon", displayName: "Soon overdue", numbers: [{ dial: "104", regionCode: "NL", printed: "104" }],
    lifecycle: Lifecycle.PUBLISHED, review, verifyTime: at(-1), verifiedBy: "library", reviewDueTime: due,
  };
  await admin.countries.createHotline({ hotline });
  await until(async () => (await get(`${site}/help/nl`)).html.includes("Soon overdue"));
  const tag = (await get(`${site}/help/nl`)).headers.get("etag") ?? "";
  assert.equal((await get(`${site}/help/nl`, { "if-none-match": tag })).status, 304);
  await until(async () => (await get(`${site}/help/nl`, { "if-none-match": tag })).status === 200);
  assert.match((await get(`${site}/help/nl`)).text(".hotline"), /too long ago/);
});

test("numbers in quotations are masked everywhere: page, list, introduction, result", async () => {
  const text = "Children who call the hotline 0800 123 45 67 or dial 1098 are heard. In 2011 some 12 345 children called.";
  await admin.entries.createEntry({
    entry: { ...base, name: "entries/numbers", titleLines: ["Numbers"], identityRisk: IdentityRisk.NONE, passages: [{ text }], accesses: [{ raw: "[accessed 2011]", edtf: "2011" }] },
  });
  await admin.countries.createCountryPage({
    countryPage: {
      name: "countries/be/pages/street-children", topic: base.topic, lifecycle: Lifecycle.PUBLISHED, review, identityRisk: IdentityRisk.NONE,
      introduction: { paragraphs: ["Call the helpline on +32 78 15 14 13."], source: "A book", edition: "2009" },
    },
  });
  await until(async () => (await get(`${site}/countries/be/street-children`)).html.includes("A book"));
  for (const path of ["/entries/numbers", "/countries/be/street-children", "/search?q=heard"]) {
    const page = await get(`${site}${path}`);
    assert.doesNotMatch(page.html, /123 45 67|1098|78 15 14/, path);
    assert.ok(page.all(".masked").length >= 2, path);
    assert.match(page.text("main"), /printed in 2011, not checked: see Help/, path);
    assert.match(page.text("main"), /12 345 children/, path);
  }
  assert.match((await get(`${site}/countries/be/street-children`)).text("#introduction ~ p"), /printed in 2009/);
});

test("no cookie, nothing of another site, no trail in the log", async () => {
  for (const path of ["/", "/help/be", "/entries/numbers", "/search?q=secretword", "/nope/secretpath"]) {
    const { headers } = await get(`${site}${path}`);
    assert.equal(headers.get("set-cookie"), null, path);
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none'; /);
  }
  await fetch(`${site}/suggest`, { method: "POST", body: new URLSearchParams({ q: "secretword" }) });
  assert.match(portal.output(), /"page":"search","status":200/);
  assert.doesNotMatch(portal.output(), /secretword|secretpath|entries\/|numbers|127\.0\.0\.1:\d+\//);
});

test("what the project writes keeps to present terms", async () => {
  const { en } = (await import("../dist/messages/en.js" as string)) as { en: object };
  const { fr } = (await import("../dist/messages/fr.js" as string)) as { fr: object };
  const texts = (item: unknown): string[] => {
    if (typeof item === "string") return [item];
    if (typeof item === "function") return [String(item)];
    return typeof item === "object" && item !== null ? Object.values(item).flatMap(texts) : [];
  };
  for (const text of [...texts(en), ...texts(fr)]) {
    assert.doesNotMatch(text, /prostitut|child porn|sex work|street kids|enfants des rues|tourisme sexuel|sex tourism/i);
  }
});
