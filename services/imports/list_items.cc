// What becomes of the items of an import, page by page.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "lectern/v1/import_service.pb.h"
#include "services/aip/page_token.h"
#include "services/aip/request_hash.h"
#include "services/aip/violations.h"
#include "services/imports/content_match.h"
#include "services/imports/import_operation.h"
#include "services/imports/import_rows.h"
#include "services/imports/import_service.h"
#include "storage/engine/fault.h"

namespace lectern::imports {
namespace {

using internal::v1::StoredImportResult;
using internal::v1::StoredImportResults;

constexpr int kDefaultPage = 50, kLargestPage = 1000;
// Rows that one call looks through for the outcomes asked for.
constexpr int kMostRows = 500;
constexpr size_t kMostBytes = 3 << 20;

// The next result to look at: part 0 is that of the items, part 1 what is absent.
struct Place {
  int part = 0;
  int64_t chunk = 0;
  int index = 0;
};

absl::StatusOr<Place> PlaceOf(const aip::Backend& backend, const rpc::Call& call,
                              const v1::ListImportItemsRequest& request) {
  Place place;
  if (request.page_token().empty()) return place;
  ASSIGN_OR_RETURN(const auto token,
                   aip::OpenPageToken(backend.identity, request.page_token(), aip::ListingHash(call, request)));
  const std::vector<std::string> parts = absl::StrSplit(token.last_key(), '/');
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &place.part) || !absl::SimpleAtoi(parts[1], &place.chunk) ||
      !absl::SimpleAtoi(parts[2], &place.index))
    return Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_PAGE_TOKEN_INVALID, "the page token is damaged");
  return place;
}

std::string TokenOf(const aip::Backend& backend, const rpc::Call& call, const v1::ListImportItemsRequest& request,
                    const Place& place) {
  internal::v1::PageTokenPayload token;
  token.set_request_hash(aip::ListingHash(call, request));
  token.set_epoch(static_cast<uint64_t>(backend.identity.epoch));
  token.set_last_key(absl::StrCat(place.part, "/", place.chunk, "/", place.index));
  return aip::SealPageToken(backend.identity, token);
}

class Lister {
 public:
  Lister(const aip::Backend& backend, const Rules& rules, const rpc::Call& call,
         const v1::ListImportItemsRequest& request)
      : backend_(backend), rules_(rules), call_(call), request_(request) {
    for (const int outcome : request.outcomes()) wanted_.insert(outcome);
  }

  absl::StatusOr<v1::ListImportItemsResponse> Run() {
    if (request_.page_size() < 0) return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "page_size", "is negative");
    limit_ = request_.page_size() == 0 ? kDefaultPage : std::min(request_.page_size(), kLargestPage);
    ASSIGN_OR_RETURN(place_, PlaceOf(backend_, call_, request_));
    ASSIGN_OR_RETURN(snapshot_, backend_.engine.OpenSnapshot());
    ASSIGN_OR_RETURN(import_, FindImport(*snapshot_, call_.principal(), request_.operation()));
    const v1::ImportState state = import_->metadata.state();
    if (state == v1::IMPORT_STATE_STAGING || state == v1::IMPORT_STATE_PLANNING)
      return WrongState(*import_, "PLANNED, or past that");
    planned_ = state == v1::IMPORT_STATE_PLANNED;
    for (; place_.part < 2 && !full_; ++place_.part, place_.chunk = 0, place_.index = 0) {
      const Part part = place_.part == 1 ? Part::kAbsent : planned_ ? Part::kPlanned : Part::kDone;
      RETURN_IF_ERROR(TakePart(part));
      if (full_) break;
    }
    if (full_) response_.set_next_page_token(TokenOf(backend_, call_, request_, place_));
    return std::move(response_);
  }

 private:
  absl::Status TakePart(Part part) {
    absl::Status failed;
    RETURN_IF_ERROR(ForEachResults(*snapshot_, import_->name(), part, place_.chunk,
                                   [&](int64_t chunk, const StoredImportResults& results) {
                                     if (chunk != place_.chunk) place_.index = 0;
                                     place_.chunk = chunk;
                                     failed = TakeRow(part, results);
                                     return failed.ok() && !full_;
                                   }));
    return failed;
  }

  absl::Status TakeRow(Part part, const StoredImportResults& results) {
    if (++rows_ > kMostRows) full_ = true;
    std::optional<Stored<StagedChunk>> staged;
    for (; place_.index < results.results_size() && !full_; ++place_.index) {
      const StoredImportResult& stored = results.results(place_.index);
      if (!wanted_.empty() && !wanted_.contains(stored.outcome()) &&
          !(request_.with_duplicates() && stored.duplicates_size() > 0))
        continue;
      if (response_.results_size() >= limit_ || bytes_ > kMostBytes) {
        full_ = true;
        return absl::OkStatus();
      }
      v1::ImportItemResult& result = *response_.add_results();
      result.set_item(results.first_item() < 0 ? -1 : results.first_item() + place_.index);
      *result.mutable_place() = stored.place();
      result.set_name(stored.name());
      result.set_outcome(stored.outcome());
      if (stored.has_refusal()) *result.mutable_refusal() = stored.refusal();
      *result.mutable_duplicates() = stored.duplicates();
      const bool differs =
          stored.outcome() == v1::IMPORT_OUTCOME_UPDATED || stored.outcome() == v1::IMPORT_OUTCOME_CONFLICT;
      if (part == Part::kPlanned && differs) {
        if (!staged) {
          ASSIGN_OR_RETURN(staged, ReadStaged(*snapshot_, import_->name(), place_.chunk));
        }
        if (staged) RETURN_IF_ERROR(AddChanges(staged->row.items(place_.index), stored, result));
      }
      bytes_ += result.ByteSizeLong();
    }
    return absl::OkStatus();
  }

  absl::Status AddChanges(const v1::ImportItem& item, const StoredImportResult& stored, v1::ImportItemResult& result) {
    const ImportRun run{backend_, rules_, import_->name(), import_->arguments.source(), std::nullopt, {}};
    editing::EditSession session(backend_.identity, *snapshot_, absl::Now(), nullptr);
    session.set_expected([](const std::string&) { return true; });  // the plan has looked
    ItemOrder order;
    order.new_name = stored.name();
    if (stored.recognised_by_content()) order.recognised_as = stored.name();
    StoredImportResult again;
    std::vector<v1::FieldChange> changes;
    RETURN_IF_ERROR(RunItem(
        run, item, order, [this](const std::string& key) { return NameOfSourceKey(*snapshot_, key); }, session, again,
        &changes));
    for (v1::FieldChange& change : changes) *result.add_changes() = std::move(change);
    return absl::OkStatus();
  }

  const aip::Backend& backend_;
  const Rules& rules_;
  const rpc::Call& call_;
  const v1::ListImportItemsRequest& request_;
  std::set<int> wanted_;
  int limit_ = 0, rows_ = 0;
  size_t bytes_ = 0;
  Place place_;
  bool planned_ = false, full_ = false;
  std::shared_ptr<const storage::Snapshot> snapshot_;
  std::optional<ImportOperation> import_;
  v1::ListImportItemsResponse response_;
};

}  // namespace

void AddListItems(const aip::Backend& backend, const Rules& rules, rpc::MethodTable& methods) {
  methods.Add<v1::ListImportItemsRequest>(
      "lectern.v1.ImportService/ListImportItems",
      [&backend, &rules](const rpc::CallPtr& call, v1::ListImportItemsRequest request) {
        backend.Run(call, [&backend, &rules, call, request = std::move(request)] {
          auto answer = Lister(backend, rules, *call, request).Run();
          if (!answer.ok()) return call->Finish(answer.status());
          call->Finish(*answer, backend.engine.Latest());
        });
      });
}

}  // namespace lectern::imports
