// Plans for words and quoted texts.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "storage/search/query/expansion.h"

namespace lectern::search {

// One child is itself; of none, nullopt.
std::optional<PlanNode> AllOfPlans(std::vector<PlanNode> children);
std::optional<PlanNode> AnyOfPlans(std::vector<PlanNode> children);

// How words are looked for.
struct WordMode {
  std::optional<Field> field;
  float boost = 1;
  bool excluded = false;  // nothing is added to what was typed, and nothing is pointed out
};

// Makes them one after another, and keeps account of what was added.
class WordPlans {
 public:
  WordPlans(Analyzer& analyzer, const LanguageSet& languages, const Vocabulary& vocabulary, const Synonyms& synonyms,
            Expansion& expansion)
      : analyzer_(analyzer),
        languages_(languages),
        vocabulary_(vocabulary),
        synonyms_(synonyms),
        expansion_(expansion) {}

  // The words of `text`, which stands at byte `begin` of the query; their places are the query's. INVALID_ARGUMENT:
  // with those before, there are too many.
  absl::StatusOr<std::vector<QueryWord>> Analyze(std::string_view text, size_t begin);

  // All of `words`, which stand side by side; nullopt where there is none.
  absl::StatusOr<std::optional<PlanNode>> Words(absl::Span<const QueryWord> words, const WordMode& mode);
  // `words` in this order, nothing between them.
  std::optional<PlanNode> Phrase(absl::Span<const QueryWord> words, const WordMode& mode);
  // All of `words`, the last as the beginning of one.
  absl::StatusOr<std::optional<PlanNode>> Prefix(absl::Span<const QueryWord> words, const WordMode& mode);

 private:
  // Where in the explanations and highlights a plan belongs.
  struct Place {
    size_t begin;
    size_t end;
    uint32_t group;   // of the first word
    uint32_t groups;  // one at least
  };
  using Texts = std::set<std::string>;

  // `seen`: the terms that were replaced on the way here, so that two which stand for one another end. `place`: that of
  // the term typed, for words of a synonym.
  absl::StatusOr<std::optional<PlanNode>> Run(absl::Span<const QueryWord> words, const WordMode& mode,
                                              const Place* place, const Texts& seen);
  absl::StatusOr<PlanNode> Word(const QueryWord& word, const WordMode& mode, uint32_t group, bool correct);
  absl::Status AddSimilar(const QueryWord& word, const WordMode& mode, uint64_t documents, uint32_t group,
                          std::vector<std::string> stems, std::vector<PlanNode>& leaves);
  absl::Status AddSynonyms(const Synonyms::Match& match, const WordMode& mode, const Place& place, const Texts& seen,
                           std::vector<PlanNode>& alternatives);
  void AddQuotedSynonyms(absl::Span<const QueryWord> words, const WordMode& mode, const Place& place, Texts& seen,
                         std::vector<PlanNode>& alternatives);
  PlanNode QuotedPlan(absl::Span<const QueryWord> words, const WordMode& mode, uint32_t group);
  // The words of a synonym; none where there is no more room for them.
  std::vector<QueryWord> SynonymWords(const std::string& text, const Place& place);
  void NoteTooMany(size_t begin, size_t end);

  Analyzer& analyzer_;
  const LanguageSet& languages_;
  const Vocabulary& vocabulary_;
  const Synonyms& synonyms_;
  Expansion& expansion_;
  size_t words_ = 0;
  size_t lookups_ = 0;
  size_t synonym_words_ = 0;
  uint32_t groups_ = 0;
  bool noted_too_many_ = false;
};

}  // namespace lectern::search
