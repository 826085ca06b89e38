// What each kind of page tells programs about itself: elements for its head, and typed links for its header.
import type { Child } from "hono/jsx";
import { TeacherResourceKind, type Entry, type Site, type TeacherResource } from "@lectern/client";
import { idOf } from "../http/addresses.ts";
import { permanentAddress, type PageRequest } from "../http/page.ts";
import { entryFacts, schemaType, type Described } from "./entry_facts.ts";
import { EntryTags } from "./entry_tags.tsx";
import { ATOM } from "./feeds.ts";
import { JSON_LD, JsonLd, type Json } from "./json_ld.tsx";
import type { TypedLink } from "./links.ts";

export interface PageDescription {
  readonly head: Child;
  readonly links: readonly TypedLink[];
}

const SCHEMA = "https://schema.org/";

/** The site, and how to search it. */
export function describeSite(request: PageRequest, site: Site | undefined): PageDescription {
  const { t, href, language } = request;
  const home = permanentAddress(request, site, href("/"));
  const search = permanentAddress(request, site, href("/search"));
  const value = {
    "@type": "WebSite",
    "@id": home,
    url: home,
    name: site?.displayName || t.layout.defaultName,
    description: t.home.description,
    inLanguage: language.tag,
    publisher: site?.editor ? { "@type": "Organization", name: site.editor } : undefined,
    potentialAction: {
      "@type": "SearchAction",
      target: { "@type": "EntryPoint", urlTemplate: `${search}?q={search_term_string}` },
      "query-input": "required name=search_term_string",
    },
  };
  return { head: <JsonLd value={value} />, links: [{ href: `${SCHEMA}WebSite`, rel: "type" }] };
}

interface Collection {
  readonly name: string;
  readonly description?: string | undefined;
  /** ISO 3166-1 alpha-2 code and English name of the country that it is about. */
  readonly country?: { readonly alpha2Code: string; readonly displayName: string } | undefined;
  /** Path of its feed, if it has one. */
  readonly feed?: string;
  /** Sources in it, where all of them are known. */
  readonly entries?: readonly Entry[];
}

/** A page that gathers others: a topic, a country, a country's page for a topic. */
export function describeCollection(
  request: PageRequest,
  site: Site | undefined,
  collection: Collection,
): PageDescription {
  const { href, path, language } = request;
  const { name, description, country, feed, entries = [] } = collection;
  const address = (to: string) => permanentAddress(request, site, href(to));
  const value: { [key: string]: Json } = {
    "@type": "CollectionPage",
    "@id": address(path),
    url: address(path),
    name,
    description,
    inLanguage: language.tag,
    spatialCoverage:
      country === undefined
        ? undefined
        : { "@type": "Country", name: country.displayName, identifier: country.alpha2Code },
    isPartOf: { "@type": "WebSite", "@id": address("/") },
    hasPart: entries.map((entry) => ({ "@type": "WebPage", "@id": permanentAddress(request, site, `/${entry.name}`) })),
  };
  return {
    head: (
      <>
        {feed === undefined ? "" : <FeedLink request={request} title={request.t.feeds.of(name)} path={feed} />}
        <JsonLd value={value} />
      </>
    ),
    links: [
      { href: `${SCHEMA}CollectionPage`, rel: "type" },
      ...(feed === undefined ? [] : [{ href: address(feed), rel: "alternate", type: ATOM } as const]),
      ...entries.map(({ name: of }) => ({ href: permanentAddress(request, site, `/${of}`), rel: "item" }) as const),
    ],
  };
}

/** A source: what it is, where it is quoted, and the state of its page that papers cite. */
export function describeEntry(request: PageRequest, described: Described): PageDescription {
  const { entry, site } = described;
  const address = (path: string) => permanentAddress(request, site, path);
  const [country, topic] = [idOf(entry.country), idOf(entry.topic)];
  return {
    head: (
      <>
        <EntryTags request={request} described={described} />
        <JsonLd value={entryFacts(request, described)} />
      </>
    ),
    links: [
      { href: address(`/${entry.name}@${entry.revision}`), rel: "cite-as" },
      { href: address(`/${entry.name}.jsonld`), rel: "describedby", type: JSON_LD },
      { href: `${SCHEMA}AboutPage`, rel: "type" },
      { href: `${SCHEMA}${schemaType(entry.sourceType)}`, rel: "type" },
      { href: address(country === "" ? `/topics/${topic}` : `/countries/${country}/${topic}`), rel: "collection" },
    ],
  };
}

const RESOURCE_TYPES: Partial<Record<TeacherResourceKind, string>> = {
  [TeacherResourceKind.LESSON_PLAN]: "lesson plan",
  [TeacherResourceKind.DEBATE_TOPICS]: "debate topics",
  [TeacherResourceKind.ESSAY_QUESTIONS]: "essay questions",
  [TeacherResourceKind.READING_LIST]: "reading list",
  [TeacherResourceKind.BACKGROUND]: "background reading",
  [TeacherResourceKind.COURSE_OUTLINE]: "course outline",
  [TeacherResourceKind.STRATEGY]: "educational strategy",
};

/** What a teacher teaches from. `labels` are names of countries, topics and themes, by resource name. */
export function describeResource(
  request: PageRequest,
  site: Site | undefined,
  resource: TeacherResource,
  labels: ReadonlyMap<string, string>,
): PageDescription {
  const page = permanentAddress(request, site, request.href(`/resources/${idOf(resource.name)}`));
  const license = licenceAddress(resource.licence);
  const value: { [key: string]: Json } = {
    "@type": "LearningResource",
    "@id": page,
    url: page,
    name: resource.title,
    description: resource.purpose,
    learningResourceType: RESOURCE_TYPES[resource.kind],
    educationalLevel: resource.gradeLevel,
    typicalAgeRange: resource.typicalAgeRange,
    timeRequired: /^P[0-9DTHMSWY.]+$/.test(resource.timeRequired) ? resource.timeRequired : undefined,
    educationalUse: resource.educationalUses,
    teaches: resource.objectives,
    about: [resource.topic, ...resource.themes].flatMap((name) => {
      const label = labels.get(name);
      return label === undefined ? [] : [{ "@type": "DefinedTerm", name: label }];
    }),
    spatialCoverage: labels.has(resource.country)
      ? { "@type": "Country", name: labels.get(resource.country) }
      : undefined,
    inLanguage: resource.language,
    license,
    isAccessibleForFree: true,
    citation: resource.entryReferences.map(({ entry }) => permanentAddress(request, site, `/${entry}`)),
    publisher: site?.editor ? { "@type": "Organization", name: site.editor } : undefined,
  };
  return {
    head: <JsonLd value={value} />,
    links: [
      { href: `${page}@${resource.revision}`, rel: "cite-as" },
      { href: `${SCHEMA}LearningResource`, rel: "type" },
      ...(license === undefined ? [] : [{ href: license, rel: "license" } as const]),
    ],
  };
}

/** Address of a licence that is stated as one, or as an SPDX identifier; undefined for anything else. */
export function licenceAddress(licence: string): string | undefined {
  if (/^[A-Za-z0-9.-]{2,64}$/.test(licence)) return `https://spdx.org/licenses/${licence}`;
  const url = URL.parse(licence);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url.href : undefined;
}

const FeedLink = ({ request, title, path }: { request: PageRequest; title: string; path: string }) => (
  <link rel="alternate" type={ATOM} title={title} href={request.href(path)} />
);
