// HTML by hand, for pages that are made once, at build time. Text goes through text() or inline() and nothing else.
import { isItem } from "./comments.ts";
import { STYLE } from "./style.ts";

export function text(raw: string): string {
  return raw.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A comment's text: `code` in back quotes, and names that `links` knows as links to their anchors. */
export function inline(raw: string, links: ReadonlyMap<string, string>): string {
  return raw
    .split(/(`[^`]+`)/)
    .map((part, index) => {
      if (index % 2 === 1) return `<code>${linked(part.slice(1, -1), links)}</code>`;
      return linked(part, links);
    })
    .join("");
}

function linked(raw: string, links: ReadonlyMap<string, string>): string {
  return raw
    .split(/(\b[A-Z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9]*)*\b)/)
    .map((part, index) => {
      const anchor = index % 2 === 1 ? links.get(part) : undefined;
      return anchor === undefined ? text(part) : `<a href="#${anchor}">${text(part)}</a>`;
    })
    .join("");
}

export function blocks(list: readonly string[], links: ReadonlyMap<string, string>): string {
  const html = list.map((part, index) => {
    if (!isItem(part)) return `<p>${inline(part, links)}</p>`;
    const [first, last] = [!isItem(list[index - 1]), !isItem(list[index + 1])];
    return `${first ? "<ul>" : ""}<li>${inline(part.slice(2), links)}</li>${last ? "</ul>" : ""}`;
  });
  return html.join("\n");
}

// A lectern with an open page, as a picture inside the page itself: no request goes out for it.
const ICON =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#1f5f5b" d="M1 3l7 2 7-2v6l-7 2-7-2zM7 12h2v3H7z"/></svg>',
  );

export function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(title)}</title>
<link rel="icon" href="${text(ICON)}">
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
