// The plan: what would become of each item, by the very code that carries it out.
#include <algorithm>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/aip/violations.h"
#include "services/editing/field_access.h"
#include "services/imports/commits_ahead.h"
#include "services/imports/content_match.h"
#include "services/imports/import_jobs.h"
#include "services/imports/import_rows.h"
#include "services/rpc/status.h"
#include "storage/engine/fault.h"
#include "storage/records/index_upkeep.h"
#include "storage/records/kinds.h"

namespace lectern::imports {
namespace {

using internal::v1::StoredImportResult;
using internal::v1::StoredImportResults;

// Chunks that are judged at the same time.
constexpr size_t kJudgedAtOnce = 2;
// Names of what is absent, in one row.
constexpr int kAbsentInRow = 500;

// Keys are held as hashes, so that a million of them fit. Two keys that share one have the second refused by mistake,
// which a million keys do once in some thirty million imports.
uint64_t HashOf(const std::string& text) { return std::hash<std::string>()(text); }

class Planner {
 public:
  Planner(const ImportRun& run, operations::JobContext& context, v1::ImportMetadata& metadata)
      : run_(run), context_(context), metadata_(metadata), ahead_(run.backend.engine) {}

  absl::Status Run() {
    metadata_.clear_counts();
    metadata_.clear_kinds();
    metadata_.clear_duplicates();
    metadata_.set_staged_items(0);
    metadata_.set_plan_revision(run_.backend.engine.Latest());
    // Of a plan before this one, or of one that was cut short.
    for (const Part part : {Part::kPlanned, Part::kAbsent})
      RETURN_IF_ERROR(EraseRows(run_.backend.engine, run_.operation, part));
    RETURN_IF_ERROR(PlanChunks());
    ASSIGN_OR_RETURN(AbsentRecords absent, FindAbsent(run_, sources_, context_, [this](const std::string& key) {
                       return keys_.contains(HashOf(key)) || refused_keys_.contains(HashOf(key));
                     }));
    RETURN_IF_ERROR(Recognise(absent));
    return PutAbsent(absent);
  }

 private:
  // A chunk, judged by itself.
  struct Judged {
    internal::v1::StagedChunk staged;
    StoredImportResults results;  // without first_item
    bool refuses = false;
    std::unordered_set<uint64_t> expected;  // hashes of keys of records that must be in the chunks before it
    editing::NamedRecords::States known;
  };
  using Expected = std::function<bool(uint64_t key)>;

  // Chunks are judged on threads of their own, each as if all that it leans on were there; whether it is, and whether
  // an item comes twice, is seen in their order.
  absl::Status PlanChunks() {
    std::deque<std::future<absl::StatusOr<Judged>>> judging;
    int64_t next = 0;
    for (int64_t chunk = 0; chunk < metadata_.staged_chunks(); ++chunk) {
      RETURN_IF_ERROR(context_.StillWanted());
      for (; next < metadata_.staged_chunks() && judging.size() < kJudgedAtOnce; ++next)
        judging.push_back(
            std::async(std::launch::async, [this, next, known = known_] { return Judge(next, known, nullptr); }));
      absl::StatusOr<Judged> judged = judging.front().get();
      judging.pop_front();
      RETURN_IF_ERROR(judged.status());
      if (judged->refuses || !std::all_of(judged->expected.begin(), judged->expected.end(),
                                          [this](uint64_t key) { return keys_.contains(key); })) {
        // A refusal may come of what it is told then.
        judged = Judge(chunk, known_, [this](uint64_t key) { return keys_.contains(key); });
        RETURN_IF_ERROR(judged.status());
      }
      RETURN_IF_ERROR(PlanChunk(chunk, *judged));
    }
    return FinishPut();
  }

  // Reads the plan of the import so far only by `expected`; null: whatever a chunk names is expected, and noted.
  absl::StatusOr<Judged> Judge(int64_t chunk, const editing::NamedRecords::States& known,
                               const Expected& expected) const {
    ASSIGN_OR_RETURN(const auto snapshot, run_.backend.engine.OpenSnapshot());
    ASSIGN_OR_RETURN(auto staged, ReadStaged(*snapshot, run_.operation, chunk));
    if (!staged)
      return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a chunk of the import is lost");
    Judged judged;
    judged.staged = std::move(staged->row);
    editing::EditSession session(run_.backend.identity, *snapshot, absl::Now(),
                                 run_.publication ? &*run_.publication : nullptr);
    session.CheckAlone();
    session.set_expected([&](const std::string& key) {
      return expected ? expected(HashOf(key)) : (judged.expected.insert(HashOf(key)), true);
    });
    session.named().Know(known);
    std::map<std::string, std::string> names;  // of the chunk's entries, by source_key
    const auto name_of_key = [&](const std::string& key) -> absl::StatusOr<std::optional<std::string>> {
      if (const auto found = names.find(key); found != names.end()) return std::optional(found->second);
      // Nobody else writes names_ while it is asked.
      if (expected)
        if (const auto found = names_.find(HashOf(key)); found != names_.end()) return std::optional(found->second);
      return NameOfSourceKey(*snapshot, key);
    };
    for (const v1::ImportItem& item : judged.staged.items()) {
      StoredImportResult& result = *judged.results.add_results();
      *result.mutable_place() = item.place();
      RETURN_IF_ERROR(RunItem(run_, item, {}, name_of_key, session, result, nullptr));
      judged.refuses |= result.outcome() == v1::IMPORT_OUTCOME_REFUSED;
      if (!item.has_entry()) continue;
      if (!result.name().empty()) names.emplace(item.entry().source_key(), result.name());
      if (result.outcome() == v1::IMPORT_OUTCOME_CREATED)
        RETURN_IF_ERROR(FindDuplicates(*snapshot, item.entry(), result));
    }
    judged.known = session.named().Live();
    return judged;
  }

  absl::Status PlanChunk(int64_t chunk, Judged& judged) {
    StoredImportResults& results = judged.results;
    results.set_first_item(metadata_.staged_items());
    for (int i = 0; i < results.results_size(); ++i)
      RETURN_IF_ERROR(PlanItem(judged.staged.items(i), *results.mutable_results(i)));
    known_ = std::move(judged.known);
    // The next chunk is planned while this one's results are written.
    RETURN_IF_ERROR(FinishPut());
    ahead_.Begin(RowOf(Part::kPlanned, chunk, results));
    metadata_.set_staged_items(results.first_item() + results.results_size());
    metadata_.set_done_items(metadata_.staged_items());
    for (const StoredImportResult& result : results.results()) {
      Count(result, 1, metadata_);
      if (result.duplicates_size() > 0) metadata_.set_duplicates(metadata_.duplicates() + 1);
    }
    return context_.Progress(metadata_);
  }

  // What an item is beside those before it.
  absl::Status PlanItem(const v1::ImportItem& item, StoredImportResult& result) {
    sources_.insert(item.source().empty() ? run_.source : item.source());
    if (result.outcome() == v1::IMPORT_OUTCOME_REFUSED) return NoteRefused(item);
    const storage::RecordKind* kind = storage::FindKindByName(result.name());
    if (kind == nullptr) return absl::OkStatus();  // it deletes what is not there
    const uint64_t key = HashOf(kind->KeyOf(result.name()).value());
    const bool states_name = editing::Text(*ResourceOf(item), "name") == result.name();
    const std::string source_key = editing::Text(*ResourceOf(item), "source_key");
    const bool first_key =
        source_key.empty() ||
        names_
            .emplace(HashOf(item.has_entry() ? source_key : absl::StrCat(result.kind(), "\n", source_key)),
                     result.name())
            .second;
    // What is known by several keys had others merged into it, and may come by each of them.
    const bool merged = !states_name && !named_.contains(key);
    const bool first = keys_.insert(key).second || merged;
    if (states_name) named_.insert(key);
    if (first && first_key) return absl::OkStatus();
    result.clear_duplicates();
    result.set_outcome(v1::IMPORT_OUTCOME_REFUSED);
    *result.mutable_refusal() =
        rpc::ToRpcStatus(aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, first ? "source_key" : "name",
                                         "is that of another item of this import too"),
                         run_.operation);
    return absl::OkStatus();
  }

  // What an item brings that is refused is not absent.
  absl::Status NoteRefused(const v1::ImportItem& item) {
    const google::protobuf::Message* resource = ResourceOf(item);
    if (resource == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto snapshot, run_.backend.engine.OpenSnapshot());
    for (const editing::ResourceRules* of : run_.rules) {
      if (of->kind->prototype->GetDescriptor() != resource->GetDescriptor()) continue;
      const std::string source_key = editing::Text(*resource, "source_key");
      const std::string name = editing::Text(*resource, "name");
      std::optional<std::string> key = name.ends_with("/-") ? std::nullopt : of->kind->KeyOf(name);
      if (const auto* index = of->kind->FindIndex(storage::kBySourceKey);
          !key && index != nullptr && !source_key.empty()) {
        ASSIGN_OR_RETURN(key, storage::FindUnique(*snapshot, *index, source_key));
      }
      if (key) refused_keys_.insert(HashOf(*key));
    }
    return absl::OkStatus();
  }

  // Items that are new by their key, and records that are absent: where the content says that they are the same, they
  // are. A corrected title keeps its entry.
  absl::Status Recognise(AbsentRecords& absent) {
    if (absent.entries.empty() || metadata_.counts().created() == 0) return absl::OkStatus();
    ASSIGN_OR_RETURN(const ContentIndex index, IndexByContent(run_.backend.engine, absent));
    for (int64_t chunk = 0; chunk < metadata_.staged_chunks(); ++chunk) {
      RETURN_IF_ERROR(context_.StillWanted());
      ASSIGN_OR_RETURN(const auto snapshot, run_.backend.engine.OpenSnapshot());
      ASSIGN_OR_RETURN(const auto staged, ReadStaged(*snapshot, run_.operation, chunk));
      ASSIGN_OR_RETURN(auto planned, ReadResults(*snapshot, run_.operation, Part::kPlanned, chunk));
      if (!staged || !planned) continue;
      bool changed = false;
      editing::EditSession session(run_.backend.identity, *snapshot, absl::Now(),
                                   run_.publication ? &*run_.publication : nullptr);
      session.CheckAlone();
      session.set_expected([this](const std::string& key) { return keys_.contains(HashOf(key)); });
      for (int i = 0; i < planned->row.results_size(); ++i) {
        StoredImportResult& result = *planned->row.mutable_results(i);
        const v1::ImportItem& item = staged->row.items(i);
        if (result.outcome() != v1::IMPORT_OUTCOME_CREATED || !item.has_entry()) continue;
        const std::optional<std::string> known = index.Find(item.entry());
        if (!known || !absent.entries.contains(*known)) continue;
        StoredImportResult recognised;
        *recognised.mutable_place() = result.place();
        ItemOrder order;
        order.recognised_as = *known;
        RETURN_IF_ERROR(RunItem(run_, item, order, nullptr, session, recognised, nullptr));
        if (recognised.outcome() == v1::IMPORT_OUTCOME_REFUSED) continue;
        recognised.set_recognised_by_content(true);
        Count(result, -1, metadata_);
        Count(recognised, 1, metadata_);
        if (result.duplicates_size() > 0) metadata_.set_duplicates(metadata_.duplicates() - 1);
        absent.entries.erase(*known);
        result = std::move(recognised);
        changed = true;
      }
      if (changed) RETURN_IF_ERROR(PutResults(Part::kPlanned, chunk, planned->row));
    }
    return absl::OkStatus();
  }

  absl::Status PutAbsent(const AbsentRecords& absent) {
    StoredImportResults row;
    row.set_first_item(-1);
    int64_t chunk = 0;
    const auto flush = [&]() -> absl::Status {
      if (row.results().empty()) return absl::OkStatus();
      RETURN_IF_ERROR(PutResults(Part::kAbsent, chunk++, row));
      row.clear_results();
      return absl::OkStatus();
    };
    for (const auto* names : {&absent.entries, &absent.others})
      for (const std::string& name : *names) {
        StoredImportResult& result = *row.add_results();
        result.set_name(name);
        result.set_outcome(v1::IMPORT_OUTCOME_ABSENT);
        result.set_kind(std::string(storage::FindKindByName(name)->plural));
        Count(result, 1, metadata_);
        if (row.results_size() == kAbsentInRow) RETURN_IF_ERROR(flush());
      }
    return flush();
  }

  absl::Status FinishPut() { return ahead_.size() > 0 ? ahead_.Wait().status() : absl::OkStatus(); }

  absl::Status PutResults(Part part, int64_t chunk, const StoredImportResults& results) {
    return storage::CommitAndWait(run_.backend.engine, RowOf(part, chunk, results)).status();
  }

  storage::CommitRequest RowOf(Part part, int64_t chunk, const StoredImportResults& results) const {
    storage::CommitRequest request;
    request.batch.Put(RowKey(run_.operation, part, chunk), results.SerializeAsString());
    request.principal = context_.principal();
    request.method = "import-plan";
    request.operation = run_.operation;
    return request;
  }

  const ImportRun& run_;
  operations::JobContext& context_;
  v1::ImportMetadata& metadata_;
  CommitsAhead ahead_;
  std::unordered_set<uint64_t> keys_;                // hashes of the keys of what the import touches
  std::unordered_set<uint64_t> named_;               // those of them that an item names
  std::unordered_set<uint64_t> refused_keys_;        // of what it would touch, were that not refused
  std::unordered_map<uint64_t, std::string> names_;  // by the hash of the source_key
  editing::NamedRecords::States known_;              // what entries name
  std::set<std::string> sources_;
};

}  // namespace

absl::Status Plan(const ImportRun& run, operations::JobContext& context, v1::ImportMetadata& metadata) {
  return Planner(run, context, metadata).Run();
}

}  // namespace lectern::imports
