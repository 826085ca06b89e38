// A country's page with as many sources as a long page of the old site has: made-up reports about street children in
// neutral words, about as long as real annotations, the same in every run.
import { Numbers } from "./numbers.ts";

export const COUNTRY = "fi";
export const TOPIC = "street-children";
export const SOURCES = 60;
/** An entry of another country and topic. To change it changes neither page that is measured. */
export const CHANGED_ENTRY = "entries/benchchanged";

const SECTIONS = ["Law and courts", "Reports and monitoring", "Figures and research", "Work on the ground", "News"];
const TYPES = ["REPORT", "ARTICLE_NEWSPAPER", "WEBPAGE", "HEARING", "ARTICLE_JOURNAL", "LEGISLATION"];
const THEMES = ["law-and-courts", "protection-of-victims", "figures-and-estimates"];
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];
// The further back a word stands, the seldomer it is used.
const WORDS = (
  "the of and in to a for were by from with on that their which was had who at they more than is as not it " +
  "an after between about children street city families shelter school report years government staff " +
  "ministry number survey work programme police council centre parents age health law young people found " +
  "asked said began opened closed counted returned many several most some few other home night day winter " +
  "summer month station market district region capital town village office teachers nurses social workers " +
  "officials volunteers researchers authors members witnesses commission committee assembly court act " +
  "section article regulation budget funding plan strategy review evaluation interview sample method " +
  "estimate definition register record data census evidence question answer record education training " +
  "apprenticeship classroom lesson meal clothing medicine transport housing rent income employment season " +
  "harvest factory workshop railway harbour border bridge river neighbourhood community church association " +
  "union foundation university library newspaper broadcast interview letter petition hearing debate " +
  "proposal amendment adoption enforcement inspection protection prevention participation recommendation " +
  "observation conclusion progress obstacle delay shortage increase decline change difference comparison " +
  "agreement cooperation coordination referral identification registration placement reunification guidance " +
  "counselling supervision follow-up independent national regional municipal voluntary temporary permanent " +
  "annual monthly weekly early recent earlier later former present available necessary possible different " +
  "particular separate common rural urban northern southern eastern western migrant indigenous orphaned " +
  "working absent described compared recorded visited published revised extended reduced supported offered " +
  "provided trained employed recommended concluded explained observed measured estimated doubled halved " +
  "transferred accompanied enrolled"
).split(" ");

const SYLLABLES = "ka lo ri ve nu ta mi so pe la ju ha ro ne ki va su to li me ar en il on us".split(" ");

/** A made-up name of a place or a person: real texts are full of words that come once. */
function name(numbers: Numbers): string {
  const text = Array.from({ length: 2 + numbers.below(3) }, () => numbers.of(SYLLABLES)).join("");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// The shares are such that the text packs as tightly as the annotations of the sample catalogue: 2.6 to 1 of 22 kB.
function word(numbers: Numbers): string {
  if (numbers.chance(20)) return name(numbers);
  return numbers.of(numbers.chance(30) ? WORDS.slice(0, 40) : WORDS);
}

function words(numbers: Numbers, count: number): string {
  const text = Array.from({ length: count }, () => word(numbers)).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Sentences of together at least so many characters. */
function prose(numbers: Numbers, characters: number): string {
  let text = "";
  while (text.length < characters) {
    text += `${text === "" ? "" : " "}${words(numbers, 6 + numbers.below(18))}`;
    if (numbers.chance(25)) text += `, ${word(numbers)} ${word(numbers)}`;
    if (numbers.chance(20)) text += ` in ${1995 + numbers.below(30)}`;
    if (numbers.chance(10)) text += ` (${10 + numbers.below(4000)})`;
    text += ".";
  }
  return text;
}

interface Day {
  readonly raw: string;
  readonly edtf: string;
}

function day(numbers: Numbers, first: number, years: number): Day {
  const [year, month, date] = [first + numbers.below(years), numbers.below(12), 1 + numbers.below(28)];
  const two = (value: number) => String(value).padStart(2, "0");
  return { raw: `${date} ${MONTHS[month]} ${year}`, edtf: `${year}-${two(month + 1)}-${two(date)}` };
}

function text(numbers: Numbers, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[numbers.below(alphabet.length)]).join("");
}

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const REVIEW = { reviewer: "bench", reviewTime: "2026-10-20T09:00:00Z" };
const PUBLIC = { lifecycle: "LIFECYCLE_PUBLISHED", identityRisk: "IDENTITY_RISK_NONE", review: REVIEW };

function source(number: number) {
  const numbers = new Numbers(1000 + number);
  const published = day(numbers, 1998, 27);
  const publisher = `Office of ${words(numbers, 2 + numbers.below(3))}`;
  const place = words(numbers, 1);
  const passages = Array.from({ length: 2 + numbers.below(4) }, () => ({
    ...(numbers.chance(50) ? { label: `[${1 + numbers.below(200)}]` } : {}),
    ...(numbers.chance(30) ? { heading: words(numbers, 2 + numbers.below(3)).toUpperCase() } : {}),
    text: prose(numbers, 100 + numbers.below(600)),
  }));
  return {
    entry: {
      name: `entries/s${text(numbers, LETTERS, 11)}`,
      titleLines: [
        words(numbers, 5 + numbers.below(9)),
        ...(numbers.chance(30) ? [words(numbers, 3 + numbers.below(6))] : []),
      ],
      publisher,
      place,
      published,
      rawByline: `${publisher}, ${place}, ${published.raw}`,
      contributors: [{ literal: publisher }],
      sourceType: `SOURCE_TYPE_${numbers.of(TYPES)}`,
      ...(numbers.chance(30) ? { mediaMarks: ["PDF"] } : {}),
      country: `countries/${COUNTRY}`,
      topic: `topics/${TOPIC}`,
      themes: [`themes/${numbers.of(THEMES)}`],
      section: SECTIONS[Math.floor((number / SOURCES) * SECTIONS.length)],
      url: `https://www.example.org/${text(numbers, LETTERS, 9)}/${text(numbers, "0123456789", 6)}.html`,
      linkState: "LINK_STATE_LIVE",
      language: "en",
      accesses: Array.from({ length: 1 + numbers.below(2) }, () => {
        const { raw, edtf } = day(numbers, 2012, 13);
        return { raw: `[accessed ${raw}]`, edtf };
      }),
      passages,
      contentNotesAssessed: true,
      sourceKey: text(numbers, "0123456789abcdef", 32),
      ...PUBLIC,
    },
  };
}

function daysFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

function hotline(number: number): object {
  const numbers = new Numbers(9000 + number);
  return {
    hotline: {
      name: `countries/${COUNTRY}/hotlines/line-${number}`,
      displayName: `${words(numbers, 2)} Helpline`,
      numbers: [{ dial: `116 00${number}`, regionCode: COUNTRY.toUpperCase(), printed: `116 00${number}` }],
      cost: "free",
      audience: "children and young people, and those who worry about them",
      languages: ["fi", "sv", "en"],
      verifyTime: daysFromNow(-30),
      reviewDueTime: daysFromNow(150), // one that is overdue makes another page
      source: `https://www.example.org/line-${number}`,
      sourceKey: text(numbers, "0123456789abcdef", 32),
      verifiedBy: "bench",
      lifecycle: "LIFECYCLE_PUBLISHED",
      review: REVIEW,
    },
  };
}

function countryPage(): object {
  const numbers = new Numbers(1);
  return {
    countryPage: {
      name: `countries/${COUNTRY}/pages/${TOPIC}`,
      topic: `topics/${TOPIC}`,
      period: "In the early years of the 21st Century, 2000 to 2026",
      language: "en",
      introduction: { paragraphs: [prose(numbers, 500), prose(numbers, 400)], source: "Bench", edition: "2026" },
      caution: prose(numbers, 300),
      sectionOrder: SECTIONS,
      ...PUBLIC,
    },
  };
}

const CHANGED = {
  entry: {
    name: CHANGED_ENTRY,
    titleLines: ["A source that changes"],
    country: "countries/gb",
    topic: "topics/human-trafficking",
    passages: [{ text: "Before the first change." }],
    sourceKey: "0".repeat(32),
    ...PUBLIC,
  },
};

/** Characters of all passages of the page. */
export function passageCharacters(): number {
  const all = Array.from({ length: SOURCES }, (_, i) => source(i).entry.passages);
  return all.flat().reduce((sum, passage) => sum + passage.text.length, 0);
}

/** A country, its page, sources and hotlines, and the entry that changes, as JSON Lines for an import. */
export function corpusLines(): string {
  const country = { country: { name: `countries/${COUNTRY}`, otherNames: [{ language: "fr", text: "Finlande" }] } };
  const sources = Array.from({ length: SOURCES }, (_, i) => source(i));
  const lines = [country, countryPage(), ...[1, 2, 3, 4].map(hotline), ...sources, CHANGED];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}
