// The OpenAPI description and the pages: well formed, whole, and true of what the gateway really answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { methodName, readContract } from "../src/contract.ts";
import { offersOf } from "../src/offer.ts";
import { examples, firstSentence, markdown, split } from "../docs/comments.ts";
import { blocks, inline, text } from "../docs/html.ts";
import { get, post, reasonOf } from "./support/calls.ts";
import { importSamples, startGateway, startLecternd, type Gateway, type Lecternd } from "./support/processes.ts";

const DIST = new URL("../dist/", import.meta.url);
const contract = readContract(new URL("contract.binpb", DIST));
const read = (name: string) => readFileSync(new URL(`pages/${name}`, DIST), "utf8");
const openApi = JSON.parse(read("openapi.json"));
const reference = read("reference.html");

let server: Lecternd;
let gateway: Gateway;
before(async () => {
  server = await startLecternd();
  await importSamples(server);
  gateway = await startGateway(server.address);
});
after(async () => {
  await gateway?.stop();
  await server?.stop();
});

/** Every schema of the description, closed so that a field which it does not know is an error. */
function closedSchemas(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat("int32", true).addFormat("int64", true).addFormat("uint64", true);
  const closed = structuredClone(openApi);
  for (const schema of Object.values<any>(closed.components.schemas))
    if (schema.properties !== undefined) schema.additionalProperties = false;
  closed.components.schemas.ErrorDetail.properties.debug = { type: "object" };
  closed.components.schemas.Reason.enum = closed.components.schemas.Reason.examples;
  return ajv.addSchema(closed, "api");
}

function assertFits(schema: string, value: unknown): void {
  const ajv = closedSchemas();
  const validate = ajv.getSchema(`api#/components/schemas/${schema}`);
  assert.ok(validate, schema);
  assert.ok(validate(value), `${schema}: ${ajv.errorsText(validate.errors)}`);
}

test("both descriptions are OpenAPI 3.1", async () => {
  for (const name of ["openapi.json", "openapi-admin.json"]) {
    const result = await new Validator().validate(JSON.parse(read(name)));
    assert.ok(result.valid, JSON.stringify(result.errors)?.slice(0, 2000));
  }
});

test("what is described is what is offered", () => {
  for (const withAdmin of [false, true]) {
    const described = JSON.parse(read(withAdmin ? "openapi-admin.json" : "openapi.json"));
    const offers = offersOf(contract, withAdmin).filter((offer) => offer.unary);
    assert.deepEqual(Object.keys(described.paths).sort(), offers.map((offer) => offer.path).sort());
    for (const offer of offers)
      assert.deepEqual(Object.keys(described.paths[offer.path]), offer.get ? ["post", "get"] : ["post"], offer.path);
  }
});

test("everything has the words that stand beside it in the contract, and no reference leads nowhere", () => {
  for (const [path, item] of Object.entries<any>(openApi.paths)) {
    assert.ok(item.post.description.length > 10, path);
    assert.ok(item.post.description.startsWith(item.post.summary), path);
  }
  const ids = Object.values<any>(openApi.paths).flatMap((item) =>
    Object.values<any>(item).map((operation) => operation.operationId),
  );
  assert.equal(new Set(ids).size, ids.length);
  for (const [, pointer] of JSON.stringify(openApi).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = (pointer ?? "").split("/").reduce<any>((at, key) => at?.[key], openApi);
    assert.ok(target, pointer);
  }
});

test("limits, required fields and enums are those of the contract's options", () => {
  const { schemas } = openApi.components;
  assert.deepEqual(schemas.GetEntryRequest.required, ["name"]);
  assert.deepEqual(schemas.GetEntryRequest.properties.name.examples, ["entries/01j8x4zq2m"]);
  const entry = schemas.Entry.properties;
  assert.equal(entry.titleLines.maxItems, 8);
  assert.equal(entry.titleLines.items.maxLength, 1024);
  assert.equal(entry.publisher.maxLength, 512);
  assert.equal(entry.topic.maxLength, 1024, "the default of limits.proto");
  assert.equal(entry.topic["x-resource-reference"], "lectern/Topic");
  assert.equal(entry.revision.readOnly, true);
  assert.equal(entry.revision.maxLength, undefined);
  assert.deepEqual(schemas.Passage.properties.claim.$ref, "#/components/schemas/Claim");
  assert.ok(schemas.Lifecycle.enum.includes("LIFECYCLE_PUBLISHED"));
  // A resource is whole when it is created; an update names the fields that it sets.
  assert.equal(schemas.Entry.required, undefined);
  const created = schemas.CreateEntryRequest.properties.entry;
  assert.ok(
    created.allOf.some((part: any) => part.required?.includes("titleLines") && part.required.includes("topic")),
  );
  assert.equal(schemas.UpdateEntryRequest.properties.entry.$ref, "#/components/schemas/Entry");
  assert.ok(
    schemas.Reason.examples.includes("ETAG_MISMATCH") && schemas.Reason.examples.includes("SERVER_UNREACHABLE"),
  );
});

test("real answers fit their schemas, and have no field that these lack", async () => {
  const lists: Array<[string, object]> = [
    ["EntryService/ListEntries", { pageSize: 1000, view: "VIEW_FULL" }],
    ["CountryService/ListCountries", {}],
    ["CountryService/ListCountryPages", { parent: "countries/-", view: "VIEW_FULL" }],
    ["CountryService/ListHotlines", { parent: "countries/-" }],
    ["TaxonomyService/ListTopics", {}],
    ["TeacherResourceService/ListTeacherResources", { view: "VIEW_FULL" }],
    ["AdminService/GetStatus", {}],
    ["SiteService/GetSite", { name: "site" }],
  ];
  for (const [method, request] of lists) {
    for (const headers of [{}, { authorization: `Bearer ${server.adminKey}` }]) {
      const answer = await post(gateway.url, method, request, headers as Record<string, string>);
      assert.equal(answer.status, 200, `${method}: ${JSON.stringify(answer.json)}`);
      const schema = openApi.paths[`/lectern.v1.${method}`].post.responses["200"].content["application/json"].schema;
      assertFits(schema.$ref.split("/").at(-1), answer.json);
    }
  }
});

test("real errors fit theirs, with a reason that is described", async () => {
  const failed = [
    await post(gateway.url, "EntryService/GetEntry", { name: "entries/none" }),
    await post(gateway.url, "EntryService/ListEntries", { pageToken: "none" }),
    await post(gateway.url, "EntryService/CreateEntry", {}),
    await post(gateway.url, "EntryService/None", {}),
    await post(gateway.url, "EntryService/GetEntry", { nam: 1 }),
    await get(gateway.url, "EntryService/CreateEntry", {}),
  ];
  const { examples: reasons } = openApi.components.schemas.Reason;
  for (const { json } of failed) {
    assertFits("Error", json);
    assert.ok(reasons.includes(reasonOf(json).split("/")[1]), JSON.stringify(json));
  }
});

test("the reference has an anchor for every method, and every link of the page leads somewhere", () => {
  const anchors = new Set([...reference.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
  for (const method of contract.methods) assert.ok(anchors.has(methodName(method)), methodName(method));
  const links = [...reference.matchAll(/href="#([^"]+)"/g)];
  assert.ok(links.length > 500);
  for (const [, target] of links) assert.ok(anchors.has(target), target);
  for (const [, page, target] of read("index.html").matchAll(/href="(\/[^"#]*)#?([^"]*)"/g)) {
    assert.ok(["/reference", "/openapi.json", "/healthz"].includes(page ?? ""), page);
    if (target) assert.ok(anchors.has(target), target);
  }
  const ids = [...reference.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  assert.equal(new Set(ids).size, ids.length, "no anchor stands twice");
});

test("the pages ask nobody else for anything, and run nothing", async () => {
  for (const page of ["/", "/reference"]) {
    const answer = await fetch(`${gateway.url}${page}`);
    const html = await answer.text();
    assert.doesNotMatch(html, /<script|\son\w+=|javascript:|<iframe|@import|url\(/i);
    assert.doesNotMatch(html, /(src|href)="(https?:)?\/\//);
    assert.match(answer.headers.get("content-security-policy") ?? "", /style-src 'sha256-[\w+/=]+'/);
    const etag = answer.headers.get("etag") ?? "";
    const again = await fetch(`${gateway.url}${page}`, { headers: { "if-none-match": etag } });
    assert.equal(again.status, 304);
    const head = await fetch(`${gateway.url}${page}`, { method: "HEAD" });
    assert.equal(head.status, 200);
    assert.equal(await head.text(), "");
  }
});

test("comments become text, never HTML", () => {
  const links = new Map([["Entry", "lectern.v1.Entry"]]);
  assert.equal(text(`<a href="x">&`), "&lt;a href=&quot;x&quot;&gt;&amp;");
  assert.equal(
    inline("an Entry with `<b>` and <i>", links),
    'an <a href="#lectern.v1.Entry">Entry</a> with <code>&lt;b&gt;</code> and &lt;i&gt;',
  );
});

test("lists in comments stay lists", () => {
  const parts = split(" One\n two:\n - a\n   b\n - c\n\n Three [Entry][lectern.v1.Entry].\n");
  assert.deepEqual(parts, ["One two:", "- a b", "- c", "Three `Entry`."]);
  assert.equal(markdown(parts), "One two:\n\n- a b\n- c\n\nThree `Entry`.");
  assert.equal(blocks(parts.slice(0, 3), new Map()), "<p>One two:</p>\n<ul><li>a b</li>\n<li>c</li></ul>");
  assert.deepEqual(split(undefined), []);
});

test("sentences and examples are cut out of comments", () => {
  assert.equal(firstSentence("Gets one. NOT_FOUND: none."), "Gets one.");
  assert.equal(firstSentence("Lists e.g. these. More"), "Lists e.g. these.");
  assert.equal(firstSentence("no stop"), "no stop");
  assert.deepEqual(examples('A tag. Example: "en", "pt-BR". More "x".'), ["en", "pt-BR"]);
  assert.deepEqual(examples("none"), []);
});
