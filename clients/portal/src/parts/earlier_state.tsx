// Says that a page shows a resource as it was, and leads to it as it is.
import type { FC } from "hono/jsx";
import type { PageRequest } from "../http/page.ts";
import { dateOf, minuteText, type Moment } from "../text/dates.ts";

interface EarlierStateProps {
  request: PageRequest;
  /** Of the page as it is now, without its language. */
  path: string;
  shown: { readonly updateTime?: Moment | undefined };
}

export const EarlierState: FC<EarlierStateProps> = ({
  request: { t, href, language },
  path,
  shown: { updateTime },
}) => (
  <p class="stale">
    {t.entry.earlier(updateTime === undefined ? "" : minuteText(dateOf(updateTime), language.tag))}{" "}
    <a href={href(path)}>{t.entry.current}</a>
  </p>
);
