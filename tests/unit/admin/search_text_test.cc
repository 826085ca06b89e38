// What people see of a search: words pointed out by bytes, remarks in sentences, hits and facets.
#include <set>
#include <sstream>
#include <string>

#include "clients/admin/search/hit_text.h"
#include "clients/admin/search/marked_text.h"
#include "clients/admin/search/query_remarks.h"
#include "clients/admin/search/search_pages.h"
#include "clients/admin/text_width.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"

namespace lectern::admin {
namespace {

using google::protobuf::TextFormat;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr bool kStyled = true;
const std::string kOn = "\x1b[1;4m", kOff = "\x1b[0m";

// What `print` prints for a terminal of `width` columns, 0 for none.
template <typename Print>
std::string Printed(Print print, size_t width = 0, bool styled = false) {
  std::ostringstream out, err;
  Output output{.format = OutputFormat::kTable, .out = out, .err = err, .width = width, .styled = styled};
  print(output);
  return out.str();
}

template <typename Message>
Message Parsed(const std::string& text) {
  Message message;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TextRanges Ranges(std::initializer_list<std::pair<int, int>> bytes) {
  TextRanges ranges;
  for (const auto& [begin, end] : bytes) {
    v1::TextRange& range = *ranges.Add();
    range.set_start_byte(begin);
    range.set_end_byte(end);
  }
  return ranges;
}

std::string Marked(const std::string& text, std::initializer_list<std::pair<int, int>> bytes, size_t width = 80,
                   bool styled = kStyled) {
  MarkedText marked;
  marked.Add(text, Ranges(bytes));
  return Printed([&](Output& output) { marked.Print(output, ""); }, width, styled);
}

TEST(MarkedText, PointsOutWhereThatCanBeShown) {
  EXPECT_EQ(Marked("one two three", {{4, 7}}), "one " + kOn + "two" + kOff + " three\n");
  EXPECT_EQ(Marked("one two three", {{0, 3}, {8, 13}}), kOn + "one" + kOff + " two " + kOn + "three" + kOff + "\n");
  EXPECT_EQ(Marked("one two three", {{4, 7}}, 0, false), "one two three\n") << "no markup of any kind";
}

TEST(MarkedText, CutsAtBytesOfUtf8) {
  // Two, three and four bytes a character before it, and within it.
  EXPECT_EQ(Marked("\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80 \xC3\xA9l\xC3\xA8ve", {{10, 17}}),
            "\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80 " + kOn + "\xC3\xA9l\xC3\xA8ve" + kOff + "\n");
  // What would part a character is not pointed out, and nothing is lost.
  EXPECT_EQ(Marked("\xC3\xA9t\xC3\xA9", {{1, 3}}), "\xC3\xA9t\xC3\xA9\n");
  EXPECT_EQ(Marked("\xC3\xA9t\xC3\xA9", {{2, 4}}), "\xC3\xA9t\xC3\xA9\n");
  EXPECT_EQ(Marked("\xC3\xA9t\xC3\xA9", {{2, 3}}), "\xC3\xA9" + kOn + "t" + kOff + "\xC3\xA9\n");
}

TEST(MarkedText, TakesNoRangeThatTheTextDoesNotHave) {
  for (const std::pair<int, int>& range : std::initializer_list<std::pair<int, int>>{
           {-1, 2}, {2, 2}, {3, 2}, {0, 4}, {7, 9}, {0, 2147483647}, {-2147483647, 2147483647}})
    EXPECT_EQ(Marked("abc", {range}), "abc\n") << range.first << ".." << range.second;
  EXPECT_EQ(Marked("abcdef", {{0, 3}, {2, 5}}), kOn + "abc" + kOff + "def\n") << "one within the other";
  EXPECT_EQ(Marked("abcdef", {{3, 5}, {0, 2}}), "abc" + kOn + "de" + kOff + "f\n") << "one before the other";
}

TEST(MarkedText, NoTerminalObeysTheText) {
  const std::string hostile = "\x1b]0;t\x07 \xE2\x80\xAEword\nnext \x9b";
  const std::string plain = Marked(hostile, {{10, 14}}, 80, false);
  EXPECT_THAT(plain, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x07")), Not(HasSubstr("\xE2\x80\xAE"))));
  EXPECT_THAT(plain, HasSubstr("word next"));
  const std::string styled = Marked(hostile, {{10, 14}});
  EXPECT_THAT(styled, HasSubstr(kOn + "word" + kOff)) << "though what stands before it has other bytes now";
  EXPECT_EQ(styled.find('\x1b'), styled.find(kOn));
  EXPECT_EQ(styled.rfind('\x1b'), styled.find(kOff));
  // Escape sequences within what is pointed out are none either.
  EXPECT_EQ(Marked("a\x1b[0mb", {{0, 6}}), kOn + "a\xEF\xBF\xBD[0mb" + kOff + "\n");
}

TEST(MarkedText, LinesKeepToTheWidthAndEndWhatTheyBegin) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "w\xC3\xB6rd ";
  std::istringstream lines(Marked(text, {{6, 198}}, 30));
  int pointed_out = 0;
  for (std::string line; std::getline(lines, line);) {
    const size_t on = line.find(kOn), off = line.rfind(kOff);
    EXPECT_EQ(on == std::string::npos, off == std::string::npos) << line;
    if (on != std::string::npos) {
      ++pointed_out;
      line.erase(off, kOff.size()).erase(on, kOn.size());
    }
    EXPECT_LE(DisplayWidth(line), 30u) << line;
  }
  EXPECT_EQ(pointed_out, 6) << "every line of it";
}

TEST(QueryRemarks, SayInWordsWhereElseWasLooked) {
  const std::string query = "\xC3\xA9tude child prostitution";
  const auto sentence = [&](const std::string& explanation) {
    return SentenceOf(Parsed<v1::QueryExplanation>(explanation), query);
  };
  EXPECT_EQ(sentence("kind: KIND_SPELLING range { end_byte: 6 } also: 'studio' also: 'study' also: 'x' instead: true"),
            "No results for \"\xC3\xA9tude\"; searched for \"studio\", \"study\" and \"x\" instead.");
  EXPECT_EQ(sentence("kind: KIND_SPELLING range { end_byte: 6 } also: 'study'"),
            "Few results for \"\xC3\xA9tude\"; searched for \"study\" as well.");
  EXPECT_EQ(sentence("kind: KIND_TERM range { start_byte: 7 end_byte: 25 } also: 'sexual exploitation' source: "
                     "'topics/sexual-exploitation-of-children'"),
            "\"child prostitution\" also stands for \"sexual exploitation\" (topics/sexual-exploitation-of-children); "
            "searched for both.");
  EXPECT_THAT(sentence("range { start_byte: 1 end_byte: 6 } also: 'x'"), HasSubstr("a part of the query"))
      << "bytes that part a character, of a kind that is not known";
}

TEST(QueryRemarks, EveryNoteIsASentence) {
  std::set<std::string> sentences;
  for (int i = 0; i < v1::QueryNote::Kind_descriptor()->value_count(); ++i) {
    v1::QueryNote note;
    note.set_kind(static_cast<v1::QueryNote::Kind>(v1::QueryNote::Kind_descriptor()->value(i)->number()));
    note.mutable_range()->set_end_byte(3);
    const std::string sentence = SentenceOf(note, "abc def");
    EXPECT_TRUE(sentence.ends_with('.')) << sentence;
    EXPECT_TRUE(sentences.insert(sentence).second) << sentence << " says what another does";
  }
  EXPECT_THAT(sentences, ::testing::Contains(HasSubstr("abc")));
}

// As an answer has it: a title of two lines, and a passage.
constexpr char kHit[] = R"(
  name: "entries/a1"
  title_highlights { start_byte: 13 end_byte: 21 }
  snippet {
    text: "who work in the streets of the town" highlights { start_byte: 16 end_byte: 23 }
    passage_label: "[27]" cut_before: true cut_after: true
  }
  entry {
    name: "entries/a1" title_lines: "First report" title_lines: "Children" country: "countries/be"
    topic: "topics/street-children" published { raw: "June 2005" edtf: "2005-06" } source_type: SOURCE_TYPE_REPORT
    lifecycle: LIFECYCLE_PUBLISHED
  })";

std::string Hit(const std::string& hit, size_t width = 0, bool styled = false) {
  return Printed([&](Output& output) { PrintHit(Parsed<v1::SearchHit>(hit), output); }, width, styled);
}

TEST(HitText, ShowsTitleWhatItIsThePassageAndTheName) {
  EXPECT_EQ(Hit(kHit),
            "First report / Children\n"
            "  entry, report, countries/be, topics/street-children, 2005-06\n"
            "  [27]  \xE2\x80\xA6who work in the streets of the town\xE2\x80\xA6\n"
            "  entries/a1\n");
  EXPECT_EQ(Hit(kHit, 80, kStyled), "First report / " + kOn + "Children" + kOff +
                                        "\n"
                                        "  entry, report, countries/be, topics/street-children, 2005-06\n"
                                        "  [27]  \xE2\x80\xA6who work in the " +
                                        kOn + "streets" + kOff +
                                        " of the town\xE2\x80\xA6\n"
                                        "  entries/a1\n");
  EXPECT_EQ(Hit(kHit, 30),
            "First report / Children\n"
            "  entry, report, countries/be,\n"
            "  topics/street-children,\n"
            "  2005-06\n"
            "  [27]  \xE2\x80\xA6who work in the\n"
            "  streets of the town\xE2\x80\xA6\n"
            "  entries/a1\n");
}

TEST(HitText, KnowsEveryKind) {
  EXPECT_EQ(Hit("name: 'countries/be' title_highlights { end_byte: 7 } country { display_name: 'Belgium' region: "
                "'Europe' }",
                80, kStyled),
            kOn + "Belgium" + kOff + "\n  country, Europe\n  countries/be\n");
  EXPECT_EQ(Hit("name: 'countries/be/pages/torture' country_page { printed_country_name: 'Kingdom of Belgium' topic: "
                "'topics/torture' lifecycle: LIFECYCLE_DRAFT }"),
            "Kingdom of Belgium\n  country page, topics/torture, draft\n  countries/be/pages/torture\n");
  // The highlights are of the first label, so it is the one that is shown.
  EXPECT_EQ(Hit("name: 'themes/a' theme { labels { language: 'fr' text: 'Pr\xC3\xA9vention' } labels { language: 'en' "
                "text: 'Prevention' } }"),
            "Pr\xC3\xA9vention\n  theme\n  themes/a\n");
  EXPECT_EQ(Hit("name: 'topics/a' topic { labels { language: 'en' text: 'Torture' } }"),
            "Torture\n  topic\n  topics/a\n");
  EXPECT_EQ(Hit("name: 'teacherResources/a' teacher_resource { title: 'A plan' kind: TEACHER_RESOURCE_KIND_LESSON_PLAN "
                "}"),
            "A plan\n  teacher resource, lesson plan\n  teacherResources/a\n");
  EXPECT_EQ(Hit("name: 'newer/a'"), "(without a title)\n  newer/a\n") << "a kind that a newer server knows";
}

std::string Search(const std::string& answer, const std::string& query, const std::string& next = "",
                   std::string* errors = nullptr, size_t width = 0) {
  std::ostringstream out, err;
  Output output{.format = OutputFormat::kTable, .out = out, .err = err, .width = width};
  SearchPages pages(output, query);
  EXPECT_TRUE(pages.Add(Parsed<v1::SearchResponse>(answer)).ok());
  pages.End(next);
  if (errors != nullptr) *errors = err.str();
  return out.str();
}

TEST(SearchPages, TellsRemarksAboveTheResultsAndCountsBelow) {
  std::string errors;
  const std::string text = Search(R"(
      hits { name: "topics/a" topic { labels { text: "Torture" } } }
      total_size: 17
      explanations { kind: KIND_SPELLING range { end_byte: 6 } also: "torture" instead: true }
      notes { kind: KIND_STRAY_ASTERISK range { start_byte: 7 end_byte: 8 } }
      facets {
        attribute: "country" more: true
        values { value: "countries/be" display_name: "Belgium" count: 12 }
        values { value: "countries/nl" display_name: "Netherlands" count: 5 }
      }
      facets { attribute: "source_type" values { value: "REPORT" count: 17 } })",
                                  "tortur *", "token", &errors);
  EXPECT_EQ(text,
            "17 results\n"
            "No results for \"tortur\"; searched for \"torture\" instead.\n"
            "An asterisk that does not end a word was left out.\n"
            "\n"
            "Torture\n"
            "  topic\n"
            "  topics/a\n"
            "\n"
            "RESULTS  COUNTRY       NAME\n"
            "     12  countries/be  Belgium\n"
            "      5  countries/nl  Netherlands\n"
            "There are more values; --facet-limit shows them.\n"
            "\n"
            "RESULTS  SOURCE TYPE\n"
            "     17  REPORT\n");
  EXPECT_EQ(errors, "1 of 17\nnext page: --page-token token\n");
}

TEST(SearchPages, SaysThatThereIsNothing) {
  EXPECT_EQ(Search("", "x"), "No results\n");
  EXPECT_EQ(Search("total_size: 1 hits { name: 'a' }", "x").substr(0, 9), "1 result\n");
}

TEST(SearchPages, NoTerminalObeysAnyOfIt) {
  const std::string text = Search(R"(
      hits {
        name: "entries/\033[2J" title_highlights { end_byte: 3 }
        snippet { text: "\033]0;a\007" passage_label: "\033[1m" }
        entry { title_lines: "\033[31m" country: "\033c" topic: "\302\233" published { raw: "\033[A" } }
      }
      total_size: 1
      explanations { kind: KIND_TERM range { end_byte: 2 } also: "\033[5m" source: "\033[6m" }
      notes { kind: KIND_UNKNOWN_FIELD range { end_byte: 2 } }
      facets { attribute: "\033[7m" values { value: "\033[8m" display_name: "\033[9m" count: 1 } })",
                                  "\x1b[0;1m");
  EXPECT_THAT(text, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x07")), Not(HasSubstr("\xC2\x9B"))));
  EXPECT_THAT(text, HasSubstr("\xEF\xBF\xBD[2J"));
}

}  // namespace
}  // namespace lectern::admin
