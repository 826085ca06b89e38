// Pictures, comparisons and feeds, in English.

const sources = (n: number) => `${n.toLocaleString("en")} ${n === 1 ? "source" : "sources"}`;

export const pictures = {
  country: (name: string, n: number) => `${name}: ${sources(n)}`,
  legend: "Sources collected here",
  range: (from: number, to: number | undefined) => (to === undefined ? `${from} and more` : `${from} to ${to}`),
  asTable: "The same as a table",
  borders:
    "Borders as Natural Earth draws them, simplified; they say nothing about the status of any territory. Small countries " +
    "are marked with a point.",
  more: "Other views of the same sources",
};

export const timeline = {
  title: "Sources by year",
  titleFor: (of: string) => `Sources by year: ${of}`,
  lead: "When the sources collected here were published.",
  description: "How many of the sources collected here were published in each year.",
  caption: "Sources collected here, by the year they were published. Not how common the crime was.",
  topic: "Topic",
  allTopics: "All topics",
  country: "Country",
  allCountries: "All countries",
  show: "Show",
  year: "Year",
  years: "Years",
  sources: "Sources",
  bar: (period: string, n: number) => `${period}: ${sources(n)}`,
  most: (n: number) => `Most in one bar: ${n.toLocaleString("en")}`,
  gap: "no source collected here",
  undated: (n: number) => `${sources(n)} without a known year.`,
  cutOff: "Years before the first one shown are left out.",
  nothing: "No source with a known year has been collected here for this choice.",
  searchAll: (n: number) => `Search in ${n === 1 ? "this source" : `these ${n.toLocaleString("en")} sources`}`,
  unknown: "There is no such topic or country in this catalogue. Choose from the lists:",
};

export const compare = {
  title: "Compare countries",
  titleFor: (names: string) => `Compare: ${names}`,
  description: "The sources collected here on two to five countries, side by side.",
  lead: "Put two to five countries side by side: which topics, themes, periods and kinds of source are covered, and where nothing has been collected yet.",
  start: "Compare with other countries",
  caption: "Sources collected here, not how common the crime is. An empty field says that nobody has collected a source for it yet, and nothing else.",
  gap: "no source collected here",
  none: "none",
  chosen: "Countries compared",
  remove: (name: string) => `Remove ${name}`,
  add: "Add a country",
  first: "First country",
  choose: "Choose …",
  topic: "Topic",
  allTopics: "All topics",
  show: "Show",
  neighbours: "Neighbouring countries",
  addNeighbour: (name: string) => `Add ${name}`,
  oneMore: "Choose at least one more country to compare with.",
  full: "Five countries are as many as fit side by side. Remove one to add another.",
  tooMany: (n: number) => `The address names ${n} countries. At most five can be compared: here are all of them; remove some.`,
  unknownCountry: (names: string) =>
    `The address names ${names === "" ? "a country" : names}, which this catalogue does not have. Choose from the list, which has all that it has:`,
  unknownTopic: "The address names a topic that is not in this catalogue. Here are all topics together:",
  all: "All sources",
  topics: "Topics",
  themes: "Themes",
  periods: "Published",
  types: "Kinds of source",
  undated: "no known year",
  otherType: "not determined",
  decade: (first: number) => `${first}–${first + 9}`,
  field: "Field",
  timeline: (name: string) => `${name}: sources by year`,
  noTheme: "no theme given",
};

export const feeds = {
  all: "Sources added or revised lately",
  of: (name: string) => `Sources added or revised lately: ${name}`,
  subtitle: "Sources collected here, not how common the crime is.",
  follow: "Follow what is added (Atom feed)",
  searchName: "Search the catalogue",
};
