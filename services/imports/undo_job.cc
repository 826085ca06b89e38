// Takes back what an import has written, the last chunk first.
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/editing/references.h"
#include "services/imports/import_jobs.h"
#include "services/imports/import_operation.h"
#include "services/imports/import_rows.h"
#include "services/operations/operation_name.h"
#include "storage/engine/fault.h"
#include "storage/records/index_upkeep.h"
#include "storage/records/record_batch.h"
#include "storage/records/record_reader.h"

namespace lectern::imports {
namespace {

using google::protobuf::Any;
using internal::v1::StoredImportResult;
using internal::v1::StoredImportResults;

constexpr int kMaxAttempts = 16;
// Names of conflicts in the response.
constexpr int kMostNamed = 1000;

// What others name goes after all that may name it: countries, topics and themes in a second pass.
enum class Pass { kNaming = 0, kNamed = 1 };

class Undoer {
 public:
  Undoer(const aip::Backend& backend, const Rules& rules, operations::JobContext& context, std::string import)
      : backend_(backend), rules_(rules), context_(context), import_(std::move(import)) {}

  absl::StatusOr<Any> Run() {
    metadata_.set_operation(import_);
    std::vector<int64_t> chunks;
    {
      ASSIGN_OR_RETURN(const auto snapshot, backend_.engine.OpenSnapshot());
      RETURN_IF_ERROR(
          ForEachResults(*snapshot, import_, Part::kDone, 0, [&](int64_t chunk, const StoredImportResults& done) {
            chunks.push_back(chunk);
            metadata_.set_items(metadata_.items() + done.results_size());
            return true;
          }));
    }
    for (const Pass pass : {Pass::kNaming, Pass::kNamed})
      for (auto chunk = chunks.rbegin(); chunk != chunks.rend(); ++chunk) {
        RETURN_IF_ERROR(context_.StillWanted());
        RETURN_IF_ERROR(UndoChunk(*chunk, pass));
        RETURN_IF_ERROR(context_.Progress(metadata_));
      }
    RETURN_IF_ERROR(NoteUndone());
    Any packed;
    packed.PackFrom(response_);
    return packed;
  }

 private:
  // Of an undo's own rows: two a chunk.
  static int64_t RowOf(int64_t chunk, Pass pass) { return 2 * chunk + static_cast<int64_t>(pass); }

  absl::Status UndoChunk(int64_t chunk, Pass pass) {
    for (int attempt = 0;; ++attempt) {
      StoredImportResults results;
      storage::CommitRequest commit;
      {
        ASSIGN_OR_RETURN(const auto snapshot, backend_.engine.OpenSnapshot());
        const std::string row = RowKey(context_.name(), Part::kDone, RowOf(chunk, pass));
        ASSIGN_OR_RETURN(const auto earlier, ReadResults(*snapshot, context_.name(), Part::kDone, RowOf(chunk, pass)));
        if (earlier) return Note(earlier->row), absl::OkStatus();
        ASSIGN_OR_RETURN(const auto done, ReadResults(*snapshot, import_, Part::kDone, chunk));
        if (!done) return absl::OkStatus();
        storage::RecordBatch batch;
        for (int i = done->row.results_size() - 1; i >= 0; --i)
          RETURN_IF_ERROR(UndoItem(*snapshot, done->row.results(i), done->revision, pass, batch, results));
        batch.Require(row, 0);
        batch.others().Put(row, results.SerializeAsString());
        commit = batch.Take();
      }
      commit.principal = context_.principal();
      commit.method = "undo-import";
      commit.operation = context_.name();
      const absl::Status committed = storage::CommitAndWait(backend_.engine, std::move(commit)).status();
      if (committed.ok()) return Note(results), absl::OkStatus();
      if (ReasonOf(committed) != v1::ERROR_REASON_WRITE_CONTENTION || attempt == kMaxAttempts) return committed;
    }
  }

  void Note(const StoredImportResults& results) {
    metadata_.set_done_items(metadata_.done_items() + results.results_size());
    for (const StoredImportResult& result : results.results()) {
      if (result.outcome() != v1::IMPORT_OUTCOME_CONFLICT) {
        response_.set_undone(response_.undone() + 1);
        continue;
      }
      response_.set_conflict_count(response_.conflict_count() + 1);
      if (response_.conflicts_size() < kMostNamed) response_.add_conflicts(result.name());
    }
  }

  static bool Wrote(v1::ImportOutcome outcome) {
    return outcome == v1::IMPORT_OUTCOME_CREATED || outcome == v1::IMPORT_OUTCOME_UPDATED ||
           outcome == v1::IMPORT_OUTCOME_DELETED || outcome == v1::IMPORT_OUTCOME_MERGED;
  }

  absl::Status UndoItem(const storage::Snapshot& snapshot, const StoredImportResult& done, storage::Revision revision,
                        Pass pass, storage::RecordBatch& batch, StoredImportResults& results) {
    if (!Wrote(done.outcome())) return absl::OkStatus();
    const editing::ResourceRules* rules = nullptr;
    std::string key;
    for (const editing::ResourceRules* of : rules_)
      if (const auto found = of->kind->KeyOf(done.name())) rules = of, key = *found;
    if (rules == nullptr || rules->kept_while_named != (pass == Pass::kNamed)) return absl::OkStatus();
    StoredImportResult& result = *results.add_results();
    result.set_name(done.name());
    result.set_outcome(v1::IMPORT_OUTCOME_CONFLICT);
    const bool created = done.outcome() == v1::IMPORT_OUTCOME_CREATED;
    ASSIGN_OR_RETURN(const auto current, storage::ReadRecord(snapshot, *rules->kind, key));
    if (!current && created) result.set_outcome(v1::IMPORT_OUTCOME_UPDATED);  // gone already
    if (!current) return absl::OkStatus();
    // What it wrote, and what was there before. An import may write a record twice, and an undo may be the second one:
    // what counts is that the record is what the import made of it.
    ASSIGN_OR_RETURN(const std::vector<storage::Value> states, snapshot.Versions(key, revision + 1, 2));
    if (states.empty() || states.front().revision() != revision) return absl::OkStatus();
    ASSIGN_OR_RETURN(const bool untouched, Holds(*rules->kind, *current, states.front()));
    const auto before = states.begin() + 1;
    if (!untouched) {
      if (created || before == states.end()) return absl::OkStatus();
      ASSIGN_OR_RETURN(const bool undone, Holds(*rules->kind, *current, *before));
      if (undone) result.set_outcome(v1::IMPORT_OUTCOME_UPDATED);
      return absl::OkStatus();
    }
    if (created) {
      ASSIGN_OR_RETURN(const int64_t naming,
                       rules->kept_while_named ? editing::CountNaming(snapshot, done.name()) : int64_t{0});
      if (naming > 0) return absl::OkStatus();
      batch.Remove(*rules->kind, key, *current);
    } else {
      if (before == states.end()) return absl::OkStatus();
      ASSIGN_OR_RETURN(const auto state, storage::ParseRecord(*rules->kind, before->bytes()));
      ASSIGN_OR_RETURN(const bool free, KeysAreFree(snapshot, *rules->kind, key, *state));
      if (!free) return absl::OkStatus();
      RETURN_IF_ERROR(batch.Put(*rules->kind, key, &*current, *state));
    }
    result.set_outcome(v1::IMPORT_OUTCOME_UPDATED);
    return absl::OkStatus();
  }

  // The record is what `state` was.
  static absl::StatusOr<bool> Holds(const storage::RecordKind& kind, const storage::StoredRecord& record,
                                    const storage::Value& state) {
    if (record.revision == state.revision()) return true;
    ASSIGN_OR_RETURN(const auto parsed, storage::ParseRecord(kind, state.bytes()));
    return parsed->SerializeAsString() == record.message->SerializeAsString();
  }

  // Another record may have taken a source_key that this one had.
  static absl::StatusOr<bool> KeysAreFree(const storage::Snapshot& snapshot, const storage::RecordKind& kind,
                                          const std::string& key, const google::protobuf::Message& state) {
    for (const storage::IndexDefinition& index : kind.indexes) {
      if (!index.unique) continue;
      for (const storage::IndexParts& parts : index.rows(state)) {
        ASSIGN_OR_RETURN(const auto holder, storage::FindUnique(snapshot, index, parts.front()));
        if (holder && *holder != key) return false;
      }
    }
    return true;
  }

  absl::Status NoteUndone() {
    return operations::ChangeOperation(backend_.engine, import_, {context_.principal(), "undo-import"},
                                       [](operations::StoredOperation& stored) {
                                         v1::ImportMetadata metadata;
                                         stored.operation().metadata().UnpackTo(&metadata);
                                         metadata.set_state(v1::IMPORT_STATE_UNDONE);
                                         stored.mutable_operation()->mutable_metadata()->PackFrom(metadata);
                                         return operations::Verdict::kPut;
                                       })
        .status();
  }

  const aip::Backend& backend_;
  const Rules& rules_;
  operations::JobContext& context_;
  const std::string import_;
  v1::UndoImportMetadata metadata_;
  v1::UndoImportResponse response_;
};

}  // namespace

operations::JobType UndoJob(const aip::Backend& backend, const Rules& rules) {
  return {kUndoJob,
          [&backend, &rules](operations::JobContext& context) -> absl::StatusOr<Any> {
            internal::v1::UndoImportArguments arguments;
            if (!context.arguments().UnpackTo(&arguments))
              return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a stored undo is damaged");
            return Undoer(backend, rules, context, arguments.operation()).Run();
          },
          /*resumable=*/true};
}

}  // namespace lectern::imports
