// The contract's comments as text: what a person wrote beside a method, message or field.
import type { AnyDesc, DescFile } from "@bufbuild/protobuf";
import { getComments, getSyntaxComments } from "@bufbuild/protoplugin";

/** Paragraphs and items of lists ("- ...") of a comment, each on one line; none where there is no comment. */
export function paragraphs(desc: Exclude<AnyDesc, DescFile>): string[] {
  return split(getComments(desc).leading);
}

/** The comment that opens a file. */
export function fileParagraphs(file: DescFile): string[] {
  return split(getSyntaxComments(file).leading);
}

/** The comment as one text in Markdown. */
export function comment(desc: Exclude<AnyDesc, DescFile>): string {
  return markdown(paragraphs(desc));
}

/** An empty line between paragraphs, none between the items of a list. */
export function markdown(list: readonly string[]): string {
  return list
    .map((part, index) => (index === 0 ? "" : isItem(part) && isItem(list[index - 1]) ? "\n" : "\n\n") + part)
    .join("");
}

export function isItem(part: string | undefined): boolean {
  return part?.startsWith("- ") ?? false;
}

/** Up to the first full stop that ends a sentence; "Example: ..." and abbreviations do not begin one. */
export function firstSentence(text: string): string {
  return /^.*?[.?](?=\s+[A-Z`"]|$)/s.exec(text)?.[0] ?? text;
}

/** What a comment gives behind `Example:`, without its quotation marks. */
export function examples(text: string): string[] {
  const list = /Example: ((?:"[^"]*"(?:, )?)+)/.exec(text)?.[1] ?? "";
  return [...list.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "").filter((example) => example !== "");
}

/** Takes a comment apart, as buf hands it over: its lines without the slashes. */
export function split(leading: string | undefined): string[] {
  return (leading ?? "")
    .split(/\n[ \t]*\n|\n(?=[ \t]*- )/)
    .map((part) => part.replace(/\s*\n\s*/g, " ").trim())
    .map((part) => part.replace(/\[([^\]]+)\]\[[\w.]+\]/g, "`$1`")) // Google's way of linking to a type
    .filter((part) => part !== "");
}
