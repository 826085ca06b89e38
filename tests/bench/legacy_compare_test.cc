// The measure of accuracy itself: it has to count what is wrong, or its numbers prove nothing.
#include "tests/bench/legacy_compare.h"

#include <gtest/gtest.h>

namespace lectern::bench {
namespace {

using nlohmann::json;

json Page() {
  return json::parse(R"({"kind": "a country page", "entries": [
    {"title": ["First"], "byline": "A, 2001", "publisher": "A", "accesses": [{"raw": "[accessed 2009]", "edtf": "2009"}],
     "passages": [{"label": "[27]", "text": "One  two"}]},
    {"title": ["Second"], "byline": "B, 2002", "publisher": "B"}]})");
}

Comparison Of(const json& expected, const json& actual) {
  Comparison comparison;
  Compare("page.txt", expected, actual, &comparison);
  return comparison;
}

TEST(LegacyCompare, EqualPagesMissNothing) {
  json actual = Page();
  actual["entries"][0]["passages"][0]["text"] = "One\ntwo";  // white space is one space
  const Comparison comparison = Of(Page(), actual);
  EXPECT_TRUE(comparison.misses.empty());
  EXPECT_EQ(comparison.fields.at("entries").right, 2);
  EXPECT_EQ(comparison.fields.at("publisher").right, 2);
  EXPECT_EQ(comparison.fields.at("labels").right, 1);
}

TEST(LegacyCompare, WrongMissingAndSpuriousValuesAreTold) {
  json actual = Page();
  actual["entries"][0]["publisher"] = "C";
  actual["entries"][0].erase("accesses");
  actual["entries"][1]["place"] = "Oslo";
  actual["entries"][1]["line"] = 7;
  const Comparison comparison = Of(Page(), actual);
  const FieldTally& publisher = comparison.fields.at("publisher");
  EXPECT_EQ(publisher.right, 1);
  EXPECT_EQ(publisher.wrong, 1);
  EXPECT_EQ(publisher.missed, 1);
  EXPECT_DOUBLE_EQ(publisher.precision(), 0.5);
  EXPECT_DOUBLE_EQ(publisher.recall(), 0.5);
  EXPECT_EQ(comparison.fields.at("accesses").missed, 1);
  EXPECT_EQ(comparison.fields.at("place").wrong, 1);
  ASSERT_EQ(comparison.misses.size(), 3U);
  EXPECT_EQ(comparison.misses[2].field, "place");
  EXPECT_EQ(comparison.misses[2].line, 7);
}

TEST(LegacyCompare, EntriesAreAlignedByWhatTheyAre) {
  json actual = Page();
  actual["entries"].erase(0);
  const Comparison lost = Of(Page(), actual);
  EXPECT_EQ(lost.fields.at("entries").missed, 1);
  EXPECT_EQ(lost.fields.at("entries").right, 1);
  EXPECT_EQ(lost.fields.at("publisher").missed, 1);
  actual = Page();
  actual["entries"].insert(actual["entries"].begin(), json::parse(R"({"title": ["No entry"]})"));
  const Comparison more = Of(Page(), actual);
  EXPECT_EQ(more.fields.at("entries").wrong, 1);
  EXPECT_EQ(more.fields.at("entries").right, 2);
  // Another title, the same byline: the same entry with a wrong title.
  actual = Page();
  actual["entries"][0]["title"] = {"Else"};
  const Comparison title = Of(Page(), actual);
  EXPECT_EQ(title.fields.at("entries").right, 2);
  EXPECT_EQ(title.fields.at("titles").wrong, 1);
}

TEST(LegacyCompare, ExpectedWarningsHaveToBeGiven) {
  json expected = Page();
  expected["warnings"] = {"is missing"};
  EXPECT_EQ(Of(expected, Page()).fields.at("warnings").missed, 1);
  json actual = Page();
  actual["warnings"] = {"A bracket is missing.", "Another."};
  EXPECT_EQ(Of(expected, actual).fields.at("warnings").right, 1);
  EXPECT_TRUE(Of(expected, actual).misses.empty());
}

}  // namespace
}  // namespace lectern::bench
