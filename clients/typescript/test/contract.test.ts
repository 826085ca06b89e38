// What the client is built on holds for every service and method that the contract declares.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MethodOptions_IdempotencyLevel as Level } from "@bufbuild/protobuf/wkt";
import { createLectern } from "@lectern/client";
import type { DescMethod } from "@bufbuild/protobuf";
import * as contract from "@lectern/client/gen/lectern/v1/index.js";

const lectern = createLectern({ address: "127.0.0.1:1" });
const services = Object.values(contract).filter((exported) => typeof exported === "object" && "methods" in exported);
const bound = Object.values(lectern as object)
  .flatMap((service: object) => Object.values(service))
  .flatMap((method: { descriptor?: DescMethod }) => method.descriptor ?? []);

// A stream in both directions is for tools of bulk imports; a unary method does the same (StageItems).
test("each method of each service is there, once, but for streams in both directions", () => {
  const declared = services.flatMap((service) => service.methods).filter((each) => each.methodKind !== "bidi_streaming");
  assert.ok(declared.length > 20);
  for (const method of declared) assert.equal(bound.filter((each) => each === method).length, 1, method.toString());
});

test("the names of services are those that the README shows", () => {
  for (const name of ["entries", "countries", "teacherResources", "taxonomy", "site", "search", "admin", "operations"]) {
    assert.ok(name in lectern, name);
  }
});

test("no method that writes declares to be free of effects: it would be made again", () => {
  for (const method of services.flatMap((service) => service.methods)) {
    const isRead = /^(Get|List|BatchGet|Search|Suggest|Related|Watch|Export)(?=[A-Z]|$)/.test(method.name);
    if (!isRead) assert.notEqual(method.idempotency, Level.NO_SIDE_EFFECTS, method.toString());
  }
});

test("writes that are repeated bear a string request_id", () => {
  for (const method of services.flatMap((service) => service.methods)) {
    const field = method.input.field["requestId"];
    if (field !== undefined) assert.ok(field.fieldKind === "scalar" && field.scalar === 9, method.toString());
    if (/^(Create|Update|Delete|BatchUpsert)/.test(method.name) && method.name !== "CreateApiKey") {
      assert.ok(field !== undefined, `${method.toString()} has no request_id`);
    }
  }
});
