#include "services/rpc/pipeline.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "services/auth/role_table.h"
#include "services/rpc/min_revision.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

using grpc::internal::RpcMethod;
using Bytes = grpc::ByteBuffer;

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "lecternd: %s\n", why.c_str());
  std::abort();
}

// The handler of that name, taken out of `handlers`.
template <class AnyHandler>
AnyHandler Take(std::map<std::string, AnyHandler>& handlers, const std::string& name) {
  auto handler = handlers.extract(name);
  if (handler.empty()) Die(absl::StrCat("no handler for ", name));
  return std::move(handler.mapped());
}

// Ends the process where a handler is left.
template <class AnyHandler>
void CheckAllTaken(const std::map<std::string, AnyHandler>& handlers, const char* kind) {
  for (const auto& [name, handler] : handlers) Die(absl::StrCat("a handler for ", name, ", which is no ", kind));
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
  // `handler` becomes gRPC's.
  void AddRaw(const std::string& full_name, RpcMethod::RpcType type, grpc::internal::MethodHandler* handler) {
    paths_.push_back(std::make_unique<std::string>("/" + full_name));
    AddMethod(new grpc::internal::RpcServiceMethod(paths_.back()->c_str(), type, nullptr));
    MarkMethodRawCallback(static_cast<int>(paths_.size()) - 1, handler);
  }

 private:
  std::vector<std::unique_ptr<std::string>> paths_;  // gRPC keeps pointers to them
};

Pipeline::Pipeline(storage::Engine& engine, Executor& executor, const auth::Authenticator& authenticator,
                   MethodTable table, const ObserverOf& observer_of,
                   const std::vector<const google::protobuf::ServiceDescriptor*>& services, StreamLimits limits,
                   size_t answer_cache_bytes)
    : engine_(engine),
      executor_(executor),
      authenticator_(authenticator),
      answers_(engine, answer_cache_bytes),
      streams_(limits, [this](const grpc::CallbackServerContext& context) { return Recheck(context); }) {
  for (const auto* service : services) {
    auto raw = std::make_unique<RawService>();
    for (int i = 0; i < service->method_count(); ++i) AddMethod(*service->method(i), table, observer_of, *raw);
    services_.push_back(std::move(raw));
  }
  CheckAllTaken(table.handlers(), "method");
  CheckAllTaken(table.stream_handlers(), "method with a stream");
  CheckAllTaken(table.exchanges(), "method with streams both ways");
}

void Pipeline::AddMethod(const google::protobuf::MethodDescriptor& descriptor, MethodTable& table,
                         const ObserverOf& observer_of, RawService& service) {
  auto owned = std::make_unique<Method>();
  Method* method = owned.get();
  methods_.push_back(std::move(owned));
  method->name = absl::StrCat(descriptor.service()->full_name(), "/", descriptor.name());
  method->least_role = auth::LeastRole(method->name);
  if (method->least_role == v1::ROLE_UNSPECIFIED) Die(absl::StrCat("no line in the role table for ", method->name));
  if (descriptor.client_streaming() && !descriptor.server_streaming())
    Die(absl::StrCat(method->name, " answers a stream once, which no handler does"));
  method->observer = observer_of(method->name);
  if (descriptor.client_streaming()) {
    method->exchange = Take(table.exchanges(), method->name);
    service.AddRaw(
        method->name, RpcMethod::BIDI_STREAMING,
        new grpc::internal::CallbackBidiHandler<Bytes, Bytes>(
            [this, method](grpc::CallbackServerContext* context) { return StartExchange(*method, context); }));
    return;
  }
  if (descriptor.server_streaming()) {
    method->stream_handler = Take(table.stream_handlers(), method->name);
    service.AddRaw(method->name, RpcMethod::SERVER_STREAMING,
                   new grpc::internal::CallbackServerStreamingHandler<Bytes, Bytes>(
                       [this, method](grpc::CallbackServerContext* context, const Bytes* request) {
                         return StartStream(*method, context, request);
                       }));
    return;
  }
  method->handler = Take(table.handlers(), method->name);
  method->kept = table.kept().contains(method->name);
  service.AddRaw(method->name, RpcMethod::NORMAL_RPC,
                 new grpc::internal::CallbackUnaryHandler<Bytes, Bytes>(
                     [this, method](grpc::CallbackServerContext* context, const Bytes* request, Bytes* response) {
                       return Start(*method, context, request, response);
                     }));
}

void Pipeline::RefuseNewCalls() {
  refusing_.store(true, std::memory_order_release);
  streams_.EndAll();
}

absl::Status Pipeline::Admit(CallBase& call, const auth::Metadata& metadata) const {
  if (refusing_.load(std::memory_order_acquire))
    return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                 "the server is stopping; another, or the same a little later, will answer");
  if (call.deadline() <= call.start())
    return Fault(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED,
                 "the call's time was over before it arrived; nothing was done");
  ASSIGN_OR_RETURN(auth::Principal principal, authenticator_.Authenticate(metadata, call.start()));
  call.set_principal(std::move(principal));
  return CheckRole(call.principal(), call.method_info().least_role);
}

grpc::ServerUnaryReactor* Pipeline::Start(const Method& method, grpc::CallbackServerContext* context,
                                          const Bytes* request, Bytes* response) const {
  const CallPtr call = Call::Start(method, context, response);
  const auth::Metadata& metadata = context->client_metadata();
  if (absl::Status admitted = Admit(*call, metadata); !admitted.ok()) {
    call->Finish(admitted);
    return call.get();
  }
  const absl::StatusOr<storage::Revision> revision = MinRevision(metadata);
  if (revision.ok()) call->set_min_revision(*revision);
  if (!revision.ok())
    call->Finish(revision.status());
  else if (*revision > engine_.Latest())
    AfterRevision(engine_, executor_, call, *revision,
                  [this, &method, call, request] { Handle(method, call, *request); });
  else
    Handle(method, call, *request);
  return call.get();
}

void Pipeline::Handle(const Method& method, const CallPtr& call, const Bytes& request) const {
  if (method.kept) {
    if (auto question = answers_.Ask(method.name, call->principal().role, request)) {
      if (auto hit = answers_.Find(*question)) return call->Finish(std::move(hit->answer), hit->revision);
      call->KeepAnswer(answers_, *std::move(question));
    }
  }
  method.handler(call, request);
}

grpc::ServerWriteReactor<Bytes>* Pipeline::StartStream(const Method& method, grpc::CallbackServerContext* context,
                                                       const Bytes* request) {
  const StreamCallPtr call = StreamCall::Start(method, context);
  if (absl::Status admitted = AdmitStream(call, context->client_metadata()); admitted.ok())
    method.stream_handler(call, *request);
  else
    call->Finish(admitted);
  return call.get();
}

grpc::ServerBidiReactor<Bytes, Bytes>* Pipeline::StartExchange(const Method& method,
                                                               grpc::CallbackServerContext* context) {
  const ExchangeCallPtr call = ExchangeCall::Start(method, context, streams_.limits().patience);
  if (absl::Status admitted = AdmitStream(call, context->client_metadata()); admitted.ok())
    call->Serve(method.exchange);
  else
    call->Finish(admitted);
  return call.get();
}

absl::Status Pipeline::AdmitStream(const OpenStreamPtr& stream, const auth::Metadata& metadata) {
  RETURN_IF_ERROR(Admit(*stream, metadata));
  return streams_.Add(stream);
}

absl::Status Pipeline::Recheck(const grpc::CallbackServerContext& context) const {
  return authenticator_.Authenticate(context.client_metadata(), absl::Now()).status();
}

}  // namespace lectern::rpc
