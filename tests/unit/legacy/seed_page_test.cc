// The one real page, as an oracle. It is no part of the project: it lies beside the checkout where the page may be
// kept, and elsewhere (a clone of the repository alone) this test is skipped.
#include <gmock/gmock.h>

#include <map>

#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;

class SeedPage : public ::testing::Test {
 protected:
  void SetUp() override {
    bytes_ = ReadFile(std::string(LECTERN_SOURCE_DIR) + "/../shared/seed/belgium.txt");
    // Absent in a clone: the page's text must not go into the repository.
    if (bytes_.empty()) GTEST_SKIP() << "the real page is not there; its text is not part of the project";
    parsed_ = Parse("belgium.txt", bytes_);
    ASSERT_EQ(parsed_.entries.size(), 14U);
  }

  std::string bytes_;
  ParsedPage parsed_;
};

TEST_F(SeedPage, Page) {
  const v1::CountryPage& page = parsed_.page;
  EXPECT_EQ(page.name(), "countries/be/pages/sexual-exploitation-of-children");
  EXPECT_EQ(page.printed_country_name(), "Kingdom of Belgium");
  EXPECT_EQ(page.introduction().paragraphs_size(), 3);
  EXPECT_EQ(page.introduction().source(), "The World Factbook, U.S.C.I.A.");
  EXPECT_EQ(page.introduction().edition(), "2009");
  EXPECT_NE(page.caution(), "");
  EXPECT_EQ(page.imported_guidance_size(), 1);
  EXPECT_THAT(page.section_order(), ElementsAre("", "ARCHIVES"));
  EXPECT_NE(page.rights_notice(), "");
  EXPECT_NE(page.printed_citation(), "");
  EXPECT_EQ(page.provenance().unclaimed_lines_size(), 0);
}

TEST_F(SeedPage, Entries) {
  std::map<std::string, int> sections;
  int accesses = 0;
  int years = 0;
  int marked = 0;
  int notes = 0;
  std::vector<std::string> labels;
  for (const v1::Entry& entry : parsed_.entries) {
    ++sections[entry.section()];
    accesses += entry.accesses_size();
    for (const v1::Access& access : entry.accesses()) {
      years += access.edtf().size() == 4 ? 1 : 0;
      EXPECT_NE(access.edtf(), "") << access.raw();
    }
    marked += entry.media_marks_size() > 0 ? 1 : 0;
    notes += entry.notes_size();
    for (const v1::Passage& passage : entry.passages()) {
      if (!passage.label().empty()) labels.push_back(passage.label());
    }
    EXPECT_EQ(entry.country(), "countries/be");
    EXPECT_EQ(entry.topic(), "topics/sexual-exploitation-of-children");
    EXPECT_GT(entry.passages_size(), 0);
    EXPECT_EQ(entry.provenance().unclaimed_lines_size(), 0);
  }
  EXPECT_EQ(sections[""], 1);
  EXPECT_EQ(sections["ARCHIVES"], 13);
  EXPECT_EQ(accesses, 15);
  EXPECT_EQ(years, 1);
  EXPECT_EQ(marked, 3);
  EXPECT_EQ(notes, 1);
  EXPECT_THAT(labels, ElementsAre("[27]", "32.", "33.", "34.", "35.", "36.", "37."));
  ASSERT_EQ(parsed_.hotlines.size(), 1U);
  EXPECT_EQ(parsed_.hotlines[0].entry_index, 1U);
  EXPECT_EQ(parsed_.hotlines[0].hotline.numbers_size(), 1);
}

TEST_F(SeedPage, TwoTitleLinesWithBothMarks) {
  int found = 0;
  for (const v1::Entry& entry : parsed_.entries) {
    if (entry.title_lines_size() != 2) continue;
    ++found;
    EXPECT_THAT(entry.media_marks(), ElementsAre("PDF", "DOC"));
  }
  EXPECT_EQ(found, 1);
}

// The same page in other captures is recognised entry by entry.
TEST_F(SeedPage, OtherCaptures) {
  std::string windows;
  for (const char c : bytes_) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  for (const std::string& capture : {Wrapped(bytes_, true), Wrapped(bytes_, false), windows}) {
    const ParsedPage page = Parse("belgium.txt", capture);
    ASSERT_EQ(page.entries.size(), parsed_.entries.size());
    for (size_t i = 0; i < page.entries.size(); ++i) {
      EXPECT_EQ(page.entries[i].source_key(), parsed_.entries[i].source_key()) << page.entries[i].title_lines(0);
      EXPECT_EQ(page.entries[i].accesses_size(), parsed_.entries[i].accesses_size());
      EXPECT_EQ(page.entries[i].passages_size(), parsed_.entries[i].passages_size());
      EXPECT_EQ(page.entries[i].rank(), parsed_.entries[i].rank());
    }
    EXPECT_EQ(page.hotlines.size(), 1U);
    EXPECT_EQ(page.page.name(), parsed_.page.name());
    EXPECT_EQ(page.page.provenance().unclaimed_lines_size(), 0) << page.page.provenance().unclaimed_lines(0);
  }
}

TEST_F(SeedPage, TextsAreThereByteForByte) {
  for (const v1::Entry& entry : parsed_.entries) {
    for (const v1::Passage& passage : entry.passages()) {
      EXPECT_NE(passage.text(), "");
      EXPECT_NE(bytes_.find(passage.text()), std::string::npos);
      EXPECT_NE(bytes_.find(passage.heading()), std::string::npos);
    }
    EXPECT_NE(bytes_.find(entry.raw_byline()), std::string::npos);
    for (const v1::Access& access : entry.accesses()) EXPECT_NE(bytes_.find(access.raw()), std::string::npos);
    for (const v1::ByteSpan& span : entry.provenance().spans()) {
      EXPECT_EQ(
          bytes_.compare(static_cast<size_t>(span.start_byte()), entry.title_lines(0).size(), entry.title_lines(0)), 0);
    }
  }
}

}  // namespace
}  // namespace lectern::legacy
