// The research guide for term papers, in English.

export interface GuideTexts {
  title: string;
  /** What leads to the guide. */
  link: string;
  lead: string;
  contents: string;
  sections: {
    /** Its place on the page. */
    id: string;
    heading: string;
    paragraphs: string[];
    points: { term: string; text: string }[];
    /** Paths without a language. */
    links: { label: string; path: string }[];
  }[];
}

export const guide: GuideTexts = {
  title: "Writing a term paper",
  link: "How to write a term paper with these sources",
  lead: "From a first idea to the list of sources, in seven steps. You can begin at any of them.",
  contents: "The steps",
  sections: [
    {
      id: "question",
      heading: "Find a question that can be answered",
      paragraphs: [
        "“Human trafficking” is a field, not a question. A paper gets good when its question is small enough to " +
          "be answered with the sources that you can read in the time that you have.",
        "Three cuts make a field small: one country or two to compare, a span of years, and one thing that " +
          "somebody did or left undone.",
      ],
      points: [
        {
          term: "Too wide:",
          text: "What is done against the trafficking of human beings?",
        },
        {
          term: "Can be answered:",
          text: "What has changed in how one country recognises victims since it was last examined, and who says so?",
        },
        {
          term: "Can be compared:",
          text:
            "Two reports on the same country come to different findings. Is that due to their tasks, their " +
            "methods or their years?",
        },
      ],
      links: [
        { label: "All topics, with guidance for each", path: "/topics" },
        { label: "Themes that run through them", path: "/themes" },
      ],
    },
    {
      id: "finding",
      heading: "Find sources by country and topic",
      paragraphs: [
        "Begin with the page of your country on your topic: it has an introduction, and the sources in the " +
          "order in which the editors would read them. Then search for the words of your question, and narrow " +
          "down by kind of source and by years.",
        "Few sources on a country do not mean that little happens there. They may mean that nobody wrote it " +
          "down, that it was written in another language, or that nobody has collected it here. A gap is a " +
          "finding: say in your paper that you looked, and where.",
      ],
      points: [
        { term: "“…” in quotation marks", text: "finds words that stand side by side, as in “best interests”." },
        { term: "-word", text: "leaves out what holds the word." },
        { term: "traffick*", text: "finds all words that begin so." },
        { term: "Older words:", text: "a search for a term that is no longer used also finds the present one." },
      ],
      links: [
        { label: "Sources by country", path: "/countries" },
        { label: "Search", path: "/search" },
      ],
    },
    {
      id: "judging",
      heading: "Judge each source before you rely on it",
      paragraphs: [
        "Ask four things of each source. This site shows what it knows of the answers beside the title; the " +
          "rest stands in the source, mostly in a chapter on method that is easily skipped.",
      ],
      points: [
        {
          term: "What kind is it?",
          text:
            "A law says what shall be, a judgment what was decided in one case, a survey what people answered, " +
            "a news article what was known on one day. None of them replaces another.",
        },
        {
          term: "How old is it?",
          text:
            "The date of publication and the day on which the editors read it stand under the title. A figure " +
            "of ten years ago can be right and still tell nothing about today.",
        },
        {
          term: "Has anybody checked the claim?",
          text:
            "Where the editors have, the passage says so: confirmed by an independent source, disputed, " +
            "replaced or corrected. Where nothing is said, nobody has checked it yet.",
        },
        {
          term: "Can your reader still find it?",
          text:
            "Addresses die. Where there is an archived copy, a link leads to it. Where an address now belongs " +
            "to somebody else, it is not shown at all; cite the archived copy then.",
        },
      ],
      links: [],
    },
    {
      id: "numbers",
      heading: "Be careful with numbers",
      paragraphs: [
        "For each figure write down what was counted, by whom, where, and in which years. If you cannot, the " +
          "figure is not yet yours to use: look for the source that it was taken from.",
        "An estimate is no count. Cases known to the authorities are no measure of how many there are. The " +
          "numbers beside countries and topics on this site count sources, and nothing else.",
      ],
      points: [],
      links: [],
    },
    {
      id: "quoting",
      heading: "Quote so that the place can be found",
      paragraphs: [
        "Many passages here carry the label that their source gives them, such as [27] for a paragraph. Quote " +
          "the words exactly and give that label: it stays right when the pages of an edition do not.",
        "“Find this passage in the source” opens the source at the words. Read what stands before and after " +
          "them. A sentence can say the opposite once its neighbours are gone.",
        "Titles and quotations stay as they were printed, also where they use words that nobody would use now. " +
          "In your own sentences, use present terms, and never a name or a detail by which a victim could be " +
          "recognised.",
      ],
      points: [],
      links: [],
    },
    {
      id: "citing",
      heading: "Cite, and keep your list",
      paragraphs: [
        "Each source has “Cite this page” with a permanent address. With “@” and a number behind it, that " +
          "address shows the page as you saw it, whatever is changed later: the one to cite.",
        "A reading list puts your sources together, in the style that your school asks for, or as a file for a " +
          "reference manager. It lives in its address: keep that as a bookmark. There is no account.",
        "Read a bibliography once more before you hand it in. A name that the catalogue has wrong is wrong in " +
          "your paper, too.",
      ],
      points: [],
      links: [{ label: "Start a reading list", path: "/list" }],
    },
    {
      id: "care",
      heading: "Take care of yourself",
      paragraphs: [
        "These texts are about violence against people, many of them children. It is no weakness if one of them " +
          "stays with you. You may close it, take another one, or change your question.",
        "A content note under a title says what a source describes. Lists and searches can show only sources " +
          "without such a note. Laws, reports of monitoring bodies and studies of methods carry a whole paper " +
          "without describing what was done to anybody.",
        "Work in daylight, with breaks, and tell somebody what you are working on. “Leave this site” is at the " +
          "top of every page.",
        "If something here is about you, or about somebody you know, you do not have to finish the paper first.",
      ],
      points: [],
      links: [{ label: "Get help", path: "/help" }],
    },
  ],
};
