// What the text of a filter says, before anything is known of the resource: a tree of comparisons.
//
//   expression = factor {["AND"] factor}          two factors side by side are joined by AND
//   factor     = term {"OR" term}                 OR binds tighter than AND (AIP-160)
//   term       = ["NOT" | "-"] (comparison | "(" expression ")")
//   comparison = path operator value
//   operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | ":"
//   value      = quoted text | word | "*" (behind ":" alone)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lectern::aip::filter {

inline constexpr size_t kMaxBytes = 4096;
inline constexpr int kMaxNesting = 16;  // open parentheses
inline constexpr int kMaxComparisons = 64;

enum class Operator : uint8_t { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kHas };

// Places are bytes of the filter's text, from 0.
struct Comparison {
  std::string path;  // names joined by dots. Example: "accesses.edtf"
  size_t path_at = 0;
  Operator op = Operator::kEqual;
  size_t op_at = 0;
  std::string value;      // escapes resolved; empty where `presence`
  bool presence = false;  // the value was *: whether the field is set at all
  size_t value_at = 0;
};

struct Node {
  enum class Kind : uint8_t { kAll, kAny, kNot, kComparison };

  Kind kind = Kind::kAll;
  std::vector<Node> parts;  // one of kNot, none of kComparison; kAll without parts is always true
  Comparison comparison;    // of kComparison
};

// kAll without parts where `text` is empty or white space. INVALID_ARGUMENT (FILTER_UNSUPPORTED) as Refuse says it.
absl::StatusOr<Node> ParseSyntax(std::string_view text);

// INVALID_ARGUMENT (FILTER_UNSUPPORTED) for the request's field "filter". The violation reads "at character N " and
// `rule`; N counts Unicode characters from 1. `rule` quotes no value of the filter: it may end up in a log.
absl::Status Refuse(std::string_view text, size_t at, std::string_view rule);

}  // namespace lectern::aip::filter
