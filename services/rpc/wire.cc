#include "services/rpc/wire.h"

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

}  // namespace

absl::Status Parse(const grpc::ByteBuffer& bytes, Message& message) {
  grpc::ByteBuffer copy(bytes);  // shares the slices; the reader wants to own a buffer
  grpc::ProtoBufferReader reader(&copy);
  if (!reader.status().ok() || !message.ParseFromZeroCopyStream(&reader))
    return Fault(
        absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_MALFORMED_REQUEST,
        absl::StrCat("the request is no valid ", message.GetDescriptor()->full_name(), "; texts must be UTF-8"));
  google::rpc::BadRequest unknown;
  FindUnknown(message, "", unknown);
  if (unknown.field_violations().empty()) return absl::OkStatus();
  absl::Status status =
      Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_UNKNOWN_FIELDS,
            "the request holds fields or values that this server does not know; is the client newer than the server?");
  AddDetail(status, unknown);
  return status;
}

void ByteChain::Append(std::string bytes) {
  size_ += bytes.size();
  if (pending_.empty())
    pending_ = std::move(bytes);
  else
    pending_ += bytes;
}

void ByteChain::AppendHeld(std::string_view bytes, std::unique_ptr<storage::Value::Holder> holder) {
  Flush();
  size_ += bytes.size();
  slices_.emplace_back(
      const_cast<char*>(bytes.data()), bytes.size(),
      [](void* held) { delete static_cast<storage::Value::Holder*>(held); }, holder.release());
}

void ByteChain::AppendFieldHeader(int field, size_t length) {
  constexpr uint32_t kLengthDelimited = 2;
  AppendVarints(static_cast<uint32_t>(field) << 3 | kLengthDelimited, length);
}

void ByteChain::AppendCount(int field, uint64_t count) {
  constexpr uint32_t kVarint = 0;
  if (count != 0) AppendVarints(static_cast<uint32_t>(field) << 3 | kVarint, count);
}

void ByteChain::AppendVarints(uint32_t tag, uint64_t number) {
  uint8_t bytes[16];
  using google::protobuf::io::CodedOutputStream;
  uint8_t* end = CodedOutputStream::WriteVarint32ToArray(tag, bytes);
  end = CodedOutputStream::WriteVarint64ToArray(number, end);
  pending_.append(reinterpret_cast<char*>(bytes), static_cast<size_t>(end - bytes));
  size_ += static_cast<size_t>(end - bytes);
}

void ByteChain::Flush() {
  if (pending_.empty()) return;
  slices_.emplace_back(pending_);
  pending_.clear();
}

grpc::ByteBuffer ByteChain::Take() {
  Flush();
  if (slices_.empty()) slices_.emplace_back(std::string());
  return grpc::ByteBuffer(slices_.data(), slices_.size());
}

}  // namespace lectern::rpc
