// The vocabulary of a view of the index, as one audience sees it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/search/index/search_index.h"
#include "storage/search/query/vocabulary.h"

namespace lectern::search {

class ViewVocabulary : public Vocabulary {
 public:
  ViewVocabulary(std::shared_ptr<const View> view, Audience audience) : view_(std::move(view)), audience_(audience) {}

  absl::StatusOr<std::vector<std::string>> StemsOfForm(std::string_view form) const override;
  absl::StatusOr<uint64_t> DocumentsWithStem(std::string_view stem) const override;
  absl::StatusOr<std::vector<SimilarForm>> SimilarForms(std::string_view form, uint32_t max_distance,
                                                        size_t limit) const override;

 private:
  const std::shared_ptr<const View> view_;
  const Audience audience_;
};

}  // namespace lectern::search
