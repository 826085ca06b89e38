// Pages as a test looks at them: fetched, parsed as browsers parse, searched with selectors.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { selectAll } from "css-select";
import { parse } from "parse5";
import { adapter } from "parse5-htmlparser2-tree-adapter";

interface Node {
  readonly children?: readonly Node[];
  readonly data?: string;
  readonly type: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly name?: string;
}

export interface Fetched {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** All elements that a selector finds. */
  all(selector: string): Node[];
  /** Text of the first element that a selector finds, white space put together; fails where there is none. */
  text(selector?: string): string;
  /** An attribute of the first element that a selector finds. */
  attribute(selector: string, name: string): string | undefined;
}

/** Gets a page; follows no redirection. */
export async function get(address: string, headers: Record<string, string> = {}): Promise<Fetched> {
  const response = await fetch(address, { redirect: "manual", headers });
  return fetched(response.status, response.headers, await response.text());
}

export function fetched(status: number, headers: Headers, html: string): Fetched {
  const tree = parse(html, { treeAdapter: adapter });
  const all = (selector: string) => selectAll(selector, tree as never) as unknown as Node[];
  const first = (selector: string) => {
    const found = all(selector)[0];
    assert.ok(found !== undefined, `nothing is ${selector}`);
    return found;
  };
  return {
    status,
    headers,
    html,
    all,
    text: (selector = "body") => textOf(first(selector)),
    attribute: (selector, name) => first(selector).attribs?.[name],
  };
}

/** The text of an element, white space put together. */
export function textOf(node: Node): string {
  const gather = (item: Node): string => item.data ?? (item.children ?? []).map(gather).join("");
  return gather(node).replace(/\s+/g, " ").trim();
}

/** Waits until `condition` holds, at most 15 s. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await condition())) {
    assert.ok(performance.now() < end, "it never came to that");
    await sleep(25);
  }
}
