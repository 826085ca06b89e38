// Searches against lecternd.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  Code,
  createLectern,
  highlightSegments,
  items,
  LecternError,
  pages,
  QueryExplanation_Kind,
  titleOf,
} from "@lectern/client";
import type { Lectern, SearchHit, Session } from "@lectern/client";
import { addCountry, draft, published } from "./support/catalogue.ts";
import { Server } from "./support/server.ts";

const COUNT = 25;
let editor: Session;
let reader: Lectern;

before(async () => {
  const server = await Server.start();
  editor = createLectern({ address: server.address, token: server.adminKey }).session();
  await addCountry(editor);
  await editor.entries.batchUpsertEntries({
    items: [
      {
        entry: {
          ...published("accents"),
          titleLines: ["Zoë’s ❄ café", "Les élèves de l’école"],
          passages: [{ label: "[27]", heading: "ENFANTS", text: "日本 — les élèves 😀 jouent. Les élèves lisent." }],
        },
      },
      { entry: { ...draft("unread"), titleLines: ["Les élèves: a draft"] } },
      ...Array.from({ length: COUNT }, (_, index) => ({
        entry: { ...published(`n${index}`), titleLines: [`Lighthouse ${index}`] },
      })),
    ],
  });
  // Acting for a reader, it waits for what the session wrote.
  reader = editor.actAs("reader");
});

function pointedOut(text: string, ranges: SearchHit["titleHighlights"]): string[] {
  return highlightSegments(text, ranges).flatMap(({ text: part, highlighted }) => (highlighted ? [part] : []));
}

test("highlights are bytes of the title and of the snippet, whatever stands before them", async () => {
  const { hits, totalSize } = await reader.search.search({ query: "élèves" });
  assert.equal(Number(totalSize), 1, "the draft is no reader's");
  const [hit] = hits;
  assert.equal(hit?.name, "entries/accents");
  assert.equal(hit.resource.case, "entry");
  assert.equal(titleOf(hit), "Zoë’s ❄ café\nLes élèves de l’école");
  assert.deepEqual(pointedOut(titleOf(hit), hit.titleHighlights), ["élèves"]);
  assert.equal(hit.snippet?.passageLabel, "[27]");
  assert.equal(hit.snippet.fieldPath, "passages[0].text");
  assert.deepEqual(pointedOut(hit.snippet.text, hit.snippet.highlights), ["élèves", "élèves"]);
});

test("an editor finds drafts too", async () => {
  const { hits } = await editor.search.search({ query: "élèves" });
  assert.deepEqual(hits.map(({ name }) => name).sort(), ["entries/accents", "entries/unread"]);
});

test("pages of a search hold each result once, with the same total and facets", async () => {
  const request = { query: "lighthouse", pageSize: 10, orderBy: "title", facets: [{ attribute: "country" }] };
  const names: string[] = [];
  for await (const page of pages(reader.search.search, request)) {
    assert.equal(Number(page.totalSize), COUNT);
    assert.deepEqual(page.facets.map(({ values }) => values.map(({ value, count }) => [value, Number(count)])), [
      [["countries/nl", COUNT]],
    ]);
    names.push(...page.hits.map(({ name }) => name));
  }
  assert.equal(new Set(names).size, COUNT);
  assert.equal(names.length, COUNT);
  let single = 0;
  for await (const hit of items(reader.search.search, request)) assert.equal(hit.name, names[single++]);
  assert.equal(single, COUNT);
});

test("a search says where it looked for more than was typed", async () => {
  const misspelt = await reader.search.search({ query: "ligthouse" });
  assert.equal(Number(misspelt.totalSize), COUNT);
  const [explanation] = misspelt.explanations;
  assert.equal(explanation?.kind, QueryExplanation_Kind.SPELLING);
  assert.deepEqual(explanation.also, ["lighthouse"]);
  assert.deepEqual(pointedOut("ligthouse", [explanation.range!]), ["ligthouse"]);
});

test("suggestions complete the last word, and related resources are found", async () => {
  const { suggestions } = await reader.search.suggest({ query: "élèves jou" });
  const [suggestion] = suggestions;
  assert.equal(suggestion?.text, "élèves jouent");
  assert.deepEqual(pointedOut(suggestion.text, [suggestion.completed!]), ["jouent"]);
  const { hits } = await reader.search.related({ name: "entries/n0", limit: 3 });
  assert.equal(hits.length, 3);
  for (const { name } of hits) assert.match(name, /^entries\/n[1-9]/);
});

test("what is wrong with a search is named, and what a reader may not see is not there", async () => {
  const failure = async (call: Promise<unknown>) => {
    const error = await call.then(() => undefined, (thrown: unknown) => thrown);
    assert.ok(error instanceof LecternError);
    return error;
  };
  assert.equal((await failure(reader.search.search({ orderBy: "colour" }))).reason, "ORDER_UNSUPPORTED");
  assert.equal((await failure(reader.search.search({ filter: "colour = 1" }))).reason, "FILTER_UNSUPPORTED");
  assert.equal((await failure(reader.search.search({ pageToken: "altered" }))).reason, "PAGE_TOKEN_INVALID");
  const hidden = await failure(reader.search.related({ name: "entries/unread" }));
  assert.equal(hidden.code, Code.NotFound);
});
