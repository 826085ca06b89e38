// Descriptions in the vocabulary of schema.org, as blocks of data within pages. Nothing of them is carried out: the
// type of the block is no script's, and the policy of these pages lets none of their own run.
import type { FC } from "hono/jsx";
import { raw } from "hono/html";

export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

export const JSON_LD = "application/ld+json";

/** JSON without any character that means something to HTML or to JavaScript. What is undefined or empty is left out. */
export function jsonLd(value: { readonly [key: string]: Json }): string {
  const text = JSON.stringify({ "@context": "https://schema.org", ...value }, (_, item: Json) =>
    isNothing(item) ? undefined : item,
  );
  return text.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function isNothing(item: Json): boolean {
  return item === "" || item === undefined || (Array.isArray(item) && item.every(isNothing));
}

export const JsonLd: FC<{ value: { readonly [key: string]: Json } }> = ({ value }) => (
  <script type={JSON_LD}>{raw(jsonLd(value))}</script>
);
