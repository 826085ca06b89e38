#include "storage/search/analysis/stemmer.h"

#include <libstemmer.h>

#include <cstdlib>

namespace lectern::search {

void Stemmers::Delete::operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }

std::string_view Stemmers::Stem(Language language, std::string_view word) {
  if (language == Language::kNone) return word;
  auto& stemmer = stemmers_[static_cast<size_t>(language)];
  if (!stemmer) {
    stemmer.reset(sb_stemmer_new(StemmerName(language), nullptr));
    if (!stemmer) std::abort();  // out of memory, or a libstemmer other than the one we are built for
  }
  const sb_symbol* stem =
      sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
  const int length = stem == nullptr ? 0 : sb_stemmer_length(stemmer.get());
  if (length <= 0) return word;
  return {reinterpret_cast<const char*>(stem), static_cast<size_t>(length)};
}

}  // namespace lectern::search
