// What the contract's options say of a field: behaviour, limits, references.
import {
  getOption,
  ScalarType,
  type DescExtension,
  type DescField,
  type DescMessage,
  type Registry,
} from "@bufbuild/protobuf";
import type { Contract } from "../src/contract.ts";

// google.api.FieldBehavior.
const REQUIRED = 2;
const OUTPUT_ONLY = 3;
// What the server checks where a resource's field states no limit (limits.proto).
const DEFAULT_MAX_BYTES = 1024;
const DEFAULT_MAX_ITEMS = 64;

export interface FieldFacts {
  readonly required: boolean;
  readonly outputOnly: boolean;
  /** Longest text in bytes of UTF-8; undefined where the field holds no text, or none that is limited this way. */
  readonly maxBytes: number | undefined;
  readonly maxItems: number | undefined;
  /** Name of a lectern.v1.TextForm without its prefix, "EDTF"; "" where any text will do. */
  readonly form: string;
  /** The kind of resource that the field names, "lectern/Country"; "" where it names none. */
  readonly reference: string;
}

interface Limits {
  maxBytes: number;
  maxItems: number;
  form: number;
}

export class FieldReader {
  private readonly behavior: DescExtension;
  private readonly limits: DescExtension;
  private readonly resource: DescExtension;
  private readonly resourceReference: DescExtension;
  private readonly forms: Map<number, string>;
  private readonly checked = new Set<string>();

  constructor(contract: Contract) {
    const { registry } = contract;
    this.behavior = extension(registry, "google.api.field_behavior");
    this.limits = extension(registry, "lectern.v1.limits");
    this.resource = extension(registry, "google.api.resource");
    this.resourceReference = extension(registry, "google.api.resource_reference");
    const form = registry.getEnum("lectern.v1.TextForm");
    this.forms = new Map(
      form?.values.map((value) => [value.number, value.number === 0 ? "" : value.name.replace("TEXT_FORM_", "")]),
    );
    // The server walks each resource and all that is inside it.
    for (const type of registry) if (type.kind === "message" && this.isResource(type)) this.check(type);
  }

  isResource(message: DescMessage): boolean {
    return message.file.proto.package === "lectern.v1" && this.patternOf(message) !== "";
  }

  /** "countries/{country}/pages/{page}" of a resource; "" of any other message. */
  patternOf(message: DescMessage): string {
    return (getOption(message, this.resource) as unknown as { pattern: string[] }).pattern[0] ?? "";
  }

  facts(field: DescField): FieldFacts {
    const behavior = getOption(field, this.behavior) as unknown as number[];
    const limits = getOption(field, this.limits) as unknown as Limits;
    const outputOnly = behavior.includes(OUTPUT_ONLY);
    const checked = this.checked.has(field.parent.typeName) && !outputOnly;
    const text = field.scalar === ScalarType.STRING && field.fieldKind !== "map";
    return {
      required: behavior.includes(REQUIRED),
      outputOnly,
      maxBytes: text ? limits.maxBytes || (checked ? DEFAULT_MAX_BYTES : undefined) : undefined,
      maxItems: field.fieldKind === "list" ? limits.maxItems || (checked ? DEFAULT_MAX_ITEMS : undefined) : undefined,
      form: this.forms.get(limits.form) ?? "",
      reference: (getOption(field, this.resourceReference) as unknown as { type: string }).type,
    };
  }

  private check(message: DescMessage): void {
    if (this.checked.has(message.typeName) || message.file.proto.package !== "lectern.v1") return;
    this.checked.add(message.typeName);
    for (const field of message.fields) if (field.message !== undefined) this.check(field.message);
  }
}

function extension(registry: Registry, name: string): DescExtension {
  const found = registry.getExtension(name);
  if (found === undefined) throw new Error(`the contract lacks the option ${name}`);
  return found;
}
