#include "storage/records/index_upkeep.h"

#include <future>

#include "absl/strings/str_cat.h"
#include "lectern/internal/v1/store.pb.h"
#include "storage/engine/fault.h"
#include "storage/keys/key_codec.h"
#include "storage/records/record_reader.h"

namespace lectern::storage {
namespace {

using internal::v1::IndexState;

// Small enough for the limits of a commit whatever the records hold.
constexpr size_t kRecordsPerCommit = 256;
constexpr size_t kRowsPerCommit = 4096;

std::string StateKey(const IndexDefinition& index) {
  return KeyBuilder(Keyspace::kIndexState).Number16(index.number).Take();
}

absl::StatusOr<CommitResult> Write(Engine& engine, Batch batch) {
  CommitRequest request;
  request.batch = std::move(batch);
  request.principal = "system";
  request.method = "index-upkeep";
  return CommitAndWait(engine, std::move(request));
}

absl::StatusOr<CommitResult> WriteState(Engine& engine, const IndexDefinition& index, IndexState::Stage stage,
                                        Revision ready) {
  IndexState state;
  state.set_definition_hash(index.Hash());
  state.set_stage(stage);
  state.set_ready_revision(ready);
  Batch batch;
  batch.Put(StateKey(index), state.SerializeAsString());
  return Write(engine, std::move(batch));
}

// Takes away all that an older definition has left.
absl::Status ClearIndex(Engine& engine, const IndexDefinition& index) {
  for (const Keyspace space : {Keyspace::kIndex, Keyspace::kUnique, Keyspace::kCounter}) {
    const KeyRange range = PrefixRange(KeyBuilder(space).Number16(index.number).Take());
    while (true) {
      ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
      Batch batch;
      const auto cursor = snapshot->Scan(range);
      for (size_t rows = 0; cursor->Valid() && rows < kRowsPerCommit; cursor->Next(), ++rows)
        batch.Delete(std::string(cursor->key()));
      RETURN_IF_ERROR(cursor->status());
      if (batch.empty()) break;
      RETURN_IF_ERROR(Write(engine, std::move(batch)).status());
    }
  }
  return absl::OkStatus();
}

absl::Status FillIndex(Engine& engine, const RecordKind& kind, const IndexDefinition& index,
                       const FillProgress& progress) {
  ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
  const auto cursor = snapshot->Scan(PrefixRange(KeyBuilder(kind.keyspace).Take()));
  int64_t records = 0;
  while (cursor->Valid()) {
    DerivedRows derived;
    for (size_t taken = 0; cursor->Valid() && taken < kRecordsPerCommit; cursor->Next(), ++taken, ++records) {
      ASSIGN_OR_RETURN(const std::unique_ptr<Message> record, ParseRecord(kind, cursor->value()));
      DeriveIndex(index, std::string(cursor->key()), *record, derived);
    }
    Batch batch;
    for (auto& [key, row] : derived.rows) batch.Put(key, std::move(row));
    for (const auto& [key, count] : derived.counters) batch.Add(key, count);
    if (!batch.empty()) RETURN_IF_ERROR(Write(engine, std::move(batch)).status());
    progress(index.name, records);
  }
  return cursor->status();
}

}  // namespace

absl::StatusOr<CommitResult> CommitAndWait(Engine& engine, CommitRequest request) {
  std::promise<absl::StatusOr<CommitResult>> outcome;
  engine.Commit(std::move(request),
                [&outcome](absl::StatusOr<CommitResult> result) { outcome.set_value(std::move(result)); });
  return outcome.get_future().get();
}

absl::StatusOr<IndexReadiness> PrepareIndexes(Engine& engine, const std::vector<const RecordKind*>& kinds,
                                              const FillProgress& progress) {
  IndexReadiness ready;
  for (const RecordKind* kind : kinds) {
    for (const IndexDefinition& index : kind->indexes) {
      ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
      ASSIGN_OR_RETURN(const std::optional<Value> stored, snapshot->Get(StateKey(index)));
      IndexState state;
      if (stored && !state.ParseFromArray(stored->bytes().data(), static_cast<int>(stored->bytes().size())))
        return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
                     absl::StrCat("the state of index ", index.number, " is damaged; restore the store from a backup"));
      if (!stored || state.stage() != IndexState::STAGE_READY || state.definition_hash() != index.Hash()) {
        RETURN_IF_ERROR(WriteState(engine, index, IndexState::STAGE_FILLING, 0).status());
        RETURN_IF_ERROR(ClearIndex(engine, index));
        RETURN_IF_ERROR(FillIndex(engine, *kind, index, progress));
        state.set_ready_revision(engine.Latest());
        RETURN_IF_ERROR(WriteState(engine, index, IndexState::STAGE_READY, state.ready_revision()).status());
      }
      ready[index.number] = state.ready_revision();
    }
  }
  return ready;
}

}  // namespace lectern::storage
