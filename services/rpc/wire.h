// Messages to and from gRPC's byte buffers.
#pragma once

#include <memory>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "storage/engine/snapshot.h"

namespace lectern::rpc {

// INVALID_ARGUMENT: MALFORMED_REQUEST where the bytes are no such message, UNKNOWN_FIELDS where they hold fields or
// enum values that this version does not know (a write would lose them).
absl::Status Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message& message);

grpc::ByteBuffer Serialize(const google::protobuf::Message& message);

// Collects the bytes of an answer without copying those of records.
class ByteChain {
 public:
  // Copies `bytes`.
  void Append(std::string_view bytes);
  // Refers to `bytes`, which `holder` keeps in place until gRPC has sent them.
  void AppendHeld(std::string_view bytes, std::unique_ptr<storage::Value::Holder> holder);
  // Takes what another chain has collected.
  void Append(ByteChain&& other);
  // Tag and length of an embedded message or string of `length` bytes that is appended next.
  void AppendFieldHeader(int field, size_t length);
  // A field that holds a number; nothing where it is 0.
  void AppendCount(int field, uint64_t count);

  // Bytes of an embedded message or string of `length` bytes, header included.
  static size_t FieldSize(int field, size_t length);

  // Bytes so far.
  size_t size() const { return size_; }
  grpc::ByteBuffer Take();

 private:
  void AppendVarints(uint32_t tag, uint64_t number);
  // Makes a slice of what was copied since the last one.
  void Flush();

  // What is copied goes straight into memory that gRPC sends from. One block serves many slices.
  grpc::Slice block_;
  size_t used_ = 0, flushed_ = 0;  // bytes of block_
  absl::InlinedVector<grpc::Slice, 4> slices_;
  size_t size_ = 0;
};

}  // namespace lectern::rpc
