#include "clients/admin/table.h"

#include <sstream>

#include "clients/admin/text_width.h"
#include "gmock/gmock.h"

namespace lectern::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Print(const Table& table, size_t width) {
  std::ostringstream out;
  table.Print(out, width);
  return out.str();
}

TEST(Table, AlignsColumnsWithoutSpacesAtTheEnd) {
  Table table({{"NAME"}, {"COUNT", false, true}, {"TEXT"}});
  table.AddRow({"a", "7", "x"});
  table.AddRow({"long name", "1234567", ""});
  EXPECT_EQ(Print(table, 0),
            "NAME         COUNT  TEXT\n"
            "a                7  x\n"
            "long name  1234567\n");
}

TEST(Table, CountsColumnsNotBytes) {
  Table table({{"A"}, {"B"}});
  table.AddRow({"\xC3\xA9t\xC3\xA9", "1"});         // two bytes a letter
  table.AddRow({"\xE6\x97\xA5\xE6\x9C\xAC", "2"});  // two columns a letter
  table.AddRow({"e\xCC\x81", "3"});                 // a combining mark
  EXPECT_EQ(Print(table, 0),
            "A     B\n"
            "\xC3\xA9t\xC3\xA9   1\n"
            "\xE6\x97\xA5\xE6\x9C\xAC  2\n"
            "e\xCC\x81     3\n");
}

TEST(Table, CutsWhatMayShrinkAndNothingElse) {
  Table table({{"NAME"}, {"TITLE", true}, {"PUBLISHER", true}});
  table.AddRow({"entries/0123456789", std::string(60, 't'), std::string(30, 'p')});
  const std::string text = Print(table, 60);
  EXPECT_THAT(text, HasSubstr("entries/0123456789"));
  EXPECT_THAT(text, HasSubstr("tttt\xE2\x80\xA6"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(DisplayWidth(line), 60u);
  EXPECT_THAT(Print(table, 0), Not(HasSubstr("\xE2\x80\xA6")));
  EXPECT_THAT(Print(table, 10), HasSubstr("entries/0123456789  ttttttt\xE2\x80\xA6")) << "narrower than it can be";
}

TEST(Table, CutsFirstWhereThereIsMostToSpare) {
  Table table({{"A", true, false, 20}, {"B", true, false, 4}});
  table.AddRow({std::string(40, 'a'), std::string(24, 'b')});
  std::istringstream lines(Print(table, 46));
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  EXPECT_EQ(line, std::string(29, 'a') + "\xE2\x80\xA6  " + std::string(13, 'b') + "\xE2\x80\xA6");
}

TEST(Table, FlushesRowsInTheWidthsOfTheFirst) {
  Table table({{"NAME"}, {"TITLE", true}, {"N", false, true}});
  std::ostringstream out;
  table.AddRow({"a", "title", "1"});
  table.Flush(out, 80);
  EXPECT_EQ(table.rows(), 0u);
  table.AddRow({"longer", "a longer title", "22"});
  table.AddRow({"b", "t", "3"});
  table.Flush(out, 80);
  EXPECT_EQ(out.str(),
            "NAME  TITLE  N\n"
            "a     title  1\n"
            "longer  a lo\xE2\x80\xA6  22\n"
            "b     t      3\n");
}

TEST(Table, IsOneLineARow) {
  Table table({{"A"}});
  table.AddRow({"two\nlines\tand \x1b[31mcolour"});
  EXPECT_EQ(Print(table, 0), "A\ntwo lines and \xEF\xBF\xBD[31mcolour\n");
}

TEST(TextWidth, WrapsAtSpaces) {
  EXPECT_THAT(Wrap("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrap("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrap("abcdefgh ij", 4), ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(Wrap("one two", 0), ElementsAre("one two"));
  EXPECT_THAT(Wrap("", 5), ElementsAre(""));
  EXPECT_THAT(Wrap("\xE6\x97\xA5\xE6\x9C\xAC", 1), ElementsAre("\xE6\x97\xA5", "\xE6\x9C\xAC"));
}

TEST(TextWidth, MendsBrokenUtf8) {
  EXPECT_FALSE(IsUtf8("caf\xE9"));
  EXPECT_TRUE(IsUtf8("caf\xC3\xA9"));
  EXPECT_EQ(AsUtf8("caf\xE9!"), "caf\xEF\xBF\xBD!");
  EXPECT_TRUE(IsUtf8(Printable("\xF0\x9F")));
}

}  // namespace
}  // namespace lectern::admin
