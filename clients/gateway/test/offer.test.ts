// Which methods are offered, and how: by names and options of the contract alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { methodName, readContract } from "../src/contract.ts";
import { isAdminMethod, isPostOnly, offerOf, offersOf } from "../src/offer.ts";
import { demoContract, demoMethod } from "./support/demo.ts";
import { ROOT } from "./support/processes.ts";

const contract = readContract(new URL("../dist/contract.binpb", import.meta.url));

/** Name -> least role, out of the server's own table. */
function roleTable(): Map<string, string> {
  const source = readFileSync(join(ROOT, "services/auth/role_table.cc"), "utf8");
  return new Map(
    [...source.matchAll(/Line\{"([^"]+)",\s*v1::ROLE_(\w+)\}/g)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
}

test("search, suggestions and what is related take POST alone, though they only read", () => {
  const demo = demoContract();
  for (const name of ["SearchThings", "SuggestThings", "RelatedThings"])
    assert.equal(offerOf(demoMethod(demo, name)).get, false, name);
  for (const name of ["GetThing", "ListThings"]) assert.equal(offerOf(demoMethod(demo, name)).get, true, name);
  assert.ok(!isPostOnly("lectern.v1.SearchService/GetSearch"));
});

test("every method of the contract's search service is offered, as a read, by POST alone", () => {
  const offers = offersOf(contract, false).filter((offer) => offer.path.startsWith("/lectern.v1.SearchService/"));
  assert.ok(offers.length >= 3);
  for (const offer of offers) {
    assert.ok(isPostOnly(offer.path.slice(1)), offer.path);
    assert.ok(offer.unary && offer.read && !offer.get, offer.path);
  }
});

test("what writes, and what streams, takes no GET", () => {
  const demo = demoContract();
  assert.equal(offerOf(demoMethod(demo, "WriteThing")).get, false);
  assert.equal(offerOf(demoMethod(demo, "Watch")).get, false);
});

test("a stream names the listing beside it", () => {
  const offer = offerOf(demoMethod(demoContract(), "Watch"));
  assert.equal(offer.unary, false);
  assert.deepEqual(offer.twins, ["lectern.v1.DemoService/ListThings"]);
});

test("every stream of the contract has a unary twin", () => {
  for (const method of contract.methods) {
    const offer = offerOf(method);
    if (!offer.unary) assert.ok(offer.twins.length > 0, methodName(method));
  }
});

test("reads of the contract take GET, and no write does", () => {
  const reads = /\/(Get|BatchGet|List|Export)[A-Z]/;
  const writes =
    /\/(Create|Update|Delete|Undelete|BatchUpsert|Rollback|Publish|Withdraw|Redact|Expunge|Revoke|Compact|Cancel|Begin|Stage|Plan|Commit|Undo)/;
  let both = 0;
  for (const offer of offersOf(contract, false)) {
    if (reads.test(offer.path) && offer.unary && offer.path.startsWith("/lectern.")) {
      assert.ok(offer.get, `${offer.path} lacks idempotency_level = NO_SIDE_EFFECTS`);
      both |= 1;
    }
    if (writes.test(offer.path)) {
      assert.ok(!offer.get, offer.path);
      both |= 2;
    }
  }
  assert.equal(both, 3, "the contract has both");
});

test("methods for administrators, and no others, are kept back: the server's role table says which those are", () => {
  const roles = roleTable();
  assert.ok(roles.size > 20, "the role table could be read");
  for (const method of contract.methods) {
    const name = methodName(method);
    if (!roles.has(name)) continue; // a test of the server's says that none is missing
    assert.equal(isAdminMethod(name), roles.get(name) === "ADMIN", `${name} is for ${roles.get(name)}`);
  }
  const offered = new Set(offersOf(contract, false).map((offer) => offer.path));
  for (const [name, role] of roles) if (role === "ADMIN") assert.ok(!offered.has(`/${name}`), name);
  const everything = offersOf(contract, true).map((offer) => offer.path);
  assert.equal(everything.length, contract.methods.length);
});

test("a method of AdminService that nobody thought of is kept back", () => {
  assert.ok(isAdminMethod("lectern.v1.AdminService/SomethingNew"));
  assert.ok(!isAdminMethod("lectern.v1.AdminService/GetStatus"));
});
