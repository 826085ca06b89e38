// A teacher resource: to read, to print, to hand out.
import type { FC } from "hono/jsx";
import { TeacherResourceKind as Kind, type Site, type TeacherResource } from "@lectern/client";
import { site as readSite } from "../catalogue/countries.ts";
import { labels as readLabels } from "../catalogue/labels.ts";
import { readReferences, referenceTo, type Found } from "../catalogue/references.ts";
import { teacherResource, teacherResources } from "../catalogue/teacher_resources.ts";
import { idOf } from "../http/addresses.ts";
import { notFoundPage } from "../http/errors.tsx";
import { permanentAddress, type Page, type PageRequest } from "../http/page.ts";
import { describeResource } from "../machines/page_descriptions.tsx";
import { FoundEntry } from "../parts/found_entry.tsx";
import { EarlierState } from "../parts/earlier_state.tsx";
import { Licence } from "../parts/licence.tsx";
import { PageCitations } from "../parts/page_citations.tsx";
import { ResourceBody } from "../parts/resource_body.tsx";
import { kindName, noticeOf, ResourceDetails, ResourceFacts } from "../parts/resource_facts.tsx";
import { Quotation, withoutNumbers } from "../parts/texts.tsx";
import { Trail } from "../parts/trail.tsx";

/** What pupils get in hand, and write on; everything else is for the teacher. */
const FOR_PUPILS: readonly Kind[] = [Kind.DEBATE_TOPICS, Kind.ESSAY_QUESTIONS, Kind.READING_LIST];

/**
 * A resource, in the state that the address names, with what its page needs to know of others. undefined: there is none
 * that readers may see.
 */
export async function readResource(request: PageRequest) {
  const { reading, language, params } = request;
  const [id = "", pinned] = (params["resource"] ?? "").split("@");
  if (pinned !== undefined && !/^[1-9]/.test(pinned)) return undefined;
  const [current, earlier] = await Promise.all([
    teacherResource(reading, id),
    pinned === undefined ? undefined : teacherResource(reading, id, BigInt(pinned)),
  ]);
  const resource = pinned === undefined ? current : earlier;
  // Whoever may not see the present state may see no other.
  if (current === undefined || resource === undefined) return undefined;
  const isEarlier = resource.revision !== current.revision;
  const references = resource.entryReferences.map(({ entry }) => referenceTo(entry));
  const [all, labels, site, sources] = await Promise.all([
    teacherResources(reading),
    readLabels(reading, language.tag),
    readSite(reading),
    readReferences(reading, references),
  ]);
  const translations = all.filter(
    ({ name, translationOf }) =>
      name !== resource.name &&
      (name === resource.translationOf ||
        translationOf === resource.name ||
        (translationOf !== "" && translationOf === resource.translationOf)),
  );
  return { id, resource, isEarlier, isPinned: pinned !== undefined, labels, site, sources, translations };
}

export async function resource(request: PageRequest): Promise<Page> {
  const { t, href, query } = request;
  const found = await readResource(request);
  if (found === undefined) return notFoundPage(request);
  const { id, resource: shown, isEarlier, isPinned, labels, site, sources, translations } = found;
  const isHandout = query.has("print");
  const isForPupils = FOR_PUPILS.includes(shown.kind);
  const notice = noticeOf(request, shown);
  const title = withoutNumbers(shown.title, notice.country);
  const cited = {
    title,
    path: `/resources/${id}@${shown.revision}`,
    isPinned: true,
    revised: shown.updateTime,
  };
  return {
    title,
    description: t.resources.description(kindName(request, shown.kind), labels.get(shown.topic) ?? ""),
    indexed: query.size === 0 && !isPinned,
    ...describeResource(request, site, shown, labels),
    content: (
      <>
        <Trail request={request} steps={[{ label: t.resources.title, path: "/resources" }]} />
        {isHandout ? (
          <p class="preview-note">
            {t.resources.preview} <a href={href(`/resources/${id}`)}>{t.resources.backToPage}</a>
          </p>
        ) : (
          ""
        )}
        <article class={isHandout ? "handout sheet" : "handout"}>
          <h1 dir="auto" lang={shown.language || undefined}>
            <Quotation text={shown.title} notice={notice} />
          </h1>
          <ResourceFacts request={request} resource={shown} labels={labels} />
          {isEarlier ? <EarlierState request={request} path={`/resources/${id}`} shown={shown} /> : ""}
          {isHandout ? "" : <Ways request={request} id={id} />}
          {isForPupils ? <NameAndDate request={request} /> : ""}
          <div class={isHandout ? "resource-text" : "resource-body"}>
            <div class="resource-text">
              <ResourceBody request={request} resource={shown} />
              {sources.length === 0 ? "" : <Sources request={request} resource={shown} sources={sources} site={site} />}
            </div>
            <aside class={isForPupils ? "resource-side no-print" : "resource-side"} aria-labelledby="about">
              <h2 id="about">{t.resources.about}</h2>
              <ResourceDetails request={request} resource={shown} labels={labels} translations={translations} />
            </aside>
          </div>
          <Imprint request={request} resource={shown} site={site} withLicence={isForPupils} />
        </article>
        {isHandout ? (
          ""
        ) : (
          <section class="cite-page no-print">
            <PageCitations request={request} site={site} page={cited} label={t.cite.pageAs} />
          </section>
        )}
      </>
    ),
  };
}

const Ways: FC<{ request: PageRequest; id: string }> = ({ request: { t, href }, id }) => (
  <ul class="ways">
    <li>
      <a href={href(`/resources/${id}?print`)}>{t.resources.printable}</a>
    </li>
    <li>
      <a href={href(`/use/${id}`)}>{t.resources.use}</a>
    </li>
  </ul>
);

/** Lines to write on: for paper alone. */
const NameAndDate: FC<{ request: PageRequest }> = ({ request: { t } }) => (
  <p class="printed-only name-and-date">
    <span>{t.resources.name}</span>
    <span>{t.resources.date}</span>
  </p>
);

interface SourcesProps {
  request: PageRequest;
  resource: TeacherResource;
  sources: readonly Found[];
  site: Site | undefined;
}

const Sources: FC<SourcesProps> = ({ request, resource, sources, site }) => {
  const { t } = request;
  const notice = noticeOf(request, resource);
  return (
    <section class="resource-sources" aria-labelledby="sources">
      <h2 id="sources">{t.resources.sources}</h2>
      <ol class="found-entries">
        {sources.map((found, index) => {
          const note = resource.entryReferences[index]?.note ?? "";
          return (
            <li>
              <FoundEntry request={request} found={found} base={permanentAddress(request, site, "")}>
                {note === "" || found.standing === "gone" ? (
                  ""
                ) : (
                  <p class="look-for">
                    <span class="label">{t.resources.lookFor}</span>{" "}
                    <bdi lang={resource.language || undefined}>
                      <Quotation text={note} notice={notice} />
                    </bdi>
                  </p>
                )}
              </FoundEntry>
            </li>
          );
        })}
      </ol>
    </section>
  );
};

interface ImprintProps {
  request: PageRequest;
  resource: TeacherResource;
  site: Site | undefined;
  /** For sheets that name it nowhere else. */
  withLicence: boolean;
}

/** Where a sheet of paper came from, and where help is: no numbers, which nobody could call back when they change. */
const Imprint: FC<ImprintProps> = ({ request, resource, site, withLicence }) => {
  const { t, href } = request;
  const address = (path: string) => permanentAddress(request, site, href(path));
  const licence =
    resource.licence === "" ? t.resources.noLicence : <Licence request={request} licence={resource.licence} />;
  return (
    <footer class="printed-only imprint">
      <p>
        <strong>{t.resources.helpOnPaper}</strong> <bdi>{address("/help")}</bdi>
      </p>
      <p>
        {t.resources.foundAt} <bdi>{address(`/resources/${idOf(resource.name)}`)}</bdi>
      </p>
      {withLicence ? (
        <p>
          {t.resources.licence}: {licence}
        </p>
      ) : (
        ""
      )}
    </footer>
  );
};
