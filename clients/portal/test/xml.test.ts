// XML and typed links out of whatever a catalogue may hold; periods and levels of pictures.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SaxesParser } from "saxes";

const dist = (path: string) => new URL(`../dist/${path}`, import.meta.url).href;
const { element, escaped, xmlDocument, xmlStream } = (await import(dist("machines/xml.js"))) as typeof import("../src/machines/xml.ts");
const { linkHeader } = (await import(dist("machines/links.js"))) as typeof import("../src/machines/links.ts");
const { jsonLd } = (await import(dist("machines/json_ld.js"))) as typeof import("../src/machines/json_ld.tsx");
const { periodsOf, withGaps } = (await import(dist("pictures/periods.js"))) as typeof import("../src/pictures/periods.ts");
const { levelOf, rangeOf } = (await import(dist("pictures/levels.js"))) as typeof import("../src/pictures/levels.ts");

/** All text and attribute values of a document; throws where it is not well-formed. */
function parsed(xml: string): { texts: string[]; values: string[] } {
  const parser = new SaxesParser();
  const texts: string[] = [];
  const values: string[] = [];
  parser.on("error", (error) => {
    throw error;
  });
  let depth = 0;
  parser.on("text", (text) => void (depth > 0 && texts.push(text)));
  parser.on("closetag", () => void (depth -= 1));
  parser.on("cdata", () => assert.fail("nothing of ours is CDATA"));
  parser.on("opentag", ({ attributes }) => {
    depth += 1;
    values.push(...Object.values(attributes).map(String));
  });
  parser.write(xml).close();
  return { texts, values };
}

test("texts come back as they were, and never as markup", () => {
  for (const text of ["<script>alert(1)</script>", `]]>&amp;"'`, "a\r\nb\tc\n", "<!-- --> <?x?> &#0;", "\u{1f4da} ÿ \u200f\u061c"]) {
    const { texts, values } = parsed(xmlDocument(element("a", { b: text }, text)));
    assert.equal(texts.join(""), text);
    assert.deepEqual(values, [text]);
  }
});

test("every character that there is leaves a document well-formed", () => {
  for (let start = 0; start < 0x11_0000; start += 0x1000) {
    const text = Array.from({ length: 0x1000 }, (_, index) => String.fromCodePoint(start + index)).join("-");
    parsed(xmlDocument(element("a", { b: text }, text)));
  }
});

test("controls, halves of characters and non-characters are replaced, marks without an end left out", () => {
  assert.equal(escaped("a\u0000b\u001fc\u0085d\ufffee"), "a\ufffdb\ufffdc\ufffdd\ufffde");
  assert.equal(escaped("a\ud800b\udc00"), "a\ufffdb\ufffd");
  assert.equal(escaped("\u202eevil\u202c \u2066x\u2069 \u202a\u202b\u202d\u2067\u2068"), "evil x ");
  assert.equal(escaped("]]>"), "]]&gt;");
});

test("what is no name makes no element", () => {
  for (const name of ["", "a b", "1a", "a>", "a:b:c", "é"]) assert.throws(() => element(name, {}), TypeError);
  assert.throws(() => element("a", { 'b="c"': "" }), TypeError);
  assert.equal(element("a", { b: undefined }, undefined).markup, "<a/>");
});

test("a streamed document is the same as a whole one", async () => {
  async function* children() {
    yield [element("b", {}, "1")];
    yield [];
    yield [element("b", {}, "2"), element("b", {}, "3")];
  }
  let xml = "";
  for await (const part of xmlStream("a", { c: "<" }, children())) xml += part;
  assert.deepEqual(parsed(xml).texts.map((text) => text.trim()).filter(Boolean), ["1", "2", "3"]);
});

test("a header of links holds addresses of the web alone, in ASCII, and no more items than fit", () => {
  const evil = 'https://example.org/é>; rel="stylesheet"\r\nset-cookie: a=b';
  const header = linkHeader([{ href: evil, rel: "cite-as" }, { href: "javascript:alert(1)", rel: "license" }]) ?? "";
  assert.match(header, /^<https:\/\/example\.org\/%C3%A9[^>]*>; rel="cite-as"$/);
  assert.doesNotMatch(header, /[^\x20-\x7e]/);
  assert.equal(linkHeader([]), undefined);
  const items = (count: number) => Array.from({ length: count }, (_, index) => ({ href: `https://example.org/${index}`, rel: "item" }) as const);
  assert.equal(linkHeader(items(30))?.split(", ").length, 30);
  assert.equal(linkHeader([...items(31), { href: "https://example.org/", rel: "type" }]), '<https://example.org/>; rel="type"');
});

test("JSON-LD holds nothing that ends its block", () => {
  const evil = "</script><script>alert(1)</script><!--&\u2028\u2029";
  const text = jsonLd({ name: evil, empty: "", none: [], nested: { also: ["", undefined] } });
  assert.doesNotMatch(text, /[<>&\u2028\u2029]/);
  assert.deepEqual(JSON.parse(text), { "@context": "https://schema.org", name: evil, nested: {} });
});

test("years are put together until a chart of them stays readable, and nothing is lost", () => {
  assert.deepEqual(periodsOf(new Map()), []);
  assert.deepEqual(periodsOf(new Map([[2011, 2]])), [{ from: 2011, to: 2011, count: 2 }]);
  const gap = periodsOf(new Map([[2001, 1], [2004, 2]]));
  assert.deepEqual(gap.map(({ count }) => count), [1, 0, 0, 2]);
  assert.deepEqual(withGaps(gap), [{ from: 2001, to: 2001, count: 1 }, { from: 2002, to: 2003, count: 0 }, { from: 2004, to: 2004, count: 2 }]);
  for (const [first, last, length] of [[1850, 1999, 1], [1849, 1999, 10], [1, 9999, 100]] as const) {
    const periods = periodsOf(new Map([[first, 3], [last, 4]]));
    assert.equal((periods[0]?.to ?? 0) - (periods[0]?.from ?? 0) + 1, length);
    assert.ok(periods.length <= 150);
    assert.equal(periods.reduce((sum, { count }) => sum + count, 0), 7);
  }
});

test("levels of the map have every count in one of them", () => {
  assert.deepEqual([0, 1, 4, 5, 19, 20, 99, 100, 499, 500, 1e6].map(levelOf), [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  assert.deepEqual([1, 2, 3, 4, 5].map(rangeOf), [
    { from: 1, to: 4 }, { from: 5, to: 19 }, { from: 20, to: 99 }, { from: 100, to: 499 }, { from: 500, to: undefined },
  ]);
});
