// JSON Schema (2020-12, as OpenAPI 3.1 has it) of the contract's messages in proto3's JSON form.
import { ScalarType, type DescEnum, type DescField, type DescMessage } from "@bufbuild/protobuf";
import { comment, examples } from "./comments.ts";
import type { FieldReader } from "./fields.ts";

export type Schema = { [key: string]: unknown };

const DECIMAL = { type: "string", pattern: "^-?[0-9]+$" };
const FLOAT = { anyOf: [{ type: "number" }, { enum: ["NaN", "Infinity", "-Infinity"] }] };

const SCALARS: Partial<Record<ScalarType, Schema>> = {
  [ScalarType.STRING]: { type: "string" },
  [ScalarType.BOOL]: { type: "boolean" },
  [ScalarType.BYTES]: { type: "string", contentEncoding: "base64" },
  [ScalarType.DOUBLE]: { ...FLOAT },
  [ScalarType.FLOAT]: { ...FLOAT },
  [ScalarType.INT64]: { ...DECIMAL, format: "int64" },
  [ScalarType.SINT64]: { ...DECIMAL, format: "int64" },
  [ScalarType.SFIXED64]: { ...DECIMAL, format: "int64" },
  [ScalarType.UINT64]: { ...DECIMAL, format: "uint64" },
  [ScalarType.FIXED64]: { ...DECIMAL, format: "uint64" },
};
const INT32: Schema = { type: "integer", format: "int32" };

// Google's types that have a JSON form of their own.
const WELL_KNOWN: Record<string, Schema> = {
  "google.protobuf.Timestamp": { type: "string", format: "date-time" },
  "google.protobuf.Duration": { type: "string", pattern: "^-?[0-9]+(\\.[0-9]{1,9})?s$", examples: ["1.5s"] },
  "google.protobuf.FieldMask": {
    type: "string",
    description: "Paths of fields in lowerCamelCase, joined by commas.",
    examples: ["titleLines,url"],
  },
  "google.protobuf.Empty": { type: "object" },
  "google.protobuf.Struct": { type: "object" },
  "google.protobuf.ListValue": { type: "array" },
  "google.protobuf.Value": {},
  "google.protobuf.Any": {
    type: "object",
    required: ["@type"],
    properties: { "@type": { type: "string", examples: ["type.googleapis.com/google.rpc.ErrorInfo"] } },
  },
};

// Text forms of limits.proto as patterns; the server checks more closely.
const FORMS: Record<string, Schema> = {
  EDTF: { pattern: "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$" },
  HTTP_URL: { pattern: "^(https?://.+)?$" },
  LANGUAGE_TAG: { pattern: "^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$" },
  RANK: { pattern: "^([0-9A-Za-z]*[1-9A-Za-z])?$" },
};

export class Schemas {
  /** Named schemas, for components/schemas. */
  readonly components: Record<string, Schema> = {};
  private readonly fields: FieldReader;

  constructor(fields: FieldReader) {
    this.fields = fields;
  }

  /** A reference to the message's schema, which is added with all that it needs. */
  message(message: DescMessage): Schema {
    const known = WELL_KNOWN[message.typeName];
    if (known !== undefined) return { ...known };
    const name = nameOf(message);
    if (this.components[name] === undefined) {
      this.components[name] = {}; // a message may hold itself
      this.components[name] = this.build(message);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  private build(message: DescMessage): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const field of message.fields) {
      properties[field.jsonName] = this.field(field);
      // A resource has to be whole when it is created, not when fields of it are changed: see requiredOf().
      if (this.fields.facts(field).required && !this.fields.isResource(message)) required.push(field.jsonName);
    }
    const schema: Schema = { type: "object", description: comment(message), properties };
    if (required.length > 0) schema.required = required;
    const pattern = this.fields.patternOf(message);
    if (pattern !== "") schema["x-resource-pattern"] = pattern;
    return schema;
  }

  private field(field: DescField): Schema {
    const facts = this.fields.facts(field);
    const text = comment(field);
    let value = this.value(field);
    if (facts.maxBytes !== undefined) {
      // A text of so many bytes never has more characters; the other way round it may.
      value = { ...value, maxLength: facts.maxBytes, "x-max-bytes": facts.maxBytes };
    }
    if (facts.form !== "") value = { ...value, ...FORMS[facts.form], "x-text-form": facts.form };
    if (facts.reference !== "") value["x-resource-reference"] = facts.reference;
    const shown = field.scalar === ScalarType.STRING ? examples(text) : [];
    if (shown.length > 0) value.examples = shown;
    const schema: Schema =
      field.fieldKind === "list"
        ? { type: "array", items: value, ...(facts.maxItems === undefined ? {} : { maxItems: facts.maxItems }) }
        : field.fieldKind === "map"
          ? { type: "object", additionalProperties: value }
          : value;
    if (text !== "") schema.description = text;
    if (facts.outputOnly) schema.readOnly = true;
    return schema;
  }

  private value(field: DescField): Schema {
    if (field.message !== undefined) {
      const schema = this.message(field.message);
      const whole = this.requiredOf(field);
      return whole.length > 0 ? { allOf: [schema, { required: whole }] } : schema;
    }
    if (field.enum !== undefined) return this.enumeration(field.enum);
    return { ...(SCALARS[field.scalar as ScalarType] ?? INT32) };
  }

  /** Fields that a resource must have where it is sent to be created: in a request that has no mask beside it. */
  private requiredOf(field: DescField): string[] {
    const request = field.parent;
    if (field.message === undefined || field.fieldKind !== "message" || !this.fields.isResource(field.message))
      return [];
    if (!request.name.endsWith("Request") || request.fields.some((other) => other.name === "update_mask")) return [];
    return field.message.fields.filter((inner) => this.fields.facts(inner).required).map((inner) => inner.jsonName);
  }

  private enumeration(type: DescEnum): Schema {
    const name = nameOf(type);
    this.components[name] ??= {
      type: "string",
      description: [comment(type), ...type.values.map((value) => `- \`${value.name}\`: ${comment(value)}`)].join("\n"),
      enum: type.values.map((value) => value.name),
    };
    return { $ref: `#/components/schemas/${name}` };
  }
}

/** "Entry" of the contract's own package, the full name of any other. */
export function nameOf(type: DescMessage | DescEnum): string {
  return type.typeName.replace(/^lectern\.v1\./, "");
}
