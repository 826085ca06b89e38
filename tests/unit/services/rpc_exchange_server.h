// What the tests of exchanges share: a server whose ImportService.StreamItems is handled by the test, and a client.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "lectern/v1/import_service.grpc.pb.h"
#include "rpc_test_server.h"

namespace lectern::testing {

inline constexpr char kStageItems[] = "lectern.v1.ImportService/StageItems";
inline constexpr char kStreamItems[] = "lectern.v1.ImportService/StreamItems";

// Handles StreamItems with `handle`; calls of the other methods are answered with nothing.
template <class Handle>
rpc::MethodTable Exchanging(Handle handle, size_t most_in_hand = 4) {
  const auto* service = v1::StageItemsRequest::descriptor()->file()->service(0);
  rpc::MethodTable methods;
  for (int i = 0; i < service->method_count(); ++i)
    if (!service->method(i)->client_streaming())
      methods.handlers()[service->full_name() + "/" + service->method(i)->name()] =
          [](const rpc::CallPtr& call, const grpc::ByteBuffer&) { call->Finish(grpc::ByteBuffer(), 1); };
  methods.AddExchange<v1::StreamItemsRequest>(kStreamItems, std::move(handle), most_in_hand);
  return methods;
}

class ExchangeServer : public RpcTestServer {
 public:
  explicit ExchangeServer(rpc::MethodTable methods, rpc::StreamLimits limits = {})
      : RpcTestServer(std::move(methods), limits, 4, v1::StageItemsRequest::descriptor()->file()->service(0)) {}
};

// The answer to chunk `chunk`, filled up to some `bytes`; the revision it shows is 100 more.
inline void AnswerChunk(const rpc::TurnPtr& turn, int chunk, size_t bytes = 0) {
  v1::StreamItemsResponse answer;
  answer.mutable_chunk()->set_chunk(chunk);
  // A field that clients do not know is as good as any to make an answer large.
  if (bytes > 0)
    v1::StreamItemsResponse::GetReflection()->MutableUnknownFields(&answer)->AddLengthDelimited(1000)->assign(bytes,
                                                                                                              'x');
  turn->Finish(answer, static_cast<storage::Revision>(100 + chunk));
}

// Keeps turns for the test to answer. What it is copied to keeps them in the same place.
class Keeper {
 public:
  void operator()(rpc::TurnPtr turn, const v1::StreamItemsRequest& request) const {
    std::lock_guard lock(kept_->mutex);
    kept_->turns.push_back(std::move(turn));
    kept_->chunks.push_back(request.chunk().chunk());
  }
  size_t size() const {
    std::lock_guard lock(kept_->mutex);
    return kept_->turns.size();
  }
  rpc::TurnPtr turn(size_t i) const {
    std::lock_guard lock(kept_->mutex);
    return kept_->turns.at(i);
  }
  void Answer(size_t i) const { AnswerChunk(turn(i), static_cast<int>(i)); }
  void Drop() const {
    std::vector<rpc::TurnPtr> dropped;  // outside the lock
    std::lock_guard lock(kept_->mutex);
    dropped.swap(kept_->turns);
  }
  // Copies of this one that servers have, and the test's.
  long copies() const { return kept_.use_count(); }

 private:
  struct Kept {
    std::mutex mutex;
    std::vector<rpc::TurnPtr> turns;
    std::vector<int> chunks;
  };
  std::shared_ptr<Kept> kept_ = std::make_shared<Kept>();
};

// A caller of StreamItems.
class Caller {
 public:
  explicit Caller(RpcTestServer& server, std::chrono::milliseconds deadline = std::chrono::seconds(30))
      : Caller(server, server.MakeKey(v1::ROLE_EDITOR), deadline) {}
  Caller(RpcTestServer& server, const std::string& key, std::chrono::milliseconds deadline = std::chrono::seconds(30))
      : context(deadline), stub_(v1::ImportService::NewStub(server.NewChannel())) {
    if (!key.empty()) context.AddMetadata("authorization", "Bearer " + key);
    stream_ = stub_->StreamItems(&context);
  }

  bool Send(int chunk, size_t bytes = 0) {
    v1::StreamItemsRequest request;
    request.mutable_chunk()->set_chunk(chunk);
    request.mutable_chunk()->set_operation(std::string(bytes, 'x'));
    return stream_->Write(request);
  }
  bool Send(const v1::StreamItemsRequest& request) { return stream_->Write(request); }
  void Close() { stream_->WritesDone(); }
  // The next answer's chunk; -1 at the end.
  int Next() {
    v1::StreamItemsResponse answer;
    return stream_->Read(&answer) ? answer.chunk().chunk() : -1;
  }
  grpc::Status Finish() { return stream_->Finish(); }
  void GoAway() {
    context.TryCancel();
    Finish();
  }
  std::string Trailer() const {
    const auto found = context.GetServerTrailingMetadata().find("lectern-revision");
    return found == context.GetServerTrailingMetadata().end() ? ""
                                                              : std::string(found->second.data(), found->second.size());
  }

  TestContext context;

 private:
  std::unique_ptr<v1::ImportService::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::StreamItemsRequest, v1::StreamItemsResponse>> stream_;
};

}  // namespace lectern::testing
