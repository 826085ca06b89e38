// What lecternd is given and asked in the search benchmark says what the other subjects are given and asked.
#include "tests/bench/search_service_corpus.h"

#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/bench/corpus.h"
#include "tests/bench/search_feed.h"

namespace lectern::bench {
namespace {

using search::Field;
using search::LabelColumn;
using search::NumberColumn;
using ::testing::ElementsAre;
using ::testing::MatchesRegex;

const SearchCorpus& Corpus() {
  static const SearchCorpus corpus;
  return corpus;
}

std::map<std::string, ServiceClass> Classes() {
  std::map<std::string, ServiceClass> classes;
  for (ServiceClass& made : MakeServiceClasses(Corpus(), 1'000'000)) classes[made.name] = made;
  return classes;
}

TEST(ServiceEntries, SayWhatTheDocumentsSay) {
  std::map<std::string, std::string> countries;   // by the corpus's code
  std::map<std::string, std::set<int64_t>> days;  // by date
  std::set<std::string> topics;
  std::set<v1::SourceType> types;
  for (uint64_t number = 0; number < 2'000; ++number) {
    for (const uint32_t version : {0u, 1u}) {
      search::Document document = Corpus().Make(number, version);
      const v1::Entry entry = EntryFor(Corpus(), number, version);
      EXPECT_EQ(entry.name(), document.key);
      EXPECT_THAT(entry.title_lines(), ElementsAre(TextOf(document, Field::kTitle)));
      ASSERT_EQ(entry.passages_size(), 1);
      EXPECT_EQ(entry.passages(0).text(), TextOf(document, Field::kPassages));
      const std::string code = document.Labels(LabelColumn::kCountry)[0];
      EXPECT_EQ(countries.emplace(code, entry.country()).first->second, entry.country());
      EXPECT_THAT(entry.published().edtf(), MatchesRegex("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"));
      EXPECT_EQ(std::stoi(entry.published().edtf()), document.Number(NumberColumn::kYear));
      days[entry.published().edtf()].insert(document.Number(NumberColumn::kDate));
      topics.insert(entry.topic());
      types.insert(entry.source_type());
    }
  }
  std::set<std::string> names, real;
  for (const auto& [code, name] : countries) names.insert(name);
  for (const v1::Country& country : Countries()) real.insert(country.name());
  EXPECT_EQ(names.size(), 200);
  EXPECT_EQ(names.size(), countries.size());
  EXPECT_THAT(real, ::testing::IsSupersetOf(names));
  EXPECT_THAT(topics, ElementsAre("topics/human-trafficking", "topics/sexual-exploitation-of-children",
                                  "topics/street-children", "topics/torture"));
  EXPECT_EQ(types.size(), 12);
  EXPECT_FALSE(types.contains(v1::SOURCE_TYPE_UNSPECIFIED));
  // The later a document is, the later its entry: each date is one day, and they are in the same order.
  int64_t before = INT64_MIN;
  for (const auto& [edtf, numbers] : days) {
    EXPECT_EQ(numbers.size(), 1) << edtf;
    EXPECT_LT(before, *numbers.begin()) << edtf;
    before = *numbers.begin();
  }
}

TEST(ServiceClasses, AskInWords) {
  auto classes = Classes();
  EXPECT_EQ(classes.size(), 11) << "by_date_total asks for what by_date asks for";
  const auto query_of = [&](const char* name) { return classes.at(name).requests.at(0).query(); };
  EXPECT_THAT(query_of("common"), MatchesRegex("[a-z]+"));
  EXPECT_THAT(query_of("two_and"), MatchesRegex("[a-z]+ [a-z]+"));
  EXPECT_THAT(query_of("two_or"), MatchesRegex("[a-z]+ OR [a-z]+"));
  EXPECT_THAT(query_of("four_or"), MatchesRegex("[a-z]+( OR [a-z]+){3}"));
  EXPECT_THAT(query_of("phrase"), MatchesRegex("\"[a-z]+ [a-z]+\""));
  EXPECT_THAT(query_of("prefix"), MatchesRegex("[a-z]{4}[*]"));
  EXPECT_THAT(classes.at("filter").requests.at(0).filter(),
              MatchesRegex("country = \"countries/[a-z]{2}\" AND year >= [0-9]{4} AND year <= [0-9]{4}"));
  EXPECT_EQ(classes.at("facet").requests.at(0).facets(0).attribute(), "country");
  EXPECT_EQ(classes.at("by_date").requests.at(0).order_by(), "date desc");
  EXPECT_EQ(classes.at("deep_page").skip, 10'000);
  EXPECT_EQ(classes.at("deep_page").requests.size(), 24);
  EXPECT_EQ(classes.at("common").requests.size(), kCommonWords);
}

TEST(OtherCalls, AreOfWordsAndEntriesThatAreThere) {
  const std::vector<OtherCalls> others = MakeOtherCalls(Corpus(), 2'000);
  ASSERT_EQ(others.size(), 2);
  EXPECT_EQ(others[0].name, "suggest");
  EXPECT_EQ(others[0].calls.requests.size(), 240);
  EXPECT_EQ(others[1].name, "related");
  for (const grpc::Slice& bytes : others[1].calls.requests) {
    v1::RelatedRequest request;
    ASSERT_TRUE(request.ParseFromArray(bytes.begin(), static_cast<int>(bytes.size())));
    uint64_t number = 0;
    while (SearchCorpus::Key(number) != request.name() && number < 2'000) ++number;
    EXPECT_LT(number, 2'000) << request.name();
    EXPECT_NE(FateOf(number), Fate::kDeleted) << request.name();
  }
}

TEST(PageBehind, GoesThereByTokens) {
  std::vector<std::pair<std::string, int32_t>> asked;
  const auto ask = [&](const v1::SearchRequest& request) {
    asked.emplace_back(request.page_token(), request.page_size());
    v1::SearchResponse page;
    if (asked.size() < 4) page.set_next_page_token("page " + std::to_string(asked.size()));
    return page;
  };
  v1::SearchRequest request;
  request.set_query("word");
  request.set_page_size(7);
  const v1::SearchRequest there = PageBehind(250, request, ask);
  EXPECT_THAT(asked, ElementsAre(std::pair("", 100), std::pair("page 1", 100), std::pair("page 2", 50)));
  EXPECT_EQ(there.page_token(), "page 3");
  EXPECT_EQ(there.page_size(), 7);
  EXPECT_EQ(there.query(), "word");
  EXPECT_THROW(PageBehind(100, request, ask), std::runtime_error);
  EXPECT_EQ(PageBehind(0, request, ask).page_token(), "");
}

}  // namespace
}  // namespace lectern::bench
