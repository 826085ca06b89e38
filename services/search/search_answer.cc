#include <array>
#include <utility>

#include "services/search/answers.h"
#include "services/search/facet_answers.h"
#include "services/search/hit_writer.h"
#include "storage/engine/fault.h"

namespace lectern::searching {
namespace {

constexpr size_t kDefaultSnippetBytes = 240;

void SetRange(size_t begin, size_t end, v1::TextRange& range) {
  range.set_start_byte(static_cast<int32_t>(begin));
  range.set_end_byte(static_cast<int32_t>(end));
}

v1::QueryNote::Kind NoteKind(search::QueryNote::Kind kind) {
  using Kind = search::QueryNote::Kind;
  switch (kind) {
    case Kind::kQuoteNotClosed:
      return v1::QueryNote::KIND_QUOTE_NOT_CLOSED;
    case Kind::kParenthesisNotClosed:
      return v1::QueryNote::KIND_PARENTHESIS_NOT_CLOSED;
    case Kind::kParenthesisNotOpened:
      return v1::QueryNote::KIND_PARENTHESIS_NOT_OPENED;
    case Kind::kEmptyParentheses:
    case Kind::kEmptyQuotes:
      return v1::QueryNote::KIND_EMPTY;
    case Kind::kOperatorWithoutOperand:
    case Kind::kMinusWithoutOperand:
    case Kind::kFieldWithoutOperand:
      return v1::QueryNote::KIND_OPERATOR_WITHOUT_OPERAND;
    case Kind::kUnknownField:
      return v1::QueryNote::KIND_UNKNOWN_FIELD;
    case Kind::kStrayAsterisk:
      return v1::QueryNote::KIND_STRAY_ASTERISK;
    case Kind::kNothingToSearch:
      return v1::QueryNote::KIND_NOTHING_TO_SEARCH;
    case Kind::kTooManyVariants:
      return v1::QueryNote::KIND_TOO_MANY_VARIANTS;
  }
  return v1::QueryNote::KIND_UNSPECIFIED;
}

void AddExplanations(const search::Expansion& expansion, v1::SearchResponse& response) {
  const search::Explanation* last = nullptr;
  for (const search::Explanation& known : expansion.explanations) {
    // All that one topic or theme says about the same words is one explanation.
    const bool goes_on = last != nullptr && last->kind == known.kind && last->begin == known.begin &&
                         last->end == known.end && last->reason == known.reason;
    last = &known;
    if (goes_on) {
      for (const std::string& also : known.also)
        response.mutable_explanations(response.explanations_size() - 1)->add_also(also);
      continue;
    }
    v1::QueryExplanation& explanation = *response.add_explanations();
    const bool spelling = known.kind == search::Explanation::Kind::kSpelling;
    explanation.set_kind(spelling ? v1::QueryExplanation::KIND_SPELLING : v1::QueryExplanation::KIND_TERM);
    SetRange(known.begin, known.end, *explanation.mutable_range());
    for (const std::string& also : known.also) explanation.add_also(also);
    explanation.set_source(known.reason);
    explanation.set_instead(known.instead);
  }
  for (const search::QueryNote& known : expansion.notes) {
    v1::QueryNote& note = *response.add_notes();
    note.set_kind(NoteKind(known.kind));
    SetRange(known.begin, known.end, *note.mutable_range());
  }
}

}  // namespace

absl::StatusOr<Answer> Search(const aip::Backend& backend, const search::ReadyIndex& ready, const Caller& caller,
                              const v1::SearchRequest& request) {
  ASSIGN_OR_RETURN(const SearchPlan plan, PlanSearch(backend, ready, caller, request));
  ASSIGN_OR_RETURN(const search::SearchResult result, search::Search(*plan.view, plan.request));
  Answer answer{{}, search::RevisionOf(*plan.view)};
  ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
  HitOptions options{.caller = caller, .highlights = &plan.expansion.highlights};
  options.snippet_bytes =
      request.has_snippet_bytes() ? static_cast<size_t>(request.snippet_bytes()) : kDefaultSnippetBytes;
  options.scored = plan.request.order.by == search::Order::By::kRelevance;
  RETURN_IF_ERROR(AppendHits(backend, *snapshot, result.found, options, answer.bytes));
  v1::SearchResponse rest;
  if (result.more) rest.set_next_page_token(TokenAfter(backend, ready, caller, plan, result.found.back()));
  rest.set_total_size(static_cast<int64_t>(result.total));
  for (int i = 0; i < request.facets_size(); ++i) {
    ASSIGN_OR_RETURN(*rest.add_facets(),
                     FacetAnswer(request.facets(i), result.facets[static_cast<size_t>(i)], *snapshot));
  }
  AddExplanations(plan.expansion, rest);
  if (result.truncated) rest.add_notes()->set_kind(v1::QueryNote::KIND_TOO_MANY_WORDS);
  answer.bytes.Append(rest.SerializeAsString());
  return answer;
}

}  // namespace lectern::searching
