#include "storage/search/query/view_vocabulary.h"

#include "storage/engine/fault.h"

namespace lectern::search {

absl::StatusOr<std::vector<std::string>> ViewVocabulary::StemsOfForm(std::string_view form) const {
  return search::StemsOfForm(*view_, form, audience_);
}

absl::StatusOr<uint64_t> ViewVocabulary::DocumentsWithStem(std::string_view stem) const {
  return search::DocumentsWithStem(*view_, stem, audience_);
}

absl::StatusOr<std::vector<SimilarForm>> ViewVocabulary::SimilarForms(std::string_view form, uint32_t max_distance,
                                                                      size_t limit) const {
  // The form itself comes first where it is there.
  ASSIGN_OR_RETURN(std::vector<FormCount> found,
                   search::SimilarForms(*view_, form, max_distance, 0, audience_, limit + 1));
  std::vector<SimilarForm> similar;
  for (FormCount& near : found)
    if (near.distance > 0 && similar.size() < limit)
      similar.push_back({std::move(near.form), near.documents, near.distance});
  return similar;
}

}  // namespace lectern::search
