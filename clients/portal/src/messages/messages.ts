// The languages of the interface, and how an address says which one it is in.
import { en } from "./en.ts";
import { fr } from "./fr.ts";

/** All texts of the interface. A language that lacks one, or has one too many, does not compile. */
export type Messages = Wide<typeof en>;

type Wide<T> = T extends string ? string : T extends (...args: infer A) => string ? (...args: A) => string : { [K in keyof T]: Wide<T[K]> };

export interface Language {
  /** BCP 47 tag. */
  readonly tag: string;
  /** Its own name. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  /** What stands before every path in this language. */
  readonly prefix: string;
  readonly messages: Messages;
}

export const ENGLISH: Language = { tag: "en", name: "English", direction: "ltr", prefix: "", messages: en };
const FRENCH: Language = { tag: "fr", name: "Français", direction: "ltr", prefix: "/fr", messages: fr };

export const LANGUAGES: readonly Language[] = [ENGLISH, FRENCH];

/** The language of a path, and the path without it. */
export function languageOf(path: string): { language: Language; path: string } {
  for (const language of LANGUAGES) {
    if (language.prefix === "") continue;
    if (path === language.prefix) return { language, path: "/" };
    if (path.startsWith(`${language.prefix}/`)) return { language, path: path.slice(language.prefix.length) };
  }
  return { language: ENGLISH, path };
}

/** A path of this site in a language. */
export function localised(path: string, language: Language): string {
  if (!path.startsWith("/")) return path;
  return path === "/" ? language.prefix || "/" : `${language.prefix}${path}`;
}
