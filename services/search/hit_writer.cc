#include "services/search/hit_writer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lectern/v1/entry.pb.h"
#include "lectern/v1/search.pb.h"
#include "services/aip/projection.h"
#include "storage/engine/fault.h"
#include "storage/search/analysis/snippet.h"
#include "storage/search/documents/attributes.h"
#include "storage/search/documents/record_documents.h"
#include "storage/search/documents/record_texts.h"

namespace lectern::searching {
namespace {

using google::protobuf::Message;
using search::Field;
using search::RecordText;

// Number of the field of v1::SearchHit for records of `kind`.
int FieldOf(const storage::RecordKind& kind) {
  static const auto* const resource = v1::SearchHit::descriptor()->FindOneofByName("resource");
  for (int i = 0; i < resource->field_count(); ++i)
    if (resource->field(i)->message_type() == kind.prototype->GetDescriptor()) return resource->field(i)->number();
  return 0;
}

void SetRange(size_t begin, size_t end, v1::TextRange& range) {
  range.set_start_byte(static_cast<int32_t>(begin));
  range.set_end_byte(static_cast<int32_t>(end));
}

// Overlapping and adjoining hits become one.
void AddTitleHighlights(std::string_view title, search::Language language, const HitOptions& options, size_t offset,
                        v1::SearchHit& hit) {
  std::vector<search::HighlightSet::Hit> found =
      options.highlights->Find(options.caller.analyzer, title, language, Field::kTitle).hits;
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  for (const auto& each : found) {
    auto& ranges = *hit.mutable_title_highlights();
    const auto begin = static_cast<int32_t>(offset + each.begin), end = static_cast<int32_t>(offset + each.end);
    if (!ranges.empty() && begin < ranges[ranges.size() - 1].end_byte())
      ranges[ranges.size() - 1].set_end_byte(std::max(end, ranges[ranges.size() - 1].end_byte()));
    else
      SetRange(static_cast<size_t>(begin), static_cast<size_t>(end), *ranges.Add());
  }
}

// What is quoted or taught says more about a hit than who published it.
int Preference(Field field) {
  switch (field) {
    case Field::kPassages:
    case Field::kLessonText:
      return 0;
    case Field::kNotes:
      return 1;
    default:
      return 2;
  }
}

void PointOut(const Message& record, const HitOptions& options, v1::SearchHit& hit) {
  std::vector<RecordText> texts;
  size_t title_bytes = 0;  // of the lines before
  const bool is_entry = record.GetDescriptor() == v1::Entry::descriptor();
  search::VisitTexts(record, [&](const RecordText& text) {
    if (text.field != Field::kTitle) {
      if (text.field != Field::kPlaceNames) texts.push_back(text);
      return;
    }
    if (title_bytes > 0 && !is_entry) return;  // further labels
    AddTitleHighlights(text.text, text.language, options, title_bytes, hit);
    title_bytes += text.text.size() + 1;
  });
  if (options.snippet_bytes == 0 || texts.empty()) return;
  std::stable_sort(texts.begin(), texts.end(),
                   [](const RecordText& a, const RecordText& b) { return Preference(a.field) < Preference(b.field); });
  std::vector<search::SnippetSource> sources;
  for (const RecordText& text : texts) sources.push_back({text.text, text.language, text.field});
  search::Snippet made =
      search::MakeSnippet(options.caller.analyzer, sources, *options.highlights, options.snippet_bytes);
  if (made.text.empty()) return;
  const RecordText& source = texts[made.source];
  v1::Snippet& snippet = *hit.mutable_snippet();
  for (const auto& range : made.highlights) SetRange(range.begin, range.end, *snippet.add_highlights());
  snippet.set_text(std::move(made.text));
  snippet.set_field_path(source.Path());
  snippet.set_passage_label(std::string(source.label));
  snippet.set_start_byte(static_cast<int32_t>(made.begin));
  snippet.set_cut_before(made.cut_before);
  snippet.set_cut_after(made.cut_after);
}

absl::Status AppendHit(const aip::Backend& backend, const search::Found& found, const storage::RecordKind& kind,
                       storage::Value& value, const HitOptions& options, rpc::ByteChain& answer) {
  ASSIGN_OR_RETURN(const storage::RecordView view, storage::RecordView::Parse(value.bytes()));
  if (view.deleted() || view.expunged()) return absl::OkStatus();
  const std::string_view full = view.Bytes(options.caller.audience, storage::Extent::kFull);
  ASSIGN_OR_RETURN(std::optional<aip::Projected> projected,
                   aip::Project(backend.identity, value, options.caller.audience, storage::Extent::kBasic));
  if (!projected) return absl::OkStatus();
  v1::SearchHit hit;
  hit.set_name(std::string(search::RecordNameOf(found.key)));
  if (options.scored) hit.set_score(static_cast<float>(found.score) / static_cast<float>(search::kScoreUnit));
  if (options.highlights != nullptr) {
    const std::unique_ptr<Message> record(kind.prototype->New());
    if (!record->ParseFromArray(full.data(), static_cast<int>(full.size())))
      return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
                   "a stored record is damaged; restore it from a backup");
    PointOut(*record, options, hit);
  }
  const std::string head = hit.SerializeAsString();
  const int field = FieldOf(kind);
  answer.AppendFieldHeader(1, head.size() + rpc::ByteChain::FieldSize(field, projected->size()));
  answer.Append(head);
  answer.AppendFieldHeader(field, projected->size());
  std::move(*projected).AppendTo(answer);
  return absl::OkStatus();
}

}  // namespace

absl::Status AppendHits(const aip::Backend& backend, const storage::Snapshot& snapshot,
                        const std::vector<search::Found>& found, const HitOptions& options, rpc::ByteChain& answer) {
  std::vector<std::string> keys;
  std::vector<const storage::RecordKind*> kinds;
  for (const search::Found& each : found) {
    const std::string_view name = search::RecordNameOf(each.key);
    const storage::RecordKind* kind = storage::FindKindByName(name);
    const std::optional<std::string> key = kind == nullptr ? std::nullopt : kind->KeyOf(name);
    if (!key)
      return Fault(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL_FAULT, "the index holds what is no record");
    kinds.push_back(kind);
    keys.push_back(*key);
  }
  ASSIGN_OR_RETURN(std::vector<std::optional<storage::Value>> values, snapshot.MultiGet(keys));
  for (size_t i = 0; i < found.size(); ++i) {
    RETURN_IF_ERROR(options.caller.still_wanted());
    if (values[i]) RETURN_IF_ERROR(AppendHit(backend, found[i], *kinds[i], *values[i], options, answer));
  }
  return absl::OkStatus();
}

}  // namespace lectern::searching
