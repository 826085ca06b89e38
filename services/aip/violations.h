// Collects what is wrong with a request, field by field, so that one answer names all of it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/rpc/error_details.pb.h"
#include "lectern/v1/error_reason.pb.h"
#include "storage/engine/snapshot.h"
#include "storage/records/record_kind.h"

namespace lectern::aip {

class Violations {
 public:
  // `prefix` stands before every path. Example: "items[3].entry."
  explicit Violations(std::string prefix = "") : prefix_(std::move(prefix)) {}

  // `rule` completes the sentence "the field ...": "has 600 bytes, at most 512 are allowed".
  void Add(std::string_view field, std::string_view rule);

  bool empty() const { return request_.field_violations().empty(); }
  // OK, or INVALID_ARGUMENT with a BadRequest; the message names the first field.
  absl::Status ToStatus(v1::ErrorReason reason = v1::ERROR_REASON_FIELD_INVALID) const;

 private:
  // What a status has room for; the rest is counted.
  static constexpr int kMostListed = 256;

  std::string prefix_;
  google::rpc::BadRequest request_;
  int unlisted_ = 0;
};

// "lectern/Entry": what the contract calls resources of the kind.
std::string ResourceType(const storage::RecordKind& kind);

// INVALID_ARGUMENT for one field and a reason of its own.
absl::Status FieldFault(v1::ErrorReason reason, std::string_view field, std::string_view rule);

// NOT_FOUND (RESOURCE_NOT_FOUND), whether there is none or none that the caller may see.
absl::Status NotFound(const storage::RecordKind& kind, std::string_view name);

// What to answer instead of a record whose current value is `current`: NOT_FOUND, with RESOURCE_EXPUNGED where it is
// the tombstone of what was erased for good, so that a citation still learns what became of it.
absl::Status MissingOrExpunged(const storage::RecordKind& kind, std::string_view name, const storage::Value& current);

// `code` (RESOURCE_EXPUNGED) for a resource that was erased at `time`.
absl::Status Expunged(absl::StatusCode code, const storage::RecordKind& kind, std::string_view name, absl::Time time);

// OUT_OF_RANGE (SNAPSHOT_EXPIRED): a page token leads to a snapshot from before `oldest`.
absl::Status SnapshotExpired(storage::Revision oldest);

// OUT_OF_RANGE (REVISION_AHEAD).
absl::Status RevisionAhead(storage::Revision asked, storage::Revision latest);

}  // namespace lectern::aip
