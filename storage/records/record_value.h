// The bytes of a stored record: a header, then the very bytes that answers carry, one projection for each audience.
// Specified in storage/KEYS.md; DO NOT CHANGE without a new format version.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/engine/engine.h"
#include "storage/records/record_kind.h"

namespace lectern::storage {

// Which part of a record an answer holds: fields 1-99, or all that the audience may see.
enum class Extent : uint8_t { kBasic, kFull };

// Numbers that part the fields of every resource (proto/lectern/v1/types.proto).
inline constexpr int kFirstFullField = 100;
inline constexpr int kFirstEditorField = 800;
inline constexpr int kFirstStampField = 1001;

// Stored form of `record`; stamps in it are left out. INVALID_ARGUMENT where a redaction does not fit
// (ApplyRedactions); RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) where it could not be stored any more once each audience needs
// a projection of its own: whatever can be written can be redacted.
absl::StatusOr<std::string> EncodeRecord(const RecordKind& kind, const Message& record);

// OK where EncodeRecord would find it small enough; RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) as there. For records whose
// redactions fit.
absl::Status CheckStorable(const RecordKind& kind, const Message& record);

// A stored record as it lies in memory. Valid as long as the bytes it was made of.
class RecordView {
 public:
  // DATA_LOSS (RECORD_CORRUPT) where `value` is no record.
  static absl::StatusOr<RecordView> Parse(std::string_view value);

  // Readers may see it.
  bool visible() const { return (flags_ & kVisible) != 0; }
  bool deleted() const { return (flags_ & kDeleted) != 0; }
  // Its public projection has replaced spans.
  bool redacted() const { return (flags_ & kRedacted) != 0; }
  // What is left of a record that was erased for good.
  bool expunged() const { return (flags_ & kExpunged) != 0; }
  // A serialised message of the record's kind, without stamps.
  std::string_view Bytes(Audience audience, Extent extent) const;

  // DO NOT CHANGE: on disk.
  static constexpr uint8_t kVisible = 1, kDeleted = 2, kRedacted = 4, kExpunged = 8;

 private:
  explicit RecordView(std::string_view value) : value_(value), flags_(static_cast<uint8_t>(value[1])) {}

  std::string_view value_;
  uint8_t flags_;
};

// The stamps of a record, to be put behind its bytes.
std::string EncodeStamps(const StoreIdentity& identity, Revision revision, absl::Time time);
std::string Etag(const StoreIdentity& identity, Revision revision);

}  // namespace lectern::storage
