// The one way that every call goes: principal, role, request, handler. Server interceptors of gRPC 1.51 cannot end a
// call, so this is where calls are refused.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/impl/codegen/service_type.h"
#include "services/auth/authenticator.h"
#include "services/rpc/method_table.h"

namespace lectern::rpc {

class Pipeline {
 public:
  // All of it outlives the calls. Ends the process where a method of `services` has no handler or no line in the role
  // table, or a handler has no method: a server that would answer half of its contract must not start.
  Pipeline(const auth::Authenticator& authenticator, MethodTable methods, CallObserver observer,
           const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  // From now on new calls end with UNAVAILABLE (SHUTTING_DOWN); those in flight go on. Thread-safe.
  void RefuseNewCalls() { refusing_.store(true, std::memory_order_release); }

  // What to register with the server's builder.
  const std::vector<std::unique_ptr<grpc::Service>>& services() const { return services_; }

 private:
  struct Method {
    std::string name;
    v1::Role least_role;
    Handler handler;
  };
  class RawService;

  grpc::ServerUnaryReactor* Start(const Method& method, grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request, grpc::ByteBuffer* response) const;

  const auth::Authenticator& authenticator_;
  const CallObserver observer_;
  std::atomic<bool> refusing_{false};
  std::vector<std::unique_ptr<Method>> methods_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
};

}  // namespace lectern::rpc
