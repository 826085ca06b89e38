#include "storage/records/record_kind.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "lectern/v1/types.pb.h"
#include "storage/engine/text.h"
#include "storage/keys/key_codec.h"
#include "storage/records/redaction.h"
#include "storage/records/stable_hash.h"

namespace lectern::storage {
namespace {

constexpr size_t kMaxIdBytes = 63;

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdBytes && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::vector<std::string_view> Segments(std::string_view name) {
  std::vector<std::string_view> segments;
  while (true) {
    const size_t slash = name.find('/');
    segments.push_back(name.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    name.remove_prefix(slash + 1);
  }
}

const google::protobuf::FieldDescriptor* Field(const Message& record, const char* name) {
  return record.GetDescriptor()->FindFieldByName(name);
}

// The rows of the record as its public projection has it. None where the redactions do not fit, which no write lets by.
std::vector<IndexParts> PublicRows(const IndexDefinition& index, const Message& record) {
  if (!HasRedactions(record)) return index.rows(record);
  const std::unique_ptr<Message> copy(record.New());
  copy->CopyFrom(record);
  return ApplyRedactions(*copy).ok() ? index.rows(*copy) : std::vector<IndexParts>();
}

std::vector<IndexParts> ImportSource(const Message& record) {
  const auto* field = Field(record, "provenance");
  if (field == nullptr || !record.GetReflection()->HasField(record, field)) return {};
  const auto& provenance = static_cast<const v1::Provenance&>(record.GetReflection()->GetMessage(record, field));
  if (provenance.source().empty()) return {};
  return {{provenance.source()}};
}

// How rows follow from a definition; raise it when DeriveIndex answers otherwise than before. 2: rows of deleted
// records.
constexpr int kDerivation = 2;

}  // namespace

uint64_t IndexDefinition::Hash() const {
  std::string text =
      absl::StrCat(kDerivation, "/", Absl(name), "/", version, "/", part_count, "/", unique, "/", counters_only);
  for (size_t length : counted) absl::StrAppend(&text, "/", length);
  if (editors_only) absl::StrAppend(&text, "/editors");
  return StableHash(text);
}

const IndexDefinition* RecordKind::FindIndex(std::string_view index_name) const {
  for (const IndexDefinition& index : indexes)
    if (index.name == index_name) return &index;
  return nullptr;
}

std::string RecordKind::NamePattern() const {
  std::string form;
  for (std::string_view segment : pattern)
    absl::StrAppend(&form, form.empty() ? "" : "/", segment.empty() ? "{id}" : Absl(segment));
  return form;
}

std::string CountryOfName(const std::string& name) { return name.substr(0, name.find('/', name.find('/') + 1)); }

std::optional<std::string> RecordKind::KeyOf(std::string_view name) const {
  const std::vector<std::string_view> segments = Segments(name);
  if (segments.size() != pattern.size()) return std::nullopt;
  KeyBuilder key(keyspace);
  for (size_t i = 0; i < segments.size(); ++i) {
    if (!pattern[i].empty()) {
      if (segments[i] != pattern[i]) return std::nullopt;
    } else {
      if (!IsId(segments[i])) return std::nullopt;
      key.Text(segments[i]);
    }
  }
  return key.Take();
}

std::optional<std::string> RecordKind::NameOf(std::string_view key) const {
  KeyReader reader(key);
  Keyspace space{};
  if (!reader.Space(space) || space != keyspace) return std::nullopt;
  std::string name;
  for (std::string_view segment : pattern) {
    std::string id(segment);
    if (segment.empty() && !reader.Text(id)) return std::nullopt;
    absl::StrAppend(&name, name.empty() ? "" : "/", id);
  }
  if (!reader.AtEnd()) return std::nullopt;
  return name;
}

const RecordKind* FindKindByName(std::string_view name) {
  for (const RecordKind* kind : AllRecordKinds())
    if (kind->KeyOf(name)) return kind;
  return nullptr;
}

bool IsDeleted(const Message& record) {
  const auto* field = Field(record, "delete_time");
  return field != nullptr && record.GetReflection()->HasField(record, field);
}

bool IsExpunged(const Message& record) {
  const auto* field = Field(record, "expunge_time");
  return field != nullptr && record.GetReflection()->HasField(record, field);
}

bool VisibleToReaders(const Message& record) {
  const auto* field = Field(record, "lifecycle");
  if (field != nullptr && record.GetReflection()->GetEnumValue(record, field) != v1::LIFECYCLE_PUBLISHED) return false;
  return !IsDeleted(record);
}

IndexDefinition ImportSourceIndex(uint16_t number) {
  return {.number = number,
          .name = kByImportSource,
          .part_count = 1,
          .counted = {},
          .editors_only = true,
          .rows = ImportSource};
}

DerivedRows Derive(const RecordKind& kind, const std::string& record_key, const Message& record) {
  DerivedRows derived;
  for (const IndexDefinition& index : kind.indexes) DeriveIndex(index, record_key, record, derived);
  return derived;
}

void DeriveIndex(const IndexDefinition& index, const std::string& record_key, const Message& record, DerivedRows& out) {
  const std::vector<IndexParts> rows = index.rows(record);
  if (index.unique) {
    // Deleted records keep what is theirs: Undelete must find it, and an import must not make them twice.
    for (const IndexParts& parts : rows) out.rows[UniqueKey(index, parts.front())] = record_key;
    return;
  }
  const bool deleted = IsDeleted(record);
  for (const Scope scope : {Scope::kEditors, Scope::kReaders, Scope::kDeleted}) {
    if (deleted != (scope == Scope::kDeleted) || (scope == Scope::kReaders && !VisibleToReaders(record))) continue;
    if ((index.counters_only || index.editors_only) && scope != Scope::kEditors) continue;
    // Readers find and order by what they can read: a redacted name must not show by its place in a listing.
    for (const IndexParts& parts : scope == Scope::kReaders ? PublicRows(index, record) : rows) {
      // The record's key makes the row unique and breaks ties by name.
      if (!index.counters_only) out.rows[IndexPrefix(index, scope, parts) + record_key] = record_key;
      for (size_t length : index.counted)
        ++out.counters[CounterKey(index, scope,
                                  IndexParts(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(length)))];
    }
  }
}

std::string IndexPrefix(const IndexDefinition& index, Scope scope, const IndexParts& parts) {
  KeyBuilder key(Keyspace::kIndex);
  key.Number16(index.number).Byte(static_cast<uint8_t>(scope));
  for (const std::string& part : parts) key.Text(part);
  return key.Take();
}

std::string UniqueKey(const IndexDefinition& index, std::string_view part) {
  return KeyBuilder(Keyspace::kUnique).Number16(index.number).Text(part).Take();
}

std::string CounterKey(const IndexDefinition& index, Scope scope, const IndexParts& parts) {
  KeyBuilder key(Keyspace::kCounter);
  key.Number16(index.number).Byte(static_cast<uint8_t>(scope));
  for (const std::string& part : parts) key.Text(part);
  return key.Take();
}

}  // namespace lectern::storage
