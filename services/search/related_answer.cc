// Related: the words that say most about a record, looked for in all others.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "services/aip/resource_name.h"
#include "services/aip/violations.h"
#include "services/search/answers.h"
#include "services/search/hit_writer.h"
#include "services/search/index_filter.h"
#include "storage/engine/fault.h"
#include "storage/records/record_value.h"
#include "storage/search/documents/record_documents.h"
#include "storage/search/documents/record_texts.h"
#include "storage/search/index/view.h"

namespace lectern::searching {
namespace {

using search::TermLeaf;

constexpr int kDefaultLimit = 10;
constexpr int kMaxLimit = 100;
// Words that are looked for: those that say most. More cost time and change little.
constexpr size_t kWords = 16;
// Words of a record that are weighed: the most frequent.
constexpr size_t kWeighed = 128;

struct WeighedStem {
  std::string stem;
  double weight = 0;
};

// The record as the caller may see it.
absl::StatusOr<std::unique_ptr<storage::Message>> ReadFor(const storage::RecordKind& kind, const std::string& name,
                                                          const storage::Snapshot& snapshot, const Caller& caller) {
  const std::optional<std::string> key = kind.KeyOf(name);
  if (!key) return aip::BadName(kind, "name");
  ASSIGN_OR_RETURN(const std::optional<storage::Value> value, snapshot.Get(*key));
  if (!value) return aip::NotFound(kind, name);
  ASSIGN_OR_RETURN(const storage::RecordView view, storage::RecordView::Parse(value->bytes()));
  if (view.deleted() || view.expunged() || (!view.visible() && caller.audience != storage::Audience::kEditor))
    return aip::MissingOrExpunged(kind, name, *value);
  const std::string_view bytes = view.Bytes(caller.audience, storage::Extent::kFull);
  std::unique_ptr<storage::Message> record(kind.prototype->New());
  if (!record->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
                 "a stored record is damaged; restore it from a backup");
  return record;
}

// The stems of `record` by how often they stand in it, as fields weigh.
std::vector<WeighedStem> StemsOf(search::Analyzer& analyzer, const storage::Message& record) {
  std::unordered_map<std::string, double> counts;
  search::VisitTexts(record, [&](const search::RecordText& text) {
    const double weight = search::kFieldWeights[static_cast<size_t>(text.field)];
    analyzer.Analyze(text.text, text.language, 0, [&](const search::AnalyzedWord& word) {
      if (!word.elided) counts[std::string(word.stem)] += weight;
    });
  });
  std::vector<WeighedStem> stems;
  for (auto& [stem, count] : counts) stems.push_back({stem, count});
  const auto most = [](const WeighedStem& a, const WeighedStem& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.stem < b.stem;
  };
  std::sort(stems.begin(), stems.end(), most);
  stems.resize(std::min(stems.size(), kWeighed));
  return stems;
}

// The words that tell the record from others, as a plan.
absl::StatusOr<search::PlanNode> PlanFor(const storage::Message& record, const search::View& view,
                                         const Caller& caller) {
  std::vector<WeighedStem> stems = StemsOf(caller.analyzer, record);
  const search::Audience audience = caller.index_audience();
  const auto documents = static_cast<double>(view.Documents(audience));
  for (WeighedStem& each : stems) {
    ASSIGN_OR_RETURN(const uint64_t count, search::DocumentsWithStem(view, each.stem, audience));
    const auto holding = static_cast<double>(count);
    // A word that no other document holds finds nothing.
    each.weight = count < 2 ? 0 : std::log1p(each.weight) * std::log1p((documents - holding + 0.5) / (holding + 0.5));
  }
  std::stable_sort(stems.begin(), stems.end(),
                   [](const WeighedStem& a, const WeighedStem& b) { return a.weight > b.weight; });
  search::AnyOf any;
  for (const WeighedStem& each : stems) {
    if (any.children.size() == kWords || each.weight <= 0) break;
    any.children.push_back({TermLeaf{each.stem, {}, 1, {}}});
  }
  if (any.children.empty()) return search::PlanNode{search::Not{{{search::Everything{}}}}};
  return search::PlanNode{std::move(any)};
}

}  // namespace

absl::StatusOr<Answer> Related(const aip::Backend& backend, const search::ReadyIndex& ready, const Caller& caller,
                               const v1::RelatedRequest& request) {
  if (request.limit() < 0) return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "limit", "is negative");
  const storage::RecordKind* kind = storage::FindKindByName(request.name());
  const auto& searched = search::SearchedKinds();
  if (std::find(searched.begin(), searched.end(), kind) == searched.end())
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "name", "is no name of a resource that is searched");
  ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
  ASSIGN_OR_RETURN(const auto record, ReadFor(*kind, request.name(), *snapshot, caller));
  const auto view = ready.index->CurrentView();
  search::SearchRequest asked;
  asked.audience = caller.index_audience();
  ASSIGN_OR_RETURN(asked.plan, PlanFor(*record, *view, caller));
  ASSIGN_OR_RETURN(asked.filter, IndexFilter(request.filter(), *view, asked.audience));
  google::protobuf::RepeatedPtrField<std::string> kinds = request.kinds();
  if (kinds.empty()) *kinds.Add() = std::string(kind->plural);
  RETURN_IF_ERROR(AddKinds(kinds, asked.filter));
  const auto limit = static_cast<size_t>(request.limit() == 0 ? kDefaultLimit : std::min(request.limit(), kMaxLimit));
  asked.limit = limit + 1;  // itself
  asked.stop = [&caller] { return !caller.still_wanted().ok(); };
  ASSIGN_OR_RETURN(search::SearchResult result, search::Search(*view, asked));
  std::erase_if(result.found,
                [&](const search::Found& found) { return search::RecordNameOf(found.key) == request.name(); });
  if (result.found.size() > limit) result.found.resize(limit);
  Answer answer{{}, search::RevisionOf(*view)};
  RETURN_IF_ERROR(AppendHits(backend, *snapshot, result.found, {.caller = caller, .scored = true}, answer.bytes));
  return answer;
}

}  // namespace lectern::searching
