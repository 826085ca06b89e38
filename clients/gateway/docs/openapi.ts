// OpenAPI 3.1 of what the gateway offers as JSON, made from descriptors and their comments.
import type { DescMethod } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { codeToString } from "@connectrpc/connect/protocol-connect";
import type { Contract } from "../src/contract.ts";
import { DOMAIN, GATEWAY_DOMAIN, GATEWAY_REASONS } from "../src/errors.ts";
import { isAdminMethod, offersOf, type Offer } from "../src/offer.ts";
import { comment, firstSentence, fileParagraphs, markdown, paragraphs } from "./comments.ts";
import { FieldReader } from "./fields.ts";
import { Schemas, type Schema } from "./schemas.ts";

const INTRODUCTION =
  `Every method takes a JSON object by POST and answers with one, with all fields printed. Names of fields
are in lowerCamelCase; whole numbers of 64 bits are strings. Fields may be added to answers: ignore those you do not know.
Requests may hold known fields alone. Without a key, calls read what is published.

The same addresses speak Connect and gRPC-Web; streams are offered by lecternd itself, over gRPC. A readable reference is at
\`/reference\`.`.replace(/(?<!\n)\n(?!\n)/g, " ");

const PARAMETERS: Record<string, Schema> = {
  ActAs: {
    name: "lectern-act-as",
    in: "header",
    description: "Lowers what the call may do, for a front end that acts for its visitor.",
    schema: { type: "string", enum: ["reader", "educator", "editor"] },
  },
  MinRevision: {
    name: "lectern-min-revision",
    in: "header",
    description:
      "The answer shows this revision of the catalogue or a later one. Example: what `lectern-revision` said after a write.",
    schema: { type: "string", pattern: "^[0-9]+$" },
  },
  Timeout: {
    name: "connect-timeout-ms",
    in: "header",
    description: "How long the caller waits, in milliseconds. More than 30,000, or none, means 30,000.",
    schema: { type: "string", pattern: "^[0-9]{1,10}$" },
  },
  Encoding: {
    name: "encoding",
    in: "query",
    required: true,
    description: "How `message` is written.",
    schema: { type: "string", enum: ["json"] },
  },
  IfNoneMatch: {
    name: "if-none-match",
    in: "header",
    description:
      "The `etag` header of an earlier answer: where nothing has changed since, the answer is 304 without a body.",
    schema: { type: "string" },
  },
};

const COMMON = ["ActAs", "MinRevision", "Timeout"].map((name) => ({ $ref: `#/components/parameters/${name}` }));

const REVISION_HEADER = {
  "lectern-revision": {
    description: "The revision of the catalogue that the answer shows.",
    schema: { type: "string", pattern: "^[0-9]+$" },
  },
};

export interface OpenApiOptions {
  readonly version: string;
  /** Whether methods for administrators are described too. */
  readonly withAdmin: boolean;
}

export function openApi(contract: Contract, options: OpenApiOptions): Schema {
  const fields = new FieldReader(contract);
  const schemas = new Schemas(fields);
  const offers = offersOf(contract, options.withAdmin).filter((offer) => offer.unary);
  const paths: Record<string, Schema> = {};
  for (const offer of offers) paths[offer.path] = pathItem(offer, schemas);
  const services = [...new Set(offers.map((offer) => offer.method.parent))];
  return {
    openapi: "3.1.0",
    info: {
      title: "Lectern",
      summary: "The catalogue of a teaching-resources portal",
      description: INTRODUCTION,
      version: options.version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "This gateway" }],
    security: [{}, { key: [] }],
    tags: services.map((service) => ({
      name: service.name,
      description: markdown([...fileParagraphs(service.file).slice(1), ...paragraphs(service)]),
    })),
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key: `Authorization: Bearer SECRET`." },
      },
      parameters: PARAMETERS,
      responses: errorResponses(),
      schemas: {
        ...sorted(schemas.components),
        Error: errorSchema(),
        ErrorDetail: detailSchema(),
        Reason: reasonSchema(contract),
      },
    },
  };
}

function pathItem(offer: Offer, schemas: Schemas): Schema {
  const { method } = offer;
  const operation = (suffix: string, parameters: object[]) => ({
    operationId: `${method.parent.name}_${method.name}${suffix}`,
    tags: [method.parent.name],
    summary: firstSentence(comment(method)),
    description: comment(method),
    ...(isAdminMethod(offer.path.slice(1)) ? { "x-admin": true } : {}),
    parameters: [...parameters, ...COMMON],
  });
  const responses = (extra: Record<string, Schema>) => ({
    "200": success(method, schemas, extra.headers ?? {}),
    ...(extra.headers === undefined
      ? {}
      : { "304": { description: "Nothing has changed since the `etag` that the request names." } }),
    "4XX": { $ref: "#/components/responses/ClientError" },
    "5XX": { $ref: "#/components/responses/ServerError" },
  });
  const input = schemas.message(method.input);
  const item: Schema = {
    post: {
      ...operation("", []),
      requestBody: { required: true, content: { "application/json": { schema: input } } },
      responses: responses({}),
    },
  };
  if (!offer.get) return item;
  const message = {
    name: "message",
    in: "query",
    required: true,
    description: "The request as JSON.",
    content: { "application/json": { schema: input } },
  };
  const named = (name: string) => ({ $ref: `#/components/parameters/${name}` });
  const cached = { etag: { description: "Names this answer.", schema: { type: "string" } } };
  item.get = {
    ...operation("_get", [named("Encoding"), message, named("IfNoneMatch")]),
    responses: responses({ headers: cached }),
  };
  return item;
}

function success(method: DescMethod, schemas: Schemas, headers: Schema): Schema {
  return {
    description: firstSentence(comment(method.output)) || "The answer.",
    headers: { ...REVISION_HEADER, ...headers },
    content: { "application/json": { schema: schemas.message(method.output) } },
  };
}

function errorResponses(): Record<string, Schema> {
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
  return {
    ClientError: { description: "The request is refused; `reason` in the error's details says why.", content },
    ServerError: {
      description: "The request could not be carried out; `reason` in the error's details says why.",
      content,
    },
  };
}

function errorSchema(): Schema {
  const codes = Object.values(Code).filter((code): code is Code => typeof code === "number");
  return {
    type: "object",
    description:
      "Why a call failed. Programs read the `reason` of the detail of type google.rpc.ErrorInfo; it comes first.",
    required: ["code", "message", "details"],
    properties: {
      code: { type: "string", enum: codes.map(codeToString), description: "The kind of error." },
      message: { type: "string", description: "What to do, for people. It may be worded otherwise tomorrow." },
      details: { type: "array", items: { $ref: "#/components/schemas/ErrorDetail" } },
    },
  };
}

function detailSchema(): Schema {
  return {
    type: "object",
    required: ["type", "value"],
    properties: {
      type: { type: "string", examples: ["google.rpc.ErrorInfo", "google.rpc.BadRequest", "google.rpc.ResourceInfo"] },
      value: { type: "string", contentEncoding: "base64", description: "The detail in protobuf, without padding." },
      debug: {
        type: "object",
        description: "The same as JSON. This gateway fills it for all of Google's standard details.",
        properties: {
          reason: { $ref: "#/components/schemas/Reason" },
          domain: { type: "string", enum: [DOMAIN, GATEWAY_DOMAIN] },
          metadata: { type: "object", additionalProperties: { type: "string" } },
          fieldViolations: {
            type: "array",
            items: { type: "object", properties: { field: { type: "string" }, description: { type: "string" } } },
          },
        },
      },
    },
  };
}

/** Reasons of the contract, without their prefix as they are sent, and the gateway's own. */
export function reasonsOf(contract: Contract): Array<{ name: string; text: string }> {
  const reasons = contract.registry.getEnum("lectern.v1.ErrorReason");
  if (reasons === undefined) throw new Error("the contract has no ErrorReason");
  return reasons.values
    .filter((value) => value.number !== 0)
    .map((value) => ({ name: value.name.replace("ERROR_REASON_", ""), text: comment(value) }));
}

function reasonSchema(contract: Contract): Schema {
  const lines = (list: Array<{ name: string; text: string }>) =>
    list.map(({ name, text }) => `- \`${name}\`: ${text}`).join("\n");
  const own = Object.entries(GATEWAY_REASONS).map(([name, text]) => ({ name, text }));
  return {
    type: "string",
    description:
      `Why a call failed. Further reasons may be added.\n\nOf the server (domain \`${DOMAIN}\`):\n${lines(reasonsOf(contract))}\n\n` +
      `Of the gateway (domain \`${GATEWAY_DOMAIN}\`), with the HTTP status:\n${lines(own)}`,
    examples: [...reasonsOf(contract), ...own].map(({ name }) => name),
  };
}

function sorted(components: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1)));
}
