// Streams on their way through the pipeline.
#include <atomic>

#include "rpc_test_server.h"
#include "services/rpc/stream_call.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

using testing::ErrorInfoOf;
using testing::Eventually;
using testing::RpcTestServer;
using testing::TestContext;

// Gives numbered messages of `bytes` for as long as it is asked.
class Counter : public std::enable_shared_from_this<Counter> {
 public:
  Counter(StreamCallPtr call, size_t bytes, int most) : call_(std::move(call)), bytes_(bytes), most_(most) { ++alive; }
  ~Counter() { --alive; }

  void Pull() {
    if (next_ == most_) return call_->Finish(absl::OkStatus());
    v1::WatchResponse message;
    message.mutable_transaction()->set_revision(++next_);
    message.set_feed_id(std::string(bytes_, 'x'));
    pulled = next_;
    call_->Send(Serialize(message), next_);
  }

  static inline std::atomic<int> alive = 0;
  static inline std::atomic<int> pulled = 0;

 private:
  const StreamCallPtr call_;
  const size_t bytes_;
  const int most_;
  int next_ = 0;
};

MethodTable Counting(size_t bytes, int most) {
  MethodTable methods;
  methods.Add<v1::ListChangesRequest>(
      testing::kListChanges, [](CallPtr call, v1::ListChangesRequest) { call->Finish(v1::ListChangesResponse(), 1); });
  methods.AddStream<v1::WatchRequest>(testing::kWatch, [=](StreamCallPtr call, v1::WatchRequest) {
    auto counter = std::make_shared<Counter>(call, bytes, most);
    call->Serve([counter] { counter->Pull(); });
  });
  return methods;
}

class Stream {
 public:
  explicit Stream(RpcTestServer& server, const std::string& key = "",
                  std::chrono::milliseconds deadline = std::chrono::seconds(30))
      : context(deadline), stub_(server.NewStub()) {
    if (!key.empty()) context.AddMetadata("authorization", "Bearer " + key);
    reader_ = stub_->Watch(&context, v1::WatchRequest());
  }

  // The next message's number; 0 at the end.
  int Next() {
    v1::WatchResponse message;
    return reader_->Read(&message) ? static_cast<int>(message.transaction().revision()) : 0;
  }
  grpc::Status Finish() { return reader_->Finish(); }

  TestContext context;

 private:
  std::unique_ptr<v1::ChangeService::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> reader_;
};

TEST(StreamCall, SendsWhatIsPulledInOrder) {
  RpcTestServer server(Counting(100, 2000));
  Stream stream(server);
  for (int i = 1; i <= 2000; ++i) ASSERT_EQ(stream.Next(), i);
  EXPECT_EQ(stream.Next(), 0);
  EXPECT_TRUE(stream.Finish().ok());
  EXPECT_EQ(stream.context.GetServerTrailingMetadata().find("lectern-revision")->second, "2000");
  EXPECT_TRUE(Eventually([] { return Counter::alive == 0; }));
  ASSERT_EQ(server.ended().size(), 1U);
  EXPECT_EQ(server.ended()[0].method, testing::kWatch);
  EXPECT_EQ(server.ended()[0].code, absl::StatusCode::kOk);
}

// A caller that does not read is not sent to: beside what gRPC and the sockets hold (some 8 MiB here), one message
// waits, whatever there is.
TEST(StreamCall, PullsOnlyWhenTheLastMessageWasTaken) {
  RpcTestServer server(Counting(256 << 10, 1000));
  Stream stream(server);
  ASSERT_EQ(stream.Next(), 1);
  absl::SleepFor(absl::Milliseconds(500));
  const int pulled = Counter::pulled;
  EXPECT_LT(pulled, 100);
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(Counter::pulled, pulled);
  for (int i = 2; i <= 100; ++i) ASSERT_EQ(stream.Next(), i);
  EXPECT_GE(Counter::pulled, 100);
  stream.context.TryCancel();
  EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST(StreamCall, GoesWithItsCaller) {
  RpcTestServer server(Counting(256 << 10, 1000));
  {
    Stream stream(server);
    ASSERT_EQ(stream.Next(), 1);
    stream.context.TryCancel();
    stream.Finish();
  }
  EXPECT_TRUE(Eventually([&] { return Counter::alive == 0 && server.ended().size() == 1; }));
  EXPECT_EQ(server.ended()[0].code, absl::StatusCode::kCancelled);
}

TEST(StreamCall, EndsWithItsCallersDeadline) {
  RpcTestServer server(Counting(256 << 10, 1000));
  Stream stream(server, "", std::chrono::milliseconds(300));
  ASSERT_EQ(stream.Next(), 1);
  EXPECT_TRUE(Eventually([&] { return Counter::alive == 0 && server.ended().size() == 1; }));
  // Both sides watch the time: the caller may have cancelled just before.
  EXPECT_TRUE(server.ended()[0].code == absl::StatusCode::kDeadlineExceeded ||
              server.ended()[0].code == absl::StatusCode::kCancelled);
}

TEST(OpenStreams, AreBounded) {
  RpcTestServer server(Counting(256 << 10, 1000), {.most_open = 2});
  Stream first(server), second(server);
  ASSERT_EQ(first.Next(), 1);
  ASSERT_EQ(second.Next(), 1);
  Stream third(server);
  EXPECT_EQ(third.Next(), 0);
  const grpc::Status refused = third.Finish();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ErrorInfoOf(refused).reason(), "LIMIT_EXCEEDED");
  EXPECT_EQ(ErrorInfoOf(refused).metadata().at("limit"), "2");
  first.context.TryCancel();
  first.Finish();
  ASSERT_TRUE(Eventually([&] { return Counter::alive == 1; }));
  Stream fourth(server);
  EXPECT_EQ(fourth.Next(), 1);
  for (Stream* stream : {&second, &fourth}) {
    stream->context.TryCancel();
    stream->Finish();
  }
}

TEST(OpenStreams, EndAtOnceWhenTheServerStops) {
  RpcTestServer server(Counting(100, 1 << 30));
  Stream stream(server);
  ASSERT_EQ(stream.Next(), 1);
  const absl::Time begin = absl::Now();
  server.pipeline().RefuseNewCalls();
  int last = 1;
  for (int next = stream.Next(); next != 0; next = stream.Next()) last = next;
  const grpc::Status status = stream.Finish();
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "SHUTTING_DOWN");
  // What was sent arrives before the end, so that a consumer can resume where the error says.
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("revision"), std::to_string(last));
  Stream late(server);
  EXPECT_EQ(late.Next(), 0);
  EXPECT_EQ(ErrorInfoOf(late.Finish()).reason(), "SHUTTING_DOWN");
}

// Whoever does not even take the end is cut off: the stop waits for nobody.
TEST(OpenStreams, AreCutWhereTheirEndIsNotTaken) {
  RpcTestServer server(Counting(256 << 10, 1000));
  Stream stream(server);
  ASSERT_EQ(stream.Next(), 1);
  absl::SleepFor(absl::Milliseconds(300));  // until its window is full
  server.pipeline().RefuseNewCalls();
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(Counter::alive.load(), 1);
  server.pipeline().CutStreams();
  EXPECT_TRUE(Eventually([] { return Counter::alive == 0; }));
}

TEST(OpenStreams, ASlowConsumerIsEndedAndToldWhereToResume) {
  RpcTestServer server(Counting(256 << 10, 1000), {.patience = absl::Seconds(1)});
  Stream stream(server);
  ASSERT_EQ(stream.Next(), 1);
  ASSERT_TRUE(Eventually([&] { return server.ended().size() == 1; }));
  EXPECT_EQ(server.ended()[0].code, absl::StatusCode::kResourceExhausted);
  int last = 1;
  for (int next = stream.Next(); next != 0; next = stream.Next()) last = next;
  const grpc::Status status = stream.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "SLOW_CONSUMER");
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("revision"), std::to_string(last));
}

TEST(OpenStreams, ACallerThatTakesNothingIsCutOff) {
  RpcTestServer server(Counting(256 << 10, 1000), {.patience = absl::Seconds(1)});
  Stream stream(server);
  ASSERT_EQ(stream.Next(), 1);
  EXPECT_TRUE(Eventually([] { return Counter::alive == 0; }));
  while (stream.Next() != 0) {
  }
  EXPECT_FALSE(stream.Finish().ok());
}

TEST(OpenStreams, AReaderThatIsOnlySlowStays) {
  // Room opens in steps of megabytes, so what counts is the time for one of them.
  RpcTestServer server(Counting(256 << 10, 1000), {.patience = absl::Seconds(3)});
  Stream stream(server);
  for (int i = 1; i <= 120; ++i) {
    ASSERT_EQ(stream.Next(), i);
    absl::SleepFor(absl::Milliseconds(40));
  }
  EXPECT_TRUE(server.ended().empty());
  stream.context.TryCancel();
  stream.Finish();
}

TEST(OpenStreams, EndWhenTheirKeyIsRevoked) {
  RpcTestServer server(Counting(256 << 10, 1000));
  const std::string key = server.MakeKey(v1::ROLE_READER);
  Stream stream(server, key), other(server, server.MakeKey(v1::ROLE_READER));
  ASSERT_EQ(stream.Next(), 1);
  ASSERT_EQ(other.Next(), 1);
  server.keys().Revoke("apiKeys/" + *auth::IdOfSecret(key), absl::Now(), "test", [](absl::StatusOr<v1::ApiKey>) {});
  ASSERT_TRUE(Eventually([&] { return !server.ended().empty(); }));
  while (stream.Next() != 0) {
  }
  EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(server.ended().size(), 1U);
  other.context.TryCancel();
  other.Finish();
}

}  // namespace
}  // namespace lectern::rpc
