// Titles: their lines, their case, the marks in them and at their ends.
import { SourceType } from "@lectern/client";
import { article, report } from "./case.ts";
import type { Case } from "./case.ts";

const lines = (...titleLines: string[]) => ({ titleLines });

export const TITLES: readonly Case[] = [
  { name: "two lines", entry: report(lines("Street Children", "A Report From Brussels")) },
  { name: "a line that ends with a dash", entry: report(lines("Street Children -", "A Report")) },
  {
    name: "a line that ends with a colon, and a third",
    entry: article(lines("Street Children:", "A Report", "Part Two")),
  },
  { name: "small letters", entry: report(lines("street children of Brussels: a report")), because: ["case of titles"] },
  {
    name: "small letters of an article",
    entry: article(lines("the children nobody counted")),
    because: ["case of titles"],
  },
  {
    name: "small letters of an article without an author",
    entry: article({ ...lines("nobody counted them"), sourceType: SourceType.ARTICLE_JOURNAL, contributors: [] }),
    because: ["case of titles", "no preprint"],
  },
  {
    name: "French",
    entry: report({ ...lines("Les enfants des rues : un rapport"), language: "fr" }),
    because: ["French spaces"],
  },
  {
    name: "French article",
    entry: article({ ...lines("Des enfants « invisibles »"), language: "fr" }),
    because: ["French spaces"],
  },
  { name: "straight quotation marks", entry: report(lines('The "Lost" Children')) },
  { name: "straight quotation marks of an article", entry: article(lines('The "Lost" Children')) },
  { name: "curly quotation marks", entry: report(lines("The “Lost” Children")) },
  { name: "curly quotation marks of an article", entry: article(lines("The “Lost” Children")) },
  { name: "quotation marks at the end", entry: report(lines('Children of the "Street"')) },
  { name: "quotation marks at the end of an article", entry: article(lines('Children of the "Street"')) },
  { name: "quotation marks around all of it", entry: article(lines('"Nobody Counted Us"')) },
  { name: "quotation marks within others", entry: article(lines("He Said \"She Said 'No' to It\" Twice")) },
  { name: "single quotation marks and apostrophes", entry: article(lines("The Workers' Children's 'Home'")) },
  { name: "curly single quotation marks", entry: report(lines("‘Home’ Is a Street")) },
  { name: "an apostrophe at the end", entry: article(lines("The Rights Are the Workers'")) },
  { name: "a quotation mark without another", entry: article(lines('An Unclosed "Quotation of Children')) },
  { name: "a question", entry: report(lines("Where Are They?")) },
  { name: "a question of an article", entry: article(lines("Where Are They?")) },
  { name: "a quoted question of an article", entry: article(lines("Who Asked “Where Are They?”")) },
  {
    name: "an exclamation without an author",
    entry: article({ ...lines("Find Them!"), sourceType: SourceType.ARTICLE_JOURNAL, contributors: [] }),
    because: ["no preprint"],
  },
  { name: "a full stop", entry: report(lines("A Report.")) },
  { name: "a full stop of an article", entry: article(lines("A Report.")) },
  { name: "a comma at the end", entry: report(lines("A Report,")), because: ["mark at the end"] },
  { name: "dashes and brackets", entry: article(lines("Streets – Homes — Schools (2000-2009)")) },
  {
    name: "what looks like markup",
    entry: report(lines("<i>Not Markup</i> & <script>Alert</script>")),
    because: ["text is text", "case of titles"],
  },
  { name: "Hebrew", entry: report(lines("ילדים ברחוב?")), because: ["isolates"] },
  { name: "Arabic article", entry: article(lines("أطفال الشوارع في المدينة")), because: ["isolates"] },
  { name: "a publisher with quotation marks", entry: report({ publisher: 'The "Open" Office' }) },
  { name: "a publisher with a full stop", entry: report({ publisher: "Example Inc." }) },
  { name: "a place with its comma", entry: report({ place: "Durres, Albania," }), because: ["mark at the end"] },
];
