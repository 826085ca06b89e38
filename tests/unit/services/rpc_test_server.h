// A pipeline that serves one service on a free port of loopback, with handlers that a test gives: ChangeService, which
// has one method with one answer and one with a stream, unless it names another. Over TCP, since gRPC's in-process
// transport has no flow control.
#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/grpc.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "lectern/v1/change_service.grpc.pb.h"
#include "services/auth/secret.h"
#include "services/rpc/pipeline.h"
#include "storage/engine/timestamp.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace lectern::testing {

inline constexpr char kListChanges[] = "lectern.v1.ChangeService/ListChanges";
inline constexpr char kWatch[] = "lectern.v1.ChangeService/Watch";

inline std::unique_ptr<storage::Engine> OpenInMemory() {
  storage::rocks::RocksDbOptions options;
  options.in_memory = true;
  options.permanent = [](std::string_view) { return true; };
  return storage::rocks::OpenRocksDb(options).value();
}

// What a call ended with.
struct EndedCall {
  std::string method;
  std::string principal;
  absl::StatusCode code;
};

class RpcTestServer {
 public:
  explicit RpcTestServer(
      rpc::MethodTable methods, rpc::StreamLimits limits = {}, size_t threads = 1,
      const google::protobuf::ServiceDescriptor* service = v1::Change::descriptor()->file()->service(0))
      : engine_(OpenInMemory()), executor_(threads), service_(service) {
    Serve(std::move(methods), limits);
  }
  // `methods` are made on the engine and the executor of this server.
  template <class MakeMethods>
  RpcTestServer(const MakeMethods& make_methods, rpc::StreamLimits limits)
      : engine_(OpenInMemory()), executor_(4), service_(v1::Change::descriptor()->file()->service(0)) {
    Serve(make_methods(*engine_, executor_), limits);
  }
  ~RpcTestServer() { server_->Shutdown(std::chrono::system_clock::now()); }

  storage::Engine& engine() { return *engine_; }
  rpc::Executor& executor() { return executor_; }
  rpc::Pipeline& pipeline() { return *pipeline_; }
  auth::KeyRing& keys() { return *keys_; }

  std::shared_ptr<grpc::Channel> NewChannel() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
    return grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), arguments);
  }
  std::unique_ptr<v1::ChangeService::Stub> NewStub() { return v1::ChangeService::NewStub(NewChannel()); }

  std::vector<EndedCall> ended() {
    std::lock_guard lock(mutex_);
    return ended_;
  }

  // Commits something, so that there is a revision more.
  storage::Revision Commit() {
    storage::CommitRequest request;
    request.batch.Put("\x20key", "value");
    std::promise<storage::Revision> committed;
    engine_->Commit(std::move(request), [&](absl::StatusOr<storage::CommitResult> result) {
      committed.set_value(result.value().revision);
    });
    return committed.get_future().get();
  }

  std::string MakeKey(v1::Role role) {
    v1::ApiKey key;
    key.set_role(role);
    const std::string secret = auth::NewSecret(auth::RandomId());
    std::promise<bool> made;
    keys_->Create(key, secret, absl::Now(), "test",
                  [&](absl::StatusOr<v1::ApiKey> created) { made.set_value(created.ok()); });
    EXPECT_TRUE(made.get_future().get());
    return secret;
  }

 private:
  void Serve(rpc::MethodTable methods, rpc::StreamLimits limits) {
    // Without this, gRPC is taken down with the last server and channel of a test, which waits 10 s for a thread of its
    // own where a write was under way.
    [[maybe_unused]] static const bool up_for_good = (grpc_init(), true);
    keys_ = auth::KeyRing::Open(*engine_).value();
    authenticator_ = std::make_unique<auth::Authenticator>(*keys_, true);
    pipeline_ = std::make_unique<rpc::Pipeline>(
        *engine_, executor_, *authenticator_, std::move(methods),
        [this](const std::string&) {
          return [this](const rpc::CallRecord& call) {
            std::lock_guard lock(mutex_);
            ended_.push_back({std::string(call.method), std::string(call.principal), call.status.code()});
          };
        },
        std::vector{service_}, limits);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    for (const auto& service : pipeline_->services()) builder.RegisterService(service.get());
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }

  const std::unique_ptr<storage::Engine> engine_;
  rpc::Executor executor_;
  const google::protobuf::ServiceDescriptor* const service_;
  std::unique_ptr<auth::KeyRing> keys_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<rpc::Pipeline> pipeline_;
  std::string address_;
  std::mutex mutex_;
  std::vector<EndedCall> ended_;  // guarded by mutex_
  std::unique_ptr<grpc::Server> server_;
};

// A client's side of a call, with a deadline that no test reaches unless it fails.
class TestContext : public grpc::ClientContext {
 public:
  explicit TestContext(std::chrono::milliseconds deadline = std::chrono::seconds(30)) {
    set_deadline(std::chrono::system_clock::now() + deadline);
  }
};

inline google::rpc::ErrorInfo ErrorInfoOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  details.ParseFromString(status.error_details());
  for (const auto& detail : details.details())
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  return info;
}

// Waits until `condition` holds, for 10 s at most; whether it does.
template <class Condition>
bool Eventually(const Condition& condition) {
  const absl::Time end = absl::Now() + absl::Seconds(10);
  while (!condition()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

}  // namespace lectern::testing
