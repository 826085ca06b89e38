// Countries side by side: a column each; on a narrow screen a list a row.
//
// Roles are stated because a browser forgets that a table is one where style makes a list of it.
import type { FC } from "hono/jsx";
import type { ComparedCounts, Row } from "../catalogue/comparison.ts";
import { searchAddress } from "../http/addresses.ts";
import type { PageRequest } from "../http/page.ts";
import { Words } from "./texts.tsx";

export interface ComparedCountry {
  readonly code: string;
  readonly name: string;
}

/** What a row is called, and what it narrows a search by; undefined where a search cannot be narrowed so. */
interface ShownRow extends Row {
  readonly label: string;
  readonly filter: Readonly<Record<string, string>> | undefined;
}

interface ComparisonProps {
  request: PageRequest;
  countries: readonly ComparedCountry[];
  counted: ComparedCounts;
  /** Id of the topic; empty for all. */
  topic: string;
  /** Names of topics and themes, by resource name. */
  labels: ReadonlyMap<string, string>;
}

export const ComparisonTable: FC<ComparisonProps> = ({ request, countries, counted, topic, labels }) => {
  const { t, href } = request;
  const types: Record<string, string> = t.sourceTypes;
  const labelOf = (name: string) => labels.get(name) ?? name.slice(name.indexOf("/") + 1);
  const idOf = (name: string) => name.slice(name.indexOf("/") + 1);
  const groups: [string, ShownRow[]][] = [
    ["", [{ value: "all", counts: counted.totals, label: t.compare.all, filter: {} }]],
    [
      t.compare.topics,
      counted.topics.map((row) => ({ ...row, label: labelOf(row.value), filter: { topic: idOf(row.value) } })),
    ],
    [
      t.compare.themes,
      counted.themes.map((row) => ({
        ...row,
        label: row.value === "" ? t.compare.noTheme : labelOf(row.value),
        filter: row.value === "" ? undefined : { theme: idOf(row.value) },
      })),
    ],
    [t.compare.periods, counted.decades.map((row) => decadeRow(request, row))],
    [
      t.compare.types,
      counted.types.map((row) => ({
        ...row,
        label: row.value === "" ? t.compare.otherType : (types[row.value] ?? row.value),
        filter: row.value === "" ? undefined : { type: row.value },
      })),
    ],
  ];
  return (
    <table class="compare" role="table" aria-labelledby="compared">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            <span class="hidden">{t.compare.field}</span>
          </th>
          {countries.map(({ code, name }) => (
            <th role="columnheader" scope="col">
              <a href={href(`/countries/${code}`)}>
                <Words text={name} />
              </a>
            </th>
          ))}
        </tr>
      </thead>
      {groups
        .filter(([, rows]) => rows.length > 0)
        .map(([heading, rows]) => (
          <tbody role="rowgroup">
            {heading === "" ? (
              ""
            ) : (
              <tr role="row" class="group">
                <th role="rowheader" scope="rowgroup" colspan={countries.length + 1}>
                  {heading}
                </th>
              </tr>
            )}
            {rows.map((row) => (
              <tr role="row">
                <th role="rowheader" scope="row">
                  <Words text={row.label} />
                </th>
                {countries.map((country, index) => (
                  <Field request={request} country={country} row={row} count={row.counts[index] ?? 0} topic={topic} />
                ))}
              </tr>
            ))}
          </tbody>
        ))}
    </table>
  );
};

function decadeRow({ t }: PageRequest, row: Row): ShownRow {
  if (row.value === "") return { ...row, label: t.compare.undated, filter: undefined };
  const first = Number(row.value);
  return {
    ...row,
    label: t.compare.decade(first),
    filter: { from: String(first).padStart(4, "0"), to: String(first + 9).padStart(4, "0") },
  };
}

const Field: FC<{ request: PageRequest; country: ComparedCountry; row: ShownRow; count: number; topic: string }> = (
  props,
) => {
  const {
    request: { t, href },
    country,
    row,
    count,
    topic,
  } = props;
  const label = (
    <span class="of-country">
      <Words text={country.name} />
      {t.layout.colon}{" "}
    </span>
  );
  // That no source lacks a theme is no gap in the evidence.
  if (count === 0 && row.value === "")
    return (
      <td role="cell">
        {label}
        {t.compare.none}
      </td>
    );
  if (count === 0)
    return (
      <td role="cell" class="gap">
        {label}
        {t.compare.gap}
      </td>
    );
  return (
    <td role="cell">
      {label}
      {row.filter === undefined ? (
        count
      ) : (
        <a
          href={href(
            searchAddress({
              kind: "entries",
              country: country.code,
              ...(topic === "" ? {} : { topic }),
              ...row.filter,
            }),
          )}
        >
          {count}
        </a>
      )}
    </td>
  );
};
