#include "services/search/index_filter.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "lectern/v1/search.pb.h"
#include "services/aip/filter/condition.h"
#include "services/aip/filter/filter.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/records/record_value.h"
#include "storage/search/documents/attributes.h"

namespace lectern::searching {
namespace {

using aip::filter::Condition;
using aip::filter::FoldedSearch;
using aip::filter::Node;
using aip::filter::Operator;
using aip::filter::Test;
using aip::filter::Within;
using search::Filter;
using search::LabelColumn;
using search::NumberColumn;

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min() + 1;
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

Filter Everything() { return {search::FilterAll{}}; }
Filter Nothing() { return {search::FilterNot{{Everything()}}}; }
Filter Negated(Filter filter) { return {search::FilterNot{{std::move(filter)}}}; }
Filter HasLabel(LabelColumn column, std::vector<std::string> labels) {
  return {search::LabelIn{column, std::move(labels)}};
}
Filter HasNumber(NumberColumn column, int64_t least, int64_t most) {
  return least > most ? Nothing() : Filter{search::NumberIn{column, least, most}};
}

absl::Status Unsupported(const Test& test, std::string_view operators) {
  return aip::FieldFault(v1::ERROR_REASON_FILTER_UNSUPPORTED, "filter",
                         absl::StrCat("compares ", test.steps.front()->name(),
                                      " by an operator that a search does not "
                                      "have: here it takes ",
                                      Absl(operators)));
}

// Numbers that fulfil `op` with a value that lies between `below` and `above`, both of them the value where it is
// a whole number itself.
absl::StatusOr<Filter> NumberFilter(const Test& test, NumberColumn column, int64_t below, int64_t above) {
  const Filter equal = below == above ? HasNumber(column, below, above) : Nothing();
  switch (test.op) {
    case Operator::kEqual:
      return equal;
    case Operator::kNotEqual:
      return Negated(equal);
    case Operator::kLess:
      return HasNumber(column, kLeast, above - 1);
    case Operator::kLessOrEqual:
      return HasNumber(column, kLeast, below);
    case Operator::kGreater:
      return HasNumber(column, below + 1, kMost);
    case Operator::kGreaterOrEqual:
      return HasNumber(column, above, kMost);
    case Operator::kHas:
      return HasNumber(column, kLeast, kMost);
  }
  return Unsupported(test, "=, !=, <, <=, >, >= and :*");
}

// The days between which `time` lies.
std::pair<int64_t, int64_t> DaysAround(absl::Time time) {
  const absl::Duration since = time - absl::UnixEpoch();
  const auto below = static_cast<int64_t>(absl::Floor(since, absl::Hours(24)) / absl::Hours(24));
  const bool midnight = absl::UnixEpoch() + below * absl::Hours(24) == time;
  return {below, midnight ? below : below + 1};
}

class Translator {
 public:
  Translator(const search::View& view, search::Audience audience) : view_(view), audience_(audience) {}

  absl::StatusOr<Filter> Translate(const Condition& condition) const {
    if (condition.kind == Node::Kind::kComparison) return TranslateTest(condition.test);
    std::vector<Filter> parts;
    for (const Condition& part : condition.parts) {
      ASSIGN_OR_RETURN(parts.emplace_back(), Translate(part));
    }
    if (condition.kind == Node::Kind::kAny) return Filter{search::FilterAny{std::move(parts)}};
    if (condition.kind == Node::Kind::kNot) return Filter{search::FilterNot{std::move(parts)}};
    return Filter{search::FilterAll{std::move(parts)}};
  }

 private:
  absl::StatusOr<Filter> TranslateTest(const Test& test) const {
    const std::string& attribute = test.steps.front()->name();
    if (attribute == "content_notes_assessed") return Assessed(test);
    if (attribute == "year") {
      const auto* year = std::get_if<int64_t>(&test.operand);
      if (year == nullptr) return HasNumber(NumberColumn::kYear, kLeast, kMost);
      if (*year <= kLeast + 1 || *year >= kMost - 1) return Unsupported(test, "years");
      return NumberFilter(test, NumberColumn::kYear, *year, *year);
    }
    if (attribute == "publish_time") {
      const auto* time = std::get_if<absl::Time>(&test.operand);
      if (time == nullptr) return HasNumber(NumberColumn::kDate, kLeast, kMost);
      const auto [below, above] = DaysAround(*time);
      return NumberFilter(test, NumberColumn::kDate, below, above);
    }
    return Label(test, *search::LabelColumnOf(attribute));
  }

  absl::StatusOr<Filter> Label(const Test& test, LabelColumn column) const {
    if (std::holds_alternative<aip::filter::Presence>(test.operand)) return IsSet(column);
    if (const auto* within = std::get_if<Within>(&test.operand)) return Holding(column, within->folded);
    std::string label;
    if (const auto* value = std::get_if<int64_t>(&test.operand))
      label = *value == 0 ? "" : search::EnumLabel(*test.steps.back()->enum_type(), static_cast<int>(*value));
    else if (const auto* text = std::get_if<std::string>(&test.operand))
      label = *text;
    Filter equal = Everything();
    if (!label.empty()) {
      equal = HasLabel(column, {label});
    } else {
      ASSIGN_OR_RETURN(Filter set, IsSet(column));
      equal = Negated(std::move(set));
    }
    if (test.op == Operator::kEqual) return equal;
    if (test.op == Operator::kNotEqual) return Negated(std::move(equal));
    return Unsupported(test, "=, != and :");
  }

  absl::StatusOr<Filter> IsSet(LabelColumn column) const {
    if (column != LabelColumn::kContentNotes) return Filter{search::LabelPresent{column}};
    return Holding(column, "");
  }

  // Labels that hold `folded`, whatever their case.
  absl::StatusOr<Filter> Holding(LabelColumn column, const std::string& folded) const {
    search::SearchRequest all;
    all.audience = audience_;
    all.limit = 0;
    all.facets = {{column, search::kMaxLimit}};
    ASSIGN_OR_RETURN(const search::SearchResult result, search::Search(view_, all));
    std::vector<std::string> labels;
    FoldedSearch searched;
    for (const search::FacetCount& count : result.facets.front())
      if (count.label != search::kNotAssessed && searched.Contains(count.label, folded)) labels.push_back(count.label);
    return labels.empty() ? Nothing() : HasLabel(column, std::move(labels));
  }

  // Entries alone are assessed.
  static absl::StatusOr<Filter> Assessed(const Test& test) {
    Filter assessed{
        search::FilterAll{{HasLabel(LabelColumn::kKind, {"entries"}),
                           Negated(HasLabel(LabelColumn::kContentNotes, {std::string(search::kNotAssessed)}))}}};
    const auto* value = std::get_if<int64_t>(&test.operand);
    const bool wanted = (value == nullptr || *value != 0) == (test.op != Operator::kNotEqual);
    return wanted ? std::move(assessed) : Negated(std::move(assessed));
  }

  const search::View& view_;
  const search::Audience audience_;
};

}  // namespace

absl::StatusOr<Filter> IndexFilter(std::string_view text, const search::View& view, search::Audience audience) {
  ASSIGN_OR_RETURN(const aip::Filter parsed,
                   aip::Filter::Parse(text, *v1::SearchAttributes::descriptor(), storage::kFirstFullField - 1));
  search::FilterAll all;
  for (const auto& conjunct : parsed.conjuncts()) {
    ASSIGN_OR_RETURN(all.parts.emplace_back(), Translator(view, audience).Translate(*conjunct));
  }
  return Filter{std::move(all)};
}

}  // namespace lectern::searching
