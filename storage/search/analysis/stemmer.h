// Snowball's stemmers, made when they are first asked for.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "storage/search/analysis/language.h"

struct sb_stemmer;

namespace lectern::search {

// For one thread at a time.
class Stemmers {
 public:
  // The stem of `word`, NFKC case folded, well-formed UTF-8; `word` itself for kNone and where
  // nothing would be left of it. Valid until the next call.
  std::string_view Stem(Language language, std::string_view word);

 private:
  struct Delete {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::array<std::unique_ptr<sb_stemmer, Delete>, kLanguageCount> stemmers_;
};

}  // namespace lectern::search
