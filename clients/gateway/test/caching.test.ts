// The rules that caches are told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptsGzip, cacheControl, etag, matches } from "../src/caching.ts";

test("only what anybody may read, and read by GET, may be kept", () => {
  assert.equal(cacheControl(true, 200, false), "public, max-age=30");
  assert.equal(cacheControl(true, 404, false), "no-store");
  assert.equal(cacheControl(false, 200, false), "no-store");
  for (const isGet of [true, false])
    for (const status of [200, 404]) assert.equal(cacheControl(isGet, status, true), "private, no-store");
});

test("an etag tells apart what differs, also in where its parts meet", () => {
  const tags = [etag("ab", "c"), etag("a", "bc"), etag("abc"), etag("abc", ""), etag(Buffer.from("abd"))];
  assert.equal(new Set(tags).size, tags.length);
  assert.equal(etag("abc"), etag(Buffer.from("abc")));
});

test("If-None-Match compares weakly, in lists too", () => {
  const tag = etag("x");
  const strong = tag.slice(2);
  for (const header of [tag, strong, "*", ` "a" , ${tag},"b"`]) assert.ok(matches(header, tag), header);
  for (const header of [undefined, "", '"a"', strong.slice(1, -1), `${strong}x`])
    assert.ok(!matches(header, tag), String(header));
});

test("gzip goes to those who take it", () => {
  for (const header of ["gzip", "br, gzip;q=0.5", "*", "GZIP", "deflate, gzip ; q=1"])
    assert.ok(acceptsGzip(header), header);
  for (const header of [undefined, "", "br", "gzip;q=0", "gzip; q=0.000", "identity"])
    assert.ok(!acceptsGzip(header), String(header));
});
