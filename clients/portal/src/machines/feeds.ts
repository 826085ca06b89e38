// Atom feeds (RFC 4287) of what was added or revised: of all sources, of a country's, of a topic's.
import type { Entry } from "@lectern/client";
import { countries, countryName, site as readSite } from "../catalogue/countries.ts";
import { labels as readLabels } from "../catalogue/labels.ts";
import { latestEntries } from "../catalogue/latest_entries.ts";
import { topic as readTopic } from "../catalogue/topics.ts";
import { notFoundPage } from "../http/errors.tsx";
import { permanentAddress, type Page, type PageRequest } from "../http/page.ts";
import { byline, sourceTypeName, titleText } from "../parts/entry.tsx";
import { topicLabel } from "../parts/topic_list.tsx";
import { dateOf, partialDateText, type Moment } from "../text/dates.ts";
import type { MachineDocument } from "./document.ts";
import { element, xmlDocument } from "./xml.ts";

const MOST = 50;
export const ATOM = "application/atom+xml";

export const feed = (request: PageRequest): Promise<MachineDocument> => atom(request, request.t.feeds.all, "/", {});

export async function countryFeed(request: PageRequest): Promise<MachineDocument | Page> {
  const { params, reading, language, t } = request;
  const name = `countries/${params["country"]}`;
  const country = (await countries(reading)).find((one) => one.name === name);
  if (country === undefined) return notFoundPage(request);
  return atom(request, t.feeds.of(countryName(country, language.tag)), `/${name}`, { country: name });
}

export async function topicFeed(request: PageRequest): Promise<MachineDocument | Page> {
  const { params, reading, language, t } = request;
  const topic = await readTopic(reading, params["topic"] ?? "");
  if (topic === undefined) return notFoundPage(request);
  return atom(request, t.feeds.of(topicLabel(topic, language.tag)), `/${topic.name}`, { topic: topic.name });
}

/** `about` is the path of the page that the feed follows. */
async function atom(request: PageRequest, title: string, about: string, of: { country?: string; topic?: string }): Promise<MachineDocument> {
  const { reading, recent, language, t, href, path } = request;
  const [entries, site, labels] = await Promise.all([
    latestEntries(reading, recent, of, MOST),
    readSite(reading),
    readLabels(reading, language.tag),
  ]);
  const address = (to: string) => permanentAddress(request, site, href(to));
  const siteName = site?.displayName || t.layout.defaultName;
  const root = element(
    "feed",
    { xmlns: "http://www.w3.org/2005/Atom", "xml:lang": language.tag },
    element("id", {}, address(path)),
    element("title", {}, `${title} – ${siteName}`),
    element("subtitle", {}, t.feeds.subtitle),
    element("updated", {}, timeText(entries[0]?.updateTime ?? site?.updateTime)),
    element("link", { rel: "self", type: ATOM, href: address(path) }),
    element("link", { rel: "alternate", type: "text/html", href: address(about) }),
    element("author", {}, element("name", {}, site?.editor || siteName)),
    site?.rightsNotice ? element("rights", {}, site.rightsNotice) : undefined,
    ...entries.map((entry) => atomEntry(request, entry, address, labels)),
  );
  return { type: `${ATOM}; charset=utf-8`, body: xmlDocument(root) };
}

/** What a source is and where its page is. What it says is on the page, where its content notes and help are as well. */
function atomEntry(request: PageRequest, entry: Entry, address: (path: string) => string, labels: ReadonlyMap<string, string>) {
  const { t, language } = request;
  const published = partialDateText(entry.published, language.tag);
  const facts = [
    byline(entry),
    sourceTypeName(request, entry.sourceType),
    published === "" ? t.entry.undated : `${t.entry.published} ${published}`,
    labels.get(entry.country) ?? "",
    entry.contentNotes.length === 0 ? "" : `${t.notes.label} ${entry.contentNotes.join(", ")}`,
  ];
  const category = (name: string) => {
    const label = labels.get(name);
    return label === undefined ? undefined : element("category", { term: name, label });
  };
  return element(
    "entry",
    {},
    // One identity in all languages and feeds.
    element("id", {}, address(`/${entry.name}`).replace(`${language.prefix}/entries/`, "/entries/")),
    element("title", {}, titleText(entry)),
    element("updated", {}, timeText(entry.updateTime)),
    element("link", { rel: "alternate", type: "text/html", href: address(`/${entry.name}`) }),
    element("summary", {}, facts.filter((fact) => fact !== "").join(" · ")),
    category(entry.country),
    category(entry.topic),
  );
}

/** RFC 3339, to the second; the beginning of time where there is none. */
export function timeText(moment: Moment | undefined): string {
  const date = moment === undefined ? new Date(0) : dateOf(moment);
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
