// Texts in CommonMark as elements of the page, built from the parsed text node by node, so that nothing gets in
// that is not named here: HTML in a text is shown as the characters that it is made of.
import type { Child, FC } from "hono/jsx";
import { Parser, type Node } from "commonmark";
import { findNumbers } from "../text/masking.ts";
import { sourceAddress } from "./source_link.tsx";
import { MaskedNumber, Quotation, type NumberNotice } from "./texts.tsx";

/** Deeper than anybody writes: what lies deeper still is shown as plain text. */
const DEEPEST = 12;

interface MarkdownProps {
  source: string;
  notice: NumberNotice;
  /** Level of the text's first heading; the page's own are above it. */
  level: 3 | 4;
}

export const Markdown: FC<MarkdownProps> = ({ source, notice, level }) => {
  if (isTooHard(source)) {
    const paragraphs = source.split(BLANK_LINES);
    return (
      <div class="markdown">
        {paragraphs.map((text) => (
          <p class="lines" dir="auto">
            <Quotation text={text} notice={notice} />
          </p>
        ))}
      </div>
    );
  }
  const document = new Parser().parse(source);
  return <div class="markdown">{new Blocks(notice, level).children(document, 0)}</div>;
};

const BLANK_LINES = /\n(?:[ \t]*\n)+/;
/** A line in a hundred quotations or lists within one another. */
const ENDLESS_NESTING = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){100}/m;
/** Sixty links in a paragraph of six thousand characters are a tenth of it. */
const MOST_EFFORT = 4_000_000;

/**
 * Whether a text would keep the parser busy for seconds: it reads to a paragraph's end for each "](", and goes through
 * all that a line is nested in for each further level. Nobody writes so by hand; what does is shown as it is written.
 */
function isTooHard(source: string): boolean {
  const effort = source.split(BLANK_LINES).reduce((sum, text) => sum + text.length * (text.split("](").length - 1), 0);
  return effort > MOST_EFFORT || ENDLESS_NESTING.test(source);
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.next) children.push(child);
  return children;
}

/** All text of a node; a break of a line is one here, too. */
function textOf(node: Node): string {
  let text = "";
  const walker = node.walker();
  for (let event = walker.next(); event !== null; event = walker.next()) {
    if (event.entering) text += lengthless(event.node);
  }
  return text;
}

function lengthless({ type, literal }: Node): string {
  return type === "softbreak" || type === "linebreak" ? "\n" : (literal ?? "");
}

class Blocks {
  readonly #notice: NumberNotice;
  readonly #level: number;
  /** Levels, as the text has them, of the headings that the present place is under. */
  readonly #under: number[] = [];

  constructor(notice: NumberNotice, level: number) {
    this.#notice = notice;
    this.#level = level;
  }

  children(node: Node, depth: number): Child[] {
    return childrenOf(node).map((child) => this.#block(child, depth));
  }

  #block(node: Node, depth: number): Child {
    if (depth > DEEPEST)
      return (
        <p>
          <Quotation text={textOf(node)} notice={this.#notice} />
        </p>
      );
    switch (node.type) {
      case "paragraph":
        return <p dir="auto">{this.#inlines(node)}</p>;
      case "heading":
        return this.#heading(node, depth);
      case "block_quote":
        return <blockquote>{this.children(node, depth + 1)}</blockquote>;
      case "list":
        return this.#list(node, depth);
      case "code_block":
        return (
          <pre dir="auto">
            <code>
              <Quotation text={node.literal ?? ""} notice={this.#notice} />
            </code>
          </pre>
        );
      case "thematic_break":
        return <hr />;
      default:
        return (
          <p dir="auto">
            <Quotation text={textOf(node)} notice={this.#notice} />
          </p>
        );
    }
  }

  // A text may begin at any level and leave some out; the page's outline must not.
  #heading(node: Node, depth: number): Child {
    if (depth > 0)
      return (
        <p dir="auto">
          <strong>{this.#inlines(node)}</strong>
        </p>
      );
    while ((this.#under.at(-1) ?? 0) >= node.level) this.#under.pop();
    this.#under.push(node.level);
    const Heading = `h${Math.min(this.#level + this.#under.length - 1, 6)}` as "h3";
    return <Heading dir="auto">{this.#inlines(node)}</Heading>;
  }

  #list(node: Node, depth: number): Child {
    const items = childrenOf(node).map((item) => <li dir="auto">{this.#item(item, node.listTight, depth + 1)}</li>);
    if (node.listType !== "ordered") return <ul>{items}</ul>;
    return <ol start={node.listStart === 1 ? undefined : node.listStart}>{items}</ol>;
  }

  #item(item: Node, tight: boolean, depth: number): Child[] {
    return childrenOf(item).map((child) =>
      tight && child.type === "paragraph" ? this.#inlines(child) : this.#block(child, depth),
    );
  }

  #inlines(block: Node): Child {
    return new Inlines(block, this.#notice).children(block, 0);
  }
}

/** What stands in a block's lines. Numbers are masked over the whole of it: emphasis may be in the middle of one. */
class Inlines {
  readonly #notice: NumberNotice;
  readonly #numbers: { readonly start: number; readonly end: number }[] = [];
  /** How much of the block's text has been gone through. */
  #at = 0;

  constructor(block: Node, notice: NumberNotice) {
    this.#notice = notice;
    let at = 0;
    for (const { text, isNumber } of findNumbers(textOf(block), notice.country.toUpperCase())) {
      if (isNumber) this.#numbers.push({ start: at, end: at + text.length });
      at += text.length;
    }
  }

  children(node: Node, depth: number): Child[] {
    if (depth > DEEPEST) return this.#text(textOf(node));
    return childrenOf(node).map((child) => this.#inline(child, depth));
  }

  #inline(node: Node, depth: number): Child {
    switch (node.type) {
      case "linebreak":
        this.#at += 1;
        return <br />;
      case "emph":
        return <em>{this.children(node, depth + 1)}</em>;
      case "strong":
        return <strong>{this.children(node, depth + 1)}</strong>;
      case "code":
        return <code>{this.#text(node.literal ?? "")}</code>;
      case "link":
        return this.#link(node, depth);
      case "image": // what it shows, in words: nothing is loaded from elsewhere
        return <>{this.children(node, depth + 1)}</>;
      default:
        return <>{this.#text(lengthless(node))}</>;
    }
  }

  #link(node: Node, depth: number): Child {
    const address = sourceAddress(node.destination ?? "");
    const start = this.#at;
    const children = this.children(node, depth + 1);
    // The mask is a link itself.
    const isMasked = this.#numbers.some((number) => number.start < this.#at && number.end > start);
    if (address === undefined || isMasked || children.length === 0) return <>{children}</>;
    return (
      <a href={address} rel="noreferrer nofollow">
        {children}
      </a>
    );
  }

  /** The next `text` of the block; in place of a number the mask, once, where the number begins. */
  #text(text: string): Child[] {
    const start = this.#at;
    const end = start + text.length;
    this.#at = end;
    const children: Child[] = [];
    let from = start;
    const push = (to: number) => {
      if (to > from) children.push(text.slice(from - start, to - start));
    };
    for (const number of this.#numbers) {
      if (number.end <= from || number.start >= end) continue;
      push(Math.max(from, number.start));
      if (number.start >= start) children.push(<MaskedNumber notice={this.#notice} />);
      from = Math.min(number.end, end);
    }
    push(end);
    return children;
  }
}
