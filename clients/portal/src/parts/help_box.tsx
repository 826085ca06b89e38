// Where help is found, at the head of every page of a country.
import type { FC } from "hono/jsx";
import type { Hotline, Site } from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { Hotlines, isOverdue } from "./hotlines.tsx";

/** So many hotlines stand on a page of sources; the help page has all. */
const SHOWN = 3;

interface HelpBoxProps {
  request: PageRequest;
  code: string;
  /** The country's name. */
  country: string;
  hotlines: readonly Hotline[];
  site: Site | undefined;
}

export const HelpBox: FC<HelpBoxProps> = ({ request, code, country, hotlines, site }) => {
  const { t, href } = request;
  const best = [...hotlines]
    .sort((a, b) => Number(isOverdue(a, request)) - Number(isOverdue(b, request)))
    .slice(0, SHOWN);
  return (
    <section class="help-box" aria-labelledby="help-heading">
      <h2 id="help-heading">{t.help.boxHeading}</h2>
      {hotlines.length === 0 ? <p>{t.help.noneOf(country)}</p> : ""}
      <Hotlines request={request} hotlines={best} site={site} />
      <p class="more-help">
        <a href={href(`/help/${code}`)}>
          {hotlines.length > SHOWN ? t.help.allOf(country, hotlines.length) : t.help.more}
        </a>
      </p>
    </section>
  );
};
