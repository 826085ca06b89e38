// All themes, each with what it covers and how many sources there are.
import { countsByTheme, themesInFull } from "../catalogue/themes.ts";
import { textFor } from "../catalogue/topics.ts";
import { idOf } from "../http/addresses.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { InLanguage } from "../parts/texts.tsx";
import { Trail } from "../parts/trail.tsx";

export async function themes(request: PageRequest): Promise<Page> {
  const { t, href, reading, language } = request;
  const [all, counts] = await Promise.all([themesInFull(reading), countsByTheme(reading)]);
  const named = all
    .map((theme) => ({ ...theme, label: textFor(theme.labels, language.tag) }))
    .sort((a, b) => (a.label?.text ?? "").localeCompare(b.label?.text ?? "", language.tag));
  return {
    title: t.themes.title,
    description: t.themes.description,
    content: (
      <>
        <Trail request={request} steps={[]} />
        <h1>{t.themes.title}</h1>
        <p class="lead">{t.themes.lead}</p>
        {named.length === 0 ? (
          <p>
            {t.themes.none} <a href={href("/topics")}>{t.layout.topics}</a>
          </p>
        ) : (
          ""
        )}
        <ul class="cards">
          {named.map(({ name, label, descriptions }) => (
            <li class="card">
              <h2 class="card-title">
                <a href={href(`/themes/${idOf(name)}`)}>
                  <InLanguage text={label} page={language.tag} fallback={idOf(name)} />
                </a>
              </h2>
              <p>
                <InLanguage text={textFor(descriptions, language.tag)} page={language.tag} />
              </p>
              {counts === undefined ? "" : <p class="count">{t.counts.sources(counts.get(name) ?? 0)}</p>}
            </li>
          ))}
        </ul>
        {counts === undefined ? <p>{t.home.counting}</p> : <p class="caption">{t.map.caption}</p>}
      </>
    ),
  };
}
