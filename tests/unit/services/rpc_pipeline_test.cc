// Calls with one answer on their way through the pipeline.
#include <atomic>
#include <thread>

#include "rpc_test_server.h"
#include "services/rpc/pipeline.h"

namespace lectern::rpc {
namespace {

using testing::EndedCall;
using testing::ErrorInfoOf;
using testing::Eventually;
using testing::RpcTestServer;
using testing::TestContext;

// Answers ListChanges with the newest revision.
MethodTable Answering(std::atomic<int>* answered = nullptr) {
  MethodTable methods;
  methods.Add<v1::ListChangesRequest>(testing::kListChanges, [=](CallPtr call, v1::ListChangesRequest) {
    if (answered != nullptr) ++*answered;
    call->Finish(v1::ListChangesResponse(), 7);
  });
  methods.AddStream<v1::WatchRequest>(testing::kWatch,
                                      [](StreamCallPtr call, v1::WatchRequest) { call->Finish(absl::OkStatus()); });
  return methods;
}

grpc::Status List(v1::ChangeService::Stub& stub, grpc::ClientContext& context) {
  v1::ListChangesResponse response;
  return stub.ListChanges(&context, v1::ListChangesRequest(), &response);
}

grpc::Status ListWith(RpcTestServer& server, const std::string& key, const std::string& value) {
  TestContext context;
  context.AddMetadata(key, value);
  return List(*server.NewStub(), context);
}

TEST(Pipeline, AnswersWithTheRevisionAndTellsTheObserver) {
  RpcTestServer server(Answering());
  TestContext context;
  EXPECT_TRUE(List(*server.NewStub(), context).ok());
  EXPECT_EQ(context.GetServerTrailingMetadata().find("lectern-revision")->second, "7");
  const std::vector<EndedCall> ended = server.ended();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].method, testing::kListChanges);
  EXPECT_EQ(ended[0].principal, "anonymous");
  EXPECT_EQ(ended[0].code, absl::StatusCode::kOk);
}

TEST(Pipeline, AMinRevisionThatIsThereCostsNothing) {
  RpcTestServer server(Answering());
  const storage::Revision latest = server.Commit();
  EXPECT_TRUE(ListWith(server, "lectern-min-revision", std::to_string(latest)).ok());
  EXPECT_TRUE(ListWith(server, "lectern-min-revision", "0").ok());
}

TEST(Pipeline, AMalformedMinRevisionIsRefusedByName) {
  RpcTestServer server(Answering());
  for (const char* value : {"", "x", "-1", "+1", " 1", "1.0", "9223372036854775808", "1,2"}) {
    const grpc::Status status = ListWith(server, "lectern-min-revision", value);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << value;
    EXPECT_EQ(ErrorInfoOf(status).reason(), "FIELD_INVALID") << value;
    EXPECT_NE(status.error_details().find("lectern-min-revision"), std::string::npos);
  }
  TestContext twice;
  twice.AddMetadata("lectern-min-revision", "1");
  twice.AddMetadata("lectern-min-revision", "2");
  EXPECT_EQ(List(*server.NewStub(), twice).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

// Forty calls wait, and there is one thread: it is not them that it waits for.
TEST(Pipeline, CallsWaitForARevisionWithoutAThread) {
  std::atomic<int> answered = 0;
  RpcTestServer server(Answering(&answered), {}, /*threads=*/1);
  const storage::Revision next = server.engine().Latest() + 1;
  const auto stub = server.NewStub();
  std::atomic<int> good = 0;
  std::vector<std::thread> waiting;
  for (int i = 0; i < 40; ++i)
    waiting.emplace_back([&] {
      TestContext context;
      context.AddMetadata("lectern-min-revision", std::to_string(next));
      if (List(*stub, context).ok()) ++good;
    });
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(answered.load(), 0);
  TestContext context;
  EXPECT_TRUE(List(*stub, context).ok());
  EXPECT_EQ(answered.load(), 1);
  server.Commit();
  for (std::thread& thread : waiting) thread.join();
  EXPECT_EQ(good.load(), 40);
}

TEST(Pipeline, ARevisionThatDoesNotComeIsUnavailable) {
  std::atomic<int> answered = 0;
  RpcTestServer server(Answering(&answered));
  const absl::Time begin = absl::Now();
  const grpc::Status status = ListWith(server, "lectern-min-revision", std::to_string(server.engine().Latest() + 1000));
  EXPECT_GE(absl::Now() - begin, absl::Seconds(5));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "REVISION_NOT_REACHED");
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("latest_revision"), std::to_string(server.engine().Latest()));
  EXPECT_NE(status.error_details().find("RetryInfo"), std::string::npos);
  EXPECT_EQ(answered.load(), 0);
}

TEST(Pipeline, AWaitEndsWithTheCallersDeadline) {
  RpcTestServer server(Answering());
  TestContext context(std::chrono::milliseconds(300));
  context.AddMetadata("lectern-min-revision", std::to_string(server.engine().Latest() + 1000));
  EXPECT_EQ(List(*server.NewStub(), context).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Eventually([&] { return server.ended().size() == 1; }));
  EXPECT_EQ(server.ended()[0].code, absl::StatusCode::kDeadlineExceeded);
}

// Who may not call is not told about the rest.
TEST(Pipeline, TheRoleComesFirst) {
  RpcTestServer server(Answering());
  TestContext context;
  context.AddMetadata("authorization", "Bearer nonsense");
  context.AddMetadata("lectern-min-revision", "x");
  EXPECT_EQ(List(*server.NewStub(), context).error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST(Pipeline, NewCallsAreRefusedWhenItStops) {
  std::atomic<int> answered = 0;
  RpcTestServer server(Answering(&answered));
  const auto stub = server.NewStub();
  TestContext before;
  EXPECT_TRUE(List(*stub, before).ok());
  server.pipeline().RefuseNewCalls();
  TestContext after;
  const grpc::Status status = List(*stub, after);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "SHUTTING_DOWN");
  EXPECT_EQ(answered.load(), 1);
}

}  // namespace
}  // namespace lectern::rpc
