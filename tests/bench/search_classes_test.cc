// The queries of the search benchmark: enough of them, the same in every run, and put to each subject as meant.
#include "tests/bench/search_classes.h"

#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/bench/search_feed.h"
#include "tests/bench/search_statements.h"

namespace lectern::bench {
namespace {

using Match = SearchQuery::Match;
using ::testing::HasSubstr;
using ::testing::Not;

const SearchCorpus& Corpus() {
  static const SearchCorpus corpus;
  return corpus;
}

std::map<std::string, SearchClass> Classes(uint64_t documents) {
  std::map<std::string, SearchClass> classes;
  for (SearchClass& made : MakeSearchClasses(Corpus(), documents)) classes[made.name] = made;
  return classes;
}

// There are twelve words of the domain alone.
TEST(SearchClasses, HaveTwoHundredDifferentQueriesEach) {
  const auto classes = Classes(1'000'000);
  EXPECT_EQ(classes.size(), 17);
  for (const auto& [name, made] : classes) {
    std::set<std::string> different;
    for (const SearchQuery& query : made.queries)
      different.insert(Fts5Text(query) + query.country + std::to_string(query.first_year));
    if (!name.starts_with("domain_")) {
      EXPECT_GE(different.size(), 200) << name;
    }
    EXPECT_EQ(different.size(), made.queries.size()) << name;
  }
}

TEST(SearchClasses, AreTheSameInEveryRun) {
  const auto once = Classes(10'000), again = Classes(10'000);
  for (const auto& [name, made] : once) EXPECT_EQ(made.queries, again.at(name).queries) << name;
  // Made once on one machine; another corpus or list makes figures of before and after incomparable.
  EXPECT_EQ(TsQueryText(once.at("two_and").queries[0]), "'nuva' & 'nebeh'");
}

TEST(SearchClasses, AskForWhatTheirNamesSay) {
  const auto classes = Classes(1'000'000);
  for (const SearchQuery& query : classes.at("four_or").queries) {
    EXPECT_EQ(query.match, Match::kAny);
    EXPECT_EQ(std::set<std::string>(query.words.begin(), query.words.end()).size(), 4);
  }
  for (const SearchQuery& query : classes.at("filter").queries) {
    EXPECT_EQ(query.country.size(), 2);
    EXPECT_EQ(query.last_year - query.first_year, 5);
  }
  EXPECT_EQ(classes.at("domain_and").queries.size(), 66);
  EXPECT_EQ(classes.at("domain_prefix").queries.size(), 12);
  for (const SearchQuery& query : classes.at("prefix").queries) EXPECT_EQ(query.words.at(0).size(), 4);
  EXPECT_EQ(classes.at("deep_page").skip, 10'000);
  EXPECT_EQ(Classes(20'000).at("deep_page").skip, 200);
}

TEST(SearchFeed, HandsOutEveryDocumentOnceAndThenTheUpdates) {
  const StopSignal signal;
  std::vector<uint64_t> all, updated;
  DocumentFeed feed(Corpus(), 250, DocumentFeed::Part::kAll, 100, signal);
  for (auto next = feed.Next(); !next.empty(); next = feed.Next())
    for (const NumberedDocument& numbered : next) {
      all.push_back(numbered.number);
      EXPECT_EQ(numbered.document.key, SearchCorpus::Key(numbered.number));
    }
  DocumentFeed updates(Corpus(), 250, DocumentFeed::Part::kUpdates, 100, signal);
  for (auto next = updates.Next(); !next.empty(); next = updates.Next())
    for (const NumberedDocument& numbered : next) {
      updated.push_back(numbered.number);
      EXPECT_EQ(TextOf(numbered.document, search::Field::kTitle),
                TextOf(Corpus().Make(numbered.number, 1), search::Field::kTitle));
    }
  EXPECT_EQ(all.size(), 250);
  EXPECT_EQ(all.back(), 249);
  EXPECT_EQ(updated, NumbersOf(Fate::kUpdated, 250));
  EXPECT_EQ(updated.size(), 13);
  EXPECT_EQ(NumbersOf(Fate::kDeleted, 250).size(), 12);
}

TEST(SearchFeed, MayBeLeftEarly) {
  const StopSignal signal;
  DocumentFeed feed(Corpus(), 100'000, DocumentFeed::Part::kAll, 10, signal);
  EXPECT_EQ(feed.Next().size(), 10);
}

TEST(SearchTexts, SayWhatIsMeant) {
  const SearchQuery all{Match::kAll, {"a", "b"}}, any{Match::kAny, {"a", "b"}}, phrase{Match::kPhrase, {"a", "b"}},
      prefix{Match::kPrefix, {"abcd"}};
  EXPECT_EQ(TsQueryText(all), "'a' & 'b'");
  EXPECT_EQ(TsQueryText(any), "'a' | 'b'");
  EXPECT_EQ(TsQueryText(phrase), "'a' <-> 'b'");
  EXPECT_EQ(TsQueryText(prefix), "'abcd':*");
  EXPECT_EQ(Fts5Text(all), "\"a\" AND \"b\"");
  EXPECT_EQ(Fts5Text(any), "\"a\" OR \"b\"");
  EXPECT_EQ(Fts5Text(phrase), "\"a b\"");
  EXPECT_EQ(Fts5Text(prefix), "\"abcd\"*");
}

TEST(SearchTexts, StatementsHaveThePageAndTheTotal) {
  const auto classes = Classes(1'000'000);
  EXPECT_THAT(PostgresStatements(classes.at("deep_page")).rows, HasSubstr("LIMIT 10 OFFSET 10000"));
  EXPECT_THAT(Fts5Statements(classes.at("deep_page")).rows, HasSubstr("LIMIT 10 OFFSET 10000"));
  EXPECT_THAT(PostgresStatements(classes.at("common")).rows, Not(HasSubstr("country")));
  EXPECT_THAT(PostgresStatements(classes.at("filter")).rows, HasSubstr("country = $2"));
  EXPECT_THAT(Fts5Statements(classes.at("filter")).total, HasSubstr("country = ?2"));
  // Nobody is made to count what an ordered index need not see.
  EXPECT_EQ(PostgresStatements(classes.at("by_date")).total, "");
  EXPECT_EQ(Fts5Statements(classes.at("by_date")).total, "");
  EXPECT_THAT(PostgresStatements(classes.at("by_date_total")).total, HasSubstr("count(*)"));
}

TEST(SearchRequests, AreAReadersAndHaveTheFilter) {
  const SearchQuery query{Match::kAll, {"a"}, "be", 1999, 2004};
  const search::SearchRequest request = RequestFor(Page::kBest, query);
  EXPECT_EQ(request.audience, search::Audience::kReaders);
  EXPECT_EQ(request.limit, 10);
  const auto& parts = std::get<search::FilterAll>(request.filter.node).parts;
  ASSERT_EQ(parts.size(), 2);
  EXPECT_EQ(std::get<search::LabelIn>(parts[0].node).labels, std::vector<std::string>{"be"});
  EXPECT_EQ(std::get<search::NumberIn>(parts[1].node).most, 2004);
  EXPECT_EQ(RequestFor(Page::kNewest, query).order.by, search::Order::By::kNumber);
  EXPECT_EQ(RequestFor(Page::kCounts, query).facets.size(), 1);
}

}  // namespace
}  // namespace lectern::bench
