// Teacher resources, reading lists and themes, in English.

const count = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export const resources = {
  title: "For teachers",
  lead: "Lesson plans, debate topics, essay questions and reading lists, each ready to print. No account is needed.",
  description: (kind: string, topic: string) => (topic === "" ? `${kind}, ready to print.` : `${kind} on ${topic}, ready to print.`),
  found: (n: number) => (n === 0 ? "Nothing found" : count(n, "resource", "resources")),
  all: (n: number) => `everything for teachers (${n})`,
  without: (filter: string) => `without “${filter}”`,
  nothing: "Nothing here has all of this. You could try:",
  noneYet: "There is nothing for teachers in this catalogue yet. You could go on from here:",
  unstated: "What does not say its age, grade or time is not counted there.",
  pages: "Pages of the list",
  previousPage: "Previous page",
  nextPage: "Next page",
  kinds: {
    LESSON_PLAN: "Lesson plan",
    DEBATE_TOPICS: "Debate topics",
    ESSAY_QUESTIONS: "Essay questions",
    READING_LIST: "Reading list",
    BACKGROUND: "Background",
    COURSE_OUTLINE: "Course outline",
    STRATEGY: "Educational strategy",
  },
  otherKind: "Resource",
  filters: { kind: "Kind", topic: "Topic", age: "Age", grade: "Grade", time: "Time it takes", language: "Language" },
  bands: { 30: "up to 30 minutes", 60: "30 to 60 minutes", 120: "1 to 2 hours", longer: "more than 2 hours" },
  ages: (from: number, to: number | undefined) =>
    to === undefined ? `age ${from} and older` : from === to ? `age ${from}` : `ages ${from} to ${to}`,
  gradeIs: "grade",
  gradeNumber: (grade: string) => `grade ${grade}`,
  about: "About this resource",
  unit: "Unit",
  lesson: "Lesson",
  topic: "Topic",
  country: "Country",
  themes: "Themes",
  grade: "Grade",
  age: "Made for",
  time: "Time",
  method: "Main method",
  uses: "Used for",
  alignment: "Curriculum",
  alignmentTypes: {
    teaches: "teaches",
    requires: "requires",
    assesses: "assesses",
    educationalSubject: "subject",
    educationalLevel: "level",
    textComplexity: "text complexity",
    readingLevel: "reading level",
  },
  translations: "Other languages",
  licence: "Licence",
  noLicence: "none stated: ask before you copy more than a quotation",
  licenceTerms: {
    BY: "name who made it",
    NC: "no commercial use",
    SA: "pass on changes under the same licence",
    ND: "no changed versions",
    ZERO: "use it as you like",
  },
  purpose: "What it is for",
  objectives: "What students will be able to do",
  equipment: "What you need",
  equipmentFor: "For",
  opening: "How it opens",
  procedures: "Step by step",
  assignments: "Assignments",
  closure: "How it closes",
  prompts: "Questions and statements",
  suggestions: "To begin with:",
  sources: "Sources",
  lookFor: "Look for:",
  printable: "Printable hand-out",
  use: "Give it to your class",
  preview: "This is how it looks on paper. Print it with your browser.",
  backToPage: "Back to the page",
  name: "Name",
  date: "Date",
  helpOnPaper: "If this is about you, or about somebody you know, you can talk to someone:",
  foundAt: "This sheet comes from",
};

export const use = {
  title: "Give it to your class",
  titleFor: (title: string) => `Give it to your class: ${title}`,
  link: "As a link",
  linkText:
    "The page opens for everybody, without an account. Put its address where your class finds it: a task, a " +
    "message, the board.",
  paper: "On paper",
  paperText:
    "The hand-out has the text, the sources with their addresses, and where help is found. It holds no " +
    "telephone numbers: a sheet of paper cannot be corrected when a number changes.",
  list: "As a reading list",
  listText: (n: number) =>
    `Its ${count(n, "source", "sources")} on one page, ready to cite. Open it to leave sources out, to add some or to put them in ` +
    "another order; the address then holds your own list, and no other is changed by it.",
  listCut: (most: number, left: number) => `A list has room for ${most} sources; ${left} more are on the page of the resource.`,
  openList: "Open the reading list",
  noSources: "This resource names no sources to read.",
  care: "Before the lesson",
  careText: [
    "Somebody in your class may have lived through what these sources speak of. Say beforehand what the lesson " +
      "is about, let nobody have to speak, and let everybody leave the room without a reason.",
    "Know whom a pupil can go to at your school, and have the helplines of your country at hand.",
  ],
};

export const readingList = {
  title: "Reading list",
  titleFor: (title: string) => `Reading list: ${title}`,
  start: "Start a reading list",
  startWith: "Start a reading list with this source",
  beginning: [
    "A reading list puts sources together for a class, or for your own paper: in your order, with a " +
      "bibliography in the style that you need. It needs no account.",
    "Begin by looking for a source below, or with the link “Start a reading list with this source” on a source's page.",
  ],
  holds: (n: number) => count(n, "source", "sources"),
  gone: "A source that is no longer shown here.",
  replaced: "The state that was chosen is no longer shown. This is the source as it is now.",
  earlier: (date: string) => `As it stood on ${date}, when it was chosen; it has been revised since.`,
  pageHere: "Page of this source:",
  item: (n: number) => `item ${n}`,
  up: "Move up",
  down: "Move down",
  remove: "Remove",
  adding: "Add a source",
  addLabel: "Words to look for, or the address of a source's page here",
  find: "Find",
  add: "Add to the list",
  proposals: "Sources that could be added:",
  noProposals: "No further source holds these words. Fewer or more general ones may find some.",
  full: (most: number) => `The list is full: it has room for ${most} sources.`,
  tooMany: (most: number, n: number) =>
    `A list has room for ${most} sources. The address names ${n} more, which ${n === 1 ? "is" : "are"} not in the list.`,
  unreadable: (n: number) => `${count(n, "part", "parts")} of the address ${n === 1 ? "names" : "name"} no source and ${n === 1 ? "was" : "were"} left out.`,
  bibliography: "Bibliography",
  styles: "Citation styles",
  download: "For a reference manager:",
  sharing: "Name and share the list",
  titleLabel: (most: number) => `Title of the list (at most ${most} characters)`,
  rename: "Set the title",
  sharingText: "Whoever has this address has the list. Keep it as a bookmark, or pass it on:",
  copyAddress: "Copy the address",
  kept:
    "The list is in its address and nowhere else: this site does not keep it. Its title and the choice of " +
    "sources are those of whoever put it together.",
};

export const themes = {
  title: "Themes",
  lead: "Questions that run through all topics and countries.",
  description: "Sources by theme, across topics and countries.",
  none: "There are no themes in this catalogue yet.",
  olderTerms:
    "Older texts use these words. They stand here so that you recognise them; searching for one finds the theme.",
  firstSources: "Back to the newest sources",
  moreSources: "More sources",
  searchWithin: "Search within these sources",
};
