// What completion offers besides words: resources that have names, found by how a name begins.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "storage/search/analysis/analyzer.h"

namespace lectern::search {

struct NameRow {
  std::string resource;            // "countries/be"
  std::string title;               // what is shown of it
  std::vector<std::string> names;  // what it is found by, in any writing
};

// Immutable; for any number of threads. All names stand in memory: they are some thousand at most, while the words that
// begin as they do may be most of a corpus's vocabulary.
class Names {
 public:
  Names() = default;
  Names(Analyzer& analyzer, std::vector<NameRow> rows);

  struct Match {
    const NameRow* row = nullptr;  // valid as long as this is
    bool leads = false;            // a name begins with what was typed, rather than having it behind other words
  };
  // Resources with a name that has all of `words` and a word that begins with `prefix`; all folded, as forms are. Each
  // once, in the order of the rows.
  std::vector<Match> Find(absl::Span<const std::string> words, std::string_view prefix) const;

 private:
  struct Name {
    uint32_t row;
    std::vector<std::string> words;
  };
  struct WordOfName {
    std::string word;
    uint32_t name;
  };

  std::vector<NameRow> rows_;
  std::vector<Name> names_;
  std::vector<WordOfName> words_;  // in byte order
};

}  // namespace lectern::search
