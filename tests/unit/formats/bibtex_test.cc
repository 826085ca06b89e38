// BibTeX and BibLaTeX, good, odd and broken.
#include "any_entry.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "reading.h"

namespace lectern::formats {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Bibtex, ReadsAReport) {
  const ReadItem item = ReadOne(Format::kBibtex, R"(
@string{un = "United Nations"}
@TechReport{who2004,
  author      = {Doe, Jane and {World Health Organization}},
  editor      = {John Public},
  title       = {Children in {Street} Situations},
  subtitle    = {A {\'e}tude},
  institution = un # { Publications},
  year        = 2004, month = jun,
  address     = "Geneva",
  series      = {Annual Reports},
  url         = {https://a.example/r\_1.pdf},
  urldate     = {2011-01-22},
  doi         = {10.1000/xyz},
  language    = {english},
  note        = {Second printing},
  abstract    = {First paragraph.

  Second   paragraph.},
  keywords    = {children, streets},
  pages       = {1--20},
}
)");
  const v1::Entry& entry = item.item.entry();
  EXPECT_EQ(entry.source_type(), v1::SOURCE_TYPE_REPORT);
  EXPECT_THAT(entry.title_lines(), ElementsAre("Children in Street Situations: A étude"));
  ASSERT_EQ(entry.contributors_size(), 3);
  EXPECT_EQ(entry.contributors(0).family(), "Doe");
  EXPECT_EQ(entry.contributors(0).role(), "");
  EXPECT_EQ(entry.contributors(1).literal(), "World Health Organization");
  EXPECT_EQ(entry.contributors(2).role(), "editor");
  EXPECT_EQ(entry.publisher(), "United Nations Publications");
  EXPECT_EQ(entry.published().raw(), "June 2004");
  EXPECT_EQ(entry.published().edtf(), "2004-06");
  EXPECT_EQ(entry.place(), "Geneva");
  EXPECT_EQ(entry.series(), "Annual Reports");
  EXPECT_EQ(entry.url(), "https://a.example/r_1.pdf");
  EXPECT_EQ(entry.accesses(0).raw(), "2011-01-22");
  EXPECT_EQ(entry.accesses(0).edtf(), "2011-01-22");
  EXPECT_EQ(entry.language(), "en");
  EXPECT_THAT(entry.notes(), ElementsAre("Second printing", "DOI 10.1000/xyz"));
  ASSERT_EQ(entry.passages_size(), 2);
  EXPECT_EQ(entry.passages(0).text(), "First paragraph.");
  EXPECT_EQ(entry.passages(1).text(), "Second paragraph.");
  EXPECT_THAT(entry.source_key(), SizeIs(32));
  EXPECT_EQ(PlaceOf(item), "3:1");
  EXPECT_TRUE(item.raw.starts_with("@TechReport{who2004,")) << item.raw;
  EXPECT_TRUE(item.raw.ends_with("}")) << item.raw;
  EXPECT_EQ(entry.provenance().raw_text(), item.raw);
  EXPECT_THAT(item.warnings,
              ElementsAre("Line 20: keywords is not used: children, streets", "Line 21: pages is not used: 1--20"));
  EXPECT_THAT(item.item.fields().paths(), Contains("passages"));
}

TEST(Bibtex, KnowsKindsOfWorks) {
  const auto type = [](const std::string& kind, const std::string& more = "") {
    return EntryOf(Format::kBibtex, "@" + kind + "{k, title = {T}" + more + "}").source_type();
  };
  EXPECT_EQ(type("article"), v1::SOURCE_TYPE_ARTICLE_JOURNAL);
  EXPECT_EQ(type("article", ", entrysubtype = {newspaper}"), v1::SOURCE_TYPE_ARTICLE_NEWSPAPER);
  EXPECT_EQ(type("article", ", entrysubtype = {article-magazine}"), v1::SOURCE_TYPE_ARTICLE_MAGAZINE);
  EXPECT_EQ(type("jurisdiction", ", entrysubtype = {legal_case}"), v1::SOURCE_TYPE_LEGAL_CASE);
  EXPECT_EQ(type("book"), v1::SOURCE_TYPE_BOOK);
  EXPECT_EQ(type("PhdThesis"), v1::SOURCE_TYPE_THESIS);
  EXPECT_EQ(type("inproceedings"), v1::SOURCE_TYPE_CHAPTER);
  EXPECT_EQ(type("online"), v1::SOURCE_TYPE_WEBPAGE);
  EXPECT_EQ(type("legislation"), v1::SOURCE_TYPE_LEGISLATION);
  EXPECT_EQ(type("misc"), v1::SOURCE_TYPE_UNSPECIFIED);
  EXPECT_EQ(type("misc", ", howpublished = {\\url{https://a.example/}}"), v1::SOURCE_TYPE_WEBPAGE);
  const ReadItem odd = ReadOne(Format::kBibtex, "@sculpture{k, title = {T}}");
  EXPECT_THAT(odd.warnings, ElementsAre(HasSubstr("@sculpture is no kind of work")));
}

TEST(Bibtex, ReadsDates) {
  const auto date = [](const std::string& fields) {
    const auto entry = EntryOf(Format::kBibtex, "@misc{k, title = {T}, " + fields + "}");
    return entry.published().raw() + "=" + entry.published().edtf();
  };
  EXPECT_EQ(date("date = {2003-04}"), "2003-04=2003-04");
  EXPECT_EQ(date("year = 2003"), "2003=2003");
  EXPECT_EQ(date("year = {2003}, month = {4}"), "2003-04=2003-04");
  EXPECT_EQ(date("year = {2003}, month = 12, day = 5"), "2003-12-05=2003-12-05");
  EXPECT_EQ(date("year = 2003, month = \"24~\" # jun"), "24 June 2003=2003-06-24");
  EXPECT_EQ(date("year = 2003, month = sep"), "September 2003=2003-09");
  EXPECT_EQ(date("year = {in press}"), "in press=");
}

TEST(Bibtex, TakesParenthesesQuotesAndOddSpacing) {
  const auto entry =
      EntryOf(Format::kBibtex, "@Book ( a:b/c.1+d ,TITLE=\"A {\"}quote{\"} \"#{and}#\" more\",\n\tYear=1999 , ,)\n");
  EXPECT_THAT(entry.title_lines(), ElementsAre("A \"quote\" and more"));
  EXPECT_EQ(entry.published().edtf(), "1999");
}

TEST(Bibtex, ADoiAloneIsTheAddress) {
  const auto entry = EntryOf(Format::kBibtex, "@misc{k, title = {T}, doi = {https://doi.org/10.1/a_b}}");
  EXPECT_EQ(entry.url(), "https://doi.org/10.1/a_b");
  EXPECT_EQ(entry.notes_size(), 0);
}

TEST(Bibtex, SkipsRemarksAndReportsStrayText) {
  const WholeFile whole = ReadAll(Format::kBibtex,
                                  "% Encoding: UTF-8\n% @book{no, title={No}}\n@comment{jabref-meta: {x}}\n"
                                  "@preamble{\"\\newcommand{\\x}{y}\"}\nstray words, me@example.org\n"
                                  "@book{a, title = {A}}\ntail\n");
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  ASSERT_THAT(whole.items, SizeIs(1));
  EXPECT_THAT(whole.items[0].warnings,
              ElementsAre(HasSubstr("Line 4: the @preamble is not used"),
                          "Line 5: what stands outside of entries is not used: stray words, me@example.org"));
  EXPECT_THAT(whole.warnings, ElementsAre("Line 7: what stands outside of entries is not used: tail"));
}

TEST(Bibtex, KeysStayAndScopesPartThem) {
  const std::string text = "@book{a, title = {A}}\n@book{a, title = {B}}\n@book{ , title = {C}}\n@book{b, title = {D}}";
  const WholeFile whole = ReadAll(Format::kBibtex, text);
  ASSERT_THAT(whole.items, SizeIs(4));
  EXPECT_NE(whole.items[0].item.entry().source_key(), whole.items[1].item.entry().source_key());
  EXPECT_THAT(whole.items[1].warnings, ElementsAre(HasSubstr("\"a\" has stood in this file before")));
  // A corrected title keeps the key.
  EXPECT_EQ(EntryOf(Format::kBibtex, "@book{a, title = {Corrected}}").source_key(),
            whole.items[0].item.entry().source_key());
  ReaderOptions scoped;
  scoped.key_scope = "another library";
  EXPECT_NE(EntryOf(Format::kBibtex, "@book{a, title = {A}}", scoped).source_key(),
            whole.items[0].item.entry().source_key());
}

TEST(Bibtex, FillsDefaults) {
  ReaderOptions options;
  options.defaults = {"countries/be", "topics/t", "S", "fr"};
  const ReadItem item = ReadOne(Format::kBibtex, "@book{a, title = {A}, langid = {de}}", options);
  EXPECT_EQ(item.item.entry().country(), "countries/be");
  EXPECT_EQ(item.item.entry().language(), "de");
  EXPECT_THAT(item.item.fields().paths(), Contains("topic"));
}

struct Case {
  const char* text;
  const char* place;
  const char* error;
};

class BadEntry : public ::testing::TestWithParam<Case> {};

TEST_P(BadEntry, IsRefusedWithItsPlaceAndReadingGoesOn) {
  const WholeFile whole = ReadAll(Format::kBibtex, std::string(GetParam().text) + "\n@book{next, title = {Next}}\n");
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  ASSERT_THAT(whole.items, SizeIs(2));
  EXPECT_THAT(whole.items[0].error.value_or(""), HasSubstr(GetParam().error));
  EXPECT_EQ(PlaceOf(whole.items[0]), GetParam().place);
  EXPECT_EQ(whole.items[0].raw, GetParam().text);
  ASSERT_FALSE(whole.items[1].error.has_value()) << *whole.items[1].error;
  EXPECT_THAT(whole.items[1].item.entry().title_lines(), ElementsAre("Next"));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadEntry,
    ::testing::Values(Case{"@book{a, title {A}}", "1:16", "an equals sign is expected"},
                      Case{"@book{a, title = {A} year = 1}", "1:22", "a comma or \"}\" is expected."},
                      Case{"@book{a, title = }", "1:18", "a value is expected"},
                      Case{"@book{a,\n title = unknown}", "2:10", "there is no @string \"unknown\""},
                      Case{"@book{a\n, title = {A}}", "1:8", "a citation key and a comma are expected."},
                      Case{"@book{a, title = {A},", "2:1", "the next entry begins before this one is closed."},
                      Case{"@book{a, title = {A,", "2:1",
                           "the next entry begins here, but the text that begins in line 1"},
                      Case{"@book{a, title = \"A}\"}", "1:20", "a brace is closed that was not opened."},
                      Case{"@book{a, year = 1999}", "1:1", "the record has no title."},
                      Case{"@string{a {b}}", "1:11", "an equals sign is expected"}));

TEST(Bibtex, AnEntryThatNeverEndsIsRefused) {
  const auto last = [](const std::string& text) {
    const WholeFile whole = ReadAll(Format::kBibtex, "@book{x, title = {X}}\n" + text);
    EXPECT_TRUE(whole.status.ok()) << whole.status;
    EXPECT_THAT(whole.items, SizeIs(2));
    return whole.items.empty() ? "" : PlaceOf(whole.items.back()) + " " + whole.items.back().error.value_or("");
  };
  EXPECT_EQ(last("\n@book{a, title = {A}"), "3:1 the entry that begins here never ends: a brace is missing.");
  EXPECT_EQ(last("@book{a,"), "2:1 the entry that begins here never ends: a brace is missing.");
  EXPECT_EQ(last("@book{a,\n title = {A"), "3:11 the text that begins here is never closed: a brace is missing.");
  EXPECT_EQ(last("@book{a, title = \"A"), "2:19 the text that begins here is never closed: a quote is missing.");
  EXPECT_EQ(last("@comment{ {}"), "2:10 the text that begins here is never closed: a brace is missing.");
}

TEST(Bibtex, NulBytesStopTheFile) {
  EXPECT_THAT(Message(ReadAll(Format::kBibtex, std::string("@book{a, title = {\0}}", 21)).status),
              HasSubstr("list.txt: line 1, column 19: there is a NUL byte"));
  EXPECT_THAT(Message(ReadAll(Format::kBibtex, std::string("a\0b", 3)).status), HasSubstr("column 2: there is a NUL"));
}

RC_GTEST_PROP(BibtexProperty, PlainTextsAreReadBack, ()) {
  // A text without what means something to BibTeX or LaTeX, in braces.
  std::string text;
  for (const char c : AnyText()) {
    if (std::string_view("{}\\%#~$`'-\"&_^@").find(c) == std::string_view::npos) text += c;
  }
  const WholeFile whole = ReadAll(Format::kBibtex, "@book{k, title = {T}, publisher = {x " + text + " y}}");
  RC_ASSERT(whole.items.size() == 1u);
  std::string expected;
  for (const char c : "x " + text + " y") {
    const char sign = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    if (sign != ' ' || !expected.ends_with(' ')) expected += sign;
  }
  // No-break spaces collapse too.
  std::string read = whole.items[0].item.entry().publisher();
  const auto plain = [](std::string s) {
    for (size_t at; (at = s.find("\xC2\xA0")) != std::string::npos;) s.replace(at, 2, " ");
    std::string out;
    for (const char c : s) {
      if (c != ' ' || !out.ends_with(' ')) out += c;
    }
    return out;
  };
  RC_ASSERT(plain(read) == plain(expected));
}

RC_GTEST_PROP(BibtexProperty, AnyTextIsReadOrRefused, ()) {
  const std::string text = "@book{k, title = {" + AnyText() + "}, author = {" + AnyText() + "}}\n" + AnyText();
  for (const ReadItem& item : ReadAll(Format::kBibtex, text).items) {
    RC_ASSERT(text.find(item.raw) != std::string::npos);
    RC_ASSERT(item.error.has_value() || item.item.entry().title_lines_size() > 0);
  }
}

}  // namespace
}  // namespace lectern::formats
