// What a source says, paragraph by paragraph, under the source's own labels.
import type { FC } from "hono/jsx";
import type { Entry, LinkState, Passage } from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { yearOf } from "../text/dates.ts";
import { ClaimNote } from "./claim.tsx";
import { passageAddress } from "./source_link.tsx";
import { Quotation, type NumberNotice } from "./texts.tsx";

interface PassagesProps {
  request: PageRequest;
  entry: Entry;
  /** What is known now of the entry's address, where `entry` is an earlier state. */
  state?: LinkState;
  /** Gives each passage an address on the page: "p1" and so on. */
  anchored?: boolean;
}

export const Passages: FC<PassagesProps> = ({ request, entry, state, anchored }) => {
  const notice = numberNotice(request, entry);
  return (
    <div class="passages">
      {entry.passages.map((passage, index) => (
        <PassageBlock
          request={request}
          entry={entry}
          passage={passage}
          notice={notice}
          state={state ?? entry.linkState}
          id={anchored ? `p${index + 1}` : undefined}
        />
      ))}
    </div>
  );
};

interface PassageProps {
  request: PageRequest;
  entry: Entry;
  passage: Passage;
  notice: NumberNotice;
  state: LinkState;
  id: string | undefined;
}

const PassageBlock: FC<PassageProps> = ({ request, entry, passage, notice, state, id }) => {
  const { t } = request;
  const language = passage.language || entry.language;
  const address = id === undefined ? undefined : passageAddress(entry, passage, state);
  return (
    <div class="passage" id={id}>
      {passage.heading === "" ? (
        ""
      ) : (
        <p class="passage-heading" dir="auto">
          <Quotation text={passage.heading} notice={notice} />
        </p>
      )}
      <blockquote lang={language || undefined} dir="auto">
        {passage.label === "" ? (
          ""
        ) : (
          <span class="paragraph-label">
            <bdi>{passage.label}</bdi>
          </span>
        )}
        <Quotation text={passage.text} notice={notice} />
      </blockquote>
      <ClaimNote request={request} passage={passage} />
      {id === undefined ? (
        ""
      ) : (
        <p class="passage-link">
          {address === undefined ? (
            ""
          ) : (
            <>
              <a href={address} rel="noreferrer nofollow">
                {t.source.findPassage}
              </a>{" "}
              ·{" "}
            </>
          )}
          <a href={`${request.href(request.path)}?cite=${id.slice(1)}#cite`} rel="nofollow">
            {t.cite.paragraph}
          </a>
        </p>
      )}
    </div>
  );
};

/** What stands in place of a number in an entry's quotations: of when the source was read, else printed. */
export function numberNotice(request: PageRequest, entry: Entry): NumberNotice {
  const years = [...entry.accesses.map((access) => yearOf(access.edtf)), yearOf(entry.published?.edtf)];
  return { request, country: entry.country.slice("countries/".length), year: years.find((year) => year !== undefined) };
}
