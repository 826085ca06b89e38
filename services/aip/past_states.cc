#include "services/aip/past_states.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "storage/engine/fault.h"
#include "storage/records/record_value.h"

namespace lectern::aip {
namespace {

using google::protobuf::internal::WireFormatLite;
using storage::Audience;
using storage::Extent;
using storage::RecordView;

// The number in the field of a serialised message, without parsing the rest; 0 where it is not set.
absl::StatusOr<int64_t> NumberIn(std::string_view message, int field) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(message.data()),
                                            static_cast<int>(message.size()));
  const uint32_t wanted = WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_VARINT);
  uint64_t number = 0;
  for (uint32_t tag = in.ReadTag(); tag != 0; tag = in.ReadTag())
    if (tag == wanted ? !in.ReadVarint64(&number) : !WireFormatLite::SkipField(&in, tag))
      return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
                   "a stored record is damaged; restore it from a backup");
  return static_cast<int64_t>(number);
}

}  // namespace

absl::StatusOr<storage::Revision> HiddenThrough(const storage::RecordKind& kind, std::string_view record) {
  const auto* field = kind.prototype->GetDescriptor()->FindFieldByName("hidden_through_revision");
  if (field == nullptr) return 0;
  ASSIGN_OR_RETURN(const RecordView view, RecordView::Parse(record));
  return NumberIn(view.Bytes(Audience::kEditor, Extent::kFull), field->number());
}

absl::StatusOr<bool> ReadersMaySee(const storage::RecordKind& kind, const storage::Value& current,
                                   const storage::Value& past) {
  ASSIGN_OR_RETURN(const RecordView now, RecordView::Parse(current.bytes()));
  ASSIGN_OR_RETURN(const RecordView then, RecordView::Parse(past.bytes()));
  if (!now.visible() || !then.visible()) return false;
  if (past.revision() == current.revision()) return true;
  ASSIGN_OR_RETURN(const storage::Revision hidden, HiddenThrough(kind, current.bytes()));
  return past.revision() > hidden;
}

}  // namespace lectern::aip
