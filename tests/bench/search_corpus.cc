#include "tests/bench/search_corpus.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

namespace lectern::bench {
namespace {

using search::Field;
using search::LabelColumn;
using search::NumberColumn;

constexpr const char* kDomain[SearchCorpus::kDomainWords] = {"children", "trafficking", "street", "exploitation",
                                                             "report",   "government",  "forced", "victims",
                                                             "labour",   "protection",  "police", "country"};
constexpr double kSkew = 1.05;  // of Zipf's law
constexpr uint32_t kGuideBits = 16;
constexpr uint32_t kTitleWords = 8;
constexpr uint32_t kMeanPassageWords = 112;

// A word that reads like one: syllables, the shorter ones to the more frequent words.
std::string MakeWord(Numbers& numbers, uint32_t rank) {
  constexpr std::string_view kConsonants = "bcdfghklmnprstvz", kVowels = "aeiou";
  const uint32_t syllables = 2 + (rank > 500 ? 1 : 0) + (rank > 20'000 && numbers.Below(2) == 0 ? 1 : 0);
  std::string word;
  for (uint32_t s = 0; s < syllables; ++s) {
    word.push_back(kConsonants[numbers.Below(kConsonants.size())]);
    word.push_back(kVowels[numbers.Below(kVowels.size())]);
    if (numbers.Below(4) == 0) word.push_back(kConsonants[numbers.Below(kConsonants.size())]);
  }
  return word;
}

}  // namespace

SearchCorpus::SearchCorpus() {
  Numbers numbers(17);
  words_.assign(kDomain, kDomain + kDomainWords);
  std::set<std::string> known(words_.begin(), words_.end());
  while (words_.size() < kDomainWords + kVocabulary) {
    std::string word = MakeWord(numbers, static_cast<uint32_t>(words_.size()));
    if (known.insert(word).second) words_.push_back(std::move(word));
  }
  double sum = 0;
  for (uint32_t rank = 0; rank < kVocabulary; ++rank) cumulative_.push_back(sum += std::pow(rank + 2.0, -kSkew));
  for (double& share : cumulative_) share /= sum;
  for (uint32_t slot = 0; slot <= 1u << kGuideBits; ++slot)
    guide_.push_back(static_cast<uint32_t>(
        std::lower_bound(cumulative_.begin(), cumulative_.end(), slot / static_cast<double>(1u << kGuideBits)) -
        cumulative_.begin()));
}

uint32_t SearchCorpus::Draw(Numbers& numbers) const {
  const double at = static_cast<double>(numbers.Next() >> 11) * 0x1p-53;
  const auto slot = static_cast<uint32_t>(at * (1u << kGuideBits));
  const auto found = std::lower_bound(cumulative_.begin() + guide_[slot],
                                      cumulative_.begin() + std::min(guide_[slot + 1] + 1, kVocabulary), at);
  return kDomainWords + std::min(static_cast<uint32_t>(found - cumulative_.begin()), kVocabulary - 1);
}

std::string SearchCorpus::Key(uint64_t number) {
  Numbers numbers(number);
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuv";
  uint64_t bits = numbers.Next();
  std::string key = "entries/";
  for (int i = 0; i < 12; ++i, bits >>= 5) key.push_back(kDigits[bits & 31]);
  return key;
}

std::string SearchCorpus::Country(uint64_t number) {
  return {static_cast<char>('a' + number % 20), static_cast<char>('a' + number / 20 % 10)};
}

search::Document SearchCorpus::Make(uint64_t number, uint32_t version) const {
  Numbers numbers(number * 31 + version);
  search::Document document;
  document.key = Key(number);
  // Lengths fall off like those of real texts: many short ones, few long ones.
  const double fraction = static_cast<double>(numbers.Next() >> 11) * 0x1p-53;
  const auto passage = static_cast<uint32_t>(20 - (kMeanPassageWords - 20) * std::log(1 - fraction));
  std::vector<uint32_t> ranks;
  for (uint32_t w = 0; w < kTitleWords + passage; ++w) ranks.push_back(Draw(numbers));
  for (uint32_t d = 0; d < kDomainWords; ++d) {
    if (!numbers.Chance(50)) continue;
    for (uint64_t often = 1 + (numbers.Chance(30) ? numbers.Below(4) : 0); often > 0; --often)
      ranks[numbers.Below(ranks.size())] = d;
  }
  for (uint32_t w = 0; w < ranks.size(); ++w) {
    const bool title = w < kTitleWords;
    document.words.push_back(
        {title ? Field::kTitle : Field::kPassages, title ? w : w - kTitleWords, words_[ranks[w]], words_[ranks[w]]});
  }
  document.Labels(LabelColumn::kKind) = {"entry"};
  document.Labels(LabelColumn::kCountry) = {Country(numbers.Below(200))};
  document.Labels(LabelColumn::kTopic) = {"topics/" + std::to_string(numbers.Below(4))};
  document.Labels(LabelColumn::kThemes) = {"themes/" + std::to_string(numbers.Below(30))};
  document.Labels(LabelColumn::kSourceType) = {"type" + std::to_string(numbers.Below(12))};
  document.Labels(LabelColumn::kLanguage) = {"en"};
  document.Number(NumberColumn::kYear) = 1990 + static_cast<int64_t>(numbers.Below(35));
  document.Number(NumberColumn::kDate) =
      (document.Number(NumberColumn::kYear) - 1970) * 365 + static_cast<int64_t>(numbers.Below(365));
  return document;
}

}  // namespace lectern::bench
