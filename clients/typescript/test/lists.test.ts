// Listings as async iterables, against lecternd, with writes in between.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Code, createLectern, items, LecternError, pages } from "@lectern/client";
import type { Lectern } from "@lectern/client";
import { addCountry, addEntries, numbered, published } from "./support/catalogue.ts";
import { Server } from "./support/server.ts";

const COUNT = 250;
let admin: Lectern;

before(async () => {
  const server = await Server.start();
  admin = createLectern({ address: server.address, token: server.adminKey });
  await addCountry(admin);
  await addEntries(admin, 1, COUNT);
});

const expected = Array.from({ length: COUNT }, (_, index) => `entries/${numbered(index + 1)}`);

test("items of a listing are those of its first page's snapshot, whatever is written meanwhile", async () => {
  const seen: string[] = [];
  for await (const entry of items(admin.entries.listEntries, { pageSize: 20 })) {
    seen.push(entry.name);
    if (seen.length % 20 === 10) {
      await admin.entries.createEntry({ entry: published(`a${seen.length}`) });
      await admin.entries.createEntry({ entry: published(`z${seen.length}`) });
    }
    if (seen.length === 100) {
      await admin.entries.deleteEntry({ name: `entries/${numbered(200)}` });
    }
  }
  assert.deepEqual(seen.sort(), expected);
  const now = await admin.entries.listEntries({ pageSize: 1 });
  assert.ok(now.totalSize > COUNT, "the writes took place");
});

test("pages come with what the answer says beside its items", async () => {
  const sizes: number[] = [];
  let total = 0;
  const request = { pageSize: 100, filter: 'country = "countries/nl" AND topic = "topics/street-children"' };
  for await (const page of pages(admin.entries.listEntries, request)) {
    sizes.push(page.entries.length);
    total = page.totalSize;
  }
  assert.equal(sizes.reduce((sum, size) => sum + size, 0), total);
  assert.ok(sizes.length >= 3 && sizes[0] === 100);
});

test("pages are fetched as they are consumed, and no further", async () => {
  let calls = 0;
  const counting = Object.assign(
    (...parameters: Parameters<typeof admin.entries.listEntries>) => {
      calls += 1;
      return admin.entries.listEntries(...parameters);
    },
    { descriptor: admin.entries.listEntries.descriptor },
  );
  let seen = 0;
  for await (const _ of items(counting, { pageSize: 10 })) if (++seen === 15) break;
  assert.equal(calls, 2);
});

test("a listing goes on from a page token", async () => {
  const first = await admin.entries.listEntries({ pageSize: 40 });
  let rest = 0;
  for await (const _ of items(admin.entries.listEntries, { pageSize: 40, pageToken: first.nextPageToken })) rest += 1;
  assert.equal(rest, first.totalSize - 40);
});

test("the request stays as it was", async () => {
  const request = { pageSize: 100 };
  for await (const _ of items(admin.entries.listEntries, request)) break;
  for await (const _ of pages(admin.entries.listEntries, request));
  assert.deepEqual(request, { pageSize: 100 });
});

test("listings of every kind can be gone through", async () => {
  const countries = await Array.fromAsync(items(admin.countries.listCountries, {}));
  assert.deepEqual(countries.map(({ name }) => name), ["countries/nl"]);
  const topics = await Array.fromAsync(items(admin.taxonomy.listTopics, {}));
  assert.ok(topics.some(({ name }) => name === "topics/street-children"));
  const keys = await Array.fromAsync(items(admin.admin.listApiKeys, {}));
  assert.equal(keys.length, 1);
});

test("a refused token ends the iteration with its reason", async () => {
  await assert.rejects(
    async () => {
      for await (const _ of items(admin.entries.listEntries, { pageToken: "not a token" }));
    },
    (error: LecternError) => error.code === Code.InvalidArgument && error.reason === "PAGE_TOKEN_INVALID",
  );
});

test("an answer that lists nothing is refused", async () => {
  await assert.rejects(async () => {
    for await (const _ of items(admin.admin.revokeApiKey, { name: "apiKeys/none" }));
  }, TypeError);
});
