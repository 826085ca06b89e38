// How a teacher brings a resource into a lesson, without an account and without anybody's help.
import { resourceList } from "../parts/resource_list.ts";
import { idOf } from "../http/addresses.ts";
import { notFoundPage } from "../http/errors.tsx";
import { listAddress, MOST_ENTRIES } from "../http/list_address.ts";
import { permanentAddress, type Page, type PageRequest } from "../http/page.ts";
import { ResourceFacts } from "../parts/resource_facts.tsx";
import { Shared } from "../parts/shared.tsx";
import { withoutNumbers, Words } from "../parts/texts.tsx";
import { Trail } from "../parts/trail.tsx";
import { readResource } from "./resource.tsx";

export async function use(request: PageRequest): Promise<Page> {
  const { t, href } = request;
  const found = await readResource(request);
  if (found === undefined) return notFoundPage(request);
  const { id, resource, labels, site, sources } = found;
  const page = permanentAddress(request, site, href(`/resources/${id}`));
  const list = resourceList(resource, sources);
  const title = withoutNumbers(resource.title, idOf(resource.country));
  const listHere = href(listAddress(list));
  const left = sources.filter(({ standing }) => standing !== "gone").length - list.items.length;
  return {
    title: t.use.titleFor(title),
    indexed: false,
    content: (
      <div class="prose use-page">
        <Trail
          request={request}
          steps={[
            { label: t.resources.title, path: "/resources" },
            { label: title, path: `/resources/${id}` },
          ]}
        />
        <h1>{t.use.title}</h1>
        <p class="lead">
          <Words text={title} language={resource.language} />
        </p>
        <ResourceFacts request={request} resource={resource} labels={labels} />
        <section aria-labelledby="link">
          <h2 id="link">{t.use.link}</h2>
          <p>{t.use.linkText}</p>
          <Shared request={request} id="page-address" address={page} />
        </section>
        <section aria-labelledby="paper">
          <h2 id="paper">{t.use.paper}</h2>
          <p>{t.use.paperText}</p>
          <p>
            <a class="action" href={href(`/resources/${id}?print`)}>
              {t.resources.printable}
            </a>
          </p>
        </section>
        <section aria-labelledby="list">
          <h2 id="list">{t.use.list}</h2>
          {list.items.length === 0 ? (
            <p>
              {t.use.noSources} <a href={href("/list")}>{t.readingList.start}</a>
            </p>
          ) : (
            <>
              <p>{t.use.listText(list.items.length)}</p>
              {left > 0 ? <p>{t.use.listCut(MOST_ENTRIES, left)}</p> : ""}
              <p>
                <a class="action" href={listHere}>
                  {t.use.openList}
                </a>
              </p>
              <Shared request={request} id="list-address" address={permanentAddress(request, site, listHere)} />
            </>
          )}
        </section>
        <section aria-labelledby="care">
          <h2 id="care">{t.use.care}</h2>
          {t.use.careText.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
          <p>
            <a href={href("/help")}>{t.help.title}</a>
          </p>
        </section>
      </div>
    ),
  };
}
