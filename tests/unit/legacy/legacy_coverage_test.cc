// Nothing of a page is lost: every word is in a field, or in a line that was reported.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "clients/admin/legacy/source_text.h"
#include "clients/admin/legacy/white_space.h"
#include "tests/support/message_words.h"
#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

// A word without the marks that stand for structure.
std::string Core(std::string_view word) { return lectern::testing::WithoutMarks(word, "[](),:*|-<>\""); }

// True for a byte of the file that some span covers.
std::vector<bool> Covered(const ParsedPage& page, const SourceText& source, size_t size) {
  std::vector<bool> covered(size);
  const auto add = [&](const v1::Provenance& provenance) {
    for (const v1::ByteSpan& span : provenance.spans()) {
      ASSERT_LE(span.start_byte(), span.end_byte());
      ASSERT_LE(span.end_byte(), static_cast<int64_t>(size));
      std::fill(covered.begin() + span.start_byte(), covered.begin() + span.end_byte(), true);
    }
  };
  add(page.page.provenance());
  for (const v1::Entry& entry : page.entries) add(entry.provenance());
  for (const ParsedPage::Warning& warning : page.warnings) {
    if (warning.line == 0) continue;
    const auto line = std::find_if(source.lines().begin(), source.lines().end(), [&](const Span& each) {
      return source.FileOffset(each.begin) <= warning.start_byte && source.FileOffset(each.end) >= warning.start_byte;
    });
    if (line == source.lines().end()) {
      ADD_FAILURE() << "no line is at " << warning.start_byte << ": " << warning.text;
      continue;
    }
    EXPECT_EQ(source.LineOfByte(warning.start_byte), warning.line);
    std::fill(covered.begin() + warning.start_byte, covered.begin() + source.FileOffset(line->end), true);
  }
  return covered;
}

void CheckNothingIsLost(const std::string& name, const std::string& bytes) {
  const auto parsed = ParseCountryPage(name, bytes);
  ASSERT_TRUE(parsed.ok()) << name << parsed.status();
  const auto source = SourceText::Decode(bytes);
  ASSERT_TRUE(source.ok());
  const std::vector<bool> covered = Covered(*parsed, *source, bytes.size());
  for (size_t i = 0; i < source->text().size(); ++i) {
    // Bytes inside a character go with its first one; white space is nothing.
    if ((static_cast<unsigned char>(source->text()[i]) & 0xC0) == 0x80 || SpaceAt(source->text(), i) != 0) continue;
    ASSERT_TRUE(covered[static_cast<size_t>(source->FileOffset(i))])
        << name << ": byte " << i << " is lost: " << source->text().substr(i, 40);
  }
  // And inside the spans of an entry each word is in a field.
  for (const v1::Entry& entry : parsed->entries) {
    std::string held;
    lectern::testing::AppendTexts(entry, &held);
    for (const std::string_view word : Words(entry.provenance().raw_text())) {
      ASSERT_NE(held.find(Core(word)), std::string::npos)
          << name << ": lost \"" << word << "\" of " << entry.title_lines(0);
    }
  }
}

TEST(Coverage, EveryFixture) {
  for (const std::string& name : AllFixtures()) {
    CheckNothingIsLost(name, Fixture(name));
    CheckNothingIsLost(name + " as HTML", AsHtml(Fixture(name)));
  }
  CheckNothingIsLost("Malawi.htm", Fixture("Malawi_word.htm"));
}

// Pages put together at random from lines of the fixtures: whatever stands where, nothing is lost, and reading the same
// bytes again gives the same.
TEST(Coverage, ShuffledPages) {
  std::vector<std::string> lines = {"", "", "", "\xC2\xA0", "[accessed 5 May 2005]", "[accessed <date>]", "|||||"};
  for (const std::string& name : AllFixtures()) {
    std::stringstream text(Fixture(name));
    for (std::string line; std::getline(text, line);) lines.push_back(line);
  }
  std::mt19937 random(20110405);
  int read = 0;
  for (int round = 0; round < 400; ++round) {
    std::string page = "Street Children\n\nRepublic of Malawi\n\n";
    for (size_t i = 0, count = 5 + random() % 60; i < count; ++i) page += lines[random() % lines.size()] + "\n";
    const auto parsed = ParseCountryPage("Malawi.txt", page);
    if (!parsed.ok()) continue;
    ++read;
    CheckNothingIsLost("round " + std::to_string(round), page);
    if (round % 4 == 0) CheckNothingIsLost("round " + std::to_string(round) + " as HTML", AsHtml(page));
    if (HasFatalFailure()) {
      ADD_FAILURE() << page;
      return;
    }
    const ParsedPage again = Parse("Malawi.txt", page);
    ASSERT_EQ(again.entries.size(), parsed->entries.size());
    for (size_t i = 0; i < again.entries.size(); ++i) {
      ASSERT_EQ(again.entries[i].SerializeAsString(), parsed->entries[i].SerializeAsString());
      if (i > 0) {
        ASSERT_LT(again.entries[i - 1].rank(), again.entries[i].rank());
      }
    }
  }
  EXPECT_GT(read, 200);
}

// Bytes changed, cut and doubled at random: never a crash, and never an entry without a title.
TEST(Coverage, MutatedPages) {
  std::mt19937 random(7);
  for (int round = 0; round < 1500; ++round) {
    std::string bytes = Fixture(AllFixtures()[random() % AllFixtures().size()]);
    for (size_t i = 0, count = 1 + random() % 8; i < count && !bytes.empty(); ++i) {
      const size_t at = random() % bytes.size();
      switch (random() % 4) {
        case 0:
          bytes[at] = static_cast<char>(random() % 256);
          break;
        case 1:
          bytes.erase(at, random() % 40);
          break;
        case 2:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 80));
          break;
        default:
          bytes.insert(at, 1, "[]*|\n\r\xA0,-"[random() % 9]);
      }
    }
    const auto parsed = ParseCountryPage("Malawi.txt", bytes);
    if (!parsed.ok()) continue;
    for (const v1::Entry& entry : parsed->entries) {
      ASSERT_GT(entry.title_lines_size(), 0);
      ASSERT_NE(entry.title_lines(0), "");
    }
  }
}

}  // namespace
}  // namespace lectern::legacy
