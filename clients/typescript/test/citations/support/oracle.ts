// What a CSL processor makes of a source: citeproc, with the styles and locales that Debian packages.
//
// citeproc is under the CPAL or the AGPL. It is a test oracle only, is in no package that is shipped, and no code of it
// or of the styles is ours.
import { readFileSync } from "node:fs";
import CSL from "citeproc";
import type { CitationStyle, CslItem, Run } from "@lectern/client";

const FOLDER = "/usr/share/citation-style-language";
const FILES = {
  mla: "modern-language-association",
  apa: "apa",
  chicago: "chicago-fullnote-bibliography",
  "chicago-author-date": "chicago-author-date",
  harvard: "harvard-cite-them-right",
  // Short notes are those of the style whose notes are short from the first on.
  "chicago short notes": "chicago-note-bibliography",
};

/** The parts of a citation, with italics between ⟨ and ⟩. */
export interface CitedTexts {
  reference: string;
  inText: string;
  note?: string;
}

/** A change of a style's XML. */
export type StyleChange = (xml: string) => string;

/** Where a passage stands, as CSL says it. */
export interface CslLocator {
  readonly locator: string;
  readonly label: "paragraph" | "section";
}

/** `item` as the processor cites it in `style` with `changes` made to it. */
export function oracle(
  style: CitationStyle,
  item: CslItem,
  locator: CslLocator | undefined,
  changes: readonly StyleChange[] = [],
): CitedTexts {
  const own = engineOf(FILES[style], changes);
  if (style !== "chicago") return { reference: own.reference(item), inText: own.cited(item, locator) };
  const short = engineOf(FILES["chicago short notes"], changes);
  return { reference: own.reference(item), inText: short.cited(item, locator), note: own.cited(item, locator) };
}

/** Runs in the form that the oracle's texts have. */
export function marked(runs: readonly Run[]): string {
  return runs.map(({ text, italic }) => (italic ? `⟨${text}⟩` : text)).join("");
}

class OracleEngine {
  #item: CslItem = { id: "", type: "document" };
  readonly #engine: InstanceType<typeof CSL.Engine>;
  #cited = 0;

  constructor(xml: string) {
    const retrieveLocale = (language: string) => read(`locales/locales-${language}.xml`);
    this.#engine = new CSL.Engine({ retrieveLocale, retrieveItem: () => this.#item }, xml);
  }

  reference(item: CslItem): string {
    this.#take(item);
    return unmarkedUp(this.#engine.makeBibliography()[1].join(""));
  }

  cited(item: CslItem, locator: CslLocator | undefined): string {
    const id = this.#take(item);
    const cluster = { citationID: `c${id}`, citationItems: [{ id, ...locator }], properties: { noteIndex: 1 } };
    return unmarkedUp(this.#engine.processCitationCluster(cluster, [], [])[1][0]![1]);
  }

  // The processor remembers what it has cited, so that each time is the first.
  #take(item: CslItem): string {
    this.#cited += 1;
    const id = `${item.id}-${this.#cited}`;
    this.#item = { ...item, id };
    this.#engine.updateItems([id]);
    return id;
  }
}

const engines = new Map<string, OracleEngine>();
const files = new Map<string, string>();

function engineOf(file: string, changes: readonly StyleChange[]): OracleEngine {
  const xml = changes.reduce((text, change) => change(text), read(`styles/${file}.csl`));
  let engine = engines.get(xml);
  if (engine === undefined) engines.set(xml, (engine = new OracleEngine(xml)));
  return engine;
}

function read(path: string): string {
  let text = files.get(path);
  if (text !== undefined) return text;
  try {
    text = readFileSync(`${FOLDER}/${path}`, "utf8");
  } catch (cause) {
    const packages = "citation-style-language-styles and citation-style-language-locales";
    throw new Error(`${FOLDER}/${path} cannot be read: install Debian's packages ${packages}`, { cause });
  }
  files.set(path, text);
  return text;
}

const ENTITIES: Record<string, string> = { "&#38;": "&", "&#60;": "<", "&#62;": ">", "&quot;": '"' };

/** The processor's HTML as text. */
function unmarkedUp(html: string): string {
  return html
    .replace(/\s*<\/?div[^>]*>\s*/g, "")
    .replaceAll("<i>", "⟨")
    .replaceAll("</i>", "⟩")
    .replace(/&#(38|60|62);|&quot;/g, (entity) => ENTITIES[entity]!);
}
