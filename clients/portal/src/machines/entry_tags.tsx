// What reference managers and library systems read off an entry's page: Highwire and Dublin Core tags.
import type { FC } from "hono/jsx";
import { SourceType, type Entry } from "@lectern/client";
import { permanentAddress, type PageRequest } from "../http/page.ts";
import { sourceTypeName, titleText } from "../parts/entry.tsx";
import { isLinked, sourceAddress } from "../parts/source_link.tsx";
import type { Described } from "./entry_facts.ts";

/** Tags by name; a name may come more than once. What is empty is left out. */
export function entryTags(
  request: PageRequest,
  { entry, state, site, country, labels }: Described,
): [string, string][] {
  const pinned = permanentAddress(request, site, `/${entry.name}@${entry.revision}`);
  const address = isLinked({ linkState: state, url: entry.url }) ? (sourceAddress(entry.url) ?? "") : "";
  const edtf = entry.published?.edtf ?? "";
  const authors = entry.contributors.filter(({ role }) => role === "" || role === "author");
  const names = authors.map(({ family, given, literal }) => literal || [family, given].filter(Boolean).join(", "));
  const isPdf = entry.mediaMarks.some((mark) => mark.toUpperCase() === "PDF");
  const tags: [string, string][] = [
    ["citation_title", titleText(entry)],
    ...(names.length > 0 ? names : [entry.publisher]).map((name): [string, string] => ["citation_author", name]),
    ["citation_publication_date", edtf.replaceAll("-", "/")],
    [publisherTag(entry), entry.publisher],
    [
      entry.sourceType === SourceType.ARTICLE_JOURNAL ? "citation_journal_title" : "citation_series_title",
      entry.series,
    ],
    ["citation_language", entry.language],
    ["citation_abstract_html_url", pinned],
    [isPdf ? "citation_pdf_url" : "citation_fulltext_html_url", address],
    ["DC.title", titleText(entry)],
    ...names.map((name): [string, string] => ["DC.creator", name]),
    ["DC.publisher", entry.publisher],
    ["DC.date", edtf],
    ["DC.type", sourceTypeName(request, entry.sourceType)],
    ["DC.language", entry.language],
    ["DC.identifier", pinned],
    ["DC.source", address],
    ["DC.coverage", country?.displayName ?? ""],
    ...[entry.topic, ...entry.themes].map((name): [string, string] => ["DC.subject", labels.get(name) ?? ""]),
  ];
  return tags.filter(([, value]) => value !== "");
}

function publisherTag({ sourceType }: Entry): string {
  if (sourceType === SourceType.REPORT) return "citation_technical_report_institution";
  return sourceType === SourceType.THESIS ? "citation_dissertation_institution" : "citation_publisher";
}

export const EntryTags: FC<{ request: PageRequest; described: Described }> = ({ request, described }) => (
  <>
    {entryTags(request, described).map(([name, content]) => (
      <meta name={name} content={content} />
    ))}
  </>
);
