// The commit: chunk by chunk, each with its results in one commit, so that a server which is killed goes on with the
// first chunk that has none.
#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/editing/field_access.h"
#include "services/imports/commits_ahead.h"
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
// Chunks on their way to the store: it always has the next one at hand, and writes what has come together at once.
constexpr size_t kMostOnTheirWay = 3;

class Committer {
 public:
  Committer(const ImportRun& run, operations::JobContext& context, v1::ImportMetadata& metadata,
            v1::ImportResponse& response)
      : run_(run), context_(context), metadata_(metadata), response_(response), ahead_(run.backend.engine) {}

  absl::Status Run() {
    RETURN_IF_ERROR(TakeStock());
    absl::Status ran = CommitChunks();
    // What is on its way is counted also where the import stops here.
    absl::Status settled = SettleAll();
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

  // What is not looked up again, since the commit fails where it is not so any more: what the plan found to be new, and
  // what the chunks before found to be there.
  enum class Trust { kPlan, kNothing };

  // Chunks are made ready while those before them are written.
  absl::Status CommitChunks() {
    for (int64_t chunk = 0; chunk < metadata_.staged_chunks(); ++chunk) {
      RETURN_IF_ERROR(context_.StillWanted());
      ASSIGN_OR_RETURN(std::optional<Prepared> next, Prepare(chunk, Trust::kPlan));
      if (!next || !MayGoAhead(*next)) {
        RETURN_IF_ERROR(SettleAll());
        ASSIGN_OR_RETURN(next, Prepare(chunk, Trust::kPlan));
      } else if (sent_.size() == kMostOnTheirWay) {
        ASSIGN_OR_RETURN(const bool as_sent, Settle());
        if (!as_sent) {
          ASSIGN_OR_RETURN(next, Prepare(chunk, Trust::kPlan));
        }
      }
      if (!next->earlier) Send(*std::move(next));
    }
    return absl::OkStatus();
  }

  void Send(Prepared prepared) {
    ahead_.Begin(std::move(prepared.commit));
    sent_.push_back(std::move(prepared));
  }

  absl::Status SettleAll() {
    while (!sent_.empty()) RETURN_IF_ERROR(Settle().status());
    return absl::OkStatus();
  }

  // Waits for the oldest chunk that is on its way. False where it had to be judged anew, because others have changed
  // what it touches; no chunk is on its way then.
  absl::StatusOr<bool> Settle() {
    std::vector<int64_t> outrun;
    RETURN_IF_ERROR(SettleOldest(outrun));
    if (outrun.empty()) return true;
    while (!sent_.empty()) RETURN_IF_ERROR(SettleOldest(outrun));
    for (const int64_t chunk : outrun) RETURN_IF_ERROR(CommitAnew(chunk));
    return false;
  }

  // `outrun` gets the chunk where others were faster.
  absl::Status SettleOldest(std::vector<int64_t>& outrun) {
    const Prepared oldest = std::move(sent_.front());
    sent_.pop_front();
    const auto committed = ahead_.Wait();
    if (ReasonOf(committed.status()) == v1::ERROR_REASON_WRITE_CONTENTION) {
      outrun.push_back(oldest.chunk);
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(committed.status());
    last_ranks_ = oldest.ranks;
    response_.set_revision(committed->revision);
    Note(oldest.results);
    return context_.Progress(metadata_);
  }

  absl::Status CommitAnew(int64_t chunk) {
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
      known_.clear();
      ASSIGN_OR_RETURN(std::optional<Prepared> again, Prepare(chunk, Trust::kNothing));
      if (again->earlier) return absl::OkStatus();
      Send(*std::move(again));
      std::vector<int64_t> outrun;
      RETURN_IF_ERROR(SettleOldest(outrun));
      if (outrun.empty()) return absl::OkStatus();
    }
    return Fault(absl::StatusCode::kAborted, v1::ERROR_REASON_WRITE_CONTENTION,
                 "others keep changing what the import touches: commit it again when they are done");
  }

  // Whether `next`, which was made ready without what those on their way write, is what it would be behind them.
  // Preconditions hold for all that it writes; this is about what it has only looked at.
  bool MayGoAhead(const Prepared& next) const {
    return std::none_of(sent_.begin(), sent_.end(), [&next](const Prepared& sent) {
      return next.leans || (next.wants_ranks && sent.places_others) ||
             std::any_of(next.names.begin(), next.names.end(),
                         [&sent](const std::string& name) { return sent.names.contains(name); });
    });
  }

  // Makes a chunk ready behind those that are on their way. Nothing where it must wait for them: it looks at more than
  // the records that it is about.
  absl::StatusOr<std::optional<Prepared>> Prepare(int64_t chunk, Trust trust) {
    Prepared prepared;
    prepared.chunk = chunk;
    ASSIGN_OR_RETURN(const auto snapshot, run_.backend.engine.OpenSnapshot());
    ASSIGN_OR_RETURN(const auto staged, ReadStaged(*snapshot, run_.operation, chunk));
    if (!staged) {
      RETURN_IF_ERROR(NoteEarlier(*snapshot, chunk));
      prepared.earlier = true;
      return std::optional(std::move(prepared));
    }
    if (!sent_.empty() && !EntriesAlone(staged->row)) return std::optional<Prepared>();
    ASSIGN_OR_RETURN(const auto planned, ReadResults(*snapshot, run_.operation, Part::kPlanned, chunk));
    if (!planned || planned->row.results_size() != staged->row.items_size())
      return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a chunk's plan is lost");
    editing::EditSession session(run_.backend.identity, *snapshot, absl::Now(),
                                 run_.publication ? &*run_.publication : nullptr);
    session.set_expected([&](const std::string& key) {
      const bool named =
          std::any_of(sent_.begin(), sent_.end(), [&key](const Prepared& sent) { return sent.written.contains(key); });
      prepared.leans |= named;
      return named;
    });
    session.last_ranks() = sent_.empty() ? last_ranks_ : sent_.back().ranks;
    session.named().Know(known_);
    RETURN_IF_ERROR(CarryOut(staged->row, planned->row, *snapshot, trust, session, prepared.results));
    known_ = session.named().Live();
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
                        const storage::Snapshot& snapshot, Trust trust, editing::EditSession& session,
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
      order.surely_new = trust == Trust::kPlan && plan.outcome() == v1::IMPORT_OUTCOME_CREATED &&
                         !plan.recognised_by_content() && order.merge_into.empty();
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
  editing::NamedRecords::States known_;  // what entries name
  CommitsAhead ahead_;
  std::deque<Prepared> sent_;  // what is on its way in ahead_, without the commits
};

}  // namespace

absl::Status Commit(const ImportRun& run, operations::JobContext& context, v1::ImportMetadata& metadata,
                    v1::ImportResponse& response) {
  return Committer(run, context, metadata, response).Run();
}

}  // namespace lectern::imports
