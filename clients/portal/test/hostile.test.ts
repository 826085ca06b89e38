// Pages of what somebody hostile, or a damaged file, could bring into a catalogue.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { ClaimStatus, EntrySchema, IdentityRisk, Lifecycle, LinkState, ProceedingsState, SourceType, type Lectern } from "@lectern/client";
import type { PageRequest } from "../src/http/page.ts";
import { get, textOf, until } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";

const SCRIPT = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&`;
const OVERRIDE = "\u202eevil\u2066";
const LONG = "x".repeat(65_536);

let site = "";
let admin: Lectern;
before(async () => {
  const server = await Lecternd.start();
  admin = server.admin();
  await admin.countries.batchUpsertCountries({ items: ["countries/be", "countries/nl"].map((name) => ({ country: { name } })) });
  site = (await startPortal(server.address)).address;
});

function published(id: string) {
  return {
    name: `entries/${id}`,
    titleLines: [`Report ${id}`],
    country: "countries/be",
    topic: "topics/street-children",
    lifecycle: Lifecycle.PUBLISHED,
    identityRisk: IdentityRisk.NONE,
    review: { reviewer: "library" },
  };
}

const write = (entry: Parameters<typeof admin.entries.createEntry>[0]["entry"]) => admin.entries.createEntry({ entry: entry! });
const countryPage = () => get(`${site}/countries/be/street-children`);

test("script in every text stays text", async () => {
  await write({
    ...published("script"),
    titleLines: [SCRIPT, SCRIPT],
    publisher: SCRIPT,
    rawByline: SCRIPT,
    series: SCRIPT,
    place: SCRIPT,
    section: SCRIPT,
    mediaMarks: [SCRIPT],
    contentNotes: [SCRIPT],
    notes: [SCRIPT],
    contributors: [{ literal: SCRIPT, role: "editor" }],
    published: { raw: SCRIPT },
    accesses: [{ raw: SCRIPT }],
    passages: [{ label: SCRIPT.slice(0, 60), heading: SCRIPT, text: SCRIPT, claim: { status: ClaimStatus.DISPUTED, assessor: SCRIPT, reason: SCRIPT } }],
  });
  await admin.countries.createCountryPage({
    countryPage: {
      name: "countries/be/pages/street-children",
      topic: "topics/street-children",
      printedCountryName: SCRIPT,
      period: SCRIPT,
      introduction: { paragraphs: [SCRIPT], source: SCRIPT, edition: SCRIPT.slice(0, 60) },
      caution: SCRIPT,
      sectionOrder: [SCRIPT],
      lifecycle: Lifecycle.PUBLISHED,
      identityRisk: IdentityRisk.NONE,
      review: { reviewer: "library" },
    },
  });
  for (const path of ["/countries/be/street-children", "/entries/script", `/search?q=${encodeURIComponent(SCRIPT)}`, "/search?q=alert", "/"]) {
    const page = await get(`${site}${path}`);
    assert.equal(page.status, 200, path);
    assert.equal(page.all("main script, main img, [onerror]").length, 0, path);
  }
  assert.ok((await get(`${site}/entries/script`)).text("h1").includes(SCRIPT));
});

test("marks of direction end with the text that they stand in", async () => {
  await write({ ...published("override"), titleLines: [OVERRIDE], publisher: OVERRIDE, passages: [{ text: OVERRIDE }] });
  const page = await get(`${site}/entries/override`);
  const isolated = [...page.all("bdi"), ...page.all("[dir=auto]")].map(textOf);
  assert.ok(isolated.includes(OVERRIDE));
  // Nothing of ours stands in one element with it.
  for (const node of page.all("main *")) {
    const own = (node.children ?? []).filter(({ type }) => type === "text").map(({ data }) => data).join("");
    if (own.includes("\u202e")) assert.ok(["bdi", "blockquote"].includes(node.name ?? ""), node.name);
  }
});

test("a word of 64 KiB, 64 accesses, 512 passages, and next to nothing", async () => {
  await write({ ...published("long"), passages: [{ text: LONG }, { text: "1 ".repeat(30_000) }] });
  await write({
    ...published("many"),
    accesses: Array.from({ length: 64 }, (_, index) => ({ raw: `[accessed ${index + 1}]`, edtf: `${1950 + index}` })),
    passages: Array.from({ length: 512 }, (_, index) => ({ label: `[${index}]`, text: `Paragraph ${index}.` })),
  });
  await write({ ...published("bare"), country: "" });
  const many = await get(`${site}/entries/many`);
  assert.equal(many.all(".passage").length, 512);
  assert.equal(many.all(".details li").length, 64);
  const bare = await get(`${site}/entries/bare`);
  assert.equal(bare.status, 200);
  assert.match(bare.text(".entry-facts"), /^undated$/);
  assert.ok((await get(`${site}/entries/long`)).html.includes(LONG));
  assert.ok((await countryPage()).html.includes(LONG));
});

test("what is no address of the web is no link", async () => {
  // The contract refuses such addresses; this is what a page does with what it should not get.
  const { sourceAddress } = await import("../dist/parts/source_link.js" as string) as { sourceAddress(url: string): string | undefined };
  for (const url of ["javascript:alert(1)", "data:text/html,x", "", "//x", "file:///etc/passwd"]) assert.equal(sourceAddress(url), undefined);
  assert.equal(sourceAddress("https://example.org/a b"), "https://example.org/a%20b");
});

test("a hijacked or withheld address is not even told, should the server tell it", async () => {
  // The server leaves such addresses out for readers; this is what a page does with what it should not get.
  const dist = (path: string) => import(new URL(`../dist/${path}`, import.meta.url).href);
  const { SourceLink, passageAddress } = (await dist("parts/source_link.js")) as typeof import("../src/parts/source_link.tsx");
  const { EntryDetails } = (await dist("parts/entry_details.js")) as typeof import("../src/parts/entry_details.tsx");
  const { LANGUAGES } = (await dist("messages/messages.js")) as typeof import("../src/messages/messages.ts");
  const request = { t: LANGUAGES[0]!.messages, language: LANGUAGES[0]!, href: (path: string) => path } as unknown as PageRequest;
  const url = "http://lost.example/report";
  const passage = { text: "Words that stand in the source at this place." };
  for (const linkState of [LinkState.HIJACKED, LinkState.WITHHELD]) {
    const entry = create(EntrySchema, { linkState, url, accesses: [{ raw: "2011", edtf: "2011", url }], passages: [passage] });
    const details = { request, entry, others: [], themes: [], state: linkState };
    for (const html of [String(SourceLink({ request, entry })), String(EntryDetails(details))]) {
      assert.doesNotMatch(html, /lost\.example/);
    }
    assert.match(String(SourceLink({ request, entry })), /another owner|withheld/);
    assert.equal(passageAddress(entry, entry.passages[0]!), undefined);
    // Nor where only what is known now says so.
    assert.doesNotMatch(String(SourceLink({ request, entry: { ...entry, linkState: LinkState.LIVE }, state: linkState })), /lost\.example/);
  }
});

test("a hijacked or withheld address is no link, in no state and by no way", async () => {
  const url = "http://lost.example/report";
  for (const [id, linkState] of [["hijacked", LinkState.HIJACKED], ["withheld", LinkState.WITHHELD]] as const) {
    const created = await write({
      ...published(id),
      url,
      linkState: LinkState.LIVE,
      accesses: [{ raw: "[accessed 2011]", edtf: "2011", url: `${url}?read` }],
      archiveLinks: ["https://web.archive.org/web/2011/report"],
      passages: [{ text: "Words that stand in the source at this place." }],
    });
    assert.ok((await get(`${site}/entries/${id}`)).all('a[href^="http://lost.example/"]').length >= 2);
    await admin.entries.updateEntry({ entry: { name: created.name, linkState } });
    // What the portal keeps goes when the change reaches it.
    await until(async () => (await get(`${site}/entries/${id}`)).all('a[href*="lost.example"]').length === 0);
    for (const path of [`/entries/${id}`, `/entries/${id}@${created.revision}`, "/countries/be/street-children"]) {
      const page = await get(`${site}${path}`);
      const links = page.all('a[href*="lost.example"]').filter(({ attribs }) => attribs?.["href"]?.includes("lost.example"));
      assert.equal(links.length, 0, path);
    }
    const page = await get(`${site}/entries/${id}`);
    assert.equal(page.all('.source-link a[href^="https://web.archive.org/"]').length, 1);
    assert.ok(page.text(".link-note").length > 0);
    await admin.entries.deleteEntry({ name: created.name });
  }
});

test("other states of a link: gone is none, drifted says so, live leads to the quoted words", async () => {
  const url = "https://there.example/page";
  const passages = [{ text: "Children should never be treated as offenders when they beg in the street to live." }];
  await write({ ...published("gone"), url, linkState: LinkState.GONE });
  await write({ ...published("drifted"), url, linkState: LinkState.DRIFTED });
  await write({ ...published("live"), url, linkState: LinkState.LIVE, passages });
  await write({ ...published("paper"), url, linkState: LinkState.LIVE, passages, mediaMarks: ["PDF"] });
  assert.equal((await get(`${site}/entries/gone`)).all('a[href^="https://there.example"]').length, 0);
  const drifted = await get(`${site}/entries/drifted`);
  assert.equal(drifted.all('a[href^="https://there.example"]').length, 1);
  assert.match(drifted.text(".link-note"), /something else/);
  const live = await get(`${site}/entries/live`);
  const directive = "Children%20should%20never%20be%20treated%20as,in%20the%20street%20to%20live.";
  assert.equal(live.attribute(".passage-link a", "href"), `${url}#:~:text=${directive.replace("in%20", "beg%20in%20")}`);
  assert.equal((await get(`${site}/entries/paper`)).all('.passage-link a[href*=":~:text"]').length, 0);
});

test("a claim's status and proceedings are shown once they are set", async () => {
  const passages = [
    { text: "Set.", claim: { status: ClaimStatus.DISPUTED, assessor: "library", reason: "A census says otherwise." } },
    { text: "Not set.", claim: { status: ClaimStatus.UNVERIFIED } },
    { text: "Accused.", proceedings: { state: ProceedingsState.ACCUSED, asOfEdtf: "2004-06-22" } },
  ];
  await write({ ...published("claims"), sourceType: SourceType.REPORT, passages });
  const claims = (await get(`${site}/entries/claims`)).all(".claim").map(textOf);
  assert.deepEqual(claims, [
    "A serious source contradicts this: A census says otherwise. (assessed by library)",
    "Accused, not convicted as of 22 June 2004.",
  ]);
});

test("content notes are told with where help is; what nobody has assessed says so", async () => {
  await write({ ...published("noted"), contentNotes: ["describes violence"], contentNotesAssessed: true });
  const noted = await get(`${site}/entries/noted`);
  assert.match(noted.text(".content-note"), /Content note: describes violence \. Get help|Content note: describes violence\. Get help/);
  assert.equal(noted.attribute(".content-note a", "href"), "/help");
  assert.ok(noted.all(".content-note a").length === 2, "alternatives are offered");
  assert.match((await get(`${site}/entries/bare`)).text(), /Nobody has yet assessed this source/);
});
