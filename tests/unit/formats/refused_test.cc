// A file of refused records is read again as the records that it holds.
#include <sstream>

#include "clients/admin/formats/refused_writer.h"
#include "reading.h"

namespace lectern::formats {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

struct Case {
  Format format;
  std::string text;
  // What the file says of why.
  std::string mark;
};

std::string Refuse(Format format, const std::string& text, const std::string& reason) {
  std::istringstream in(text);
  std::ostringstream out;
  auto reader = OpenReader(format, in, "list", {});
  EXPECT_TRUE(reader.ok()) << reader.status();
  auto writer = NewRefusedWriter(format, out);
  while (true) {
    auto item = (*reader)->Next();
    EXPECT_TRUE(item.ok()) << item.status();
    if (!item.ok() || !item->has_value()) break;
    writer->Write((*item)->raw, (*reader)->Preamble(), reason);
  }
  writer->Finish();
  return out.str();
}

class Refused : public ::testing::TestWithParam<Case> {};

TEST_P(Refused, FilesAreReadAgainAndKeepTheNewestReason) {
  const Case& c = GetParam();
  const WholeFile before = ReadAll(c.format, c.text);
  ASSERT_THAT(before.items, SizeIs(2));
  const std::string once = Refuse(c.format, c.text, "the \"title\"\nis, not\tgood");
  EXPECT_THAT(once, HasSubstr(c.mark));
  const std::string twice = Refuse(c.format, once, "second");
  EXPECT_THAT(twice, HasSubstr("second"));
  EXPECT_EQ(twice.find("not good"), std::string::npos) << twice;
  for (const std::string& file : {once, twice}) {
    const WholeFile after = ReadAll(c.format, file);
    ASSERT_TRUE(after.status.ok()) << after.status << file;
    ASSERT_THAT(after.items, SizeIs(2)) << file;
    for (size_t i = 0; i < 2; ++i) {
      v1::ImportItem old = before.items[i].item;
      v1::ImportItem now = after.items[i].item;
      for (v1::ImportItem* item : {&old, &now}) {
        item->clear_place();
        if (item->has_entry()) item->mutable_entry()->clear_provenance();
      }
      EXPECT_EQ(old.SerializeAsString(), now.SerializeAsString()) << file;
      EXPECT_EQ(before.items[i].error, after.items[i].error) << file;
      EXPECT_EQ(before.items[i].warnings.size(), after.items[i].warnings.size()) << file;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Refused,
    ::testing::Values(
        Case{Format::kCsv, "title,url\r\n\"A,\nb\",\r\nC,\"x\"\r\n", "refused_because"},
        Case{Format::kTsv, "title\turl\nA\t\nC\t\"x\ty\"\n", "the \"\"title\"\" is, not good"},
        Case{Format::kJsonLines, "{\"entry\": {\"titleLines\": [\"A\"]}}\n{\"entry\": {\"url\": 1}}\n",
             "refused: the \\\"title\\\" is, not good"},
        Case{Format::kBibtex,
             "@string{p = {Press}}\n@book{a, title = {A}, publisher = p, foo = {x}}\n@book{b, year = 1}\n",
             "% refused: the \"title\" is, not good\n"},
        Case{Format::kRis, "TY  - BOOK\r\nTI  - A\r\n b\r\nKW  - k\r\nER  - \r\nTY  - BOOK\nPB  - x\nER  - \n",
             "XX  - refused: the \"title\" is, not good"},
        Case{Format::kCslJson, "[{\"title\": \"A\", \"x\": 1}, {}]",
             "\"_refused\": \"the \\\"title\\\" is, not good\""}));

TEST(Refused, NothingRefusedIsAValidFileToo) { EXPECT_EQ(Refuse(Format::kCslJson, "[]", ""), "[]\n"); }

}  // namespace
}  // namespace lectern::formats
