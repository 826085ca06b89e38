// What countries, topics and themes are called in a reader's language.
import { countryNames } from "./countries.ts";
import type { Reading } from "./reading.ts";
import { textFor, themes as readThemes, topics as readTopics } from "./topics.ts";

/** Names by resource name: "countries/be", "topics/torture", "themes/monitoring". */
export async function labels(reading: Reading, language: string): Promise<Map<string, string>> {
  const [names, topics, themes] = await Promise.all([countryNames(reading, language), readTopics(reading), readThemes(reading)]);
  const all = new Map(names);
  for (const { name, labels: texts } of [...topics, ...themes]) {
    const label = textFor(texts, language);
    if (label !== undefined) all.set(name, label.text);
  }
  return all;
}
