// Suggest: names of countries, topics and themes, and completions of the word being typed.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/aip/violations.h"
#include "services/search/answers.h"
#include "storage/engine/fault.h"
#include "storage/records/record_reader.h"
#include "storage/records/record_value.h"
#include "storage/search/documents/attributes.h"
#include "storage/search/documents/record_documents.h"
#include "storage/search/query/view_vocabulary.h"

namespace lectern::searching {
namespace {

using search::LabelColumn;
using search::PlanNode;

constexpr size_t kMost = 10;
constexpr size_t kMaxQueryBytes = 256;
// Resources among the suggestions.
constexpr size_t kMostResources = 3;
// Completions that are counted with the rest of the query.
constexpr size_t kCandidates = 16;

// What is being typed.
struct Typed {
  std::string before;               // the query up to the word that is completed
  std::string prefix;               // that word, folded
  std::vector<std::string> others;  // the words before, folded
};

// nullopt where there is no word to complete.
std::optional<Typed> ReadTyped(search::Analyzer& analyzer, const std::string& query) {
  std::vector<search::QueryWord> words = search::AnalyzeQuery(analyzer, query, {});
  if (words.empty() || words.back().end != query.size()) return std::nullopt;
  Typed typed{query.substr(0, words.back().begin), words.back().form, {}};
  words.pop_back();
  for (search::QueryWord& word : words) typed.others.push_back(std::move(word.form));
  return typed;
}

class Suggester {
 public:
  Suggester(const search::ReadyIndex& ready, const Caller& caller, std::shared_ptr<const search::View> view,
            search::Filter hints, bool hinted)
      : ready_(ready), caller_(caller), view_(std::move(view)), hints_(std::move(hints)), hinted_(hinted) {}

  // Countries, topics and themes with a name that begins as typed.
  absl::Status AddResources(const Typed& typed, const storage::Snapshot& snapshot,
                            v1::SuggestResponse& response) const {
    search::AllOf named;
    for (const std::string& word : typed.others)
      named.children.push_back({search::TermLeaf{{}, word, 1, search::Field::kTitle}});
    named.children.push_back({search::PrefixLeaf{typed.prefix, 1, search::Field::kTitle}});
    search::SearchRequest asked = Asked(kMostResources);
    asked.plan = PlanNode{std::move(named)};
    asked.filter = {search::LabelIn{LabelColumn::kKind, {"countries", "topics", "themes"}}};
    ASSIGN_OR_RETURN(const search::SearchResult result, search::Search(*view_, asked));
    for (const search::Found& found : result.found) {
      const std::string name(search::RecordNameOf(found.key));
      const storage::RecordKind* kind = storage::FindKindByName(name);
      ASSIGN_OR_RETURN(const auto record, storage::ReadRecord(snapshot, *kind, *kind->KeyOf(name)));
      if (!record || storage::IsDeleted(*record->message)) continue;
      ASSIGN_OR_RETURN(const uint64_t count, CountOf(*kind, name));
      if (count == 0) continue;
      v1::Suggestion& suggestion = *response.add_suggestions();
      suggestion.set_text(search::TitleOf(*record->message));
      suggestion.mutable_completed()->set_end_byte(static_cast<int32_t>(suggestion.text().size()));
      suggestion.set_count(static_cast<int64_t>(count));
      suggestion.set_resource(name);
    }
    return absl::OkStatus();
  }

  absl::Status AddCompletions(const Typed& typed, size_t limit, v1::SuggestResponse& response) const {
    ASSIGN_OR_RETURN(std::vector<search::FormCount> forms,
                     search::Complete(*view_, typed.prefix, caller_.index_audience(), kCandidates));
    if (hinted_ || !typed.before.empty()) RETURN_IF_ERROR(CountWith(typed.before, forms));
    std::stable_sort(forms.begin(), forms.end(),
                     [](const auto& a, const auto& b) { return a.documents > b.documents; });
    for (const search::FormCount& form : forms) {
      if (limit == 0 || form.documents == 0) break;
      --limit;
      v1::Suggestion& suggestion = *response.add_suggestions();
      suggestion.set_text(absl::StrCat(typed.before, form.form));
      suggestion.mutable_completed()->set_start_byte(static_cast<int32_t>(typed.before.size()));
      suggestion.mutable_completed()->set_end_byte(static_cast<int32_t>(suggestion.text().size()));
      suggestion.set_count(static_cast<int64_t>(form.documents));
    }
    return absl::OkStatus();
  }

 private:
  search::SearchRequest Asked(size_t limit) const {
    search::SearchRequest asked;
    asked.audience = caller_.index_audience();
    asked.limit = limit;
    asked.stop = [this] { return !caller_.still_wanted().ok(); };
    return asked;
  }

  // What belongs to a country, topic or theme, itself left out.
  absl::StatusOr<uint64_t> CountOf(const storage::RecordKind& kind, const std::string& name) const {
    const LabelColumn column = kind.plural == "countries" ? LabelColumn::kCountry
                               : kind.plural == "topics"  ? LabelColumn::kTopic
                                                          : LabelColumn::kThemes;
    search::SearchRequest asked = Asked(0);
    search::Filter itself{search::LabelIn{LabelColumn::kKind, {std::string(kind.plural)}}};
    asked.filter = {
        search::FilterAll{{hints_, {search::LabelIn{column, {name}}}, {search::FilterNot{{std::move(itself)}}}}}};
    ASSIGN_OR_RETURN(const search::SearchResult result, search::Search(*view_, asked));
    return result.total;
  }

  // Counts each form together with what stands before it, among what the hints let through.
  absl::Status CountWith(const std::string& before, std::vector<search::FormCount>& forms) const {
    ASSIGN_OR_RETURN(search::ParsedQuery parsed, search::ParseQuery(before));
    const search::ViewVocabulary vocabulary(view_, caller_.index_audience());
    ASSIGN_OR_RETURN(
        const search::Expansion expansion,
        search::ExpandQuery(std::move(parsed), caller_.analyzer, ready_.languages, vocabulary, *ready_.synonyms));
    for (search::FormCount& form : forms) {
      search::SearchRequest asked = Asked(0);
      asked.plan = PlanNode{search::AllOf{{expansion.plan, {search::TermLeaf{{}, form.form, 1, {}}}}}};
      asked.filter = hints_;
      ASSIGN_OR_RETURN(const search::SearchResult result, search::Search(*view_, asked));
      form.documents = result.total;
    }
    return absl::OkStatus();
  }

  const search::ReadyIndex& ready_;
  const Caller& caller_;
  const std::shared_ptr<const search::View> view_;
  const search::Filter hints_;
  const bool hinted_;
};

}  // namespace

absl::StatusOr<Answer> Suggest(const aip::Backend& backend, const search::ReadyIndex& ready, const Caller& caller,
                               const v1::SuggestRequest& request) {
  if (request.limit() < 0) return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "limit", "is negative");
  if (request.query().size() > kMaxQueryBytes)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "query", "has more than 256 bytes");
  search::Filter hints;
  if (!request.country().empty()) hints = {search::LabelIn{LabelColumn::kCountry, {request.country()}}};
  RETURN_IF_ERROR(AddKinds(request.kinds(), hints));
  const auto view = ready.index->CurrentView();
  Answer answer{{}, search::RevisionOf(*view)};
  const std::optional<Typed> typed = ReadTyped(caller.analyzer, request.query());
  if (!typed) return answer;
  const bool hinted = !request.country().empty() || !request.kinds().empty();
  const Suggester suggester(ready, caller, view, std::move(hints), hinted);
  const size_t limit = request.limit() == 0 ? kMost : std::min(static_cast<size_t>(request.limit()), kMost);
  ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
  v1::SuggestResponse response;
  RETURN_IF_ERROR(suggester.AddResources(*typed, *snapshot, response));
  while (static_cast<size_t>(response.suggestions_size()) > limit) response.mutable_suggestions()->RemoveLast();
  RETURN_IF_ERROR(suggester.AddCompletions(*typed, limit - static_cast<size_t>(response.suggestions_size()), response));
  answer.bytes.Append(response.SerializeAsString());
  return answer;
}

}  // namespace lectern::searching
