// The formats that a bibliography can be downloaded in.
import type { Entry } from "#gen/lectern/v1/entry_pb.js";
import { toBibtex } from "./bibtex.js";
import { toCslJson } from "./csl_json.js";
import { toRis } from "./ris.js";

/** A format by its short name, as `lectern export` has it. */
export type BibliographyFormat = "bibtex" | "ris" | "csl";

/** A file to download. */
export interface BibliographyFile {
  readonly text: string;
  readonly mediaType: string;
  /** With its dot. */
  readonly extension: string;
}

const FORMATS = {
  bibtex: { write: toBibtex, mediaType: "application/x-bibtex; charset=utf-8", extension: ".bib" },
  ris: { write: toRis, mediaType: "application/x-research-info-systems; charset=utf-8", extension: ".ris" },
  csl: { write: toCslJson, mediaType: "application/vnd.citationstyles.csl+json", extension: ".json" },
} as const;

/** `entries` as a file, the same as the server's exports of them. */
export function bibliography(entries: Iterable<Entry>, format: BibliographyFormat): BibliographyFile {
  const { write, mediaType, extension } = FORMATS[format];
  return { text: write(entries), mediaType, extension };
}
