// A country's page for a topic: help first, then what the editors say, then the sources in their order.
import type { Child } from "hono/jsx";
import type { Country, CountryPage, Entry } from "@lectern/client";
import {
  countries,
  countryName,
  countryPage,
  entriesOfPage,
  hotlines as readHotlines,
  site as readSite,
} from "../catalogue/countries.ts";
import { topics as readTopics } from "../catalogue/topics.ts";
import { isOutage, type Reading } from "../catalogue/reading.ts";
import { searchAddress } from "../http/addresses.ts";
import { notFoundPage } from "../http/errors.tsx";
import type { Page, PageRequest } from "../http/page.ts";
import { describeCollection } from "../machines/page_descriptions.tsx";
import { isWithoutNotes, NotesFilter } from "../parts/content_notes.tsx";
import { EntryItem } from "../parts/entry.tsx";
import { HelpBox } from "../parts/help_box.tsx";
import { Introduction } from "../parts/introduction.tsx";
import { lastWritten, PageCitations } from "../parts/page_citations.tsx";
import { Words } from "../parts/texts.tsx";
import { topicLabel } from "../parts/topic_list.tsx";
import { Trail } from "../parts/trail.tsx";

export async function countryTopic(request: PageRequest): Promise<Page> {
  const { t, reading, language, params, query } = request;
  const [code = "", topicId = ""] = [params["country"], params["topic"]];
  const [allCountries, allTopics] = await Promise.all([countries(reading), readTopics(reading)]);
  const country = allCountries.find(({ name }) => name === `countries/${code}`);
  const topic = allTopics.find(({ name }) => name === `topics/${topicId}`);
  if (country === undefined || topic === undefined) return notFoundPage(request);
  const [page, listed, hotlines, site] = await Promise.all([
    countryPage(reading, code, topicId),
    entriesOfPage(reading, code, topicId),
    readHotlines(reading, code),
    readSite(reading),
  ]);
  if (page === undefined && listed.entries.length === 0) return notFoundPage(request);
  const name = countryName(country, language.tag);
  const label = topicLabel(topic, language.tag);
  const withoutNotes = query.get("notes") === "none";
  const whole = listed.nextPageToken === "";
  const sections = sectionsOf(listed.entries, whole ? (page?.sectionOrder ?? []) : []);
  // Of a page whose other entries are still to come nobody knows when the last of them was written.
  const revised = whole ? lastWritten([page, ...listed.entries]) : undefined;
  const cited = { title: t.country.topicTitle(label, name), path: request.path, isPinned: false, revised };
  return {
    title: t.country.topicTitle(label, name),
    description: t.country.topicDescription(label, name),
    ...describeCollection(request, site, {
      name: t.country.topicTitle(label, name),
      country,
      entries: whole ? listed.entries : [],
    }),
    content: (
      <>
        <Trail
          request={request}
          steps={[
            { label: t.layout.countries, path: "/countries" },
            { label: name, path: `/countries/${code}` },
          ]}
        />
        <h1>
          <span class="kicker">
            <Words text={name} />
            <span class="hidden">{t.layout.colon} </span>
          </span>
          <Words text={label} />
        </h1>
        {page === undefined || page.period === "" ? (
          ""
        ) : (
          <p class="lead" dir="auto">
            <Words text={page.period} />
          </p>
        )}
        <HelpBox request={request} code={code} country={name} hotlines={hotlines} site={site} />
        <Introduction
          request={request}
          code={code}
          page={page}
          caution={page?.caution || site?.defaultCaution || ""}
          topic={topicId}
        />
        <SourcesHead
          request={request}
          page={page}
          country={country}
          topicId={topicId}
          sections={whole ? sections.map(({ heading }) => heading) : []}
          entries={listed.entries}
          total={listed.totalSize}
          withoutNotes={withoutNotes}
          whole={whole}
        />
      </>
    ),
    more: sourcesOf(request, sections, { code, topicId, withoutNotes, nextPageToken: listed.nextPageToken }),
    afterMore: (
      <section class="cite-page no-print">
        <PageCitations request={request} site={site} page={cited} label={t.cite.pageAs} />
      </section>
    ),
  };
}

interface Section {
  readonly heading: string;
  readonly entries: readonly Entry[];
}

/** Entries by their headings: in the page's order of sections, where it states one, then as they come. */
function sectionsOf(entries: readonly Entry[], order: readonly string[]): Section[] {
  const byHeading = new Map<string, Entry[]>(order.map((heading) => [heading, []]));
  for (const entry of entries) {
    const section = byHeading.get(entry.section);
    if (section === undefined) byHeading.set(entry.section, [entry]);
    else section.push(entry);
  }
  return [...byHeading].filter(([, list]) => list.length > 0).map(([heading, list]) => ({ heading, entries: list }));
}

interface SourcesHeadProps {
  request: PageRequest;
  page: CountryPage | undefined;
  country: Country;
  topicId: string;
  sections: readonly string[];
  entries: readonly Entry[];
  total: number;
  withoutNotes: boolean;
  /** `entries` are all that there are. */
  whole: boolean;
}

function SourcesHead({ request, country, topicId, sections, entries, total, withoutNotes, whole }: SourcesHeadProps) {
  const { t, href, path, language } = request;
  const headings = sections.filter((heading) => heading !== "");
  const name = countryName(country, language.tag);
  const hidden = whole ? entries.filter((entry) => !isWithoutNotes(entry)).length : undefined;
  const address = (on: boolean) => `${href(path)}${on ? "?notes=none" : ""}#sources`;
  return (
    <>
      <div class="sources-head" id="sources">
        <h2>{t.country.sources}</h2>
        {total < 0 ? (
          ""
        ) : (
          <p class="count">
            {t.counts.sources(total)}. {t.map.caption}
          </p>
        )}
      </div>
      <div class="sources-aside">
        {headings.length < 2 ? (
          ""
        ) : (
          <nav class="sections" aria-label={t.country.sections}>
            <ul>
              {headings.map((heading) => (
                <li>
                  <a href={`#${anchorOf(heading)}`}>
                    <Words text={heading} />
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <NotesFilter request={request} on={withoutNotes} hidden={hidden} address={address} />
        <p>
          <a href={href(searchAddress({ country: request.params["country"], topic: topicId, kind: "entries" }))}>
            {t.country.searchWithin(name)}
          </a>
        </p>
      </div>
    </>
  );
}

/** Stable for as long as the heading is, whatever letters it has. */
function anchorOf(heading: string): string {
  return `section-${heading.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}`;
}

interface SourcesQuestion {
  readonly code: string;
  readonly topicId: string;
  readonly withoutNotes: boolean;
  readonly nextPageToken: string;
}

/** The sources, section by section; of a page with more than one answer holds, those of the next answers as well. */
async function* sourcesOf(request: PageRequest, first: Section[], question: SourcesQuestion): AsyncGenerator<Child> {
  const { code, topicId, withoutNotes } = question;
  const alternatives = withoutNotes ? undefined : `${request.href(request.path)}?notes=none#sources`;
  let last: string | undefined;
  let sections = first;
  let token = question.nextPageToken;
  for (;;) {
    for (const { heading, entries } of sections) {
      const shown = withoutNotes ? entries.filter(isWithoutNotes) : entries;
      if (heading !== "" && heading !== last && shown.length > 0) {
        yield (
          <h3 class="section-heading" id={anchorOf(heading)} dir="auto">
            <Words text={heading} />
          </h3>
        );
        last = heading;
      }
      for (let at = 0; at < shown.length; at += BATCH) {
        yield (
          <>
            {shown.slice(at, at + BATCH).map((entry) => (
              <EntryItem
                request={request}
                entry={entry}
                level={last === undefined ? 3 : 4}
                alternatives={alternatives}
              />
            ))}
          </>
        );
      }
    }
    if (token === "") return;
    const next = await moreEntries(request.reading, code, topicId, token);
    if (next === undefined) {
      yield <p class="stale">{request.t.country.cutOff}</p>;
      return;
    }
    sections = sectionsOf(next.entries, []);
    token = next.nextPageToken;
  }
}

/** So many entries are made and sent at a time: another visitor's page gets its turn in between. */
const BATCH = 20;

async function moreEntries(reading: Reading, code: string, topicId: string, token: string) {
  try {
    return await entriesOfPage(reading, code, topicId, token);
  } catch (error) {
    if (isOutage(error)) return undefined;
    throw error;
  }
}
