// Typed links in headers (RFC 8288), as Signposting uses them: where a page's permanent address is, what describes it,
// what it is, what it is a part of.

export interface TypedLink {
  /** Absolute. */
  readonly href: string;
  readonly rel: "cite-as" | "describedby" | "type" | "license" | "item" | "collection" | "alternate";
  /** Media type of what is there. */
  readonly type?: string;
}

/** More items than these would be more header than proxies take; pages with more name none. */
const MOST_ITEMS = 30;

/** The value of a Link header; undefined where there is nothing to link to. What is no address of the web is left out. */
export function linkHeader(links: readonly TypedLink[]): string | undefined {
  const items = links.filter(({ rel }) => rel === "item");
  const named = items.length > MOST_ITEMS ? links.filter(({ rel }) => rel !== "item") : links;
  const values = named.flatMap(({ href, rel, type }) => {
    const url = URL.parse(href);
    if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return [];
    // A URL holds no ">", and nothing beyond ASCII once it is parsed.
    return [`<${url.href}>; rel="${rel}"${type === undefined ? "" : `; type="${type}"`}`];
  });
  return values.length === 0 ? undefined : values.join(", ");
}
