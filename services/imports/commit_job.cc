// The commit: chunk by chunk, each with its results in one commit, so that a server which is killed goes on with the
// first chunk that has none.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/editing/field_access.h"
#include "services/imports/commit_ahead.h"
#include "services/imports/content_match.h"
#include "services/imports/import_jobs.h"
#include "services/imports/import_rows.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"

namespace lectern::imports {
namespace {

using internal::v1::StoredImportResult;
using internal::v1::StoredImportResults;

constexpr int kMaxAttempts = 16;

class Committer {
 public:
  Committer(const ImportRun& run, operations::JobContext& context, v1::ImportMetadata& metadata,
            v1::ImportResponse& response)
      : run_(run), context_(context), metadata_(metadata), response_(response), ahead_(run.backend.engine) {}

  absl::Status Run() {
    RETURN_IF_ERROR(TakeStock());
    absl::Status ran = CommitChunks();
    // What is on its way is counted also where the import stops here.
    absl::Status settled = Settle().status();
    return ran.ok() ? settled : ran;
  }

 private:
  // What earlier runs have done, and what is absent.
  absl::Status TakeStock() {
    metadata_.clear_counts();
    metadata_.clear_kinds();
    metadata_.set_done_items(0);
    ASSIGN_OR_RETURN(const auto snapshot, run_.backend.engine.OpenSnapshot());
    for (const Part part : {Part::kAbsent, Part::kDone})
      RETURN_IF_ERROR(
          ForEachResults(*snapshot, run_.operation, part, 0, [this](int64_t, const StoredImportResults& results) {
            Note(results);
            return true;
          }));
    return absl::OkStatus();
  }

  void Note(const StoredImportResults& results) {
    for (const StoredImportResult& result : results.results()) Count(result, 1, metadata_);
    if (results.first_item() >= 0) metadata_.set_done_items(metadata_.done_items() + results.results_size());
  }

  // A chunk whose commit is ready.
  struct Prepared {
    int64_t chunk = 0;
    bool earlier = false;  // a run before this one did it; nothing else is set then
    StoredImportResults results;
    storage::CommitRequest commit;
    std::map<std::string, std::string> ranks;
    std::set<std::string> written;  // keys of records
    std::set<std::string> names;    // of what its items are about
    bool wants_ranks = false;       // an entry stands where the server puts it
    bool places_others = false;     // an entry stands, or moves, where somebody else puts it
    bool leans = false;             // an entry names a record that is on its way
  };

  // Each chunk is made ready while the one before it is written.
  absl::Status CommitChunks() {
    for (int64_t chunk = 0; chunk < metadata_.staged_chunks(); ++chunk) {
      RETURN_IF_ERROR(context_.StillWanted());
      ASSIGN_OR_RETURN(std::optional<Prepared> next, Prepare(chunk, sent_ ? &*sent_ : nullptr));
      const bool alone = !next || (sent_ && !MayGoAhead(*sent_, *next));
      ASSIGN_OR_RETURN(const bool as_sent, Settle());
      if (alone || !as_sent) {
        ASSIGN_OR_RETURN(next, Prepare(chunk, nullptr));
      }
      if (next->earlier) continue;
      ahead_.Begin(std::move(next->commit));
      sent_ = std::move(next);
    }
    return absl::OkStatus();
  }

  // Waits for the chunk that is on its way, if one is. False where it had to be judged anew, because others have
  // changed what it touches.
  absl::StatusOr<bool> Settle() {
    if (!sent_) return true;
    for (int attempt = 0;; ++attempt) {
      const auto committed = ahead_.Wait();
      if (committed.ok()) {
        last_ranks_ = std::move(sent_->ranks);
        response_.set_revision(committed->revision);
        Note(sent_->results);
        sent_.reset();
        RETURN_IF_ERROR(context_.Progress(metadata_));
        return attempt == 0;
      }
      const int64_t chunk = sent_->chunk;
      sent_.reset();
      if (ReasonOf(committed.status()) != v1::ERROR_REASON_WRITE_CONTENTION || attempt == kMaxAttempts)
        return committed.status();
      ASSIGN_OR_RETURN(std::optional<Prepared> again, Prepare(chunk, nullptr));
      if (again->earlier) return false;
      ahead_.Begin(std::move(again->commit));
      sent_ = std::move(again);
    }
  }

  // Whether `next`, which was made ready without what `sent` writes, is what it would be behind it. Preconditions hold
  // for all that it writes; this is about what it has only looked at.
  static bool MayGoAhead(const Prepared& sent, const Prepared& next) {
    return !next.leans && !(next.wants_ranks && sent.places_others) &&
           std::none_of(next.names.begin(), next.names.end(),
                        [&](const std::string& name) { return sent.names.contains(name); });
  }

  // Makes a chunk ready behind `sent`, which may be on its way; null: behind what is there. Nothing where it must wait
  // for `sent`: it looks at more than the records that it is about.
  absl::StatusOr<std::optional<Prepared>> Prepare(int64_t chunk, const Prepared* sent) {
    Prepared prepared;
    prepared.chunk = chunk;
    ASSIGN_OR_RETURN(const auto snapshot, run_.backend.engine.OpenSnapshot());
    ASSIGN_OR_RETURN(const auto staged, ReadStaged(*snapshot, run_.operation, chunk));
    if (!staged) {
      RETURN_IF_ERROR(NoteEarlier(*snapshot, chunk));
      prepared.earlier = true;
      return std::optional(std::move(prepared));
    }
    if (sent != nullptr && !EntriesAlone(staged->row)) return std::optional<Prepared>();
    ASSIGN_OR_RETURN(const auto planned, ReadResults(*snapshot, run_.operation, Part::kPlanned, chunk));
    if (!planned || planned->row.results_size() != staged->row.items_size())
      return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a chunk's plan is lost");
    editing::EditSession session(run_.backend.identity, *snapshot, absl::Now(),
                                 run_.publication ? &*run_.publication : nullptr);
    if (sent != nullptr)
      session.set_expected([&](const std::string& key) {
        const bool named = sent->written.contains(key);
        prepared.leans |= named;
        return named;
      });
    session.last_ranks() = sent == nullptr ? last_ranks_ : sent->ranks;
    RETURN_IF_ERROR(CarryOut(staged->row, planned->row, *snapshot, session, prepared.results));
    LookAtPlaces(staged->row, prepared);
    prepared.ranks = session.last_ranks();
    prepared.written = session.written();
    session.batch().Require(RowKey(run_.operation, Part::kStaged, chunk), staged->revision);
    storage::Batch& rows = session.batch().others();
    rows.Put(RowKey(run_.operation, Part::kDone, chunk), prepared.results.SerializeAsString());
    rows.Erase(RowKey(run_.operation, Part::kStaged, chunk));
    rows.Erase(RowKey(run_.operation, Part::kPlanned, chunk));
    prepared.commit = session.batch().Take();
    prepared.commit.principal = context_.principal();
    prepared.commit.method = "import";
    prepared.commit.operation = run_.operation;
    return std::optional(std::move(prepared));
  }

  static bool EntriesAlone(const internal::v1::StagedChunk& staged) {
    return std::all_of(staged.items().begin(), staged.items().end(), [](const v1::ImportItem& item) {
      return item.has_entry() && item.action() != v1::IMPORT_ACTION_DELETE;
    });
  }

  static void LookAtPlaces(const internal::v1::StagedChunk& staged, Prepared& prepared) {
    for (int i = 0; i < staged.items_size(); ++i) {
      const StoredImportResult& result = prepared.results.results(i);
      if (!result.name().empty()) prepared.names.insert(result.name());
      const v1::ImportItem& item = staged.items(i);
      if (!item.has_entry()) continue;
      const bool ranked = !item.entry().rank().empty();
      prepared.wants_ranks |= !ranked;
      prepared.places_others |= ranked || result.outcome() != v1::IMPORT_OUTCOME_CREATED;
    }
  }

  // A run before this one did it.
  absl::Status NoteEarlier(const storage::Snapshot& snapshot, int64_t chunk) {
    ASSIGN_OR_RETURN(const auto done, ReadResults(snapshot, run_.operation, Part::kDone, chunk));
    if (!done)
      return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a chunk of the import is lost");
    response_.set_revision(std::max(response_.revision(), done->revision));
    return absl::OkStatus();
  }

  absl::Status CarryOut(const internal::v1::StagedChunk& staged, const StoredImportResults& planned,
                        const storage::Snapshot& snapshot, editing::EditSession& session,
                        StoredImportResults& results) {
    results.set_first_item(planned.first_item());
    std::map<std::string, std::string> names;  // of the chunk, by source_key
    const auto name_of_key = [&](const std::string& key) -> absl::StatusOr<std::optional<std::string>> {
      if (const auto found = names.find(key); found != names.end()) return std::optional(found->second);
      return NameOfSourceKey(snapshot, key);
    };
    for (int i = 0; i < staged.items_size(); ++i) {
      const v1::ImportItem& item = staged.items(i);
      const StoredImportResult& plan = planned.results(i);
      StoredImportResult& result = *results.add_results();
      if (plan.outcome() == v1::IMPORT_OUTCOME_REFUSED) {
        result = plan;
        continue;
      }
      ItemOrder order;
      order.new_name = plan.name();
      if (plan.recognised_by_content()) order.recognised_as = plan.name();
      if (const auto merge = run_.merges.find(planned.first_item() + i); merge != run_.merges.end())
        order.merge_into = merge->second;
      RETURN_IF_ERROR(RunItem(run_, item, order, name_of_key, session, result, nullptr));
      *result.mutable_place() = item.place();
      if (item.has_entry() && !result.name().empty()) names.emplace(item.entry().source_key(), result.name());
    }
    return absl::OkStatus();
  }

  const ImportRun& run_;
  operations::JobContext& context_;
  v1::ImportMetadata& metadata_;
  v1::ImportResponse& response_;
  std::map<std::string, std::string> last_ranks_;
  CommitAhead ahead_;
  std::optional<Prepared> sent_;  // on its way where ahead_ is busy
};

}  // namespace

absl::Status Commit(const ImportRun& run, operations::JobContext& context, v1::ImportMetadata& metadata,
                    v1::ImportResponse& response) {
  return Committer(run, context, metadata, response).Run();
}

}  // namespace lectern::imports
