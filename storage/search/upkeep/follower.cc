#include "storage/search/upkeep/follower.h"

#include <memory>
#include <optional>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/keys/keyspaces.h"

namespace lectern::search {
namespace {

using storage::Keyspace;
using storage::Revision;

// Rows of the log that one step applies: what their documents take stays within some ten MiB.
constexpr size_t kRowsAtOnce = 256;

bool IsTerm(const storage::RecordKind& kind) {
  return kind.keyspace == Keyspace::kTopic || kind.keyspace == Keyspace::kTheme;
}

}  // namespace

absl::StatusOr<Follower::Progress> Follower::Step(SearchIndex& index, bool behind) {
  Progress progress;
  const Revision latest = engine_.Latest();
  const Revision from = index.revision() + 1;
  if (latest < from) {
    progress.caught_up = true;
    return progress;
  }
  ASSIGN_OR_RETURN(const std::vector<storage::LogRow> rows, engine_.Log(from, kRowsAtOnce));
  // Without rows, no commit up to `latest` has changed a record.
  Batch batch;
  batch.revision = rows.empty() ? latest : rows.back().revision;
  std::set<std::string> record_keys;
  for (const storage::LogRow& row : rows) {
    const storage::RecordKind* kind = SearchedKindOf(row.key);
    if (kind == nullptr) continue;
    progress.taxonomy_changed |= IsTerm(*kind);
    progress.countries_changed |= kind->keyspace == Keyspace::kCountry;
    record_keys.insert(row.key);
  }
  RETURN_IF_ERROR(Add(record_keys, batch.revision, behind, batch));
  RETURN_IF_ERROR(index.Apply(std::move(batch)));
  progress.caught_up = index.revision() >= engine_.Latest();
  return progress;
}

absl::Status Follower::Add(const std::set<std::string>& record_keys, Revision through, bool behind, Batch& batch) {
  ASSIGN_OR_RETURN(const auto snapshot, engine_.OpenSnapshot());
  const std::vector<std::string> keys(record_keys.begin(), record_keys.end());
  ASSIGN_OR_RETURN(const std::vector<std::optional<storage::Value>> values, snapshot->MultiGet(keys));
  for (size_t i = 0; i < keys.size(); ++i) {
    const std::optional<storage::Value>& value = values[i];
    if (behind && value && value->revision() > through) continue;
    const storage::RecordKind& kind = *SearchedKindOf(keys[i]);
    const std::optional<std::string> name = kind.NameOf(keys[i]);
    if (!name) continue;  // a row of a record's past, say: no record of its own
    for (std::string& key : DocumentKeysOf(*name)) batch.deletions.push_back(std::move(key));
    if (!value) continue;
    if (absl::Status made = documents_.Make(kind, *name, value->bytes(), batch.upserts); !made.ok())
      observer_("search-record-damaged", made);
  }
  return absl::OkStatus();
}

}  // namespace lectern::search
