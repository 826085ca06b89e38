// The one way that every call goes: principal, role, revision, request, handler. Server interceptors of gRPC 1.51
// cannot end a call, so this is where calls are refused.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/auth/authenticator.h"
#include "services/rpc/method_table.h"
#include "services/rpc/open_streams.h"
#include "storage/engine/engine.h"

namespace lectern::rpc {

class Pipeline {
 public:
  // Makes the observer of a method's calls; asked once for each method.
  using ObserverOf = std::function<CallObserver(const std::string& method)>;

  // All of it outlives the calls. Ends the process where a method of `services` has no handler or no line in the role
  // table, or a handler has no method: a server that would answer half of its contract must not start.
  // `answer_cache_bytes`: how much of the answers to kept methods is held; 0 for none.
  Pipeline(storage::Engine& engine, Executor& executor, const auth::Authenticator& authenticator, MethodTable methods,
           const ObserverOf& observer_of, const std::vector<const google::protobuf::ServiceDescriptor*>& services,
           StreamLimits limits = {}, size_t answer_cache_bytes = 0);

  // From now on new calls end with UNAVAILABLE (SHUTTING_DOWN), and so do all streams; other calls in flight go on.
  // Thread-safe.
  void RefuseNewCalls();
  // Cuts the streams whose callers did not take their end, so that nobody waits for them. Thread-safe.
  void CutStreams() { streams_.CutAll(); }

  // What to register with the server's builder.
  const std::vector<std::unique_ptr<grpc::Service>>& services() const { return services_; }

 private:
  struct Method : MethodInfo {
    Handler handler;
    StreamHandler stream_handler;  // instead of `handler` where the method answers with a stream
    ExchangeMethod exchange;       // instead of both where it takes one as well
    bool kept = false;             // its answers may be kept
  };
  class RawService;

  void AddMethod(const google::protobuf::MethodDescriptor& descriptor, MethodTable& table,
                 const ObserverOf& observer_of, RawService& service);
  // Answers from what is kept, or has the handler do so.
  void Handle(const Method& method, const CallPtr& call, const grpc::ByteBuffer& request) const;
  // Whether a call may go on to its handler; sets its principal.
  absl::Status Admit(CallBase& call, const auth::Metadata& metadata) const;
  grpc::ServerUnaryReactor* Start(const Method& method, grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request, grpc::ByteBuffer* response) const;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StartStream(const Method& method, grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request);
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StartExchange(const Method& method,
                                                                             grpc::CallbackServerContext* context);
  // As Admit; from then on the stream is watched over.
  absl::Status AdmitStream(const OpenStreamPtr& stream, const auth::Metadata& metadata);
  // What a stream must still be allowed while it is open.
  absl::Status Recheck(const grpc::CallbackServerContext& context) const;

  storage::Engine& engine_;
  Executor& executor_;
  const auth::Authenticator& authenticator_;
  mutable AnswerCache answers_;
  std::atomic<bool> refusing_{false};
  std::vector<std::unique_ptr<Method>> methods_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  OpenStreams streams_;  // last: its thread uses the rest
};

}  // namespace lectern::rpc
