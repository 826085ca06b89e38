// Input that is made to fill memory or time: refused with a clear message after little of it has been read.
#include <chrono>
#include <streambuf>

#include "reading.h"

namespace lectern::formats {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// A head, then one byte again and again up to a size.
class Endless : public std::streambuf {
 public:
  Endless(std::string head, char filler, int64_t size) : head_(std::move(head)), filler_(filler), size_(size) {}
  int64_t given() const { return given_; }

 protected:
  int_type underflow() override {
    if (given_ >= size_) return traits_type::eof();
    block_.assign(size_t{1} << 16, filler_);
    if (given_ == 0) block_.replace(0, head_.size(), head_);
    given_ += static_cast<int64_t>(block_.size());
    setg(block_.data(), block_.data(), block_.data() + block_.size());
    return traits_type::to_int_type(block_[0]);
  }

 private:
  const std::string head_;
  const char filler_;
  const int64_t size_;
  std::string block_;
  int64_t given_ = 0;
};

constexpr int64_t kTwoGiB = int64_t{2} << 30;

struct Case {
  const char* name;
  Format format;
  std::string head;
  char filler;
  std::string message;
};

class Hostile : public ::testing::TestWithParam<Case> {};

TEST_P(Hostile, IsRefusedEarly) {
  Endless bytes(GetParam().head, GetParam().filler, kTwoGiB);
  std::istream in(&bytes);
  const auto begin = std::chrono::steady_clock::now();
  auto reader = OpenReader(GetParam().format, in, "list", {});
  absl::Status status = reader.status();
  for (int i = 0; status.ok() && i < 10; ++i) {
    auto item = (*reader)->Next();
    status = item.status();
    if (item.ok() && !item->has_value()) break;
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Message(status), HasSubstr(GetParam().message));
  EXPECT_LT(bytes.given(), int64_t{10} << 20);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

INSTANTIATE_TEST_SUITE_P(
    All, Hostile,
    ::testing::Values(
        Case{"CsvLine", Format::kCsv, "title\n", 'x', "list: line 2, column 1: the line is longer than 8 MiB."},
        Case{"CsvHeader", Format::kCsv, "", 'x', "list: line 1, column 1: the line is longer than 8 MiB."},
        Case{"CsvQuote", Format::kCsv, "title\nA\n\"", '\n', "line 3, column 1: the row is longer than 8 MiB"},
        Case{"CsvCommas", Format::kCsv, "title\n", ',', "8 MiB"},
        Case{"CsvNul", Format::kCsv, "title\n", '\0', "8 MiB"},
        Case{"JsonLine", Format::kJsonLines, "{\"entry\": {\"url\": \"", 'x',
             "line 1, column 1: the line is longer than 4 MiB"},
        Case{"BibtexLine", Format::kBibtex, "@book{a, title = {", 'x', "the line is longer than 4 MiB"},
        Case{"BibtexLines", Format::kBibtex, "@book{a, title = {", '\n',
             "line 1, column 1: the entry that begins here is longer"},
        Case{"BibtexStray", Format::kBibtex, "", 'x', "the line is longer than 4 MiB"},
        Case{"BibtexRemark", Format::kBibtex, "%", 'x', "the line is longer than 4 MiB"},
        Case{"RisLine", Format::kRis, "TY  - BOOK\nTI  - ", 'x', "line 2, column 1: the line is longer than 1 MiB"},
        Case{"RisLines", Format::kRis, "TY  - BOOK\nTI  - \n", '\n',
             "line 1, column 1: the record that begins here is longer"},
        Case{"CslString", Format::kCslJson, "[{\"title\": \"", 'x', "the object that begins here is longer than 4 MiB"},
        Case{"CslBrackets", Format::kCslJson, "[{\"title\": ", '[', "nested deeper than 64"}),
    [](const auto& test) { return test.param.name; });

TEST(Hostile, ManyCellsAreRefused) {
  EXPECT_EQ(Message(ReadAll(Format::kCsv, "title\n" + std::string(300, ',') + "\n").status),
            "list.txt: line 2, column 1: there are more than 256 cells in a row.");
  EXPECT_TRUE(ReadAll(Format::kCsv, "title\n" + std::string(255, ',') + "\n").status.ok());
}

TEST(Hostile, DeepBracesAreRefusedAndReadingGoesOn) {
  const std::string deep = "@book{a, title = " + std::string(100000, '{') + std::string(100000, '}') + "}\n";
  const WholeFile whole = ReadAll(Format::kBibtex, deep + "@book{b, title = {B}}\n");
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  ASSERT_THAT(whole.items, SizeIs(2));
  EXPECT_EQ(whole.items[0].error, "braces are nested deeper than 64.");
  EXPECT_EQ(PlaceOf(whole.items[0]), "1:83");
  EXPECT_FALSE(whole.items[1].error.has_value());
}

TEST(Hostile, DefinitionsThatDoubleAreRefused) {
  std::string text = "@string{a0 = {0123456789}}\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "a" + std::to_string(i - 1);
    text += "@string{a" + std::to_string(i) + " = " + before + " # " + before + "}\n";
  }
  EXPECT_THAT(Message(ReadAll(Format::kBibtex, text).status),
              HasSubstr("the @string definitions are larger than 1 MiB."));
}

std::string Repeat(const std::string& text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Hostile, EndlessListsAreRefusedAndReadingGoesOn) {
  const std::pair<Format, std::string> files[] = {
      {Format::kCsv, "title,notes,passages\nA,\"" + Repeat("a|", 100000) + "\",\nA,x,y\n"},
      {Format::kCsv, "title,notes,passages\nA,,\"" + Repeat("a\n\n", 100000) + "\"\nA,x,y\n"},
      {Format::kCsv, "title,accessed,passages\nA,\"" + Repeat("a|", 100000) + "\",\nA,x,y\n"},
      {Format::kJsonLines, "{\"entry\": {\"passages\": [" + Repeat("{},", 100000) + "{}]}}\n{\"site\": {}}\n"},
      {Format::kBibtex, "@book{a, title = {A}, author = {" + Repeat("x and ", 100000) + "x}}\n@book{b, title = {B}}\n"},
      {Format::kBibtex,
       "@book{a, title = {A}, abstract = {" + Repeat("x\n\n", 100000) + "x}}\n@book{b, title = {B}}\n"},
      {Format::kRis, "TY  - BOOK\nTI  - A\n" + Repeat("AU  - x\n", 100000) + "ER  - \nTY  - BOOK\nTI  - B\nER  - \n"},
      {Format::kCslJson, "[{\"title\": \"A\", \"author\": [" + Repeat("{\"literal\": \"x\"},", 100000) +
                             "{\"literal\": \"x\"}]}, {\"title\": \"B\"}]"}};
  for (const auto& [format, text] : files) {
    const WholeFile whole = ReadAll(format, text);
    ASSERT_TRUE(whole.status.ok()) << whole.status;
    ASSERT_THAT(whole.items, SizeIs(2));
    EXPECT_TRUE(whole.items[0].error.has_value()) << text.substr(0, 80);
    EXPECT_THAT(whole.items[0].error.value_or(""),
                ::testing::AnyOf(HasSubstr("more than 4096"), HasSubstr("too many items")));
    EXPECT_FALSE(whole.items[1].error.has_value()) << *whole.items[1].error;
  }
}

TEST(Hostile, WarningsOfARecordAreCounted) {
  const WholeFile whole = ReadAll(Format::kRis, "TY  - BOOK\nTI  - A\n" + Repeat("KW  - x\n", 1000) + "ER  - \n");
  ASSERT_THAT(whole.items, SizeIs(1));
  ASSERT_THAT(whole.items[0].warnings, SizeIs(256));
  EXPECT_EQ(whole.items[0].warnings.back(), "745 more fields or lines are not used or doubtful.");
}

TEST(Hostile, DeepJsonOfALineIsRefused) {
  for (const char* open : {"[", "{\"a\":"}) {
    std::string deep = "{\"entry\": {\"revision\": ";
    for (int i = 0; i < 100000; ++i) deep += open;
    const WholeFile whole = ReadAll(Format::kJsonLines, deep + "\n{\"site\": {}}");
    ASSERT_THAT(whole.items, SizeIs(2));
    EXPECT_THAT(whole.items[0].error.value_or(""), HasSubstr("nested too deeply"));
  }
}

}  // namespace
}  // namespace lectern::formats
