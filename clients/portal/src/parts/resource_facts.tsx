// What is known of a teacher resource beside its content.
import type { Child, FC } from "hono/jsx";
import { TeacherResourceKind, type TeacherResource } from "@lectern/client";
import { idOf } from "../http/addresses.ts";
import type { PageRequest } from "../http/page.ts";
import { durationText, minutesOf } from "../text/durations.ts";
import { rangeOf } from "../text/ranges.ts";
import { languageName } from "./hotlines.tsx";
import { Licence } from "./licence.tsx";
import { sourceAddress } from "./source_link.tsx";
import { Quotation, Words, type NumberNotice } from "./texts.tsx";

/** Names of countries, topics and themes in the page's language, by resource name. */
export type Labels = ReadonlyMap<string, string>;

/** "lesson-plan" of LESSON_PLAN, as addresses have it. */
export function kindId(kind: TeacherResourceKind): string {
  return (TeacherResourceKind[kind] ?? "").toLowerCase().replaceAll("_", "-");
}

export function kindName({ t }: PageRequest, kind: TeacherResourceKind): string {
  const names: Record<string, string> = t.resources.kinds;
  return names[TeacherResourceKind[kind] ?? ""] ?? t.resources.otherKind;
}

/** LRMI typicalAgeRange in words; as it is written where it is no range of numbers. */
export function ageText({ t }: PageRequest, range: string): string {
  const ages = rangeOf(range);
  return ages === undefined ? range : t.resources.ages(ages.from, ages.to);
}

/** LRMI timeRequired in words, else the duration as printed. */
export function timeText({ language }: PageRequest, { timeRequired, duration }: TeacherResource): string {
  const minutes = minutesOf(timeRequired);
  return minutes === undefined ? duration || timeRequired : durationText(minutes, language.tag);
}

/** Nobody has checked a number that stands in a lesson. */
export function noticeOf(request: PageRequest, { country }: TeacherResource): NumberNotice {
  return { request, country: country.slice("countries/".length), year: undefined };
}

/** "Lesson plan 5 · Human trafficking · United Kingdom · grade 10 - 12 · ages 15 to 18 · 90 minutes". */
export const ResourceFacts: FC<{ request: PageRequest; resource: TeacherResource; labels: Labels }> = (props) => {
  const { request, resource, labels } = props;
  const { t, language } = request;
  const { kind, number, gradeLevel, typicalAgeRange } = resource;
  const time = timeText(request, resource);
  const facts: Child[] = [
    <span class="kind">
      {kindName(request, kind)}
      {number === "" ? (
        ""
      ) : (
        <>
          {" "}
          <Words text={number} />
        </>
      )}
    </span>,
    ...[resource.topic, resource.country]
      .filter((name) => name !== "")
      .map((name) => <Words text={labels.get(name) ?? idOf(name)} />),
    gradeLevel === "" ? (
      ""
    ) : (
      <>
        {rangeOf(gradeLevel) === undefined ? "" : `${t.resources.gradeIs} `}
        <Words text={gradeLevel} />
      </>
    ),
    typicalAgeRange === "" ? "" : <Words text={ageText(request, typicalAgeRange)} />,
    time === "" ? "" : <Words text={time} />,
    resource.language === "" || resource.language === language.tag
      ? ""
      : t.entry.inLanguage(languageName(resource.language, language.tag)),
  ];
  return (
    <p class="entry-facts">
      {facts.filter((fact) => fact !== "").map((fact, index) => (index === 0 ? fact : <> · {fact}</>))}
    </p>
  );
};

interface DetailsProps {
  request: PageRequest;
  resource: TeacherResource;
  labels: Labels;
  /** Links to what it translates and to what translates it. */
  translations: readonly TeacherResource[];
}

/** What it is made for and may be used for, as a list of terms. */
export const ResourceDetails: FC<DetailsProps> = ({ request, resource, labels, translations }) => {
  const { t, href, language } = request;
  const time = timeText(request, resource);
  const words = (text: string): Child =>
    text === "" ? (
      ""
    ) : (
      <bdi lang={resource.language || undefined}>
        <Quotation text={text} notice={noticeOf(request, resource)} />
      </bdi>
    );
  const link = (name: string, path: string): Child =>
    name === "" ? (
      ""
    ) : (
      <a href={href(path)}>
        <Words text={labels.get(name) ?? idOf(name)} />
      </a>
    );
  const listed = resource.themes.map((name, index) => (
    <>
      {index === 0 ? "" : ", "}
      {link(name, `/themes/${idOf(name)}`)}
    </>
  ));
  const printedTime = resource.duration === time ? "" : resource.duration;
  const rows: [string, Child][] = [
    [t.resources.unit, words(resource.unitTopic)],
    [t.resources.lesson, words(resource.lessonTopic)],
    [t.resources.topic, link(resource.topic, `/topics/${idOf(resource.topic)}`)],
    [t.resources.country, link(resource.country, `/countries/${idOf(resource.country)}`)],
    [t.resources.themes, listed.length === 0 ? "" : <>{listed}</>],
    [t.resources.grade, words(resource.gradeLevel)],
    [
      t.resources.age,
      resource.typicalAgeRange === "" ? "" : <Words text={ageText(request, resource.typicalAgeRange)} />,
    ],
    [
      t.resources.time,
      time === "" ? (
        ""
      ) : (
        <>
          <Words text={time} />
          {printedTime === "" ? "" : <> ({words(printedTime)})</>}
        </>
      ),
    ],
    [t.resources.method, words(resource.primaryMethod)],
    [t.resources.uses, words(resource.educationalUses.join(", "))],
    [
      t.resources.alignment,
      resource.alignments.length === 0 ? "" : <Alignments request={request} resource={resource} />,
    ],
    [t.entry.language, resource.language === "" ? "" : languageName(resource.language, language.tag)],
    [
      t.resources.translations,
      translations.length === 0 ? "" : <Translations request={request} translations={translations} />,
    ],
    [
      t.resources.licence,
      resource.licence === "" ? t.resources.noLicence : <Licence request={request} licence={resource.licence} />,
    ],
  ];
  return (
    <dl class="details resource-details">
      {rows
        .filter(([, value]) => value !== "")
        .map(([label, value]) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
};

const Alignments: FC<{ request: PageRequest; resource: TeacherResource }> = ({ request: { t }, resource }) => {
  const types: Record<string, string> = t.resources.alignmentTypes;
  return (
    <ul class="plain">
      {resource.alignments.map(({ type, framework, targetName, targetUrl }) => {
        const address = sourceAddress(targetUrl);
        const text = [framework, targetName].filter((part) => part !== "").join(": ") || targetUrl;
        return (
          <li>
            {type === "" ? "" : <>{types[type] ?? <Words text={type} />} </>}
            {address === undefined ? (
              <Words text={text} />
            ) : (
              <a href={address} rel="noreferrer nofollow">
                <Words text={text} />
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
};

const Translations: FC<{ request: PageRequest; translations: readonly TeacherResource[] }> = ({
  request,
  translations,
}) => (
  <ul class="plain">
    {translations.map(({ name, title, language }) => (
      <li>
        <a href={request.href(`/resources/${idOf(name)}`)}>
          <Words text={title} language={language} />
        </a>
        {language === "" ? "" : ` (${languageName(language, request.language.tag)})`}
      </li>
    ))}
  </ul>
);
