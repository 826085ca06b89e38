// Terms that stand for one another: terminology that has changed, and plain synonyms.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/types/span.h"
#include "storage/search/analysis/analyzer.h"

namespace lectern::search {

// Whoever searches for `term` also finds `preferred`. Each is one word or several, in any writing.
struct SynonymRow {
  std::string term;
  std::string preferred;
  // Of both: a query's word is the term's if it has the same form, or the same stem in this language.
  Language language = Language::kNone;
  bool two_way = false;  // and the other way round
  std::string reason;    // goes into the explanation as it is: the name of a topic, for example
};

// Immutable; for any number of threads.
class Synonyms {
 public:
  Synonyms() = default;
  // Rows whose term or preferred term has no word are left out, as are those that say nothing.
  Synonyms(Analyzer& analyzer, absl::Span<const SynonymRow> rows);

  struct Target {
    std::string text;
    std::string reason;
  };
  struct Match {
    size_t words = 0;                    // that the term takes up; 0 where none begins here
    std::vector<const Target*> targets;  // of all terms that are that long, each text once; valid as long as this is
  };

  // The longest term that begins with words[from]. `as_written`: by forms alone, as quotes ask for.
  Match LongestAt(absl::Span<const QueryWord> words, size_t from, bool as_written) const;

 private:
  struct TermWord {
    std::string form;
    std::string stem;
  };
  struct Term {
    std::vector<TermWord> words;
    Target target;
  };

  static std::vector<TermWord> WordsOf(Analyzer& analyzer, const std::string& text, Language language);
  void Add(std::vector<TermWord> words, const std::string& target, const std::string& reason);
  static bool Matches(const Term& term, absl::Span<const QueryWord> words, size_t from, bool as_written);

  std::vector<Term> terms_;
  std::unordered_map<std::string, std::vector<uint32_t>> by_first_word_;  // forms and stems -> terms_
};

}  // namespace lectern::search
