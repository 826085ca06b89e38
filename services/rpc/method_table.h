// The methods that the server carries out.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "google/protobuf/descriptor.h"
#include "services/rpc/call.h"
#include "services/rpc/wire.h"

namespace lectern::rpc {

// Carries a call out. Runs on a thread of gRPC: it must not block.
using Handler = std::function<void(CallPtr call, const grpc::ByteBuffer& request)>;

// By full name, such as "lectern.v1.EntryService/GetEntry".
class MethodTable {
 public:
  // Takes a handler that gets the parsed request: handle(CallPtr, Request).
  template <class Request, class Handle>
  void Add(std::string name, Handle handle) {
    handlers_.emplace(std::move(name), [handle = std::move(handle)](CallPtr call, const grpc::ByteBuffer& bytes) {
      Request request;
      if (absl::Status parsed = Parse(bytes, request); !parsed.ok()) return call->Finish(parsed);
      handle(std::move(call), std::move(request));
    });
  }

  const std::map<std::string, Handler>& handlers() const { return handlers_; }

 private:
  std::map<std::string, Handler> handlers_;
};

}  // namespace lectern::rpc
