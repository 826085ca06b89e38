// Calls of services that have no generated code here (grpc.health.v1, grpc.reflection.v1alpha): bytes to bytes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/impl/codegen/client_unary_call.h"
#include "grpcpp/impl/codegen/rpc_method.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"
#include "grpcpp/support/sync_stream.h"

namespace lectern::testing {

inline grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

inline std::string ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

// A unary call of `path` ("/package.Service/Method").
inline grpc::Status RawCall(grpc::Channel& channel, const char* path, grpc::ClientContext& context,
                            const std::string& request, std::string& answer) {
  const grpc::internal::RpcMethod method(path, grpc::internal::RpcMethod::NORMAL_RPC);
  grpc::ByteBuffer buffer;
  grpc::Status status = grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
      &channel, method, &context, ToBuffer(request), &buffer);
  if (status.ok()) answer = ToBytes(buffer);
  return status;
}

// A call of `path` with one request and a stream of answers; `type` is how the service declares it.
inline std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> RawStream(
    grpc::Channel& channel, const char* path, grpc::internal::RpcMethod::RpcType type, grpc::ClientContext& context,
    const std::string& request) {
  const grpc::internal::RpcMethod method(path, type);
  std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> stream(
      grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>::Create(&channel, method,
                                                                                            &context));
  stream->Write(ToBuffer(request));
  stream->WritesDone();
  return stream;
}

}  // namespace lectern::testing
