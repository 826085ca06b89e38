// Everything else that is known of a source, as a list of terms.
import type { Child, FC } from "hono/jsx";
import type { Access, Contributor, Entry, LinkState } from "@lectern/client";
import type { PageRequest } from "../http/page.ts";
import { partialDateText } from "../text/dates.ts";
import { sourceTypeName } from "./entry.tsx";
import { languageName } from "./hotlines.tsx";
import { numberNotice } from "./passages.tsx";
import { isUnsafe, sourceAddress } from "./source_link.tsx";
import { Quotation, Words } from "./texts.tsx";

/** Something with a page of this site, if it has one. */
export interface Named {
  readonly name: string;
  readonly path: string | undefined;
}

interface EntryDetailsProps {
  request: PageRequest;
  entry: Entry;
  others: readonly Named[];
  themes: readonly Named[];
  state: LinkState;
}

export const EntryDetails: FC<EntryDetailsProps> = ({ request, entry, others, themes, state }) => {
  const { t, language } = request;
  const rows: [string, Child][] = [
    [
      t.entry.contributors,
      entry.contributors.length === 0 ? "" : <Contributors request={request} contributors={entry.contributors} />,
    ],
    [t.entry.publisher, verbatim(entry.publisher)],
    [t.entry.series, verbatim(entry.series)],
    [t.entry.place, verbatim(entry.place)],
    [t.entry.date, verbatim(partialDateText(entry.published, language.tag))],
    [t.entry.kind, sourceTypeName(request, entry.sourceType)],
    [t.entry.language, entry.language === "" ? "" : languageName(entry.language, language.tag)],
    [
      t.entry.accessed,
      entry.accesses.length === 0 ? "" : <Accesses request={request} accesses={entry.accesses} state={state} />,
    ],
    [t.entry.otherCountries, others.length === 0 ? "" : <Links request={request} items={others} />],
    [t.entry.themes, themes.length === 0 ? "" : <Links request={request} items={themes} />],
    [t.entry.printedNotes, entry.notes.length === 0 ? "" : <PrintedNotes request={request} entry={entry} />],
  ];
  return (
    <section aria-labelledby="details">
      <h2 id="details">{t.entry.details}</h2>
      <dl class="details">
        {rows
          .filter(([, value]) => value !== "")
          .map(([label, value]) => (
            <div>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
};

const PrintedNotes: FC<{ request: PageRequest; entry: Entry }> = ({ request, entry }) => (
  <>
    {entry.notes.map((note) => (
      <p dir="auto">
        <bdi>
          <Quotation text={note} notice={numberNotice(request, entry)} />
        </bdi>
      </p>
    ))}
  </>
);

function verbatim(text: string): Child {
  return text === "" ? "" : <Words text={text} />;
}

const Contributors: FC<{ request: PageRequest; contributors: readonly Contributor[] }> = ({
  request: { t },
  contributors,
}) => {
  const roles: Record<string, string> = t.roles;
  return (
    <ul class="plain">
      {contributors.map(({ family, given, literal, role }) => (
        <li>
          <Words text={literal || [given, family].filter(Boolean).join(" ")} />
          {role === "" || role === "author" ? "" : <> ({roles[role] ?? <Words text={role} />})</>}
        </li>
      ))}
    </ul>
  );
};

const Accesses: FC<{ request: PageRequest; accesses: readonly Access[]; state: LinkState }> = (props) => {
  const {
    request: { t, language },
    accesses,
    state,
  } = props;
  return (
    <ul class="plain">
      {accesses.map((access) => {
        const address = isUnsafe(state) ? undefined : sourceAddress(access.url);
        const snapshot = sourceAddress(access.snapshot);
        return (
          <li>
            <Words text={partialDateText(access, language.tag)} />
            {address === undefined ? (
              ""
            ) : (
              <>
                {" "}
                ·{" "}
                <a href={address} rel="noreferrer nofollow">
                  {t.entry.readThere}
                </a>
              </>
            )}
            {snapshot === undefined ? (
              ""
            ) : (
              <>
                {" "}
                ·{" "}
                <a href={snapshot} rel="noreferrer nofollow">
                  {t.entry.snapshot}
                </a>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
};

const Links: FC<{ request: PageRequest; items: readonly Named[] }> = ({ request, items }) => (
  <ul class="plain inline-list">
    {items.map(({ name, path }) => (
      <li>
        {path === undefined ? (
          <Words text={name} />
        ) : (
          <a href={request.href(path)}>
            <Words text={name} />
          </a>
        )}
      </li>
    ))}
  </ul>
);
