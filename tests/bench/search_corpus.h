// Documents for the search index, made by rule: number i is the same in every run and on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/search/index/document.h"
#include "tests/bench/corpus.h"

namespace lectern::bench {

// 200,000 words by Zipf's law, and domain words such as "children", each in half of the documents; 120 words a document
// in the mean, of which eight are its title.
class SearchCorpus {
 public:
  static constexpr uint32_t kVocabulary = 200'000;
  static constexpr uint32_t kDomainWords = 12;

  SearchCorpus();
  // Version 0 is the first, later ones are updates: other words under the same key.
  search::Document Make(uint64_t number, uint32_t version) const;
  // Word number `rank`: domain words first, then by falling frequency.
  const std::string& Word(uint32_t rank) const { return words_[rank]; }
  static std::string Key(uint64_t number);
  static std::string Country(uint64_t number);

 private:
  uint32_t Draw(Numbers& numbers) const;

  std::vector<std::string> words_;
  std::vector<double> cumulative_;
  std::vector<uint32_t> guide_;  // where a search of cumulative_ begins, by the highest bits
};

}  // namespace lectern::bench
