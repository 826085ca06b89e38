// Messages to and from gRPC's byte buffers.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "storage/engine/snapshot.h"

namespace lectern::rpc {

// INVALID_ARGUMENT: MALFORMED_REQUEST where the bytes are no such message, UNKNOWN_FIELDS where they hold fields or
// enum values that this version does not know (a write would lose them).
absl::Status Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message& message);

// Collects the bytes of an answer without copying those of records.
class ByteChain {
 public:
  // Copies `bytes`.
  void Append(std::string bytes);
  // Refers to `bytes`, which `holder` keeps in place until gRPC has sent them.
  void AppendHeld(std::string_view bytes, std::unique_ptr<storage::Value::Holder> holder);
  // Tag and length of an embedded message or string of `length` bytes that is appended next.
  void AppendFieldHeader(int field, size_t length);
  // A field that holds a number; nothing where it is 0.
  void AppendCount(int field, uint64_t count);

  // Bytes so far.
  size_t size() const { return size_; }
  grpc::ByteBuffer Take();

 private:
  void AppendVarints(uint32_t tag, uint64_t number);
  void Flush();

  std::string pending_;
  std::vector<grpc::Slice> slices_;
  size_t size_ = 0;
};

}  // namespace lectern::rpc
