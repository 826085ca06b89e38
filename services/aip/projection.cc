#include "services/aip/projection.h"

#include <memory>

#include "storage/engine/fault.h"

namespace lectern::aip {

storage::Extent ExtentOf(v1::View view, storage::Extent fallback) {
  if (view == v1::VIEW_BASIC) return storage::Extent::kBasic;
  if (view == v1::VIEW_FULL) return storage::Extent::kFull;
  return fallback;
}

void Projected::AppendTo(rpc::ByteChain& chain) && {
  if (!decorated.empty()) return chain.Append(std::move(decorated));
  // Small records are cheaper to copy than to keep pinned.
  constexpr size_t kCopyBelow = 512;
  // So is a small part of a large one, which would be pinned as a whole.
  if (bytes.size() < kCopyBelow || bytes.size() < value->bytes().size() / 4)
    chain.Append(std::string(bytes));
  else
    chain.AppendHeld(bytes, value->Release());
  chain.Append(std::move(stamps));
}

absl::StatusOr<std::optional<Projected>> Project(const storage::StoreIdentity& identity, storage::Value& value,
                                                 storage::Audience audience, storage::Extent extent) {
  ASSIGN_OR_RETURN(const storage::RecordView view, storage::RecordView::Parse(value.bytes()));
  if (audience != storage::Audience::kEditor && !view.visible()) return std::optional<Projected>();
  Projected projected;
  projected.bytes = view.Bytes(audience, extent);
  projected.stamps = storage::EncodeStamps(identity, value.revision(), value.time());
  projected.value = std::move(value);
  return std::optional<Projected>(std::move(projected));
}

absl::Status DecorateProjected(const storage::RecordKind& kind, const storage::Snapshot& snapshot,
                               storage::Audience audience, const Decorate& decorate, Projected& projected) {
  const std::unique_ptr<google::protobuf::Message> record(kind.prototype->New());
  if (!record->ParseFromString(std::string(projected.bytes) + projected.stamps))
    return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
                 "a stored record is damaged; restore it from a backup");
  RETURN_IF_ERROR(decorate(snapshot, audience, *record));
  projected.decorated = record->SerializeAsString();
  return absl::OkStatus();
}

}  // namespace lectern::aip
