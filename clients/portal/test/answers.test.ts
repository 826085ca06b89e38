// What is kept of answers, and what has to go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Answers, measure } from "../src/catalogue/answers.ts";
import { stillGood } from "../src/http/caching.ts";
import type { Newest } from "../src/catalogue/newest.ts";

const at = new Date(0);
const answer = (name: string, text = "") => ({ value: { entries: [{ name, text }] }, revision: 1n, at });
const change = (name: string) => ({ name }) as never;

test("what a change speaks of goes, whatever the question was", () => {
  const answers = new Answers();
  answers.put("list", answer("entries/a"));
  answers.put("get a", answer("entries/a"));
  answers.put("get b", answer("entries/b"));
  answers.changed([change("entries/a")]);
  assert.equal(answers.get("list"), undefined);
  assert.equal(answers.get("get a"), undefined);
  assert.deepEqual(answers.get("get b"), { ...answer("entries/b"), ...measureOf("entries/b") });
  answers.begun();
  assert.equal(answers.size, 0);
});

function measureOf(name: string) {
  const { bytes, names } = measure(answer(name).value);
  return { bytes, names };
}

test("answers are bounded in number and in bytes; the one that was not used for longest goes first", () => {
  const answers = new Answers();
  for (let index = 0; index < 4_000; index += 1) answers.put(`q${index}`, answer(`entries/${index}`));
  assert.ok(answers.get("q0") !== undefined);
  answers.put("one more", answer("entries/x"));
  assert.equal(answers.size, 4_000);
  assert.equal(answers.get("q1"), undefined);
  assert.ok(answers.get("q0") !== undefined);
  const large = "x".repeat(3 * 1024 * 1024); // 6 MiB as strings are held
  for (let index = 0; index < 20; index += 1) answers.put(`large${index}`, answer(`entries/l${index}`, large));
  assert.ok(answers.size <= 10 && answers.get("large19") !== undefined);
  answers.put("huge", answer("entries/h", large + large));
  assert.equal(answers.get("huge"), undefined);
});

test("a tag is good for its revision, feed and build alone, until what it says, and while the feed is heard of", () => {
  const newest = (live: boolean, revision = 36n, feedId = "f.1") => ({ live, revision, feedId }) as Newest;
  const now = new Date(1_000_000);
  const tag = 'W/"b.f%2E1.10.zz"';
  assert.equal(stillGood(`x, ${tag}`, newest(true), "b", now), tag);
  assert.equal(stillGood(tag, newest(false), "b", now), undefined);
  assert.equal(stillGood(tag, newest(true, 37n), "b", now), undefined);
  assert.equal(stillGood(tag, newest(true, 36n, "f"), "b", now), undefined);
  assert.equal(stillGood(tag, newest(true), "c", now), undefined);
  assert.equal(stillGood(tag, newest(true), "b", new Date(Number.parseInt("zz", 36) * 1000)), undefined);
  assert.equal(stillGood(undefined, newest(true), "b", now), undefined);
});
