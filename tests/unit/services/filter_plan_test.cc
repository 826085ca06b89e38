// What a listing learns of a filter before it reads a record.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "services/aip/filter/filter.h"
#include "storage/records/record_value.h"

namespace lectern::aip {
namespace {

using Equalities = std::vector<Filter::Equality>;

Filter Parsed(std::string_view text) {
  auto parsed = Filter::Parse(text, *v1::Entry::descriptor(), storage::kFirstStampField - 1, true);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return parsed.ok() ? *std::move(parsed) : Filter();
}

TEST(FilterPlan, FindsTheEqualitiesThatEveryMatchFulfils) {
  EXPECT_EQ(Parsed("").EqualityConjuncts(), Equalities());
  EXPECT_EQ(Parsed("country = countries/be").EqualityConjuncts(), (Equalities{{"country", "countries/be"}}));
  EXPECT_EQ(Parsed("country = a (topic = b AND (publisher:x published.edtf = 2009))").EqualityConjuncts(),
            (Equalities{{"country", "a"}, {"topic", "b"}, {"published.edtf", "2009"}}));
  EXPECT_EQ(Parsed("topic:b country = \"\"").EqualityConjuncts(), (Equalities{{"topic", "b"}, {"country", ""}}));
  EXPECT_EQ(Parsed("country = a country = b").EqualityConjuncts(), (Equalities{{"country", "a"}, {"country", "b"}}));
}

TEST(FilterPlan, NothingElseIsAnEquality) {
  for (const char* text : {"country = a OR topic = b", "NOT country = a", "country != a", "country < a", "themes:a",
                           "publisher:a", "publisher:*", "lifecycle = DRAFT", "revision = 1", "accesses.edtf:2009"})
    EXPECT_EQ(Parsed(text).EqualityConjuncts(), Equalities()) << text;
}

TEST(FilterPlan, LeavesWhatIsNotAnswered) {
  const Filter filter = Parsed("country = a AND topic = b AND publisher:x");
  v1::Entry entry;
  entry.set_publisher("x");
  EXPECT_FALSE(filter.Matches(entry));
  EXPECT_FALSE(filter.Without({{"country", "a"}}).Matches(entry));
  EXPECT_TRUE(filter.Without({{"country", "a"}, {"topic", "b"}}).Matches(entry));
  EXPECT_FALSE(filter.Without({{"country", "a"}, {"topic", "c"}}).Matches(entry)) << "another value";
  EXPECT_FALSE(filter.Without({{"country", "a"}, {"topic", "b"}}).MatchesAll());
  entry.clear_publisher();
  EXPECT_FALSE(filter.Without({{"country", "a"}, {"topic", "b"}}).Matches(entry));

  const Filter indexed = Parsed("country = a topic = b country = a");
  EXPECT_TRUE(indexed.Without(indexed.EqualityConjuncts()).MatchesAll());
  EXPECT_FALSE(indexed.Without({{"country", "a"}}).MatchesAll());
  EXPECT_FALSE(indexed.MatchesAll());
  EXPECT_FALSE(Parsed("country = a OR topic = b").Without({{"country", "a"}, {"topic", "b"}}).MatchesAll());
  // What contradicts itself still does when an index has answered one half.
  EXPECT_FALSE(Parsed("country = a country = b").Without({{"country", "a"}}).MatchesAll());
}

TEST(FilterPlan, KnowsWhichPartOfARecordItNeeds) {
  EXPECT_EQ(Parsed("").HighestField(), 0);
  EXPECT_EQ(Parsed("name = x").HighestField(), 1);
  EXPECT_EQ(Parsed("publisher:x (name = a OR NOT passages.text:x)").HighestField(), v1::Entry::kPassagesFieldNumber);
  EXPECT_EQ(Parsed("revision > 3 publisher:x").HighestField(), v1::Entry::kRevisionFieldNumber);
  const Filter filter = Parsed("name = x passages.text:x");
  EXPECT_EQ(filter.Without({{"name", "x"}}).HighestField(), v1::Entry::kPassagesFieldNumber);
}

TEST(FilterPlan, CopiesAndMovesAreTheSameFilter) {
  Filter filter = Parsed("publisher = x");
  const Filter copy = filter;
  const Filter moved = std::move(filter);
  v1::Entry entry;
  EXPECT_FALSE(copy.Matches(entry) || moved.Matches(entry));
  entry.set_publisher("x");
  EXPECT_TRUE(copy.Matches(entry) && moved.Matches(entry));
  EXPECT_TRUE(Filter().MatchesAll() && Filter().Matches(entry));
}

}  // namespace
}  // namespace lectern::aip
