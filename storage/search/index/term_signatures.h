// Which terms of a dictionary may be a few edits away from a word: a look at eight bytes of each instead of at all of
// its letters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "storage/search/index/term_dictionary.h"

namespace lectern::search {

class TermSignatures {
 public:
  explicit TermSignatures(const TermDictionary& terms);

  // Ordinals, ascending: of all terms that are at most `most` edits (edit_distance.h) from `word`, and of some others.
  std::vector<uint32_t> Near(const std::u32string& word, uint32_t most) const;

 private:
  std::vector<uint64_t> signatures_;  // by ordinal
};

}  // namespace lectern::search
