// Texts compared without case and compatibility forms, as `:` does.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace lectern::aip::filter {

// NFKC_Casefold, as long as it comes out (storage::SortText is the same, cut to what an index key holds).
std::string Fold(std::string_view text);

// Looks for parts of a record's texts. Keeps what folding them gave where that is dear: a filter may ask 64 times.
class FoldedSearch {
 public:
  // Whether `folded`, which Fold gave, is part of Fold(text). `text` keeps its place and value as long as this lives.
  // Time grows with the sum of both lengths.
  bool Contains(const std::string& text, std::string_view folded);

 private:
  std::unordered_map<const std::string*, std::string> kept_;  // of texts that are not ASCII
};

}  // namespace lectern::aip::filter
