#include "services/changes/feed_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"

namespace lectern::changes {
namespace {

constexpr size_t kChunkRows = 256;
constexpr int kChangesField = 4;  // of v1::Transaction

// The commits that erase words for good.
bool Expunges(const std::string& method) {
  return method == "lectern.v1.ErasureService/Expunge" || method == "lectern.v1.ErasureService/Purge";
}

}  // namespace

std::string FeedId(const storage::StoreIdentity& identity) {
  return absl::StrCat(identity.store_id.substr(0, 16), "-", identity.epoch);
}

absl::Status CheckResume(const aip::Backend& backend, storage::Revision after_revision, const std::string& feed_id) {
  if (after_revision < 0)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "after_revision", "is negative; 0 is the store's beginning");
  if (!feed_id.empty() && feed_id != FeedId(backend.identity))
    return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_FEED_CHANGED,
                 "this store's feed is another one than feed_id names; read the catalogue anew and follow from there",
                 {{"feed_id", FeedId(backend.identity)}});
  if (const storage::Revision latest = backend.engine.Latest(); after_revision > latest)
    return Fault(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_REVISION_AHEAD,
                 absl::StrCat("after_revision is newer than all there is, which ends at ", latest,
                              "; was the store restored? Then read the catalogue anew"),
                 {{"latest_revision", absl::StrCat(latest)}});
  return absl::OkStatus();
}

std::string FeedPart::Head() const {
  v1::Transaction head;
  head.set_revision(revision);
  if (count > 0) *head.mutable_commit_time() = ToTimestamp(commit_time);
  head.set_last(last);
  return head.SerializeAsString();
}

void FeedPart::AppendTo(rpc::ByteChain& chain) && {
  chain.Append(Head());
  chain.Append(std::move(bytes));
}

absl::Status FeedReader::Refill() {
  next_ = 0;
  read_through_ = backend_.engine.Latest();
  ASSIGN_OR_RETURN(rows_, backend_.engine.Log(position_.revision, kChunkRows));
  while (next_ < rows_.size() && rows_[next_].revision == position_.revision &&
         rows_[next_].sequence < position_.sequence)
    ++next_;
  return absl::OkStatus();
}

absl::StatusOr<FeedPart> FeedReader::Next(const PartLimits& limits) {
  FeedPart part;
  for (size_t scanned = 0;;) {
    if (next_ == rows_.size()) RETURN_IF_ERROR(Refill());
    if (next_ == rows_.size()) {
      // Commits without records stand in no log row.
      rows_.clear();
      next_ = 0;
      position_ = {std::max(position_.revision, read_through_ + 1), 0};
      part.revision = position_.revision - 1;
      part.caught_up = true;
      return part;
    }
    part.continues = position_.revision == rows_[next_].revision && position_.sequence > 0;
    const size_t begin = next_;
    size_t end = begin;
    while (end < rows_.size() && rows_[end].revision == rows_[begin].revision) ++end;
    part.revision = rows_[begin].revision;
    RETURN_IF_ERROR(ReadTransaction(end, limits, part));
    if (!part.last) {
      position_ = {part.revision, rows_[next_].sequence};
      return part;
    }
    position_ = {part.revision + 1, 0};
    scanned += end - begin;
    // A transaction that was begun is also ended, though nothing more of it may be seen.
    if (part.count > 0 || part.continues || scanned >= kScanRows) return part;
  }
}

absl::Status FeedReader::ReadTransaction(size_t end, const PartLimits& limits, FeedPart& part) {
  std::shared_ptr<const storage::Snapshot> now;
  bool expunging = false;
  for (; next_ < end; ++next_) {
    const storage::LogRow& row = rows_[next_];
    const auto kind = kinds_.find(row.key.front());
    if (kind == kinds_.end()) continue;
    if (now == nullptr) {
      ASSIGN_OR_RETURN(const storage::TransactionInfo transaction, backend_.engine.Transaction(row.revision));
      part.commit_time = transaction.time;
      expunging = Expunges(transaction.method);
      ASSIGN_OR_RETURN(now, backend_.engine.OpenSnapshot());
    }
    ASSIGN_OR_RETURN(auto change, changes_.Read(kind->second, row, expunging, *now));
    if (!change) continue;
    const size_t size = change->size();
    if (part.count > 0 && (part.count == limits.changes || part.bytes.size() + size > limits.bytes)) {
      part.last = false;
      return absl::OkStatus();
    }
    part.bytes.AppendFieldHeader(kChangesField, size);
    std::move(*change).AppendTo(part.bytes);
    ++part.count;
  }
  return absl::OkStatus();
}

}  // namespace lectern::changes
