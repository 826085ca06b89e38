// A reading list. It lives in its address: whoever has that has the list, and the site keeps nothing of it.
import type { FC } from "hono/jsx";
import type { BibliographyFormat, Entry, SearchHit } from "@lectern/client";
import { labels as readLabels } from "../catalogue/labels.ts";
import { readReferences, type Found } from "../catalogue/references.ts";
import { search } from "../catalogue/search.ts";
import { site as readSite } from "../catalogue/countries.ts";
import { idOf } from "../http/addresses.ts";
import { NOWHERE } from "../http/caching.ts";
import {
  distinct,
  listAddress,
  LONGEST_TITLE,
  MOST_ENTRIES,
  readListRequest,
  referencesIn,
  referenceText,
  type ListRequest,
  type ReadingList,
} from "../http/list_address.ts";
import { permanentAddress, type Page, type PageRequest } from "../http/page.ts";
import { Bibliography, bibliographyFile, entriesOf } from "../parts/bibliography.tsx";
import { titleText } from "../parts/entry.tsx";
import { FoundEntry } from "../parts/found_entry.tsx";
import { HitItem } from "../parts/hit.tsx";
import { Shared } from "../parts/shared.tsx";
import { Quotation } from "../parts/texts.tsx";
import { Trail } from "../parts/trail.tsx";

const PROPOSED = 10;

export async function readingList(request: PageRequest): Promise<Page | Response> {
  const { t, href, reading } = request;
  const list = readListRequest(request.query);
  const pasted = referencesIn(list.q);
  if (pasted.length > 0) return moved(href(listAddress({ ...list, items: distinct([...list.items, ...pasted]) })));
  const found = await readReferences(reading, list.items, true);
  const entries = entriesOf(found);
  if (list.as !== undefined) return download(entries, list.as);
  const [site, proposals] = await Promise.all([readSite(reading), readProposals(request, list)]);
  const base = permanentAddress(request, site, "");
  const notice = { request, country: "", year: undefined };
  return {
    title: list.title === "" ? t.readingList.title : t.readingList.titleFor(list.title),
    indexed: false,
    content: (
      <>
        <Trail request={request} steps={[]} />
        <div class="reading-list">
          <h1 dir="auto">
            {list.title === "" ? (
              t.readingList.title
            ) : (
              <bdi>
                <Quotation text={list.title} notice={notice} />
              </bdi>
            )}
          </h1>
          {list.items.length === 0 ? <Beginning request={request} /> : ""}
          <Remarks request={request} list={list} />
          {list.items.length === 0 ? (
            ""
          ) : (
            <>
              <h2>{t.readingList.holds(list.items.length)}</h2>
              <ol class="found-entries">
                {found.map((item, index) => (
                  <li>
                    <FoundEntry request={request} found={item} base={base}>
                      <Controls request={request} list={list} index={index} found={item} />
                    </FoundEntry>
                  </li>
                ))}
              </ol>
              {entries.length === 0 ? "" : <Bibliography request={request} list={list} entries={entries} />}
            </>
          )}
          {list.items.length < MOST_ENTRIES ? (
            <Adding request={request} list={list} proposals={proposals} />
          ) : (
            <p class="no-print">{t.readingList.full(MOST_ENTRIES)}</p>
          )}
          {list.items.length === 0 ? (
            ""
          ) : (
            <Sharing request={request} list={list} address={`${base}${href(listAddress(list))}`} />
          )}
          <p class="small no-print">{t.readingList.kept}</p>
          <footer class="printed-only imprint">
            <p>
              <strong>{t.resources.helpOnPaper}</strong>{" "}
              <bdi>
                {base}
                {href("/help")}
              </bdi>
            </p>
            <p>
              {t.resources.foundAt}{" "}
              <bdi>
                {base}
                {href(listAddress(list))}
              </bdi>
            </p>
          </footer>
        </div>
      </>
    ),
  };
}

function moved(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": NOWHERE } });
}

function download(entries: readonly Entry[], format: BibliographyFormat): Response {
  const { text, mediaType, extension } = bibliographyFile(entries, format);
  const headers = {
    "content-type": mediaType,
    "content-disposition": `attachment; filename="reading-list${extension}"`,
    "cache-control": NOWHERE,
    "x-robots-tag": "noindex",
  };
  return new Response(text, { headers });
}

/** What of the address is not in the list. */
const Remarks: FC<{ request: PageRequest; list: ListRequest }> = ({ request: { t }, list }) => {
  if (list.tooMany === 0 && list.unreadable === 0) return <></>;
  return (
    <div class="stale">
      {list.tooMany === 0 ? "" : <p>{t.readingList.tooMany(MOST_ENTRIES, list.tooMany)}</p>}
      {list.unreadable === 0 ? "" : <p>{t.readingList.unreadable(list.unreadable)}</p>}
    </div>
  );
};

const Beginning: FC<{ request: PageRequest }> = ({ request: { t } }) => (
  <div class="prose">
    {t.readingList.beginning.map((paragraph) => (
      <p>{paragraph}</p>
    ))}
  </div>
);

/** Links that lead to the list in another order, or without an item. */
const Controls: FC<{ request: PageRequest; list: ReadingList; index: number; found: Found }> = ({
  request,
  list,
  index,
  found,
}) => {
  const { t, href } = request;
  const { items } = list;
  const name = found.standing === "gone" ? t.readingList.item(index + 1) : titleText(found.entry);
  const link = (label: string, changed: ReadingList["items"]) => (
    <li>
      <a href={href(listAddress({ ...list, items: changed }))}>
        {label}
        <span class="hidden">
          : <bdi>{name}</bdi>
        </span>
      </a>
    </li>
  );
  return (
    <ul class="controls">
      {index === 0 ? "" : link(t.readingList.up, swapped(items, index - 1))}
      {index === items.length - 1 ? "" : link(t.readingList.down, swapped(items, index))}
      {link(t.readingList.remove, items.toSpliced(index, 1))}
    </ul>
  );
};

/** `items` with the one at `index` and the one behind it in each other's place. */
function swapped(items: ReadingList["items"], index: number): ReadingList["items"] {
  return items.toSpliced(index, 2, ...items.slice(index, index + 2).toReversed());
}

/** Fields of a form that keep the list in the address. */
const Kept: FC<{ list: ReadingList; title: boolean }> = ({ list, title }) => (
  <>
    <input type="hidden" name="entries" value={list.items.map(referenceText).join(",")} />
    {title && list.title !== "" ? <input type="hidden" name="title" value={list.title} /> : ""}
    {list.style === "mla" ? "" : <input type="hidden" name="style" value={list.style} />}
  </>
);

const Adding: FC<{ request: PageRequest; list: ListRequest; proposals: Proposals | undefined }> = ({
  request,
  list,
  proposals,
}) => {
  const { t, href } = request;
  return (
    <section class="adding" aria-labelledby="adding">
      <h2 id="adding">{t.readingList.adding}</h2>
      <form class="choose" action={`${href("/list")}#adding`} method="get">
        <Kept list={list} title />
        <label for="add">{t.readingList.addLabel}</label>
        <div class="search-row">
          <input id="add" name="q" type="search" value={list.q} maxlength={512} autocomplete="off" />
          <button type="submit">{t.readingList.find}</button>
        </div>
      </form>
      {proposals === undefined ? "" : <Proposed request={request} list={list} proposals={proposals} />}
    </section>
  );
};

interface Proposals {
  readonly hits: readonly SearchHit[];
  readonly labels: ReadonlyMap<string, string>;
}

/** Sources that hold the words of the address and are not in the list; undefined where there are no words. */
async function readProposals(
  { reading, language }: PageRequest,
  { q, items }: ListRequest,
): Promise<Proposals | undefined> {
  if (q === "" || items.length >= MOST_ENTRIES) return undefined;
  const question = { query: q, filter: "", kinds: ["entries"], orderBy: "", pageToken: "", facets: [] };
  const [answer, labels] = await Promise.all([search(reading, question), readLabels(reading, language.tag)]);
  const listed = new Set(items.map(({ id }) => id));
  return { hits: answer.hits.filter(({ name }) => !listed.has(idOf(name))).slice(0, PROPOSED), labels };
}

/** Each with a link to the list that it is added to. */
const Proposed: FC<{ request: PageRequest; list: ListRequest; proposals: Proposals }> = ({
  request,
  list,
  proposals,
}) => {
  const { t, href } = request;
  const { hits, labels } = proposals;
  return (
    <>
      <p role="status">{hits.length === 0 ? t.readingList.noProposals : t.readingList.proposals}</p>
      <ul class="hit-list">
        {hits.map((hit) => (
          <li>
            <HitItem request={request} hit={hit} labels={labels} />
            <p>
              <a class="action" href={href(listAddress({ ...list, items: [...list.items, { id: idOf(hit.name) }] }))}>
                {t.readingList.add}
                {hit.resource.case === "entry" ? (
                  <span class="hidden">
                    : <bdi>{titleText(hit.resource.value)}</bdi>
                  </span>
                ) : (
                  ""
                )}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
};

const Sharing: FC<{ request: PageRequest; list: ReadingList; address: string }> = ({ request, list, address }) => {
  const { t, href } = request;
  return (
    <section class="sharing" aria-labelledby="sharing">
      <h2 id="sharing">{t.readingList.sharing}</h2>
      <form class="choose" action={href("/list")} method="get">
        <Kept list={list} title={false} />
        <label for="title">{t.readingList.titleLabel(LONGEST_TITLE)}</label>
        <div class="search-row">
          <input id="title" name="title" type="text" value={list.title} maxlength={LONGEST_TITLE} autocomplete="off" />
          <button type="submit">{t.readingList.rename}</button>
        </div>
      </form>
      <p>{t.readingList.sharingText}</p>
      <Shared request={request} id="list-address" address={address} />
    </section>
  );
};
