// Other ways to look at the sources of a page.
import type { FC } from "hono/jsx";
import { compareAddress } from "../http/compare_address.ts";
import type { PageRequest } from "../http/page.ts";
import { timelineAddress } from "../pages/timeline.tsx";

interface ViewsProps {
  request: PageRequest;
  /** Ids of the page's country and topic, where it is of one. */
  country?: string;
  topic?: string;
  /** Path of the page's feed; left out, that of all sources. */
  feed?: string;
}

export const Views: FC<ViewsProps> = ({ request: { t, href }, country, topic, feed = "/feed.atom" }) => (
  <nav class="views" aria-label={t.pictures.more}>
    <ul class="inline-list">
      <li>
        <a href={href(compareAddress({ countries: country === undefined ? [] : [country], topic: topic ?? "" }))}>
          {country === undefined ? t.compare.title : t.compare.start}
        </a>
      </li>
      <li><a href={href(timelineAddress({ country, topic }))}>{t.timeline.title}</a></li>
      <li><a href={href(feed)} type="application/atom+xml">{t.feeds.follow}</a></li>
    </ul>
  </nav>
);
