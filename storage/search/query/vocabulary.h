// What expanding a query asks of the index's dictionary.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lectern::search {

struct SimilarForm {
  std::string form;
  uint64_t documents = 0;  // that hold it, and that the caller may see; an upper bound will do
  uint32_t distance = 0;   // edits: insertion, deletion, replacement or exchange of neighbouring characters
};

// Of one view of the index and one audience: what that audience may not see is not in it, or a correction would give
// it away. Errors are the index's own and end the expansion.
class Vocabulary {
 public:
  virtual ~Vocabulary() = default;

  // The stems under which documents hold `form`; empty where none holds it. So a word typed without its accents finds
  // what the accented one finds, which another stem may have been made of.
  virtual absl::StatusOr<std::vector<std::string>> StemsOfForm(std::string_view form) const = 0;
  // How many documents hold a word of `stem`; an upper bound will do, but 0 where none does.
  virtual absl::StatusOr<uint64_t> DocumentsWithStem(std::string_view stem) const = 0;
  // Forms from 1 to `max_distance` edits away, at most `limit`: the nearest first, then those of the most documents.
  virtual absl::StatusOr<std::vector<SimilarForm>> SimilarForms(std::string_view form, uint32_t max_distance,
                                                                size_t limit) const = 0;
};

}  // namespace lectern::search
