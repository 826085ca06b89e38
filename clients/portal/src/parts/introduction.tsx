// What editors put before the sources of a country's page: introduction with its source, caution, where guidance is.
import type { FC } from "hono/jsx";
import type { CountryPage } from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { yearOf } from "../text/dates.ts";
import { ageText } from "./entry.tsx";
import { Quotation, Words } from "./texts.tsx";

interface IntroductionProps {
  request: PageRequest;
  code: string;
  page: CountryPage | undefined;
  caution: string;
  topic: string;
}

export const Introduction: FC<IntroductionProps> = ({ request, code, page, caution, topic }) => {
  const { t, href } = request;
  const introduction = page?.introduction;
  const year = yearOf(introduction?.edition);
  const notice = { request, country: code, year };
  const language = page?.language || undefined;
  return (
    <div class="prose introduction">
      {introduction === undefined || introduction.paragraphs.length === 0 ? (
        ""
      ) : (
        <section aria-labelledby="introduction">
          <h2 id="introduction">{t.country.introduction}</h2>
          {introduction.paragraphs.map((paragraph) => (
            <p lang={language} dir="auto">
              <Quotation text={paragraph} notice={notice} />
            </p>
          ))}
          <p class="attribution">
            {t.country.from} <Words text={[introduction.source, introduction.edition].filter(Boolean).join(", ")} />
            {year === undefined ? "" : ` (${ageText(request, year)})`}
          </p>
        </section>
      )}
      {caution === "" ? (
        ""
      ) : (
        <aside class="caution" aria-labelledby="caution">
          <h2 id="caution">{t.country.caution}</h2>
          <p lang={language} dir="auto">
            <Quotation text={caution} notice={notice} />
          </p>
        </aside>
      )}
      <p>
        <a href={href(`/topics/${topic}`)}>{t.country.guidance}</a>
      </p>
    </div>
  );
};
