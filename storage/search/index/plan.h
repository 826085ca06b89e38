// A request's plan, taken apart: leaves, and the words that they score by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/query.h"
#include "storage/search/index/view.h"

namespace lectern::search {

// What a leaf scores by: stems, or forms of stems, that count as one word.
struct PlanWord {
  std::string stem;  // empty: any
  std::string form;  // empty: any
  bool is_prefix = false;
  std::string last_form;  // of a prefix: the last form that still belongs to it
  float boost = 1;
};

struct PlanLeaf {
  uint32_t first_word = 0;
  uint32_t words = 0;  // more than one, or one of a phrase, in their order
  bool is_phrase = false;
  std::optional<Field> field;
  bool required = true;  // nothing matches without it
  bool scored = true;    // it is not under a Not
};

struct PlanStep {
  enum class Kind : uint8_t { kEverything, kLeaf, kAny, kAll, kNot };
  Kind kind = Kind::kEverything;
  uint32_t leaf = 0;
  std::vector<PlanStep> children;
};

struct Plan {
  PlanStep root;
  std::vector<PlanLeaf> leaves;
  std::vector<PlanWord> words;
  bool truncated = false;  // a prefix was cut at max_forms
};

// Prefixes are expanded over the segments of `view`. INVALID_ARGUMENT: an empty leaf, a Not without its child.
absl::StatusOr<Plan> MakePlan(const View& view, const PlanNode& node);

}  // namespace lectern::search
