// HTML pages: as text, with the way back to their bytes; and the same fields as from text.
#include <gmock/gmock.h>

#include <chrono>
#include <random>

#include "clients/admin/legacy/html_align.h"
#include "clients/admin/legacy/html_text.h"
#include "clients/admin/legacy/html_tree.h"
#include "clients/admin/legacy/legacy_file.h"
#include "clients/admin/legacy/lesson_plan.h"
#include "clients/admin/legacy/web_address.h"
#include "clients/admin/legacy/white_space.h"
#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string TextOf(const std::string& html) {
  const auto page = ReadHtml(html);
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() ? page->text : std::string();
}

std::string Times(size_t count, std::string_view part) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += part;
  return text;
}

TEST(Html, BreaksLinesAsABrowserDoes) {
  struct Case {
    const char* html;
    const char* text;
  };
  const Case cases[] = {
      {"<p>One\n two</p><p>Three", "One two\n\nThree\n"},
      {"One<br>two<br><br>three", "One\ntwo\n\nthree\n"},
      {"<div>One</div><div>two</div>", "One\ntwo\n"},
      {"<b>Bo</b>ld <i> and </i> more", "Bold and more\n"},
      {"<p>A<p>&nbsp;<p>B", "A\n\nB\n"},
      {"<div>A</div><div>&nbsp; &nbsp;</div><div>&nbsp; B&nbsp; c</div>", "A\n\n\xC2\xA0 B\xC2\xA0 c\n"},
      {"<table><tr><td>One<td>two<tr><td>three</table>four", "One\ntwo\nthree\n\nfour\n"},
      {"<ol><li>a<li><p>b</p></ol><ol start=7><li>c<li value=9>d</ol><ul><li>e</ul>",
       "1. a\n2. b\n\n7. c\n9. d\n\ne\n"},
      {"a<pre>x  y\n z</pre>b", "a\n\nx  y\n z\n\nb\n"},
      {"<p>Text<img alt='Description: Description: Peru'> on <img alt=''>",
       "Text\nDescription: Description: Peru\non\n"},
      {"<img alt=flag>x", "Description: flag\nx\n"},
      {"<!-- c --><style>s</style><script>if(a<b)x()</script><title>t</title>y<select><option>o</select>", "y\n"},
      {"<xml><o:x>island</o:x></xml><p style='DISPLAY : none'>hidden</p><o:p>seen</o:p>", "seen\n"},
      {"<![if !supportLists]>v<span>&nbsp; </span><![endif]>Item", "v\xC2\xA0 Item\n"},
      // What a parser moves out of a table stays where it stands.
      {"<table>one<tr>two<td>three</table>", "one\ntwo\nthree\n"},
      {"AT&T &lt;b&gt; &amp;amp; &copy2 &#8217; &#x2019; &#150; &bogus; <3",
       "AT&T <b> &amp; \xC2\xA9"
       "2 \xE2\x80\x99 "
       "\xE2\x80\x99 \xE2\x80\x93 &bogus; <3\n"},
  };
  for (const Case& c : cases) EXPECT_EQ(TextOf(c.html), c.text) << c.html;
}

TEST(Html, OffsetsLeadToTheBytesOfTheFile) {
  // In Windows-1252 inside a page, with references and tags between.
  const std::string bytes =
      "<html><head><meta charset=windows-1252></head><body>\r\n<p>Caf\xE9 <b>&eacute;t&#233;</b>\r\n\x93ok\x94</p>\r\n"
      "<p>AT&amp;T <a href='http://www.example.org/?a=1&amp;b=2'>lea<i>ds</i></a> on</p></body></html>";
  const auto source = SourceText::Decode(bytes);
  ASSERT_TRUE(source.ok()) << source.status();
  ASSERT_EQ(source->text(), "Caf\xC3\xA9 \xC3\xA9t\xC3\xA9 \xE2\x80\x9Cok\xE2\x80\x9D\n\nAT&T leads on\n");
  const auto file = [&](std::string_view part) { return source->FileOffset(source->text().find(part)); };
  EXPECT_EQ(file("Caf"), static_cast<int64_t>(bytes.find("Caf")));
  EXPECT_EQ(file("\xC3\xA9t"), static_cast<int64_t>(bytes.find("&eacute;")));
  EXPECT_EQ(file("t\xC3\xA9"), static_cast<int64_t>(bytes.find("t&#233;")));
  EXPECT_EQ(file("ok"), static_cast<int64_t>(bytes.find("ok\x94")));
  EXPECT_EQ(file("T leads"), static_cast<int64_t>(bytes.find("T <a")));
  EXPECT_EQ(file("ds on"), static_cast<int64_t>(bytes.find("ds</i>")));
  EXPECT_EQ(source->LineOf(source->text().find("Caf")), 2);
  EXPECT_EQ(source->LineOf(source->text().find("ok")), 3);
  EXPECT_EQ(source->LineOf(source->text().find("leads")), 4);
  EXPECT_EQ(source->LineOfByte(file("leads")), 4);
  ASSERT_EQ(source->links().size(), 1U);
  EXPECT_EQ(source->text(source->links()[0].span), "leads");
  EXPECT_EQ(source->links()[0].address, "http://www.example.org/?a=1&b=2");
  EXPECT_EQ(source->FileOffset(source->text().size()), static_cast<int64_t>(bytes.size()));
}

// Words put between random markup: each is found again at its own place in the file.
TEST(Html, OffsetsOfRandomPages) {
  const std::vector<std::string> between = {
      "<p>",    "</p>",   "<br>",     "<b>",   "</b>",    "<table>", "<td>", "</td>", "</table>",   "<a href=x>",
      "</a>",   "&nbsp;", "&eacute;", "&amp;", "&#8211;", " ",       "\r\n", "\xE9",  "<!-- c -->", "</font>",
      "&bogus", "<div>",  "</div>",   "<li>",  "<ol>",    "<i>",     "</i>", "&copy"};
  std::mt19937 random(42);
  for (int round = 0; round < 500; ++round) {
    std::string bytes = "<html><body>";
    std::vector<std::pair<std::string, size_t>> words;
    for (int i = 0; i < 40; ++i) {
      for (size_t tags = random() % 4; tags > 0; --tags) bytes += between[random() % between.size()];
      words.emplace_back("w" + std::to_string(1000 + i) + "x", 0);
      // A space parts a word from an unfinished reference before it.
      bytes += " ";
      words.back().second = bytes.size();
      bytes += words.back().first;
    }
    const auto source = SourceText::Decode(bytes);
    ASSERT_TRUE(source.ok()) << source.status();
    int64_t before = 0;
    for (size_t i = 0; i <= source->text().size(); ++i) {
      const int64_t offset = source->FileOffset(i);
      ASSERT_GE(offset, before) << bytes;
      before = offset;
    }
    for (const auto& [word, place] : words) {
      const size_t at = source->text().find(word);
      ASSERT_NE(at, std::string::npos) << word << " is lost: " << bytes;
      ASSERT_EQ(source->FileOffset(at), static_cast<int64_t>(place)) << word << " in " << bytes;
    }
  }
}

TEST(Html, WhatIsNotAlignedStaysInside) {
  for (const AlignedAt& at : Align("abc&weird", "abX")) {
    EXPECT_LE(at.original, 9U);
    EXPECT_LE(at.decoded, 3U);
  }
}

TEST(Html, AWordProcessorsPageReadsAsItsText) {
  const ParsedPage text = Parse("Malawi.txt", Fixture("Malawi.txt"));
  const std::string bytes = Fixture("Malawi_word.htm");
  const ParsedPage html = Parse("Malawi.htm", bytes);
  ASSERT_EQ(html.entries.size(), text.entries.size());
  for (size_t i = 0; i < text.entries.size(); ++i) {
    v1::Entry expected = text.entries[i];
    v1::Entry entry = html.entries[i];
    EXPECT_EQ(entry.source_key(), expected.source_key());
    for (v1::Entry* each : {&expected, &entry}) {
      each->clear_url();
      each->clear_provenance();
    }
    EXPECT_EQ(entry.DebugString(), expected.DebugString());
    const v1::ByteSpan& span = html.entries[i].provenance().spans(0);
    EXPECT_THAT(bytes.substr(static_cast<size_t>(span.start_byte()), 6), ::testing::AnyOf("A day ", "Annual"));
  }
  EXPECT_EQ(html.entries[0].url(), "http://www.example.org/daycentre.htm?id=1&lang=en");
  // The printed address has a link, which knows the scheme.
  EXPECT_EQ(html.entries[1].url(), "http://www.example.org/review.pdf");
  EXPECT_FALSE(HasWarning(html.entries[1], "is a guess"));
  v1::CountryPage expected = text.page;
  v1::CountryPage page = html.page;
  EXPECT_THAT(page.legacy_addresses(), ElementsAre("http://example.net/streetchildren/Malawi.htm",
                                                   "http://www.example.net/streetchildren/Malawi.htm"));
  EXPECT_THAT(page.provenance().unclaimed_lines(),
              ElementsAre("Link of \"The World Factbook, U.S.C.I.A. 2011\": http://www.example.org/factbook/mi.html"));
  for (v1::CountryPage* each : {&expected, &page}) {
    each->clear_provenance();
    each->clear_legacy_addresses();
  }
  EXPECT_EQ(page.DebugString(), expected.DebugString());
}

// Every page reads alike as text and as HTML made of it.
TEST(Html, FixturesReadAsTheirText) {
  std::vector<std::pair<std::string, std::string>> pages;
  for (const std::string& name : AllFixtures()) pages.emplace_back(name, Fixture(name));
  // The real page is no part of the project: absent in a clone, and then not among these.
  const std::string seed = ReadFile(std::string(LECTERN_SOURCE_DIR) + "/../shared/seed/belgium.txt");
  if (!seed.empty()) pages.emplace_back("belgium.txt", seed);
  for (const auto& [name, bytes] : pages) {
    const ParsedPage text = Parse(name, bytes);
    const ParsedPage html = Parse(name, AsHtml(bytes));
    ASSERT_EQ(html.entries.size(), text.entries.size()) << name;
    const auto bare = [](const auto& resource) {
      auto copy = resource;
      copy.clear_provenance();
      std::string all = copy.DebugString();
      // A no-break space stands where a space was one of several.
      for (size_t pos = all.find("\\302\\240"); pos != std::string::npos; pos = all.find("\\302\\240", pos)) {
        all.replace(pos, 8, " ");
      }
      return Collapse(all);
    };
    for (size_t i = 0; i < text.entries.size(); ++i) EXPECT_EQ(bare(html.entries[i]), bare(text.entries[i])) << name;
    EXPECT_EQ(bare(html.page), bare(text.page)) << name;
    EXPECT_EQ(html.hotlines.size(), text.hotlines.size()) << name;
  }
}

TEST(Html, LessonsReadAsTheirText) {
  for (const char* name : {"lesson_plain.txt", "lesson_wrapped.txt"}) {
    const auto text = ParseLessonPlan(name, Fixture(name));
    const auto html = ParseLessonPlan(name, AsHtml(Fixture(name)));
    ASSERT_TRUE(text.ok() && html.ok()) << text.status() << html.status();
    v1::TeacherResource expected = text->resource;
    v1::TeacherResource lesson = html->resource;
    expected.clear_provenance();
    lesson.clear_provenance();
    EXPECT_EQ(lesson.DebugString(), expected.DebugString()) << name;
  }
}

TEST(Html, LinksOfEntries) {
  const auto source = SourceText::Decode(Fixture("Kenya_tables.htm"));
  ASSERT_TRUE(source.ok()) << source.status();
  const auto file = ParseLegacyFile("captures/Kenya_tables.htm", *source);
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->entries.size(), 3U);
  EXPECT_EQ(file->pages[0].name(), "countries/ke/pages/human-trafficking");
  EXPECT_THAT(file->pages[0].legacy_addresses(), ElementsAre("http://example.net/humantrafficking/Kenya_tables.htm"));
  EXPECT_THAT(file->encoding, HasSubstr("UTF-8: the page says so"));
  const v1::Entry& first = file->entries[0];
  EXPECT_THAT(first.title_lines(), ElementsAre("A survey of road stations"));
  EXPECT_THAT(first.media_marks(), ElementsAre("PDF"));
  EXPECT_EQ(first.url(), "http://www.example.org/a%20b.htm");
  EXPECT_THAT(first.archive_links(),
              ElementsAre("http://web.archive.org/web/20090102030405/http://www.example.org/a%20b.htm",
                          "https://archive.example.org/2009/survey"));
  EXPECT_THAT(first.provenance().unclaimed_lines(), ElementsAre("Link of \"PDF\": https://www.example.org/survey.pdf",
                                                                "Link of \"a leaflet\": http://www.example.com/rules"));
  EXPECT_THAT(first.passages(0).text(), HasSubstr("teacher=s"));
  const v1::Entry& second = file->entries[1];
  EXPECT_EQ(second.url(), "http://www.example.com/second");
  EXPECT_TRUE(HasWarning(second, "the byline's"));
  ASSERT_EQ(second.passages_size(), 2);
  EXPECT_EQ(second.passages(1).label(), "2.");
  EXPECT_EQ(second.passages(1).text(), "Most of them had a caf\xC3\xA9.");
  const v1::Entry& third = file->entries[2];
  EXPECT_EQ(third.url(), "");
  EXPECT_THAT(third.provenance().unclaimed_lines(), ElementsAre("Link of \"Third survey\": second/local.htm"));
  EXPECT_EQ(third.passages(0).text(), "It is short \xE2\x80\x93 and it is caf\xC3\xA9-sized.");
  ASSERT_EQ(file->repairs.size(), 2U);
  EXPECT_EQ(file->repairs[0].found, "v");
  EXPECT_EQ(file->repairs[1].proposed, "teacher\xE2\x80\x99s");
  EXPECT_EQ(file->repairs[1].line, 18);
  EXPECT_THAT(file->entry_lines, ElementsAre(13, 21, 25));
}

TEST(Html, BareLinksStandWhereTheyAre) {
  const auto source = SourceText::Decode(
      "<html><body><p>One <a href=http://a.example><img src=a></a></p><p><a href=http://b.example></a>Two</p>"
      "<p><a href=http://c.example><img alt=c></a></p>");
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(source->text(), "One\n\nTwo\n\n\nDescription: c\n");
  const auto links_of = [&](std::string_view word) {
    const size_t at = source->text().find(word);
    std::vector<std::string> addresses;
    for (const TextLink& link : source->LinksIn({at, at + word.size()})) addresses.push_back(link.address);
    return addresses;
  };
  EXPECT_THAT(links_of("One"), ElementsAre("http://a.example"));
  EXPECT_THAT(links_of("Two"), ElementsAre("http://b.example"));
  EXPECT_EQ(source->links().size(), 3U);
}

TEST(Html, Addresses) {
  EXPECT_EQ(WebAddress(" HTTP://Example.org/a b\"<c> "), "http://Example.org/a%20b%22%3Cc%3E");
  for (const char* no : {"", "http://", "http:///x", "ftp://a.example", "../a.htm", "javascript:x", "file:///C:/a"}) {
    EXPECT_EQ(WebAddress(no), "") << no;
  }
  EXPECT_EQ(WebAddress("http://" + std::string(2048, 'x')), "");
  EXPECT_EQ(ArchivedAddress("https://web.archive.org/web/20090102id_/http://a.example/b"), "http://a.example/b");
  EXPECT_EQ(ArchivedAddress("http://web.archive.org/web/http://a.example/b"), "");
  EXPECT_TRUE(SameAddress("www.Example.org/a", "https://www.example.org/a/"));
  EXPECT_FALSE(SameAddress("www.example.org/a", "https://www.example.org/A"));
}

// Bounded in time and memory, whatever is sent.
TEST(Html, HostilePagesAreRefusedOrRead) {
  std::string attributes = "<a ";
  for (int i = 0; i < 200'000; ++i) attributes += "a" + std::to_string(i) + " ";
  std::string fonts;
  for (int i = 0; i < 3000; ++i) fonts += "<font size=" + std::to_string(i) + ">";
  const std::vector<std::string> pages = {
      Times(100'000, "<div>") + "x",
      Times(9'000, "<div>") + Times(20'000, "<p>x"),
      Times(1'500'000, "<br>"),
      Times(4'000, "<a><div>") + Times(4'000, "</a>"),
      attributes + ">x",
      fonts + Times(100'000, "<p>x"),
      "<p style='" + Times(3'500'000, "x ") + "'>x</p>",
      Times(7'000'000, "<"),
      Times(7'000'000, "&"),
      Times(9'000, "<table>") + Times(9'000, "x<td>"),
      Times(500'000, "<!--"),
      Times(500'000, "<title>"),
  };
  for (const std::string& page : pages) {
    const auto start = std::chrono::steady_clock::now();
    const auto source = SourceText::Decode("<html><body>" + page);
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took, std::chrono::seconds(20)) << page.substr(0, 40);
    if (!source.ok()) {
      EXPECT_EQ(source.status().message().back(), '.') << source.status();
    }
  }
  EXPECT_THAT(std::string(SourceText::Decode("<html>" + pages[0]).status().message()),
              HasSubstr("more than 10000 tags inside each other"));
  EXPECT_THAT(std::string(SourceText::Decode("<html>" + pages[2]).status().message()), HasSubstr("256 MiB"));
  EXPECT_THAT(std::string(SourceText::Decode(std::string_view("<html><p>a\0b", 12)).status().message()),
              HasSubstr("not text"));
  // Sloppiness that real pages have is none of it.
  EXPECT_TRUE(CheckHtmlEffort(Times(3'000, "<p><span><font size=2>x")).ok());
}

}  // namespace
}  // namespace lectern::legacy
