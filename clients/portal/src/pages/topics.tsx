// All topics.
import { sourceCounts } from "../catalogue/search.ts";
import { topics as readTopics } from "../catalogue/topics.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { TopicList } from "../parts/topic_list.tsx";
import { Trail } from "../parts/trail.tsx";

export async function topics(request: PageRequest): Promise<Page> {
  const { t, href, reading } = request;
  const [all, counts] = await Promise.all([readTopics(reading), sourceCounts(reading)]);
  return {
    title: t.layout.topics,
    content: (
      <>
        <Trail request={request} steps={[]} />
        <h1>{t.layout.topics}</h1>
        <TopicList request={request} topics={all} counts={counts?.topics} level={2} />
        {counts === undefined ? <p>{t.home.counting}</p> : <p class="caption">{t.map.caption}</p>}
        <p><a href={href("/guide")}>{t.guide.link}</a></p>
      </>
    ),
  };
}
