// Topics, each with what it covers and how many sources there are.
import type { FC } from "hono/jsx";
import type { Topic } from "@lectern/client";
import { textFor } from "../catalogue/topics.ts";
import { addressOf, idOf } from "../http/addresses.ts";
import type { PageRequest } from "../http/page.ts";
import { InLanguage } from "./texts.tsx";

interface TopicListProps {
  request: PageRequest;
  topics: readonly Topic[];
  /** By resource name of the topic; undefined where nobody counted. */
  counts: ReadonlyMap<string, number> | undefined;
  /** Where a topic leads, where that is not its own page. */
  address?: (topic: Topic) => string;
  level?: 2 | 3;
}

export const TopicList: FC<TopicListProps> = ({ request, topics, counts, address, level = 3 }) => {
  const { t, href, language } = request;
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <ul class="cards">
      {topics.map((topic) => (
        <li class="card">
          <Heading class="card-title">
            <a href={href(address?.(topic) ?? addressOf(topic.name) ?? "/")}>
              <InLanguage text={textFor(topic.labels, language.tag)} page={language.tag} fallback={idOf(topic.name)} />
            </a>
          </Heading>
          <p><InLanguage text={textFor(topic.descriptions, language.tag)} page={language.tag} /></p>
          {counts === undefined ? "" : <p class="count">{t.counts.sources(counts.get(topic.name) ?? 0)}</p>}
        </li>
      ))}
    </ul>
  );
};

/** A topic's preferred term as plain text. */
export function topicLabel(topic: Topic, language: string): string {
  return textFor(topic.labels, language)?.text ?? idOf(topic.name);
}
