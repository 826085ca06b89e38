#include "services/aip/filter/filter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aip/filter/condition.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

using filter::Condition;
using filter::Node;

// Takes nested conjunctions apart: (a AND b) AND c are three.
void Flatten(Condition condition, std::vector<std::shared_ptr<const Condition>>& conjuncts) {
  if (condition.kind != Node::Kind::kAll)
    conjuncts.push_back(std::make_shared<const Condition>(std::move(condition)));
  else
    for (Condition& part : condition.parts) Flatten(std::move(part), conjuncts);
}

std::optional<Filter::Equality> EqualityOf(const Condition& condition) {
  const auto* value = std::get_if<std::string>(&condition.test.operand);
  if (condition.kind != Node::Kind::kComparison || condition.test.op != filter::Operator::kEqual || value == nullptr)
    return std::nullopt;
  Filter::Equality equality;
  for (const auto* step : condition.test.steps) {
    if (step->is_repeated()) return std::nullopt;  // one item has it, which is no equality
    absl::StrAppend(&equality.path, equality.path.empty() ? "" : ".", step->name());
  }
  equality.value = *value;
  return equality;
}

int HighestFieldOf(const Condition& condition) {
  int highest = condition.kind == Node::Kind::kComparison ? condition.test.steps.front()->number() : 0;
  for (const Condition& part : condition.parts) highest = std::max(highest, HighestFieldOf(part));
  return highest;
}

}  // namespace

absl::StatusOr<Filter> Filter::Parse(std::string_view text, const google::protobuf::Descriptor& resource,
                                     int highest_field, bool with_stamps) {
  ASSIGN_OR_RETURN(const Node root, filter::ParseSyntax(text));
  ASSIGN_OR_RETURN(Condition condition, filter::Check(text, root, {resource, highest_field, with_stamps}));
  Filter parsed;
  Flatten(std::move(condition), parsed.conjuncts_);
  return parsed;
}

bool Filter::Matches(const google::protobuf::Message& record) const {
  filter::FoldedSearch search;
  return std::all_of(conjuncts_.begin(), conjuncts_.end(),
                     [&](const auto& conjunct) { return filter::Holds(*conjunct, record, search); });
}

int Filter::HighestField() const {
  int highest = 0;
  for (const auto& conjunct : conjuncts_) highest = std::max(highest, HighestFieldOf(*conjunct));
  return highest;
}

std::vector<Filter::Equality> Filter::EqualityConjuncts() const {
  std::vector<Equality> equalities;
  for (const auto& conjunct : conjuncts_)
    if (std::optional<Equality> equality = EqualityOf(*conjunct)) equalities.push_back(*std::move(equality));
  return equalities;
}

Filter Filter::Without(const std::vector<Equality>& answered) const {
  Filter rest;
  for (const auto& conjunct : conjuncts_) {
    const std::optional<Equality> equality = EqualityOf(*conjunct);
    if (!equality || std::find(answered.begin(), answered.end(), *equality) == answered.end())
      rest.conjuncts_.push_back(conjunct);
  }
  return rest;
}

}  // namespace lectern::aip
