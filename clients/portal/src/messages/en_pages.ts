// The site's pages about itself, in English.

export const about = {
  title: "About this site",
  contact: "Who answers for this site",
  noEditor: "The institution that runs this site answers for it.",
  sections: [
    {
      heading: "What this is",
      paragraphs: [
        "A catalogue of sources for term papers and lessons: reports, treaties, laws, judgments, books and articles on human " +
          "trafficking, on children in street situations and on the sexual exploitation of children. Each source stands on a " +
          "page of its own, with what it says, when it was published and when the editors read it.",
        "Sources are chosen and described by people, and reviewed before they are shown.",
      ],
    },
    {
      heading: "What the numbers mean",
      paragraphs: [
        "The numbers beside countries and topics count the sources collected here. They do not say how common a crime is: a " +
          "country with many sources may simply be one that is written about a lot.",
        "A source says what it said on the day it was written. Look at its date, and at whether the editors have found a newer " +
          "source that disputes or replaces it.",
      ],
    },
    {
      heading: "The words we use",
      paragraphs: [
        "In our own texts we use the terms that the people concerned and the bodies that protect them use today. Titles and " +
          "quotations stay as they were printed, also where they hold words that are no longer used.",
        "The people written about are victims. Nobody is named here who could be recognised as one, and whoever asks for it is " +
          "taken out.",
      ],
    },
    {
      heading: "Reading without a trail",
      paragraphs: [
        "There are no cookies and no accounts. Nothing is loaded from other sites, and links to other sites do not tell them " +
          "where you come from. What you open or search for is written into no log.",
        "Telephone numbers in quoted texts are hidden, because they are as old as the text. Numbers that were checked are on the " +
          "help page, with the date.",
      ],
    },
  ],
};

export const accessibility = {
  title: "Accessibility",
  sections: [
    {
      heading: "What we aim at",
      paragraphs: [
        "Everybody should be able to read these pages: with a keyboard alone, with a screen reader, enlarged to four times their " +
          "size, on a small telephone, printed, in the dark. The standard that we build and test against is the Web Content " +
          "Accessibility Guidelines 2.2, level AA.",
      ],
    },
    {
      heading: "How it is built",
      paragraphs: [
        "All pages work without scripts. A script completes what you type into the search field, copies a citation, and makes " +
          "“Leave this site” quicker; nothing depends on it.",
        "Colours and sizes follow the settings of your browser and system, the dark scheme and reduced motion among them. Nothing " +
          "is told by colour alone, and every picture of figures has a table beside it.",
      ],
    },
    {
      heading: "What is not there yet",
      paragraphs: [
        "Titles and quotations are in the language of their source, and are marked so. They are not translated.",
        "Documents behind links belong to their publishers. Many of the older ones are scanned and cannot be read aloud.",
      ],
    },
    {
      heading: "If something keeps you out",
      paragraphs: [
        "Tell the institution that runs this site what you tried to read and what got in the way. It is a fault of ours, and we " +
          "want to mend it.",
      ],
    },
  ],
};

export const rights = {
  title: "Rights and removal",
  sections: [
    {
      heading: "Whose texts these are",
      paragraphs: [
        "Titles and quoted passages belong to their authors and publishers. They are quoted for teaching and research, with their " +
          "source. Respect their rights when you use more than a quotation.",
        "What a country's page says in its introduction names where it comes from. Annotations of our own may be used with the " +
          "page's address as their source.",
      ],
    },
    {
      heading: "If you are written about",
      paragraphs: [
        "If a text here lets you, your child or somebody close to you be recognised, write to the institution that runs this site. " +
          "You need not give a reason, and you need not be sure. The passage is hidden first, and checked afterwards.",
        "What is removed is erased for good: from the page, from its earlier states, from the search and from the copies that we " +
          "hold.",
      ],
    },
    {
      heading: "If a right of yours is concerned",
      paragraphs: [
        "Tell the institution that runs this site which page it is, and what should be removed or put right. Until that is " +
          "settled, the source can be taken off the pages.",
      ],
    },
  ],
};
