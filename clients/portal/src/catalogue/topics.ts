// Topics and themes, and their texts in a reader's language.
import { View, type LocalizedText, type Theme, type Topic } from "@lectern/client";
import type { Reading } from "./reading.ts";

/** All topics, by id, with their labels. */
export function topics(reading: Reading): Promise<Topic[]> {
  return reading.list(reading.source.lectern.taxonomy.listTopics, { pageSize: 1000, view: View.FULL }, (p) => p.topics);
}

/** All themes, by id, with their labels. */
export function themes(reading: Reading): Promise<Theme[]> {
  return reading.list(reading.source.lectern.taxonomy.listThemes, { pageSize: 1000, view: View.BASIC }, (p) => p.themes);
}

/** One topic with all its texts. undefined: there is none of that id. */
export async function topic(reading: Reading, id: string): Promise<Topic | undefined> {
  return (await topics(reading)).find(({ name }) => name === `topics/${id}`);
}

/** A text and the language it is in. */
export interface TextIn {
  readonly text: string;
  /** BCP 47 tag; empty where it is not known. */
  readonly language: string;
}

/** The one of `texts` for a reader of `language`: in that language, else in English, else the first. */
export function textFor(texts: readonly LocalizedText[], language: string): TextIn | undefined {
  const primary = (tag: string) => tag.toLowerCase().split("-")[0];
  return (
    texts.find((text) => text.language === language) ??
    texts.find((text) => primary(text.language) === primary(language)) ??
    texts.find((text) => primary(text.language) === "en") ??
    texts[0]
  );
}

export { orMissing } from "./reading.ts";
