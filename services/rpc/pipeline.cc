#include "services/rpc/pipeline.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "services/auth/role_table.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "lecternd: %s\n", why.c_str());
  std::abort();
}

absl::Status CheckRole(const auth::Principal& principal, v1::Role least) {
  if (least != v1::ROLE_UNSPECIFIED && principal.role >= least) return absl::OkStatus();
  return Fault(
      absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_TOO_LOW,
      absl::StrCat("this method is for the role ", auth::RoleName(least), " and up; the call has the role ",
                   auth::RoleName(principal.role), principal.anonymous() ? ": send `authorization: Bearer <key>`" : ""),
      {{"role", auth::RoleName(principal.role)}, {"required_role", auth::RoleName(least)}});
}

}  // namespace

// A service of the contract whose methods get and give bytes: what WithRawCallbackMethod_* of the generated code does,
// for all methods of a descriptor at once.
class Pipeline::RawService final : public grpc::Service {
 public:
  using Starter = std::function<grpc::ServerUnaryReactor*(grpc::CallbackServerContext*, const grpc::ByteBuffer*,
                                                          grpc::ByteBuffer*)>;

  void AddRaw(const std::string& full_name, Starter starter) {
    paths_.push_back(std::make_unique<std::string>("/" + full_name));
    AddMethod(
        new grpc::internal::RpcServiceMethod(paths_.back()->c_str(), grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        static_cast<int>(paths_.size()) - 1,
        new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(std::move(starter)));
  }

 private:
  std::vector<std::unique_ptr<std::string>> paths_;  // gRPC keeps pointers to them
};

Pipeline::Pipeline(const auth::Authenticator& authenticator, MethodTable table, CallObserver observer,
                   const std::vector<const google::protobuf::ServiceDescriptor*>& services)
    : authenticator_(authenticator), observer_(std::move(observer)) {
  std::map<std::string, Handler> handlers = table.handlers();
  for (const auto* service : services) {
    auto raw = std::make_unique<RawService>();
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string name = absl::StrCat(service->full_name(), "/", service->method(i)->name());
      auto handler = handlers.extract(name);
      if (handler.empty()) Die(absl::StrCat("no handler for ", name));
      const v1::Role least = auth::LeastRole(name);
      if (least == v1::ROLE_UNSPECIFIED) Die(absl::StrCat("no line in the role table for ", name));
      methods_.push_back(std::make_unique<Method>(Method{name, least, std::move(handler.mapped())}));
      raw->AddRaw(name, [this, method = methods_.back().get()](
                            grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                            grpc::ByteBuffer* response) { return Start(*method, context, request, response); });
    }
    services_.push_back(std::move(raw));
  }
  if (!handlers.empty()) Die(absl::StrCat("a handler for ", handlers.begin()->first, ", which is no method"));
}

grpc::ServerUnaryReactor* Pipeline::Start(const Method& method, grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request, grpc::ByteBuffer* response) const {
  const CallPtr call = Call::Start(method.name, context, response, observer_);
  if (refusing_.load(std::memory_order_acquire)) {
    call->Finish(Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                       "the server is stopping; another, or the same a little later, will answer"));
    return call.get();
  }
  absl::StatusOr<auth::Principal> principal = authenticator_.Authenticate(context->client_metadata(), absl::Now());
  if (!principal.ok()) {
    call->Finish(principal.status());
    return call.get();
  }
  call->set_principal(*std::move(principal));
  if (absl::Status allowed = CheckRole(call->principal(), method.least_role); !allowed.ok()) {
    call->Finish(allowed);
    return call.get();
  }
  method.handler(call, *request);
  return call.get();
}

}  // namespace lectern::rpc
