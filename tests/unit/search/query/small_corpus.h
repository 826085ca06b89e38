// A handful of documents, searched by looking at each word of each: what a plan means, in the fewest words.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search/analysis/analyzer.h"
#include "storage/search/index/query.h"
#include "storage/search/query/vocabulary.h"

namespace lectern::search {

class SmallCorpus : public Vocabulary {
 public:
  // Returns the document's number, from 0 on.
  size_t Add(std::string_view text, Language language = Language::kEnglish, Field field = Field::kPassages);

  absl::StatusOr<std::vector<std::string>> StemsOfForm(std::string_view form) const override;
  absl::StatusOr<uint64_t> DocumentsWithStem(std::string_view stem) const override;
  absl::StatusOr<std::vector<SimilarForm>> SimilarForms(std::string_view form, uint32_t max_distance,
                                                        size_t limit) const override;

  // The numbers of the documents that `plan` matches.
  std::set<size_t> Find(const PlanNode& plan) const;

  LanguageSet languages() const { return languages_; }
  Analyzer& analyzer() { return analyzer_; }

  size_t lookups() const { return lookups_; }  // calls of SimilarForms
  absl::Status fault;                          // what SimilarForms fails with, where it is not OK

 private:
  bool Matches(const PlanNode& plan, size_t document) const;

  Analyzer analyzer_;
  LanguageSet languages_;
  std::vector<std::vector<Word>> documents_;
  mutable size_t lookups_ = 0;
};

// Edits between two words: insertion, deletion, replacement, exchange of neighbours. Of ASCII.
uint32_t EditDistance(std::string_view left, std::string_view right);

}  // namespace lectern::search
