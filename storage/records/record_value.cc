#include "storage/records/record_value.h"

#include <array>
#include <memory>

#include "absl/base/internal/endian.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "lectern/internal/v1/store.pb.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/records/redaction.h"

namespace lectern::storage {
namespace {

constexpr uint8_t kVersion = 1;
constexpr size_t kAudiences = 3;
constexpr size_t kPartBytes = 12;  // offset, BASIC length, whole length
constexpr size_t kHeaderBytes = 4 + kAudiences * kPartBytes;

void AppendUint32(std::string& out, size_t number) {
  char bytes[4];
  absl::big_endian::Store32(bytes, static_cast<uint32_t>(number));
  out.append(bytes, sizeof bytes);
}

// Where the first field numbered `first` or higher begins: fields are serialised in number order.
size_t OffsetOfField(const std::string& bytes, int first) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  while (true) {
    const int at = in.CurrentPosition();
    const uint32_t tag = in.ReadTag();
    if (tag == 0 || WireFormatLite::GetTagFieldNumber(tag) >= first) return static_cast<size_t>(at);
    if (!WireFormatLite::SkipField(&in, tag)) return static_cast<size_t>(at);
  }
}

void ClearFrom(Message& record, int first) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  record.GetReflection()->ListFields(record, &fields);
  for (const auto* field : fields)
    if (field->number() >= first) record.GetReflection()->ClearField(&record, field);
}

// What an audience other than editors reads.
absl::StatusOr<std::string> PublicBytes(const RecordKind& kind, const Message& record, Audience audience) {
  std::unique_ptr<Message> copy(record.New());
  copy->CopyFrom(record);
  RETURN_IF_ERROR(ApplyRedactions(*copy));
  ClearFrom(*copy, kFirstEditorField);
  if (kind.strip != nullptr) kind.strip(*copy, audience);
  return copy->SerializeAsString();
}

absl::Status Corrupt() {
  return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
               "a stored record is damaged; restore it from a backup");
}

size_t Load(std::string_view value, size_t at) { return absl::big_endian::Load32(value.data() + at); }

size_t PartAt(Audience audience) { return 4 + static_cast<size_t>(audience) * kPartBytes; }

}  // namespace

absl::StatusOr<std::string> EncodeRecord(const RecordKind& kind, const Message& record) {
  std::unique_ptr<Message> stored(record.New());
  stored->CopyFrom(record);
  ClearFrom(*stored, kFirstStampField);

  std::string body = stored->SerializeAsString();
  const size_t editors = body.size();
  const size_t shared = OffsetOfField(body, kFirstEditorField);
  struct Part {
    size_t offset, basic, length;
  };
  std::array<Part, kAudiences> parts{};
  parts[static_cast<size_t>(Audience::kEditor)] = {0, OffsetOfField(body, kFirstFullField), editors};
  // Equal projections share their bytes: mostly all three are prefixes of one.
  for (const Audience audience : {Audience::kEducator, Audience::kReader}) {
    ASSIGN_OR_RETURN(const std::string bytes, PublicBytes(kind, *stored, audience));
    const size_t basic = OffsetOfField(bytes, kFirstFullField);
    const Part& educators = parts[static_cast<size_t>(Audience::kEducator)];
    Part& part = parts[static_cast<size_t>(audience)];
    if (body.compare(0, shared, bytes) == 0) {
      part = {0, basic, shared};
    } else if (audience == Audience::kReader && body.compare(educators.offset, educators.length, bytes) == 0) {
      part = educators;
    } else {
      part = {body.size(), basic, bytes.size()};
      body += bytes;
    }
  }

  uint8_t flags = 0;
  if (VisibleToReaders(record)) flags |= RecordView::kVisible;
  if (IsDeleted(record)) flags |= RecordView::kDeleted;
  if (HasRedactions(record)) flags |= RecordView::kRedacted;
  std::string value{static_cast<char>(kVersion), static_cast<char>(flags), '\0', '\0'};
  for (const Part& part : parts) {
    AppendUint32(value, kHeaderBytes + part.offset);
    AppendUint32(value, part.basic);
    AppendUint32(value, part.length);
  }
  return value + body;
}

absl::StatusOr<RecordView> RecordView::Parse(std::string_view value) {
  if (value.size() < kHeaderBytes || value[0] != static_cast<char>(kVersion)) return Corrupt();
  for (const Audience audience : {Audience::kReader, Audience::kEducator, Audience::kEditor}) {
    const size_t offset = Load(value, PartAt(audience));
    const size_t length = Load(value, PartAt(audience) + 8);
    if (offset > value.size() || length > value.size() - offset || Load(value, PartAt(audience) + 4) > length)
      return Corrupt();
  }
  return RecordView(value);
}

std::string_view RecordView::Bytes(Audience audience, Extent extent) const {
  const size_t at = PartAt(audience);
  return value_.substr(Load(value_, at), Load(value_, at + (extent == Extent::kBasic ? 4 : 8)));
}

std::string Etag(const StoreIdentity& identity, Revision revision) {
  return absl::StrCat(identity.store_id.substr(0, 8), "-", identity.epoch, "-", revision);
}

std::string EncodeStamps(const StoreIdentity& identity, Revision revision, absl::Time time) {
  internal::v1::Stamps stamps;
  stamps.set_revision(revision);
  stamps.set_etag(Etag(identity, revision));
  *stamps.mutable_update_time() = ToTimestamp(time);
  return stamps.SerializeAsString();
}

}  // namespace lectern::storage
