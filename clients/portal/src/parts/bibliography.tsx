// The sources of a list as a bibliography, in the style that the address asks for, and as files for reference managers.
import type { FC } from "hono/jsx";
import { bibliography, CITATION_STYLES, citeEntry, plainText } from "@lectern/client";
import type { BibliographyFile, BibliographyFormat, Entry } from "@lectern/client";
import type { Found } from "../catalogue/references.ts";
import { listAddress, type ReadingList } from "../http/list_address.ts";
import type { PageRequest } from "../http/page.ts";
import { Runs } from "./runs.tsx";

/** What reference managers read, with what each is called. */
export const FORMATS: readonly [BibliographyFormat, string][] = [
  ["bibtex", "BibTeX"],
  ["ris", "RIS"],
  ["csl", "CSL-JSON"],
];

/** The entries of a list that can be cited, in its order. */
export function entriesOf(found: readonly Found[]): Entry[] {
  return found.flatMap((item) => (item.standing === "gone" ? [] : [item.entry]));
}

/**
 * A file of the entries. What the sources say is left out of it: a copy that nobody can call back holds no telephone
 * number out of an old text.
 */
export function bibliographyFile(entries: readonly Entry[], format: BibliographyFormat): BibliographyFile {
  return bibliography(
    entries.map((entry) => ({ ...entry, passages: [] })),
    format,
  );
}

export const Bibliography: FC<{ request: PageRequest; list: ReadingList; entries: readonly Entry[] }> = (props) => {
  const { request, list, entries } = props;
  const { t, href } = request;
  // As the styles ask for: by the first word of each, whatever stands before it.
  const collator = new Intl.Collator("en", { ignorePunctuation: true, numeric: true });
  const references = entries
    .map((entry) => citeEntry(entry, list.style).reference)
    .sort((a, b) => collator.compare(plainText(a), plainText(b)));
  return (
    <section class="bibliography" aria-labelledby="bibliography">
      <h2 id="bibliography">{t.readingList.bibliography}</h2>
      <nav aria-label={t.readingList.styles}>
        <ul class="styles">
          {CITATION_STYLES.map(({ style }) => (
            <li>
              <a
                href={`${href(listAddress({ ...list, style }))}#bibliography`}
                aria-current={style === list.style ? "true" : undefined}
              >
                {t.cite.styles[style]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ol class="references" id="references">
        {references.map((runs) => (
          <li dir="auto">
            <Runs of={runs} />
          </li>
        ))}
      </ol>
      <p>
        <button type="button" hidden data-copy="references" data-status="references-status" data-done={t.cite.copied}>
          {t.cite.copy}
        </button>{" "}
        <span id="references-status" role="status"></span>
      </p>
      <p class="downloads">
        {t.readingList.download}{" "}
        {FORMATS.map(([format, label], index) => (
          <>
            {index === 0 ? "" : " · "}
            <a href={href(listAddress(list, format))}>{label}</a>
          </>
        ))}
      </p>
    </section>
  );
};
