// Suggest: names of countries, topics and themes, and completions of the word being typed.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/aip/violations.h"
#include "services/search/answers.h"
#include "storage/engine/fault.h"
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

// Where it stands in a document what of these it belongs to.
struct NamedKind {
  std::string_view prefix;  // of resource names
  LabelColumn column;
};
constexpr NamedKind kNamedKinds[] = {
    {"countries/", LabelColumn::kCountry}, {"topics/", LabelColumn::kTopic}, {"themes/", LabelColumn::kThemes}};

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

  // Countries, topics and themes with a name that begins as typed, and to which something belongs: those whose name
  // begins so before those with other words before that, and among them those with most first.
  absl::Status AddResources(const Typed& typed, size_t limit, v1::SuggestResponse& response) const {
    std::vector<Named> named;
    for (const search::Names::Match& match : ready_.terms->names.Find(typed.others, typed.prefix))
      named.push_back({match, 0});
    RETURN_IF_ERROR(CountBelonging(named));
    std::erase_if(named, [](const Named& each) { return each.count == 0; });
    std::stable_sort(named.begin(), named.end(), [](const Named& a, const Named& b) {
      return a.match.leads != b.match.leads ? a.match.leads : a.count > b.count;
    });
    size_t left = std::min(limit, kMostResources);
    for (const Named& each : named) {
      if (left == 0) break;
      if (!Sees(each.match.row->resource)) continue;
      --left;
      v1::Suggestion& suggestion = *response.add_suggestions();
      suggestion.set_text(each.match.row->title);
      suggestion.mutable_completed()->set_end_byte(static_cast<int32_t>(suggestion.text().size()));
      suggestion.set_count(static_cast<int64_t>(each.count));
      suggestion.set_resource(each.match.row->resource);
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

  // A country, topic or theme.
  struct Named {
    search::Names::Match match;
    uint64_t count;  // of what belongs to it, itself left out
  };

  bool Sees(const std::string& resource) const {
    const std::vector<std::string> keys = search::DocumentKeysOf(resource);
    return std::any_of(keys.begin(), keys.end(),
                       [this](const std::string& key) { return search::Sees(*view_, key, caller_.index_audience()); });
  }

  // All at once: one way through the catalogue, however many names begin with a letter.
  absl::Status CountBelonging(std::vector<Named>& named) const {
    search::SearchRequest asked = Asked(0);
    for (const NamedKind& kind : kNamedKinds) {
      const auto is_of = [&kind](const Named& each) { return each.match.row->resource.starts_with(kind.prefix); };
      if (std::any_of(named.begin(), named.end(), is_of)) asked.facets.push_back({kind.column, SIZE_MAX});
    }
    if (asked.facets.empty()) return absl::OkStatus();
    search::Filter themselves{search::LabelIn{LabelColumn::kKind, {"countries", "topics", "themes"}}};
    asked.filter = {search::FilterAll{{hints_, {search::FilterNot{{std::move(themselves)}}}}}};
    ASSIGN_OR_RETURN(const search::SearchResult result, search::Search(*view_, asked));
    absl::flat_hash_map<std::string_view, uint64_t> counts;
    for (const std::vector<search::FacetCount>& facet : result.facets)
      for (const search::FacetCount& label : facet) counts.emplace(label.label, label.count);
    for (Named& each : named)
      if (const auto found = counts.find(each.match.row->resource); found != counts.end()) each.count = found->second;
    return absl::OkStatus();
  }

  // Counts each form together with what stands before it, among what the hints let through.
  absl::Status CountWith(const std::string& before, std::vector<search::FormCount>& forms) const {
    ASSIGN_OR_RETURN(search::ParsedQuery parsed, search::ParseQuery(before));
    const search::ViewVocabulary vocabulary(view_, caller_.index_audience());
    ASSIGN_OR_RETURN(
        const search::Expansion expansion,
        search::ExpandQuery(std::move(parsed), caller_.analyzer, ready_.languages, vocabulary, ready_.terms->synonyms));
    search::SearchRequest asked = Asked(0);
    asked.plan = expansion.plan;
    asked.filter = hints_;
    std::vector<std::string> words;
    for (const search::FormCount& form : forms) words.push_back(form.form);
    ASSIGN_OR_RETURN(const std::vector<uint64_t> counts, search::CountForms(*view_, asked, words));
    for (size_t f = 0; f < forms.size(); ++f) forms[f].documents = counts[f];
    return absl::OkStatus();
  }

  const search::ReadyIndex& ready_;
  const Caller& caller_;
  const std::shared_ptr<const search::View> view_;
  const search::Filter hints_;
  const bool hinted_;
};

}  // namespace

absl::StatusOr<Answer> Suggest(const aip::Backend& /*backend*/, const search::ReadyIndex& ready, const Caller& caller,
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
  v1::SuggestResponse response;
  RETURN_IF_ERROR(suggester.AddResources(*typed, limit, response));
  RETURN_IF_ERROR(suggester.AddCompletions(*typed, limit - static_cast<size_t>(response.suggestions_size()), response));
  answer.bytes.Append(response.SerializeAsString());
  return answer;
}

}  // namespace lectern::searching
