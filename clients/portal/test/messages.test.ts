// The interface's texts, as each language writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "../src/messages/en.ts";
import { fr } from "../src/messages/fr.ts";

/** All texts, those of functions with numbers and words in their places. */
function texts(item: unknown): string[] {
  if (typeof item === "string") return [item];
  if (typeof item === "function") return [item(2, 3, 4), item("b", "c", "d"), item(0, 0, 0)].map(String);
  return typeof item === "object" && item !== null ? Object.values(item).flatMap(texts) : [];
}

test("French: no line ends before a mark that belongs to the word before it, or after one that opens", () => {
  const all = texts(fr);
  assert.ok(all.length > 500);
  for (const text of all) assert.doesNotMatch(text, / [:;?!»]|« /, text);
  assert.ok(all.filter((text) => /\u00a0[:;?!»]/.test(text)).length > 50);
});

test("no text is empty, or has space to spare", () => {
  for (const text of [...texts(en), ...texts(fr)]) {
    assert.doesNotMatch(text, / {2}|undefined|\[object/, text);
    assert.notEqual(text.trim(), "");
  }
});
