// The parts of the reference page: methods, messages, enums and errors, each with an anchor of its own.
import {
  ScalarType,
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescMethod,
  type DescService,
} from "@bufbuild/protobuf";
import { methodName, type Contract } from "../src/contract.ts";
import { GATEWAY_REASONS } from "../src/errors.ts";
import { isAdminMethod, offerOf } from "../src/offer.ts";
import { comment, examples, fileParagraphs, paragraphs } from "./comments.ts";
import { FieldReader } from "./fields.ts";
import { blocks, inline, text } from "./html.ts";
import { reasonsOf } from "./openapi.ts";
import { nameOf } from "./schemas.ts";

export interface NavGroup {
  readonly title: string;
  readonly anchor: string;
  readonly items: ReadonlyArray<{ label: string; anchor: string }>;
}

export class Reference {
  readonly services: readonly DescService[];
  private readonly contract: Contract;
  private readonly fields: FieldReader;
  private readonly links = new Map<string, string>();
  private readonly messages: DescMessage[] = [];
  private readonly enums: DescEnum[] = [];
  /** Messages that stand with the method that has them as its request -> that method's anchor. */
  private readonly inlined = new Map<string, string>();

  constructor(contract: Contract) {
    this.contract = contract;
    this.fields = new FieldReader(contract);
    this.services = [...new Set(contract.methods.map((method) => method.parent))];
    for (const method of contract.methods) {
      this.links.set(`${method.parent.name}.${method.name}`, methodName(method));
      this.inlined.set(method.input.typeName, methodName(method));
    }
    for (const method of contract.methods) this.collect(method.input).collect(method.output);
    for (const type of [...this.messages, ...this.enums])
      this.links.set(nameOf(type), this.inlined.get(type.typeName) ?? type.typeName);
    for (const reason of reasonsOf(contract)) this.links.set(reason.name, `reason-${reason.name}`);
    for (const name of Object.keys(GATEWAY_REASONS)) this.links.set(name, `reason-${name}`);
    this.messages.sort(byName);
    this.enums.sort(byName);
  }

  nav(): NavGroup[] {
    const resources = this.messages.filter((message) => this.fields.isResource(message));
    const others = this.messages.filter(
      (message) => !this.fields.isResource(message) && !this.inlined.has(message.typeName),
    );
    const items = (types: ReadonlyArray<DescMessage | DescEnum>) =>
      types.map((type) => ({ label: nameOf(type), anchor: type.typeName }));
    return [
      ...this.services.map((service) => ({
        title: service.name,
        anchor: service.typeName,
        items: service.methods.map((method) => ({ label: method.name, anchor: methodName(method) })),
      })),
      { title: "Resources", anchor: "resources", items: items(resources) },
      { title: "Messages", anchor: "messages", items: items(others) },
      { title: "Enums", anchor: "enums", items: items(this.enums) },
      { title: "Errors", anchor: "errors", items: [] },
    ];
  }

  service(service: DescService): string {
    const intro = [...fileParagraphs(service.file).slice(1), ...paragraphs(service)];
    return `<section><h2 id="${service.typeName}">${text(service.name)}</h2>
${blocks(intro, this.links)}
${service.methods.map((method) => this.method(method)).join("\n")}</section>`;
  }

  types(): string {
    const resources = this.messages.filter((message) => this.fields.isResource(message));
    const others = this.messages.filter(
      (message) => !this.fields.isResource(message) && !this.inlined.has(message.typeName),
    );
    return `<section><h2 id="resources">Resources</h2>${resources.map((message) => this.message(message)).join("\n")}</section>
<section><h2 id="messages">Messages</h2>${others.map((message) => this.message(message)).join("\n")}</section>
<section><h2 id="enums">Enums</h2>${this.enums.map((type) => this.enumeration(type)).join("\n")}</section>`;
  }

  errors(): string {
    const rows = (list: Array<{ name: string; text: string }>) =>
      list
        .map(
          ({ name, text: meaning }) =>
            `<tr id="reason-${name}"><td><code>${text(name)}</code></td><td>${inline(meaning, this.links)}</td></tr>`,
        )
        .join("\n");
    const table = (caption: string, list: Array<{ name: string; text: string }>) =>
      `<h3>${caption}</h3><div class="table"><table><thead><tr><th>Reason</th><th>Meaning</th></tr></thead><tbody>${rows(list)}</tbody></table></div>`;
    const own = Object.entries(GATEWAY_REASONS).map(([name, meaning]) => ({ name, text: meaning }));
    return `${table("Of the server, domain <code>lectern</code>", reasonsOf(this.contract))}
${table("Of the gateway, domain <code>lectern.gateway</code>", own)}`;
  }

  private collect(message: DescMessage): this {
    if (!message.typeName.startsWith("lectern.") && !message.typeName.startsWith("google.longrunning.")) return this;
    if (this.messages.includes(message)) return this;
    this.messages.push(message);
    for (const field of message.fields) {
      if (field.message !== undefined) this.collect(field.message);
      if (field.enum !== undefined && !this.enums.includes(field.enum)) this.enums.push(field.enum);
    }
    return this;
  }

  private method(method: DescMethod): string {
    const offer = offerOf(method);
    const name = methodName(method);
    const tags = [
      offer.unary ? (offer.get ? "GET or POST" : "POST") : "",
      offer.unary ? "" : "!stream: gRPC alone",
      isAdminMethod(name) ? "!with --with-admin" : "",
    ].filter((tag) => tag !== "");
    const sample = offer.unary ? this.sample(method) : undefined;
    const twins = offer.twins.map((twin) => `<a href="#${twin}"><code>${text(twin)}</code></a>`).join(", ");
    return `<article><h3 id="${name}"><a class="anchor" href="#${name}">${text(method.name)}</a><span class="tags">${tags.map(tagOf).join("")}</span></h3>
<p class="path"><code>${text(offer.path)}</code></p>
${blocks(paragraphs(method), this.links)}
${twins === "" ? "" : `<p>Over the gateway, call ${twins} instead.</p>`}
<h4>Request: ${text(nameOf(method.input))}</h4>
${this.fieldTable(method.input)}
<h4>Answer: ${this.typeLink(method.output)}</h4>
${sample === undefined ? "" : `<pre><code>${text(sample)}</code></pre>`}</article>`;
  }

  /** A call that can be typed; none where the comments give no example of what the request must have. */
  private sample(method: DescMethod): string | undefined {
    if (!method.parent.typeName.startsWith("lectern.")) return undefined; // says in words what is required
    const body: Record<string, unknown> = {};
    for (const field of method.input.fields) {
      if (!this.fields.facts(field).required) continue;
      const example = field.scalar === ScalarType.STRING ? examples(comment(field))[0] : undefined;
      if (example === undefined) return undefined;
      body[field.jsonName] = field.fieldKind === "list" ? [example] : example;
    }
    return `curl --json '${JSON.stringify(body)}' http://127.0.0.1:8090/${methodName(method)}`;
  }

  private message(message: DescMessage): string {
    const pattern = this.fields.patternOf(message);
    return `<article><h3 id="${message.typeName}"><a class="anchor" href="#${message.typeName}">${text(nameOf(message))}</a></h3>
${pattern === "" ? "" : `<p class="path"><code>${text(pattern)}</code></p>`}
${blocks(paragraphs(message), this.links)}
${this.fieldTable(message)}</article>`;
  }

  private fieldTable(message: DescMessage): string {
    if (message.fields.length === 0) return `<p class="note">No fields.</p>`;
    const rows = message.fields.map((field) => {
      const facts = this.fields.facts(field);
      const notes = [facts.required ? "required" : "", facts.outputOnly ? "set by the server" : ""].filter(
        (note) => note !== "",
      );
      return `<tr><td><code>${text(field.jsonName)}</code>${notes.length > 0 ? `<br><span class="note">${notes.join(", ")}</span>` : ""}</td>
<td>${this.fieldType(field)}</td><td>${blocks(paragraphs(field), this.links)}</td></tr>`;
    });
    return `<div class="table"><table><thead><tr><th>Field</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
  }

  private enumeration(type: DescEnum): string {
    const rows = type.values.map(
      (value) => `<tr><td><code>${text(value.name)}</code></td><td>${blocks(paragraphs(value), this.links)}</td></tr>`,
    );
    return `<article><h3 id="${type.typeName}"><a class="anchor" href="#${type.typeName}">${text(nameOf(type))}</a></h3>
${blocks(paragraphs(type), this.links)}
<div class="table"><table><thead><tr><th>Value</th><th>Meaning</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div></article>`;
  }

  private fieldType(field: DescField): string {
    const value =
      field.message !== undefined
        ? this.typeLink(field.message)
        : field.enum !== undefined
          ? `<a href="#${field.enum.typeName}">${text(nameOf(field.enum))}</a>`
          : text(ScalarType[field.scalar as ScalarType].toLowerCase());
    return field.fieldKind === "list" ? `list of ${value}` : field.fieldKind === "map" ? `map to ${value}` : value;
  }

  private typeLink(message: DescMessage): string {
    const label = text(nameOf(message).replace(/^google\.protobuf\./, ""));
    const anchor = this.inlined.get(message.typeName) ?? message.typeName;
    return this.messages.includes(message) ? `<a href="#${anchor}">${label}</a>` : label;
  }
}

function tagOf(tag: string): string {
  return tag.startsWith("!")
    ? `<span class="tag warn">${text(tag.slice(1))}</span>`
    : `<span class="tag">${text(tag)}</span>`;
}

function byName(a: DescMessage | DescEnum, b: DescMessage | DescEnum): number {
  return nameOf(a) < nameOf(b) ? -1 : 1;
}
