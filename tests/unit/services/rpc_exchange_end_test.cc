// Calls with a stream of messages each way: who may open them, and what ends them.
#include <atomic>
#include <thread>

#include "rpc_exchange_server.h"

namespace lectern::rpc {
namespace {

using testing::AnswerChunk;
using testing::Caller;
using testing::ErrorInfoOf;
using testing::Eventually;
using testing::ExchangeServer;
using testing::Exchanging;
using testing::Keeper;

void Echo(const TurnPtr& turn, const v1::StreamItemsRequest& request) { AnswerChunk(turn, request.chunk().chunk()); }

// What ended the one call of `server`; OK where none has.
absl::StatusCode EndOf(ExchangeServer& server) {
  if (!Eventually([&] { return !server.ended().empty(); })) return absl::StatusCode::kOk;
  EXPECT_EQ(server.ended().size(), 1U);
  return server.ended()[0].code;
}

TEST(ExchangeEnd, WhoMayNotCallIsRefusedBeforeAnythingIsRead) {
  std::atomic<int> handled = 0;
  ExchangeServer server(Exchanging([&](const TurnPtr& turn, const v1::StreamItemsRequest& request) {
    ++handled;
    Echo(turn, request);
  }));
  const std::pair<std::string, const char*> refused[] = {
      {server.MakeKey(v1::ROLE_EDUCATOR), "ROLE_TOO_LOW"}, {"", "ROLE_TOO_LOW"}, {"nonsense", "CREDENTIAL_INVALID"}};
  for (const auto& [key, reason] : refused) {
    Caller caller(server, key);
    caller.Send(1);
    EXPECT_EQ(caller.Next(), -1);
    EXPECT_EQ(ErrorInfoOf(caller.Finish()).reason(), reason);
  }
  EXPECT_EQ(handled.load(), 0);
  EXPECT_EQ(server.ended().size(), 3U);
}

TEST(ExchangeEnd, CountsAmongTheOpenStreams) {
  ExchangeServer server(Exchanging(Echo), {.most_open = 1});
  Caller first(server);
  first.Send(1);
  ASSERT_EQ(first.Next(), 1);
  Caller second(server);
  EXPECT_EQ(second.Next(), -1);
  EXPECT_EQ(ErrorInfoOf(second.Finish()).reason(), "LIMIT_EXCEEDED");
  first.Close();
  EXPECT_EQ(first.Next(), -1);
  EXPECT_TRUE(first.Finish().ok());
  // The caller may hear of the end before the server is done with the call.
  EXPECT_TRUE(Eventually([&] {
    Caller third(server);
    third.Send(3);
    const bool open = third.Next() == 3;
    third.GoAway();
    return open;
  }));
}

TEST(ExchangeEnd, GoesWithItsCaller) {
  Keeper keeper;
  ExchangeServer server(Exchanging(keeper));
  const long copies = keeper.copies();
  {
    Caller caller(server);
    caller.Send(0);
    caller.Send(1);
    ASSERT_TRUE(Eventually([&] { return keeper.size() == 2; }));
    EXPECT_TRUE(keeper.turn(0)->StillWanted().ok());
    caller.GoAway();
  }
  EXPECT_EQ(EndOf(server), absl::StatusCode::kCancelled);
  EXPECT_EQ(keeper.turn(0)->StillWanted().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(keeper.turn(1)->StillWanted().code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(Eventually([&] { return keeper.copies() == copies; }));
  keeper.Answer(0);  // nobody hears of it
  keeper.Drop();
  EXPECT_EQ(server.ended().size(), 1U);
}

TEST(ExchangeEnd, ACallerThatGoesWhileNothingIsInHandHasNotClosed) {
  for (int i = 0; i < 20; ++i) {
    ExchangeServer server(Exchanging(Echo));
    Caller caller(server);
    caller.Send(1);
    ASSERT_EQ(caller.Next(), 1);
    caller.GoAway();
    EXPECT_EQ(EndOf(server), absl::StatusCode::kCancelled);
  }
}

TEST(ExchangeEnd, ComesWithItsCallersDeadline) {
  Keeper keeper;
  ExchangeServer server(Exchanging(keeper));
  Caller caller(server, std::chrono::milliseconds(500));
  caller.Send(0);
  ASSERT_TRUE(Eventually([&] { return keeper.size() == 1; }));
  EXPECT_LE(keeper.turn(0)->deadline(), absl::Now() + absl::Seconds(1));
  EXPECT_EQ(caller.Next(), -1);
  EXPECT_EQ(caller.Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  // Both sides watch the time: the caller may have cancelled just before.
  const absl::StatusCode end = EndOf(server);
  EXPECT_TRUE(end == absl::StatusCode::kDeadlineExceeded || end == absl::StatusCode::kCancelled);
  EXPECT_FALSE(keeper.turn(0)->StillWanted().ok());
  keeper.Drop();
}

TEST(ExchangeEnd, ComesAtOnceWhenTheServerStops) {
  Keeper keeper;
  ExchangeServer server(Exchanging(keeper));
  Caller caller(server);
  caller.Send(0);
  caller.Send(1);
  ASSERT_TRUE(Eventually([&] { return keeper.size() == 2; }));
  keeper.Answer(0);
  ASSERT_EQ(caller.Next(), 0);
  server.pipeline().RefuseNewCalls();
  EXPECT_EQ(caller.Next(), -1);
  const grpc::Status status = caller.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "SHUTTING_DOWN");
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("revision"), "100");
  EXPECT_EQ(caller.Trailer(), "100");
  EXPECT_FALSE(keeper.turn(1)->StillWanted().ok());
  keeper.Drop();
  Caller late(server);
  EXPECT_EQ(late.Next(), -1);
  EXPECT_EQ(ErrorInfoOf(late.Finish()).reason(), "SHUTTING_DOWN");
}

// Whoever takes no answer does not take the end either.
TEST(ExchangeEnd, IsCutWhereItIsNotTaken) {
  ExchangeServer server(Exchanging([](const TurnPtr& turn, const v1::StreamItemsRequest& request) {
    AnswerChunk(turn, request.chunk().chunk(), 1 << 20);
  }));
  Caller caller(server);
  for (int i = 0; i < 100; ++i) caller.Send(i);
  absl::SleepFor(absl::Milliseconds(300));  // until its window is full
  server.pipeline().RefuseNewCalls();
  EXPECT_EQ(EndOf(server), absl::StatusCode::kUnavailable);
  server.pipeline().CutStreams();
  // Its place is free, or the server would wait for it in vain.
  EXPECT_TRUE(Eventually([&] { return !caller.Send(0); }));
  while (caller.Next() != -1) {
  }
  EXPECT_FALSE(caller.Finish().ok());
}

// Handlers may use what goes with the server, so it waits for those that are at work when a stream is ended.
TEST(ExchangeEnd, TheServerWaitsForWorkInHand) {
  Keeper keeper;
  std::atomic<bool> finished = false;
  std::thread work;
  {
    ExchangeServer server(Exchanging(keeper));
    Caller caller(server);
    caller.Send(0);
    ASSERT_TRUE(Eventually([&] { return keeper.size() == 1; }));
    server.pipeline().RefuseNewCalls();
    EXPECT_EQ(caller.Next(), -1);
    caller.Finish();
    work = std::thread([&] {
      absl::SleepFor(absl::Milliseconds(500));
      finished = true;
      keeper.Drop();
    });
  }
  EXPECT_TRUE(finished.load());
  work.join();
}

TEST(ExchangeEnd, ComesWhenItsKeyIsRevoked) {
  ExchangeServer server(Exchanging(Echo));
  const std::string key = server.MakeKey(v1::ROLE_EDITOR);
  Caller caller(server, key), other(server);
  for (Caller* each : {&caller, &other}) {
    each->Send(1);
    ASSERT_EQ(each->Next(), 1);
  }
  server.keys().Revoke("apiKeys/" + *auth::IdOfSecret(key), absl::Now(), "test", [](absl::StatusOr<v1::ApiKey>) {});
  EXPECT_EQ(caller.Next(), -1);
  EXPECT_EQ(caller.Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(EndOf(server), absl::StatusCode::kUnauthenticated);
  other.Send(2);
  EXPECT_EQ(other.Next(), 2);
  other.GoAway();
}

TEST(ExchangeEnd, ComesToACallerThatDoesNotRead) {
  std::atomic<int> handled = 0;
  ExchangeServer server(Exchanging([&](const TurnPtr& turn, const v1::StreamItemsRequest& request) {
                          ++handled;
                          AnswerChunk(turn, request.chunk().chunk(), 256 << 10);
                        }),
                        {.patience = absl::Seconds(1)});
  Caller caller(server);
  std::thread sending([&] {
    for (int i = 0; i < 1000 && caller.Send(i); ++i) {
    }
  });
  EXPECT_EQ(EndOf(server), absl::StatusCode::kResourceExhausted);
  // Some 8 MiB lie in gRPC and the sockets; what is not taken is not handled either.
  EXPECT_LT(handled.load(), 200);
  int last = -1;
  for (int next = caller.Next(); next != -1; next = caller.Next()) last = next;
  sending.join();
  const grpc::Status status = caller.Finish();
  EXPECT_EQ(ErrorInfoOf(status).reason(), "SLOW_CONSUMER");
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("revision"), std::to_string(100 + last));
}

TEST(ExchangeEnd, ComesWhenAMessageIsNotAnsweredInTime) {
  Keeper keeper;
  ExchangeServer server(Exchanging(keeper), {.patience = absl::Seconds(1)});
  Caller caller(server);
  caller.Send(0);
  caller.Send(1);
  ASSERT_TRUE(Eventually([&] { return keeper.size() == 2; }));
  keeper.Answer(1);
  EXPECT_EQ(caller.Next(), -1);
  const grpc::Status status = caller.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "DEADLINE_PASSED");
  EXPECT_EQ(keeper.turn(0)->StillWanted().code(), absl::StatusCode::kDeadlineExceeded);
  keeper.Drop();
}

TEST(ExchangeEnd, ComesToACallerThatSendsNothing) {
  ExchangeServer server(Exchanging(Echo), {.idle = absl::Seconds(3)});
  Caller caller(server);
  // Who only takes its time stays, however long it takes in all.
  for (int i = 0; i < 3; ++i) {
    absl::SleepFor(absl::Milliseconds(1500));
    ASSERT_TRUE(caller.Send(i));
    ASSERT_EQ(caller.Next(), i);
  }
  const absl::Time begin = absl::Now();
  EXPECT_EQ(caller.Next(), -1);
  EXPECT_GE(absl::Now() - begin, absl::Milliseconds(2900));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));
  const grpc::Status status = caller.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "DEADLINE_PASSED");
  EXPECT_NE(status.error_message().find("3s"), std::string::npos);
}

// A caller is not idle as long as it waits for an answer.
TEST(ExchangeEnd, DoesNotComeToACallerThatWaits) {
  Keeper keeper;
  ExchangeServer server(Exchanging(keeper), {.idle = absl::Milliseconds(500)});
  Caller caller(server);
  caller.Send(0);
  absl::SleepFor(absl::Seconds(2));
  EXPECT_TRUE(server.ended().empty());
  keeper.Answer(0);
  EXPECT_EQ(caller.Next(), 0);
  caller.GoAway();
  keeper.Drop();
}

}  // namespace
}  // namespace lectern::rpc
