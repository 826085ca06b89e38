#include "storage/records/record_value.h"

#include <algorithm>
#include <array>
#include <memory>

#include "absl/base/internal/endian.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "storage/engine/fault.h"
#include "storage/records/redaction.h"

namespace lectern::storage {
namespace {

constexpr uint8_t kVersion = 1;
constexpr size_t kAudiences = 3;
constexpr size_t kPartBytes = 12;  // offset, BASIC length, whole length
constexpr size_t kHeaderBytes = 4 + kAudiences * kPartBytes;
constexpr int kStampFields = 3;  // revision, etag, update_time

void Store(std::string& out, size_t at, size_t number) {
  absl::big_endian::Store32(out.data() + at, static_cast<uint32_t>(number));
}

// Where the first field numbered `first` or higher begins: fields are serialised in number order.
size_t OffsetOfField(std::string_view bytes, int first) {
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

bool HasStamps(const Message& record) {
  const auto* descriptor = record.GetDescriptor();
  for (int number = kFirstStampField; number < kFirstStampField + kStampFields; ++number)
    if (const auto* field = descriptor->FindFieldByNumber(number);
        field != nullptr && record.GetReflection()->HasField(record, field))
      return true;
  return false;
}

// False where the public projections are, byte for byte, the beginning of what editors read.
bool PublicMayDiffer(const RecordKind& kind, const Message& record) {
  if (HasRedactions(record)) return true;
  if (kind.strip != nullptr && (kind.strips == nullptr || kind.strips(record))) return true;
  // Those are serialised behind all others, whatever their numbers.
  return !record.GetReflection()->GetUnknownFields(record).empty();
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

// Room for replacements, which may be longer than what they hide.
constexpr size_t kRedactionReserve = 16 << 10;

absl::Status CheckSize(const RecordKind& kind, size_t editors, size_t shared) {
  const bool may_differ = kind.strip != nullptr || kind.prototype->GetDescriptor()->FindFieldByName("redactions");
  const size_t most = kHeaderBytes + editors + (may_differ ? 2 * shared + kRedactionReserve : 0);
  if (most <= kMaxValueBytes) return absl::OkStatus();
  return Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
               absl::StrCat("a record has ", editors, " bytes, of which readers see ", shared,
                            "; all of it and twice the readers' part must fit in ", kMaxValueBytes, ": split it"),
               {{"limit", absl::StrCat(kMaxValueBytes)}});
}

size_t Load(std::string_view value, size_t at) { return absl::big_endian::Load32(value.data() + at); }

size_t PartAt(Audience audience) { return 4 + static_cast<size_t>(audience) * kPartBytes; }

}  // namespace

absl::StatusOr<std::string> EncodeRecord(const RecordKind& kind, const Message& record) {
  std::unique_ptr<Message> without_stamps;
  if (HasStamps(record)) {
    without_stamps.reset(record.New());
    without_stamps->CopyFrom(record);
    ClearFrom(*without_stamps, kFirstStampField);
  }
  const Message& stored = without_stamps == nullptr ? record : *without_stamps;

  std::string value(kHeaderBytes, '\0');
  stored.AppendPartialToString(&value);
  const std::string_view body = std::string_view(value).substr(kHeaderBytes);
  const size_t editors = body.size();
  const size_t shared = OffsetOfField(body, kFirstEditorField);
  const size_t basic = OffsetOfField(body, kFirstFullField);
  RETURN_IF_ERROR(CheckSize(kind, editors, shared));
  struct Part {
    size_t offset, basic, length;
  };
  // Equal projections share their bytes: mostly all three are prefixes of one.
  std::array<Part, kAudiences> parts{};
  parts.fill({0, std::min(basic, shared), shared});
  parts[static_cast<size_t>(Audience::kEditor)] = {0, basic, editors};
  if (PublicMayDiffer(kind, stored)) {
    for (const Audience audience : {Audience::kEducator, Audience::kReader}) {
      ASSIGN_OR_RETURN(const std::string bytes, PublicBytes(kind, stored, audience));
      const std::string_view bodies = std::string_view(value).substr(kHeaderBytes);
      const Part& educators = parts[static_cast<size_t>(Audience::kEducator)];
      if (bodies.substr(0, shared) == bytes) continue;
      if (audience == Audience::kReader && bodies.substr(educators.offset, educators.length) == bytes) {
        parts[static_cast<size_t>(audience)] = educators;
      } else {
        parts[static_cast<size_t>(audience)] = {bodies.size(), OffsetOfField(bytes, kFirstFullField), bytes.size()};
        value += bytes;
      }
    }
  }

  uint8_t flags = 0;
  if (VisibleToReaders(record)) flags |= RecordView::kVisible;
  if (IsDeleted(record)) flags |= RecordView::kDeleted;
  if (HasRedactions(record)) flags |= RecordView::kRedacted;
  if (IsExpunged(record)) flags |= RecordView::kExpunged;
  value[0] = static_cast<char>(kVersion);
  value[1] = static_cast<char>(flags);
  for (size_t i = 0; i < kAudiences; ++i) {
    const size_t at = 4 + i * kPartBytes;
    Store(value, at, kHeaderBytes + parts[i].offset);
    Store(value, at + 4, parts[i].basic);
    Store(value, at + 8, parts[i].length);
  }
  return value;
}

absl::Status CheckStorable(const RecordKind& kind, const Message& record) {
  // Nearly every record is so small that it fits whatever part of it readers see.
  const size_t bytes = record.ByteSizeLong();
  if (CheckSize(kind, bytes, bytes).ok()) return absl::OkStatus();
  return EncodeRecord(kind, record).status();
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

// By hand what internal.v1.Stamps would serialise to: every record of every answer has them.
std::string EncodeStamps(const StoreIdentity& identity, Revision revision, absl::Time time) {
  using google::protobuf::io::CodedOutputStream;
  constexpr uint32_t kVarint = 0, kBytes = 2;
  constexpr uint32_t kStamp = kFirstStampField;
  const auto tag = [](uint32_t field, uint32_t type) { return field << 3 | type; };
  uint8_t moment[32];  // google.protobuf.Timestamp: seconds, nanos
  uint8_t* moment_end = moment;
  const int64_t seconds = absl::ToUnixSeconds(time);
  const int64_t nanos = (time - absl::FromUnixSeconds(seconds)) / absl::Nanoseconds(1);
  if (seconds != 0) {
    moment_end = CodedOutputStream::WriteVarint32ToArray(tag(1, kVarint), moment_end);
    moment_end = CodedOutputStream::WriteVarint64ToArray(static_cast<uint64_t>(seconds), moment_end);
  }
  if (nanos != 0) {
    moment_end = CodedOutputStream::WriteVarint32ToArray(tag(2, kVarint), moment_end);
    moment_end = CodedOutputStream::WriteVarint64ToArray(static_cast<uint64_t>(nanos), moment_end);
  }
  const std::string etag = Etag(identity, revision);
  uint8_t stamps[160];
  uint8_t* end = stamps;
  if (revision != 0) {
    end = CodedOutputStream::WriteVarint32ToArray(tag(kStamp, kVarint), end);
    end = CodedOutputStream::WriteVarint64ToArray(static_cast<uint64_t>(revision), end);
  }
  end = CodedOutputStream::WriteVarint32ToArray(tag(kStamp + 1, kBytes), end);
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(etag.size()), end);
  end = std::copy(etag.begin(), etag.end(), end);
  end = CodedOutputStream::WriteVarint32ToArray(tag(kStamp + 2, kBytes), end);
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(moment_end - moment), end);
  end = std::copy(moment, moment_end, end);
  return std::string(reinterpret_cast<const char*>(stamps), static_cast<size_t>(end - stamps));
}

}  // namespace lectern::storage
