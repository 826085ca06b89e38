#include "tests/bench/search_classes.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "tests/bench/search_feed.h"

namespace lectern::bench {
namespace {

using search::PlanNode;
using Match = SearchQuery::Match;

constexpr size_t kQueries = 400;        // of a class that has so many
constexpr size_t kTries = 40;           // for each of them, to find one that is not yet in the list
constexpr uint32_t kRareFrom = 20'000;  // rank of the most frequent rare word
constexpr uint32_t kRareRanks = 100'000;
constexpr uint32_t kPrefixRanks = 2'000;
constexpr uint32_t kDomainWords = SearchCorpus::kDomainWords;  // each in half of all documents
constexpr size_t kPrefixLetters = 4;
constexpr uint64_t kCountries = 200;
constexpr int64_t kFirstYear = 1990, kYears = 35, kYearsAsked = 6;
constexpr uint64_t kDeepest = 10'000;
constexpr size_t kTitleWords = 8;

class ClassMaker {
 public:
  ClassMaker(const SearchCorpus& corpus, uint64_t documents) : corpus_(corpus), documents_(documents) {}

  std::vector<SearchClass> Make() {
    // No class asks for more results than its rarest word has.
    const uint64_t deep = std::min(kDeepest, documents_ / 100);
    const auto common = [this] { return Words(1, Match::kAll, kCommonWords); };
    return {
        {"rare", Page::kBest, 0, Different([this] { return Rare(); })},
        {"common", Page::kBest, 0, EveryCommonWord()},
        {"two_and", Page::kBest, 0, Different([this] { return Words(2, Match::kAll, kCommonWords); })},
        {"two_or", Page::kBest, 0, Different([this] { return Words(2, Match::kAny, kCommonWords); })},
        {"four_or", Page::kBest, 0, Different([this] { return Words(4, Match::kAny, kCommonWords); })},
        {"phrase", Page::kBest, 0, Different([this] { return Phrase(); })},
        {"prefix", Page::kBest, 0, Different([this] { return Prefix(kPrefixRanks); })},
        {"domain_and", Page::kBest, 0, Different([this] { return Words(2, Match::kAll, kDomainWords); })},
        {"domain_or", Page::kBest, 0, Different([this] { return Words(2, Match::kAny, kDomainWords); })},
        {"domain_four_or", Page::kBest, 0, Different([this] { return Words(4, Match::kAny, kDomainWords); })},
        {"domain_phrase", Page::kBest, 0, Different([this] { return Words(2, Match::kPhrase, kDomainWords); })},
        {"domain_prefix", Page::kBest, 0, Different([this] { return Prefix(kDomainWords); })},
        {"filter", Page::kBest, 0, Different([&] { return Within(common()); })},
        {"facet", Page::kCounts, 0, EveryCommonWord()},
        {"deep_page", Page::kDeep, deep, EveryCommonWord()},
        {"by_date", Page::kNewestAlone, 0, EveryCommonWord()},
        {"by_date_total", Page::kNewest, 0, EveryCommonWord()},
    };
  }

 private:
  std::vector<SearchQuery> Different(const std::function<SearchQuery()>& make) {
    std::vector<SearchQuery> queries;
    for (size_t tries = 0; queries.size() < kQueries && tries < kTries * kQueries; ++tries) {
      SearchQuery query = make();
      if (std::find(queries.begin(), queries.end(), query) == queries.end()) queries.push_back(std::move(query));
    }
    return queries;
  }

  const std::string& Word(uint64_t rank) const { return corpus_.Word(static_cast<uint32_t>(rank)); }

  std::vector<SearchQuery> EveryCommonWord() {
    std::vector<SearchQuery> queries;
    for (uint32_t rank = 0; rank < kCommonWords; ++rank) queries.push_back({Match::kAll, {Word(rank)}});
    for (size_t left = queries.size(); left > 1; --left) std::swap(queries[left - 1], queries[numbers_.Below(left)]);
    return queries;
  }

  SearchQuery Rare() { return {Match::kAll, {Word(kRareFrom + numbers_.Below(kRareRanks))}}; }

  // Of the words with ranks below `below`.
  SearchQuery Words(size_t words, Match match, uint64_t below) {
    std::set<uint64_t> ranks;
    while (ranks.size() < words) ranks.insert(numbers_.Below(below));
    SearchQuery query{match, {}};
    for (const uint64_t rank : ranks) query.words.push_back(Word(rank));
    return query;
  }

  // Two neighbours in the running text of a document that is still there.
  SearchQuery Phrase() {
    uint64_t number = numbers_.Below(documents_);
    while (FateOf(number) == Fate::kDeleted) number = numbers_.Below(documents_);
    const search::Document document = FinalDocument(corpus_, number);
    const size_t at = kTitleWords + numbers_.Below(document.words.size() - kTitleWords - 1);
    return {Match::kPhrase, {document.words[at].form, document.words[at + 1].form}};
  }

  SearchQuery Prefix(uint64_t below) {
    return {Match::kPrefix, {Word(numbers_.Below(below)).substr(0, kPrefixLetters)}};
  }

  SearchQuery Within(SearchQuery query) {
    query.country = SearchCorpus::Country(numbers_.Below(kCountries));
    query.first_year = kFirstYear + static_cast<int64_t>(numbers_.Below(kYears - kYearsAsked + 1));
    query.last_year = query.first_year + kYearsAsked - 1;
    return query;
  }

  const SearchCorpus& corpus_;
  const uint64_t documents_;
  Numbers numbers_{99};
};

PlanNode PlanFor(const SearchQuery& query) {
  if (query.match == Match::kPhrase) return {search::PhraseLeaf{query.words, 1, {}}};
  if (query.match == Match::kPrefix) return {search::PrefixLeaf{query.words[0]}};
  std::vector<PlanNode> words;
  for (const std::string& word : query.words) words.push_back({search::TermLeaf{word, {}, 1, {}}});
  if (words.size() == 1) return words[0];
  if (query.match == Match::kAny) return {search::AnyOf{std::move(words)}};
  return {search::AllOf{std::move(words)}};
}

}  // namespace

std::vector<SearchClass> MakeSearchClasses(const SearchCorpus& corpus, uint64_t documents) {
  return ClassMaker(corpus, documents).Make();
}

search::SearchRequest RequestFor(Page page, const SearchQuery& query) {
  search::SearchRequest request;
  request.plan = PlanFor(query);
  request.limit = page == Page::kCounts ? 0 : kPageSize;
  if (page == Page::kNewest || page == Page::kNewestAlone) request.order.by = search::Order::By::kNumber;
  if (page == Page::kCounts) request.facets = {{search::LabelColumn::kCountry, kCountries}};
  if (!query.country.empty())
    request.filter = {
        search::FilterAll{{{search::LabelIn{search::LabelColumn::kCountry, {query.country}}},
                           {search::NumberIn{search::NumberColumn::kYear, query.first_year, query.last_year}}}}};
  return request;
}

}  // namespace lectern::bench
