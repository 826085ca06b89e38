// What a benchmark of search asks: classes of queries, each a fixed list that is the same for everyone who is asked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/search/index/query.h"
#include "tests/bench/search_corpus.h"

namespace lectern::bench {

struct SearchQuery {
  enum class Match : uint8_t { kAll, kAny, kPhrase, kPrefix };
  Match match = Match::kAll;
  std::vector<std::string> words;  // with kPrefix, one beginning of words
  std::string country = {};        // empty: all countries and years
  int64_t first_year = 0;          // with a country; both years included
  int64_t last_year = 0;

  friend bool operator==(const SearchQuery&, const SearchQuery&) = default;
};

// What of the matches a class wants.
enum class Page : uint8_t {
  kBest,         // the ten best by relevance, and how many match
  kDeep,         // as kBest, but the ten behind the first `skip`
  kNewest,       // the ten newest, and how many match
  kNewestAlone,  // as kNewest, but peers need not count: an ordered index finds ten without seeing the others
  kCounts,       // how many match in each country, no documents
};

struct SearchClass {
  std::string name;  // as in the names of ratios: "two_and"
  Page page = Page::kBest;
  uint64_t skip = 0;                 // with Page::kDeep
  std::vector<SearchQuery> queries;  // different ones, in an order that says nothing
};

inline constexpr size_t kPageSize = 10;

// The words with ranks below this are common: each in 5 % of all documents or more.
inline constexpr uint32_t kCommonWords = 212;

// For a corpus of which the first `documents` were loaded, updated and deleted as FateOf says.
std::vector<SearchClass> MakeSearchClasses(const SearchCorpus& corpus, uint64_t documents);

// As a reader asks our index for it. The first page: a deeper one begins behind a cursor.
search::SearchRequest RequestFor(Page page, const SearchQuery& query);

}  // namespace lectern::bench
