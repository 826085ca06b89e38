// A source at its permanent address, as it is now or as it was.
import type { FC } from "hono/jsx";
import type { Entry } from "@lectern/client";
import { countries, countryName, site as readSite } from "../catalogue/countries.ts";
import { entry as readEntry, related as readRelated, revisions as readRevisions } from "../catalogue/entries.ts";
import { labels as readLabels } from "../catalogue/labels.ts";
import { textFor, themes as readThemes, topics as readTopics } from "../catalogue/topics.ts";
import { addressOf, idOf, searchAddress } from "../http/addresses.ts";
import { notFoundPage } from "../http/errors.tsx";
import { listAddress } from "../http/list_address.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { describeEntry } from "../machines/page_descriptions.tsx";
import { Citations } from "../parts/citations.tsx";
import { ContentNotes } from "../parts/content_notes.tsx";
import { EarlierState } from "../parts/earlier_state.tsx";
import { EntryDetails, type Named } from "../parts/entry_details.tsx";
import { byline, EntryFacts, EntryTitle, titleText } from "../parts/entry.tsx";
import { Passages } from "../parts/passages.tsx";
import { isUnsafe, SourceLink } from "../parts/source_link.tsx";
import { Words } from "../parts/texts.tsx";
import { topicLabel } from "../parts/topic_list.tsx";
import { Trail } from "../parts/trail.tsx";
import { dateOf, minuteText } from "../text/dates.ts";

const RELATED = 5;

export async function entry(request: PageRequest): Promise<Page> {
  const { t, reading, language, params, query } = request;
  const [id = "", pinned] = (params["entry"] ?? "").split("@");
  const asked = pinned ?? query.get("revision") ?? undefined;
  if (asked !== undefined && !/^[1-9]\d{0,17}$/.test(asked)) return notFoundPage(request);
  const revision = asked === undefined ? undefined : BigInt(asked);
  const [current, earlier, revisions, related, allCountries, topics, themes, site] = await Promise.all([
    readEntry(reading, id),
    revision === undefined ? undefined : readEntry(reading, id, revision),
    readRevisions(reading, id),
    readRelated(reading, id, RELATED),
    countries(reading),
    readTopics(reading),
    readThemes(reading),
    readSite(reading),
  ]);
  const shown = revision === undefined ? current : earlier;
  // Whoever may not see the present state may see no other.
  if (current === undefined || shown === undefined) return notFoundPage(request);
  const country = allCountries.find(({ name }) => name === shown.country);
  const topic = topics.find(({ name }) => name === shown.topic);
  const countryLabel = country === undefined ? undefined : countryName(country, language.tag);
  const trail = [
    ...(countryLabel === undefined ? [] : [{ label: countryLabel, path: `/countries/${idOf(shown.country)}` }]),
    ...(topic === undefined
      ? []
      : [
          {
            label: topicLabel(topic, language.tag),
            path:
              country === undefined
                ? `/topics/${idOf(topic.name)}`
                : `/countries/${idOf(shown.country)}/${idOf(topic.name)}`,
          },
        ]),
  ];
  const others: Named[] = shown.otherCountries.map((name) => {
    const other = allCountries.find((candidate) => candidate.name === name);
    return { name: other === undefined ? idOf(name) : countryName(other, language.tag), path: addressOf(name) };
  });
  const threads: Named[] = shown.themes.map((name) => {
    const theme = themes.find((candidate) => candidate.name === name);
    return { name: textFor(theme?.labels ?? [], language.tag)?.text ?? idOf(name), path: addressOf(name) };
  });
  // An earlier state may know nothing of what has become of the address since.
  const state = isUnsafe(current.linkState) ? current.linkState : shown.linkState;
  const linked: Entry = isUnsafe(state) ? { ...shown, url: "" } : shown;
  const isEarlier = shown.revision !== current.revision;
  return {
    title: titleText(shown),
    description: byline(shown) || undefined,
    indexed: revision === undefined,
    ...describeEntry(request, { entry: linked, state, site, country, labels: await readLabels(reading, language.tag) }),
    content: (
      <>
        <Trail request={request} steps={trail} />
        <article class="entry-page">
          <h1 dir="auto">
            <EntryTitle entry={shown} />
          </h1>
          {byline(shown) === "" ? (
            ""
          ) : (
            <p class="lead byline" dir="auto">
              <Words text={byline(shown)} />
            </p>
          )}
          <EntryFacts request={request} entry={shown} />
          {isEarlier ? <EarlierState request={request} path={`/entries/${id}`} shown={shown} /> : ""}
          <ContentNotes request={request} entry={shown} alternatives={alternatives(request, shown)} />
          {shown.contentNotesAssessed ? "" : <p class="small">{t.notes.notAssessed}</p>}
          <SourceLink request={request} entry={linked} state={state} />
          <div class="entry-body">
            <div>
              {shown.passages.length === 0 ? (
                ""
              ) : (
                <section aria-labelledby="passages">
                  <h2 id="passages">{t.entry.says}</h2>
                  <Passages request={request} entry={linked} state={state} anchored />
                </section>
              )}
              <Citations request={request} entry={shown} site={site} />
              <p>
                <a
                  href={request.href(listAddress({ items: [isEarlier ? { id, revision: shown.revision } : { id }] }))}
                  rel="nofollow"
                >
                  {t.readingList.startWith}
                </a>
              </p>
            </div>
            <div class="entry-side">
              <EntryDetails request={request} entry={linked} others={others} themes={threads} state={state} />
            </div>
          </div>
        </article>
        {related.length === 0 ? (
          ""
        ) : (
          <section aria-labelledby="related">
            <h2 id="related">{t.entry.related}</h2>
            <ul class="recent">
              {related.flatMap(({ resource }) =>
                resource.case === "entry"
                  ? [
                      <li>
                        <a href={request.href(addressOf(resource.value.name) ?? "/")}>
                          <EntryTitle entry={resource.value} />
                        </a>
                        <EntryFacts request={request} entry={resource.value} />
                      </li>,
                    ]
                  : [],
              )}
            </ul>
          </section>
        )}
        <Revisions request={request} id={id} revisions={revisions} shown={shown} />
      </>
    ),
  };
}

function alternatives({ href }: PageRequest, { country, topic }: Entry): string {
  return href(searchAddress({ kind: "entries", country: idOf(country), topic: idOf(topic), notes: "none" }));
}

const Revisions: FC<{ request: PageRequest; id: string; revisions: readonly Entry[]; shown: Entry }> = (props) => {
  const {
    request: { t, href, language },
    id,
    revisions,
    shown,
  } = props;
  if (revisions.length < 2) return <></>;
  return (
    <details class="revisions">
      <summary>{t.entry.revisions(revisions.length)}</summary>
      <ol>
        {revisions.map(({ revision, updateTime }) => (
          <li>
            <a
              href={href(`/entries/${id}@${revision}`)}
              aria-current={revision === shown.revision ? "true" : undefined}
            >
              {updateTime === undefined ? `@${revision}` : minuteText(dateOf(updateTime), language.tag)}
            </a>
          </li>
        ))}
      </ol>
    </details>
  );
};
