// What to point out in a text: the words that a query looked for.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/functional/function_ref.h"
#include "storage/search/analysis/analyzer.h"
#include "storage/search/index/document.h"

namespace lectern::search {

// Immutable once filled; for any number of threads then. A group stands for one word of the query and whatever else was
// looked for instead of it: what covers more groups answers the query better. Groups count from 0.
class HighlightSet {
 public:
  void AddForm(std::string_view form, std::optional<Field> field, uint32_t group);
  void AddStem(std::string_view stem, std::optional<Field> field, uint32_t group);
  void AddPrefix(std::string_view prefix, std::optional<Field> field, uint32_t group);
  // `forms`, two or more, one behind the other; the first counts to `group`, the next to the group behind it and so on.
  void AddPhrase(std::vector<std::string> forms, std::optional<Field> field, uint32_t group);

  bool empty() const { return forms_.empty() && stems_.empty() && prefixes_.empty() && phrases_.empty(); }

  struct Hit {
    size_t begin;  // bytes [begin, end) of the text
    size_t end;
    uint32_t group;
  };
  struct Word {
    size_t begin;  // bytes [begin, end) of the text
    size_t end;
  };
  struct Findings {
    // Ascending by their ends. A word that counts to several groups is several hits.
    std::vector<Hit> hits;
    std::vector<Word> words;  // all that the text has, ascending
  };
  // What of it stands where in `text`, which is of `field`.
  Findings Find(Analyzer& analyzer, std::string_view text, Language language, Field field) const;

 private:
  struct Entry {
    std::optional<Field> field;  // nullopt: any
    uint32_t group;
    bool operator==(const Entry&) const = default;
  };
  struct Prefix {
    std::string prefix;
    Entry entry;
  };
  struct Phrase {
    std::vector<std::string> forms;
    Entry entry;
  };
  using Entries = std::unordered_map<std::string, std::vector<Entry>>;

  void Add(Entries& entries, std::string_view text, Entry entry);

  Entries forms_;
  Entries stems_;
  std::vector<Prefix> prefixes_;
  std::vector<Phrase> phrases_;
  size_t longest_phrase_ = 0;
  std::bitset<256> first_bytes_;  // of forms_ and stems_: most words of a text are told apart by theirs
};

}  // namespace lectern::search
