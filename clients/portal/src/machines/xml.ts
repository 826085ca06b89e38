// XML out of texts that somebody else wrote: whatever they hold, what comes out is well-formed and says no more than they
// do. Elements are made by `element` alone, so that no text gets past the escaping.

/** A piece of XML that is escaped already. */
export interface Markup {
  readonly markup: string;
}

type Content = Markup | string | undefined;

const NAME = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/;
/** What no XML 1.0 document may hold, and the controls that it advises against. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;
/**
 * Embeddings, overrides and isolates. In a page an element ends their reach; in a list of titles of some other program
 * nothing does, so they are left out. The marks that sit between letters (LRM, RLM, ALM) stay.
 */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** A text as content or attribute value: also `]]>`, which must not stand in content. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(FORBIDDEN, "\ufffd")
    .replace(DIRECTION, "")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")
    .replace(/\r/g, "&#13;");
}

function escapedValue(text: string): string {
  return escaped(text).replace(/\t/g, "&#9;").replace(/\n/g, "&#10;");
}

/** An element. Attributes without a value, and missing content, are left out. Throws where a name is none. */
export function element(name: string, attributes: Readonly<Record<string, string | undefined>>, ...content: Content[]): Markup {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  for (const each of [name, ...given.map(([key]) => key)]) {
    if (!NAME.test(each)) throw new TypeError(`${JSON.stringify(each)} is no name of XML`);
  }
  const opened = [name, ...given.map(([key, value]) => `${key}="${escapedValue(value ?? "")}"`)].join(" ");
  const inner = content.map((item) => (item === undefined ? "" : typeof item === "string" ? escaped(item) : item.markup)).join("");
  return { markup: inner === "" ? `<${opened}/>` : `<${opened}>${inner}</${name}>` };
}

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A whole document. */
export function xmlDocument(root: Markup): string {
  return `${DECLARATION}${root.markup}\n`;
}

/** A document whose root has more children than should be held at once. */
export async function* xmlStream(name: string, attributes: Readonly<Record<string, string>>, children: AsyncIterable<Markup[]>): AsyncGenerator<string> {
  const [start = "", end = ""] = element(name, attributes, { markup: "\u0000" }).markup.split("\u0000");
  yield `${DECLARATION}${start}\n`;
  for await (const some of children) yield some.map(({ markup }) => `${markup}\n`).join("");
  yield `${end}\n`;
}
