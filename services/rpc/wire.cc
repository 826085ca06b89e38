#include "services/rpc/wire.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/unknown_field_set.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Enough to see what is wrong. A request of 4 MiB can hold two million of them, and anybody may send it.
constexpr int kMaxViolations = 32;

// Whether `message`, or anything below it, holds what this version does not know. Most requests do not, and this is all
// that is spent on them.
bool HoldsUnknown(const Message& message) {
  const auto* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) return true;
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!is_message && field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM) continue;
    if (!field->is_repeated()) {
      if (is_message ? reflection->HasField(message, field) && HoldsUnknown(reflection->GetMessage(message, field))
                     : field->enum_type()->FindValueByNumber(reflection->GetEnumValue(message, field)) == nullptr)
        return true;
      continue;
    }
    for (int j = 0; j < reflection->FieldSize(message, field); ++j)
      if (is_message
              ? HoldsUnknown(reflection->GetRepeatedMessage(message, field, j))
              : field->enum_type()->FindValueByNumber(reflection->GetRepeatedEnumValue(message, field, j)) == nullptr)
        return true;
  }
  return false;
}

bool Enough(const google::rpc::BadRequest& found) { return found.field_violations_size() >= kMaxViolations; }

void FindUnknownValues(const Message& message, const FieldDescriptor* field, const std::string& name,
                       google::rpc::BadRequest& found) {
  const auto* reflection = message.GetReflection();
  const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
  for (int i = 0; i < size && !Enough(found); ++i) {
    const int value = field->is_repeated() ? reflection->GetRepeatedEnumValue(message, field, i)
                                           : reflection->GetEnumValue(message, field);
    if (field->enum_type()->FindValueByNumber(value) != nullptr) continue;
    auto* violation = found.add_field_violations();
    violation->set_field(field->is_repeated() ? absl::StrCat(name, "[", i, "]") : name);
    violation->set_description(absl::StrCat("the value ", value, " is not known"));
  }
}

// Adds what `message` and all below it hold that this version does not know: fields, and values of enums.
void FindUnknown(const Message& message, const std::string& path, google::rpc::BadRequest& found) {
  const auto* reflection = message.GetReflection();
  const auto& unknown = reflection->GetUnknownFields(message);
  for (int i = 0; i < unknown.field_count() && !Enough(found); ++i) {
    auto* violation = found.add_field_violations();
    violation->set_field(path);
    violation->set_description(absl::StrCat("field number ", unknown.field(i).number(), " is not known"));
  }
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (Enough(found)) return;
    const std::string name = absl::StrCat(path, path.empty() ? "" : ".", field->name());
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) FindUnknownValues(message, field, name, found);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      FindUnknown(reflection->GetMessage(message, field), name, found);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field) && !Enough(found); ++i)
      FindUnknown(reflection->GetRepeatedMessage(message, field, i), absl::StrCat(name, "[", i, "]"), found);
  }
}

bool ParseBytes(const grpc::ByteBuffer& bytes, Message& message) {
  if (bytes.Length() == 0) return message.ParseFromArray(nullptr, 0);
  if (grpc::Slice whole; bytes.TrySingleSlice(&whole).ok())
    return message.ParseFromArray(whole.begin(), static_cast<int>(whole.size()));
  grpc::ByteBuffer copy(bytes);  // shares the slices; the reader wants to own a buffer
  grpc::ProtoBufferReader reader(&copy);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

uint8_t* Data(const grpc::Slice& slice) { return const_cast<uint8_t*>(slice.begin()); }

}  // namespace

absl::Status Parse(const grpc::ByteBuffer& bytes, Message& message) {
  if (!ParseBytes(bytes, message))
    return Fault(
        absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_MALFORMED_REQUEST,
        absl::StrCat("the request is no valid ", message.GetDescriptor()->full_name(), "; texts must be UTF-8"));
  if (!HoldsUnknown(message)) return absl::OkStatus();
  google::rpc::BadRequest unknown;
  FindUnknown(message, "", unknown);
  absl::Status status =
      Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_UNKNOWN_FIELDS,
            "the request holds fields or values that this server does not know; is the client newer than the server?");
  AddDetail(status, unknown);
  return status;
}

grpc::ByteBuffer Serialize(const Message& message) {
  const grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(Data(slice));
  return grpc::ByteBuffer(&slice, 1);
}

void ByteChain::Append(std::string_view bytes) {
  constexpr size_t kFirstBlock = 1 << 10, kLargestBlock = 8 << 10;
  if (bytes.size() > block_.size() - used_) {
    Flush();
    const size_t block = std::clamp(2 * block_.size(), kFirstBlock, kLargestBlock);
    block_ = grpc::Slice(std::max(block, bytes.size()));
    used_ = flushed_ = 0;
  }
  if (bytes.empty()) return;
  std::memcpy(Data(block_) + used_, bytes.data(), bytes.size());
  used_ += bytes.size();
  size_ += bytes.size();
}

void ByteChain::AppendHeld(std::string_view bytes, std::unique_ptr<storage::Value::Holder> holder) {
  Flush();
  size_ += bytes.size();
  slices_.emplace_back(
      const_cast<char*>(bytes.data()), bytes.size(),
      [](void* held) { delete static_cast<storage::Value::Holder*>(held); }, holder.release());
}

void ByteChain::Append(ByteChain&& other) {
  Flush();
  other.Flush();
  for (grpc::Slice& slice : other.slices_) slices_.push_back(std::move(slice));
  size_ += other.size_;
}

void ByteChain::AppendFieldHeader(int field, size_t length) {
  constexpr uint32_t kLengthDelimited = 2;
  AppendVarints(static_cast<uint32_t>(field) << 3 | kLengthDelimited, length);
}

void ByteChain::AppendCount(int field, uint64_t count) {
  constexpr uint32_t kVarint = 0;
  if (count != 0) AppendVarints(static_cast<uint32_t>(field) << 3 | kVarint, count);
}

size_t ByteChain::FieldSize(int field, size_t length) {
  using google::protobuf::io::CodedOutputStream;
  return CodedOutputStream::VarintSize32(static_cast<uint32_t>(field) << 3) + CodedOutputStream::VarintSize64(length) +
         length;
}

void ByteChain::AppendVarints(uint32_t tag, uint64_t number) {
  uint8_t bytes[16];
  using google::protobuf::io::CodedOutputStream;
  uint8_t* end = CodedOutputStream::WriteVarint32ToArray(tag, bytes);
  end = CodedOutputStream::WriteVarint64ToArray(number, end);
  Append({reinterpret_cast<char*>(bytes), static_cast<size_t>(end - bytes)});
}

void ByteChain::Flush() {
  if (used_ == flushed_) return;
  slices_.push_back(block_.sub(flushed_, used_));
  flushed_ = used_;
}

grpc::ByteBuffer ByteChain::Take() {
  Flush();
  if (slices_.empty()) slices_.emplace_back(std::string());
  return grpc::ByteBuffer(slices_.data(), slices_.size());
}

}  // namespace lectern::rpc
