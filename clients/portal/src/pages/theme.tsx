// A theme: what it covers, guidance, and its sources from all countries and topics, the newest first.
import { labels as readLabels } from "../catalogue/labels.ts";
import { entriesOfTheme, themesInFull, type EntriesOfTheme } from "../catalogue/themes.ts";
import { textFor } from "../catalogue/topics.ts";
import { queryOf, searchAddress } from "../http/addresses.ts";
import { notFoundPage } from "../http/errors.tsx";
import type { Page, PageRequest } from "../http/page.ts";
import { NotesFilter } from "../parts/content_notes.tsx";
import { HitItem } from "../parts/hit.tsx";
import { InLanguage, Words } from "../parts/texts.tsx";
import { Trail } from "../parts/trail.tsx";

export async function theme(request: PageRequest): Promise<Page> {
  const { t, href, reading, language, params, query } = request;
  const id = params["theme"] ?? "";
  const found = (await themesInFull(reading)).find(({ name }) => name === `themes/${id}`);
  if (found === undefined) return notFoundPage(request);
  const withoutNotes = query.get("notes") === "none";
  const pageToken = query.get("page") ?? "";
  const [entries, labels] = await Promise.all([
    entriesOfTheme(reading, id, withoutNotes, pageToken),
    readLabels(reading, language.tag),
  ]);
  const label = textFor(found.labels, language.tag);
  const description = textFor(found.descriptions, language.tag);
  const guidance = textFor(found.guidance, language.tag);
  const older = found.legacyTerms.filter((term) => term.language === language.tag);
  return {
    title: label?.text ?? id,
    description: description?.text,
    indexed: query.size === 0,
    content: (
      <>
        <Trail request={request} steps={[{ label: t.themes.title, path: "/themes" }]} />
        <h1>
          <InLanguage text={label} page={language.tag} fallback={id} />
        </h1>
        {description === undefined ? (
          ""
        ) : (
          <p class="lead">
            <InLanguage text={description} page={language.tag} />
          </p>
        )}
        {guidance === undefined ? (
          ""
        ) : (
          <section class="guidance" aria-labelledby="guidance">
            <h2 id="guidance">{t.topic.guidance}</h2>
            {guidance.text.split(/\n{2,}/).map((text) => (
              <p>
                <InLanguage text={{ ...guidance, text }} page={language.tag} />
              </p>
            ))}
          </section>
        )}
        <p>
          <a href={href("/guide")}>{t.guide.link}</a>
        </p>
        <section aria-labelledby="sources">
          <h2 id="sources">
            {entries === undefined ? t.country.sources : t.counts.sources(Number(entries.answer.totalSize))}
          </h2>
          {entries === undefined ? (
            <p>{t.home.counting}</p>
          ) : (
            <Entries
              request={request}
              id={id}
              entries={entries}
              labels={labels}
              withoutNotes={withoutNotes}
              isFirst={pageToken === "" || entries.expired}
            />
          )}
        </section>
        {older.length === 0 ? (
          ""
        ) : (
          <section class="older-terms" aria-labelledby="older">
            <h2 id="older">{t.topic.olderTerms}</h2>
            <p>{t.themes.olderTerms}</p>
            <ul class="terms">
              {older.map(({ text, language: tag }) => (
                <li>
                  <Words text={text} language={tag} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </>
    ),
  };
}

interface EntriesProps {
  request: PageRequest;
  id: string;
  entries: EntriesOfTheme;
  labels: ReadonlyMap<string, string>;
  withoutNotes: boolean;
  isFirst: boolean;
}

function Entries({ request, id, entries, labels, withoutNotes, isFirst }: EntriesProps) {
  const { t, href } = request;
  const { answer, expired, hidden } = entries;
  const notes = withoutNotes ? "none" : "";
  const address = (parameters: Record<string, string>) => {
    const query = queryOf(parameters);
    return href(`/themes/${id}${query === "" ? "" : `?${query}`}`);
  };
  return (
    <>
      <p class="caption">{t.map.caption}</p>
      <NotesFilter
        request={request}
        on={withoutNotes}
        hidden={hidden}
        address={(on) => address({ notes: on ? "none" : "" })}
      />
      {expired ? <p class="stale">{t.search.expired}</p> : ""}
      <ol class="hit-list">
        {answer.hits.map((hit) => (
          <li>
            <HitItem request={request} hit={hit} labels={labels} />
          </li>
        ))}
      </ol>
      <nav class="pager" aria-label={t.search.pages}>
        {isFirst ? "" : <a href={address({ notes })}>{t.themes.firstSources}</a>}
        {answer.nextPageToken === "" ? (
          ""
        ) : (
          <a class="next" rel="next" href={address({ notes, page: answer.nextPageToken })}>
            {t.themes.moreSources}
          </a>
        )}
      </nav>
      <p>
        <a href={href(searchAddress({ kind: "entries", theme: id, notes }))}>{t.themes.searchWithin}</a>
      </p>
    </>
  );
}
