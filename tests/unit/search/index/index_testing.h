// Documents made by rule, and a search over them that looks at every one: what the index must agree with.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "rocksdb/env.h"
#include "storage/search/index/search_index.h"

namespace lectern::search::testing {

using Random = std::mt19937_64;
inline uint64_t Below(Random& random, uint64_t limit) { return random() % limit; }

// A document over a small vocabulary, so that words meet: some in half of all documents, stems with up to four forms,
// several fields, gaps, labels, numbers and audiences.
Document MakeDocument(Random& random, const std::string& key, bool everybody = false);
// A key of at most `keys` different ones.
std::string MakeKey(Random& random, uint64_t keys);
// A form of the vocabulary.
std::string MakeForm(Random& random);
std::string StemOf(const std::string& form);

SearchRequest MakeRequest(Random& random);

// The catalogue as the index should see it.
class Oracle {
 public:
  void Apply(const Batch& batch);
  SearchResult Search(const SearchRequest& request) const;
  // Forms that begin with `prefix`, and how many documents hold each.
  std::map<std::string, uint64_t> Forms(Audience audience) const;
  const std::map<std::string, Document>& documents() const { return documents_; }

 private:
  std::map<std::string, Document> documents_;
};

// An index in memory, without threads.
IndexOptions TestOptions(rocksdb::Env* environment);

// Fails the test where they differ: totals, keys, scores, facets, and matches where both have them.
void ExpectSame(const SearchResult& expected, const SearchResult& actual, const std::string& what);

// All pages of a request, `size` results each.
SearchResult AllPages(const View& view, SearchRequest request, size_t size);

}  // namespace lectern::search::testing
