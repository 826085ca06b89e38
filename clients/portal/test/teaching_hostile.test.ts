// Teacher resources and themes of what somebody hostile, or a damaged file, could bring into a catalogue.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Audience, IdentityRisk, Lifecycle, TeacherResourceKind as Kind, type Lectern } from "@lectern/client";
import { fetched, get, textOf, until, type Fetched } from "./support/pages.ts";
import { Lecternd, startPortal } from "./support/processes.ts";

const SCRIPT = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&`;

let site = "";
let admin: Lectern;
before(async () => {
  const server = await Lecternd.start();
  admin = server.admin();
  site = (await startPortal(server.address)).address;
  await until(async () => (await get(`${site}/healthz`)).status === 200);
});

const base = { kind: Kind.LESSON_PLAN, topic: "topics/torture", lifecycle: Lifecycle.PUBLISHED, identityRisk: IdentityRisk.NONE, review: { reviewer: "library" } };
type Written = NonNullable<Parameters<typeof admin.teacherResources.createTeacherResource>[0]["teacherResource"]>;

/** The page of a resource with these fields. */
async function pageOf(id: string, fields: Partial<Written>) {
  await admin.teacherResources.createTeacherResource({ teacherResource: { ...base, title: id, ...fields, name: `teacherResources/${id}` } as Written });
  return get(`${site}/resources/${id}`);
}
/** A text as the page shows it that has it. The server takes no HTML; what a page does with some is tried without it. */
async function rendered(source: string): Promise<Fetched> {
  const { Markdown } = (await import("../dist/parts/markdown.js" as string)) as { Markdown(props: object): unknown };
  const { en } = (await import("../dist/messages/en.js" as string)) as { en: object };
  const notice = { request: { t: en, href: (path: string) => path }, country: "", year: undefined };
  return fetched(200, new Headers(), String(Markdown({ source, notice, level: 3 })));
}

const pageOfText = (id: string, body: string) => pageOf(id, { parts: [{ heading: "Part", body, audience: Audience.PUBLIC }] });

test("script in every field stays text", async () => {
  const page = await pageOf("script", {
    title: SCRIPT, number: SCRIPT.slice(0, 30), gradeLevel: SCRIPT, typicalAgeRange: SCRIPT.slice(0, 30), timeRequired: SCRIPT.slice(0, 30), licence: SCRIPT,
    educationalUses: [SCRIPT], unitTopic: SCRIPT, lessonTopic: SCRIPT, primaryMethod: SCRIPT, purpose: SCRIPT, duration: SCRIPT, objectives: [SCRIPT],
    equipment: [{ use: SCRIPT, items: [SCRIPT] }], anticipatorySet: SCRIPT, procedures: [{ heading: SCRIPT, steps: [SCRIPT] }], assignments: SCRIPT,
    closure: SCRIPT, parts: [{ heading: SCRIPT, body: "", audience: Audience.PUBLIC }],
    prompts: [{ text: SCRIPT, suggestions: SCRIPT }], alignments: [{ type: SCRIPT.slice(0, 20), framework: SCRIPT, targetName: SCRIPT }],
  });
  assert.equal(page.status, 200);
  assert.equal(page.text("h1"), SCRIPT.replace(/\s+/g, " "));
  const text = await rendered(`# ${SCRIPT}\n\n${SCRIPT}\n\n<script>\nalert(2)\n</script>\n\n\`${SCRIPT}\`\n\n- <b onclick="x">b</b>\n\n[<i>i</i>](https://x.example/)`);
  assert.deepEqual([...new Set(text.all(".markdown *").map(({ name }) => name))].sort(), ["a", "code", "h3", "li", "p", "ul"]);
  assert.match(text.text(".markdown"), /<script>alert\(1\).*alert\(2\).*<b onclick="x">b<\/b>.*<i>i<\/i>/);
  for (const path of ["/resources/script", "/resources/script?print", "/use/script", "/resources", "/list?title=" + encodeURIComponent(SCRIPT) + "&q=" + encodeURIComponent(SCRIPT)]) {
    const found = await get(`${site}${path}`);
    assert.equal(found.status, 200, path);
    assert.equal(found.all("main script, main img, main style, main [onerror], main iframe").length, 0, path);
  }
});

test("links of a text lead to the web alone, and pictures are words", async () => {
  const page = await rendered([
    "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x) [d](vbscript:x) [e](//x.example/) [f](/help)",
    "[good](https://there.example/a \"title\") <https://there.example/b> <javascript:alert(1)> ![what it shows](https://track.example/p.png)",
    "[ref]: javascript:alert(1)\n\n[ref] [![picture](https://track.example/q.png)](https://there.example/c)",
  ].join("\n\n"));
  const links = page.all(".markdown a").map(({ attribs }) => attribs ?? {});
  assert.deepEqual(links.map(({ href }) => href), ["https://there.example/a", "https://there.example/b", "https://there.example/c"]);
  for (const { rel, ...others } of links) {
    assert.equal(rel, "noreferrer nofollow");
    assert.deepEqual(Object.keys(others), ["href"]);
  }
  assert.doesNotMatch(page.html, /track\.example/);
  assert.match(page.text(".markdown"), /what it shows/);
});

test("headings of a text go into the outline of the page", async () => {
  const levels = async (id: string, body: string) => (await pageOfText(id, body)).all(".markdown h1, .markdown h2, .markdown h3, .markdown h4, .markdown h5, .markdown h6").map(({ name }) => name);
  assert.deepEqual(await levels("outline", "# A\n\n### B\n\n###### C\n\n## D\n\n# E\n\nF\n==="), ["h3", "h4", "h5", "h4", "h3", "h3"]);
  assert.deepEqual(await levels("deep", "#### A\n\n# B\n\n> # quoted\n\n- # in a list"), ["h3", "h3"]);
  assert.deepEqual(await levels("six", "# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5\n\n###### 6"), ["h3", "h4", "h5", "h6", "h6", "h6"]);
});

test("CommonMark is rendered as such", async () => {
  const page = await rendered("A *b* **c** `d` &amp; \\*e\\*\n\n3. x\n4. y\n\n- loose\n\n- items\n\n> q\n\n```\ncode <b>\n```\n\n---\n\nline  \nbreak");
  assert.deepEqual(page.all(".markdown em, .markdown strong, .markdown p code").map(textOf), ["b", "c", "d"]);
  assert.match(page.text(".markdown p"), /^A b c d & \*e\*$/);
  assert.equal(page.attribute(".markdown ol", "start"), "3");
  assert.equal(page.all(".markdown ul li p").length, 2);
  assert.equal(page.all(".markdown ol li p").length, 0);
  assert.equal(page.text(".markdown pre code"), "code <b>");
  assert.equal(page.all(".markdown hr, .markdown br, .markdown blockquote").length, 3);
});

test("numbers are masked in every text, also where marks are in the middle of one", async () => {
  const number = "Call the helpline on 0800 123 45 67 today.";
  const split = "Call the helpline on 08**00** 1*23* `45` 67 today, or [call 0800 765 43 21](https://there.example/).";
  const page = await pageOf("numbers", {
    title: number, unitTopic: number, lessonTopic: number, primaryMethod: number, purpose: number, objectives: [number], equipment: [{ use: number, items: [number] }],
    anticipatorySet: number, procedures: [{ heading: number, steps: [number] }], assignments: number, closure: number, prompts: [{ text: number, suggestions: number }],
    parts: [{ heading: number, body: `${split}\n\n    ${number}\n\n- ${number}`, audience: Audience.PUBLIC }],
  });
  assert.equal(page.all(".markdown .masked").length, 4);
  assert.equal(page.all(".markdown a a").length, 0);
  for (const path of ["/resources/numbers", "/resources/numbers?print", "/use/numbers"]) {
    const page = await get(`${site}${path}`);
    const text = `${page.text("title")}${page.text("main")}`.replace(/\s/g, "");
    assert.doesNotMatch(text, /0800|1234567|4567|7654321/, path);
  }
});

test("words of 64 KiB, nesting without end, and next to nothing", async () => {
  const long = await pageOfText("long", "x".repeat(65_536));
  assert.ok(long.html.includes("x".repeat(65_536)));
  const nested: [string, string][] = [
    ["quotes", `${">".repeat(20_000)} end`],
    ["lists", `${"- ".repeat(20_000)}end`],
    ["brackets", `${"[".repeat(30_000)}end${"]".repeat(30_000)}`],
    ["links", `${"[a](".repeat(10_000)}end`],
    ["pictures", `${"![[]()".repeat(8_000)}end`],
    ["marks", `${"*a **b ".repeat(5_000)}end${" c** d*".repeat(3_000)}`],
    ["ticks", Array.from({ length: 300 }, (_, index) => "`".repeat(index + 1)).join("a") + " end"],
  ];
  for (const [id, body] of nested) {
    const page = await pageOfText(`nested-${id}`, body);
    assert.equal(page.status, 200, id);
    assert.match(page.text(".markdown"), /end/, id);
  }
  const bare = await pageOf("bare", { topic: "" });
  assert.equal(bare.status, 200);
  assert.equal(bare.all(".lesson-part").length, 0);
  assert.match(bare.text(".resource-details"), /none stated/);
  const hollow = await pageOf("hollow", {
    parts: [{ heading: "", body: "" }],
    procedures: [{ heading: "", steps: [] }],
    equipment: [{ use: "x", items: [] }],
    prompts: [{ text: "", suggestions: "" }],
  });
  assert.equal(hollow.status, 200);
  assert.equal(hollow.all("h2, h3").filter((node) => textOf(node) === "").length, 0);
});

test("a licence is told in words, and leads to its text", async () => {
  const licence = async (id: string, text: string) => {
    const page = await pageOf(id, { licence: text });
    const row = page.all(".details > div").map(textOf).find((line) => line.startsWith("Licence"));
    return [row?.slice("Licence".length), page.all('.details a[rel~="license"]').map(({ attribs }) => attribs?.["href"])[0]];
  };
  const shareAlike = "Creative Commons BY-NC-SA 4.0: name who made it; no commercial use; pass on changes under the same licence";
  assert.deepEqual(await licence("by", "CC-BY-NC-SA-4.0"), [shareAlike, "https://creativecommons.org/licenses/by-nc-sa/4.0/"]);
  assert.deepEqual(await licence("zero", "CC0-1.0"), ["Creative Commons Zero 1.0: use it as you like", "https://creativecommons.org/publicdomain/zero/1.0/"]);
  assert.deepEqual(await licence("address", "https://there.example/l"), ["https://there.example/l", "https://there.example/l"]);
  assert.deepEqual(await licence("words", "ask the editors"), ["ask the editors", undefined]);
});

test("durations and ranges are read, or left as they are", async () => {
  const { minutesOf, durationText } = (await import("../dist/text/durations.js" as string)) as typeof import("../src/text/durations.ts");
  const { numbersIn, rangeOf } = (await import("../dist/text/ranges.js" as string)) as typeof import("../src/text/ranges.ts");
  const durations: [string, number | undefined][] = [
    ["PT50M", 50], ["PT1H30M", 90], ["P2D", 2880], ["P1W", 10_080], ["PT90S", 2],
    ["P", undefined], ["PT", undefined], ["P1M", undefined], ["50", undefined], ["PT0M", undefined],
  ];
  for (const [text, minutes] of durations) assert.equal(minutesOf(text), minutes, text);
  assert.deepEqual([50, 119, 150, 120, 2880].map((minutes) => durationText(minutes, "en")), ["50 minutes", "119 minutes", "2 hours 30 minutes", "2 hours", "2 days"]);
  assert.equal(durationText(150, "fr").replace(/\s/g, " "), "2 heures 30 minutes");
  const ranges: [string, object | undefined][] = [
    ["14-18", { from: 14, to: 18 }], ["11 – 12", { from: 11, to: 12 }], ["10", { from: 10, to: 10 }],
    ["16+", { from: 16, to: undefined }], ["16-", { from: 16, to: undefined }],
    ["18-14", undefined], ["grade 9", undefined], ["", undefined],
  ];
  for (const [text, range] of ranges) assert.deepEqual(rangeOf(text), range, text);
  assert.deepEqual(numbersIn({ from: 3, to: 7 }, 5, 20), [5, 6, 7]);
  assert.deepEqual(numbersIn({ from: 18, to: undefined }, 5, 20), [18, 19, 20]);
  assert.deepEqual(numbersIn({ from: 30, to: 60 }, 5, 20), [20]);
});
