// Calls with a stream of messages each way: what is handled when, and what goes out in which order.
#include <atomic>
#include <random>
#include <thread>

#include "rpc_exchange_server.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

using testing::AnswerChunk;
using testing::Caller;
using testing::ErrorInfoOf;
using testing::Eventually;
using testing::ExchangeServer;
using testing::Exchanging;
using testing::Keeper;

absl::Status Refusal() {
  return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_IMPORT_STATE_WRONG, "it is committed");
}

TEST(Exchange, AnswersInTheOrderOfTheMessages) {
  constexpr int kChunks = 1000;
  // Four threads, each of which takes its time: answers are ready in any order.
  Executor executor(4);
  std::atomic<int> in_hand = 0, most = 0;
  ExchangeServer server(Exchanging([&](TurnPtr turn, const v1::StreamItemsRequest& request) {
    EXPECT_TRUE(executor.Run([&, turn = std::move(turn), chunk = request.chunk().chunk()] {
      const int now = ++in_hand;
      for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
      }
      thread_local std::mt19937 random(std::random_device{}());
      absl::SleepFor(absl::Microseconds(std::uniform_int_distribution(0, 300)(random)));
      --in_hand;
      AnswerChunk(turn, chunk);
    }));
  }));
  Caller caller(server);
  std::thread sending([&] {
    for (int i = 0; i < kChunks; ++i) caller.Send(i);
    caller.Close();
  });
  for (int i = 0; i < kChunks; ++i) EXPECT_EQ(caller.Next(), i);
  EXPECT_EQ(caller.Next(), -1);
  sending.join();
  EXPECT_TRUE(caller.Finish().ok());
  EXPECT_EQ(caller.Trailer(), "1099");
  EXPECT_GT(most.load(), 1);
  EXPECT_LE(most.load(), 4);
  // Told last, when it is known that the caller had it.
  ASSERT_TRUE(Eventually([&] { return server.ended().size() == 1; }));
  EXPECT_EQ(server.ended()[0].method, testing::kStreamItems);
  EXPECT_EQ(server.ended()[0].code, absl::StatusCode::kOk);
}

TEST(Exchange, ReadsNoMoreThanItMayHaveInHand) {
  Keeper keeper;
  ExchangeServer server(Exchanging(keeper));
  Caller caller(server);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(caller.Send(i));
  EXPECT_TRUE(Eventually([&] { return keeper.size() == 4; }));
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(keeper.size(), 4U);
  // An answer that waits for one before it makes no room.
  keeper.Answer(2);
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(keeper.size(), 4U);
  keeper.Answer(0);
  EXPECT_EQ(caller.Next(), 0);
  EXPECT_TRUE(Eventually([&] { return keeper.size() == 5; }));
  keeper.Answer(1);
  EXPECT_EQ(caller.Next(), 1);
  EXPECT_EQ(caller.Next(), 2);
  EXPECT_TRUE(Eventually([&] { return keeper.size() == 7; }));
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(keeper.size(), 7U);
  caller.GoAway();
  keeper.Drop();
}

TEST(Exchange, OneInHandMeansOneAfterTheOther) {
  Keeper keeper;
  ExchangeServer server(Exchanging(keeper, 1));
  Caller caller(server);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(caller.Send(i));
  caller.Close();
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(Eventually([&] { return keeper.size() == static_cast<size_t>(i) + 1; }));
    absl::SleepFor(absl::Milliseconds(10));
    ASSERT_EQ(keeper.size(), static_cast<size_t>(i) + 1);
    keeper.Answer(static_cast<size_t>(i));
    ASSERT_EQ(caller.Next(), i);
  }
  EXPECT_EQ(caller.Next(), -1);
  EXPECT_TRUE(caller.Finish().ok());
  keeper.Drop();
}

TEST(Exchange, EndsWhenTheCallerSendsNoMoreAndAllIsAnswered) {
  Keeper keeper;
  ExchangeServer server(Exchanging(keeper));
  Caller caller(server);
  caller.Send(0);
  caller.Send(1);
  caller.Close();
  ASSERT_TRUE(Eventually([&] { return keeper.size() == 2; }));
  keeper.Answer(0);
  EXPECT_EQ(caller.Next(), 0);
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_TRUE(server.ended().empty());
  keeper.Answer(1);
  EXPECT_EQ(caller.Next(), 1);
  EXPECT_EQ(caller.Next(), -1);
  EXPECT_TRUE(caller.Finish().ok());
  EXPECT_EQ(caller.Trailer(), "101");

  Caller silent(server);
  silent.Close();
  EXPECT_EQ(silent.Next(), -1);
  EXPECT_TRUE(silent.Finish().ok());
  EXPECT_EQ(silent.Trailer(), "");
  keeper.Drop();
}

// The third message is refused before the two before it are answered; a fourth is in hand.
TEST(Exchange, TheFirstErrorEndsItAfterTheAnswersBefore) {
  Keeper keeper;
  ExchangeServer server(Exchanging(keeper));
  Caller caller(server);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(caller.Send(i));
  ASSERT_TRUE(Eventually([&] { return keeper.size() == 4; }));
  keeper.turn(2)->Finish(Refusal());
  keeper.Answer(3);
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_TRUE(server.ended().empty());
  keeper.Answer(0);
  EXPECT_EQ(caller.Next(), 0);
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(keeper.size(), 4U);  // nothing is begun once it is to end
  keeper.Answer(1);
  EXPECT_EQ(caller.Next(), 1);
  EXPECT_EQ(caller.Next(), -1);
  const grpc::Status status = caller.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "IMPORT_STATE_WRONG");
  EXPECT_EQ(caller.Trailer(), "101");
  ASSERT_EQ(server.ended().size(), 1U);
  EXPECT_EQ(server.ended()[0].code, absl::StatusCode::kFailedPrecondition);
  keeper.Drop();
}

TEST(Exchange, AnswersWithinTheHandlerAndOnlyOnce) {
  ExchangeServer server(Exchanging([](const TurnPtr& turn, const v1::StreamItemsRequest& request) {
    AnswerChunk(turn, request.chunk().chunk());
    AnswerChunk(turn, 77);
    turn->Finish(Refusal());
  }));
  Caller caller(server);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(caller.Send(i));
    ASSERT_EQ(caller.Next(), i);
  }
  caller.Close();
  EXPECT_EQ(caller.Next(), -1);
  EXPECT_TRUE(caller.Finish().ok());
}

TEST(Exchange, EveryCallHasItsOwnHandler) {
  ExchangeServer server(Exchanging(
      [count = 0](const TurnPtr& turn, const v1::StreamItemsRequest&) mutable { AnswerChunk(turn, count++); }));
  Caller first(server), second(server);
  for (int i = 0; i < 10; ++i)
    for (Caller* caller : {&first, &second}) {
      ASSERT_TRUE(caller->Send(1000));
      ASSERT_EQ(caller->Next(), i);
    }
  first.GoAway();
  second.GoAway();
}

// One function for a chunk, whichever way it comes.
TEST(Exchange, AFunctionThatTakesATurnServesBoth) {
  auto stage = [](const TurnPtr& turn, const v1::StageItemsRequest& request, const google::protobuf::Message& answer) {
    EXPECT_EQ(turn->principal().id.substr(0, 4), "key:");
    EXPECT_EQ(turn->principal().role, v1::ROLE_EDITOR);
    EXPECT_EQ(turn->audience(), storage::Audience::kEditor);
    EXPECT_TRUE(turn->StillWanted().ok());
    EXPECT_LE(turn->deadline(), absl::Now() + Call::kMaxDuration);
    if (request.chunk() == 0) return turn->Finish(Refusal());
    turn->Finish(answer, 5);
  };
  MethodTable methods = Exchanging([&](const TurnPtr& turn, const v1::StreamItemsRequest& request) {
    EXPECT_EQ(turn->method(), testing::kStreamItems);
    v1::StreamItemsResponse answer;
    answer.mutable_chunk()->set_chunk(request.chunk().chunk());
    stage(turn, request.chunk(), answer);
  });
  methods.handlers().erase(testing::kStageItems);
  methods.Add<v1::StageItemsRequest>(testing::kStageItems,
                                     [&](const CallPtr& call, const v1::StageItemsRequest& request) {
                                       EXPECT_EQ(call->method(), testing::kStageItems);
                                       v1::StageItemsResponse answer;
                                       answer.set_chunk(request.chunk());
                                       stage(call, request, answer);
                                     });
  ExchangeServer server(std::move(methods));
  const std::string key = server.MakeKey(v1::ROLE_EDITOR);
  const auto stub = v1::ImportService::NewStub(server.NewChannel());
  for (const int chunk : {3, 0}) {
    testing::TestContext context;
    context.AddMetadata("authorization", "Bearer " + key);
    v1::StageItemsRequest request;
    request.set_chunk(chunk);
    v1::StageItemsResponse response;
    EXPECT_EQ(stub->StageItems(&context, request, &response).ok(), chunk == 3);
    EXPECT_EQ(response.chunk(), chunk);
  }
  Caller caller(server, key);
  caller.Send(3);
  EXPECT_EQ(caller.Next(), 3);
  caller.Send(0);
  EXPECT_EQ(caller.Next(), -1);
  EXPECT_EQ(ErrorInfoOf(caller.Finish()).reason(), "IMPORT_STATE_WRONG");
}

TEST(Exchange, WhatIsNoMessageEndsIt) {
  for (const bool malformed : {true, false}) {
    ExchangeServer server(Exchanging([&](const TurnPtr& turn, const v1::StreamItemsRequest& request) {
      AnswerChunk(turn, request.chunk().chunk());
    }));
    Caller caller(server);
    v1::StreamItemsRequest request;
    auto* fields = v1::StreamItemsRequest::GetReflection()->MutableUnknownFields(&request);
    if (malformed)
      *fields->AddLengthDelimited(1) = "\xff";  // where a chunk is to stand
    else
      fields->AddVarint(99, 1);
    caller.Send(1);
    caller.Send(request);
    caller.Send(2);
    EXPECT_EQ(caller.Next(), 1);
    EXPECT_EQ(caller.Next(), -1);
    const grpc::Status status = caller.Finish();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(ErrorInfoOf(status).reason(), malformed ? "MALFORMED_REQUEST" : "UNKNOWN_FIELDS");
  }
}

TEST(Exchange, AMessageOverTheLimitEndsIt) {
  ExchangeServer server(Exchanging(
      [](const TurnPtr& turn, const v1::StreamItemsRequest& request) { AnswerChunk(turn, request.chunk().chunk()); }));
  Caller caller(server);
  caller.Send(1);
  EXPECT_EQ(caller.Next(), 1);
  caller.Send(2, 5 << 20);
  caller.Close();
  EXPECT_EQ(caller.Next(), -1);
  // It never comes to the pipeline; gRPC refuses it in its own words.
  EXPECT_EQ(caller.Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(Eventually([&] { return server.ended().size() == 1; }));
  EXPECT_EQ(server.ended()[0].code, absl::StatusCode::kCancelled);
}

TEST(Exchange, AHandlerThatLetsGoOfATurnIsAFault) {
  ExchangeServer server(Exchanging([](const TurnPtr&, const v1::StreamItemsRequest&) {}));
  Caller caller(server);
  caller.Send(1);
  EXPECT_EQ(caller.Next(), -1);
  const grpc::Status status = caller.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "INTERNAL_FAULT");
  EXPECT_EQ(status.error_message().find("let a message go"), std::string::npos);
}

}  // namespace
}  // namespace lectern::rpc
