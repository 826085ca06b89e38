#include "storage/search/query/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lectern::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class NamesTest : public ::testing::Test {
 protected:
  // The resources found, with "*" where a name begins with what was typed.
  std::vector<std::string> Find(const std::vector<std::string>& words, const std::string& prefix) const {
    std::vector<std::string> found;
    for (const Names::Match& match : names_.Find(words, prefix))
      found.push_back(match.row->resource + (match.leads ? "*" : ""));
    return found;
  }

  Analyzer analyzer_;
  const Names names_{analyzer_,
                     {{"countries/ci", "C\xC3\xB4te d'Ivoire", {"C\xC3\xB4te d'Ivoire", "Ivory Coast"}},
                      {"countries/cz", "Czechia", {"Czechia", "Czech Republic"}},
                      {"countries/kr", "Republic of Korea", {"Republic of Korea"}},
                      {"topics/a", "Sale of children", {"Sale of children", "Children, sale of"}}}};
};

TEST_F(NamesTest, AreFoundByTheBeginningOfAnyWord) {
  EXPECT_THAT(Find({}, "cze"), ElementsAre("countries/cz*"));
  EXPECT_THAT(Find({}, "rep"), ElementsAre("countries/cz", "countries/kr*"));
  EXPECT_THAT(Find({}, "co"), ElementsAre("countries/ci*")) << "folded, and by any name: cote, coast";
  EXPECT_THAT(Find({}, "child"), ElementsAre("topics/a*"));
  EXPECT_THAT(Find({}, "kore"), ElementsAre("countries/kr"));
  EXPECT_THAT(Find({}, "korean"), IsEmpty());
}

TEST_F(NamesTest, HaveAllOtherWordsToo) {
  EXPECT_THAT(Find({"republic"}, "cz"), ElementsAre("countries/cz"));
  EXPECT_THAT(Find({"czech"}, "rep"), ElementsAre("countries/cz*"));
  EXPECT_THAT(Find({"ivory"}, "d"), IsEmpty()) << "words of two names";
  EXPECT_THAT(Find({"republi"}, "of"), IsEmpty()) << "only the last word is being typed";
  EXPECT_THAT(Find({"sale", "of"}, "chi"), ElementsAre("topics/a*"));
  EXPECT_THAT(Find({"children"}, "of"), ElementsAre("topics/a")) << "not as it begins";
}

TEST_F(NamesTest, NothingWithoutNames) { EXPECT_THAT(Names().Find({}, ""), IsEmpty()); }

}  // namespace
}  // namespace lectern::search
