#include "clients/admin/connection.h"

#include <chrono>

#include "clients/admin/random_id.h"
#include "gmock/gmock.h"
#include "tests/unit/admin/fake_catalogue.h"

namespace lectern::admin {
namespace {

using grpc::StatusCode;
using std::chrono::milliseconds;
using testing::FakeCatalogue;
using ::testing::HasSubstr;
using testing::MakeStatus;
using ::testing::SizeIs;

Connection Connect(const std::string& address) {
  return Connection({.server = address,
                     .credential = {},
                     .timeout = milliseconds(5'000),
                     .first_contact = milliseconds(300),
                     .retry = {.tries = 4, .overall = milliseconds(5'000), .first_wait = milliseconds(5)}});
}

v1::BatchUpsertEntriesRequest OneEntry() {
  v1::BatchUpsertEntriesRequest request;
  request.add_items()->mutable_entry()->set_source_key("k");
  request.set_request_id(RandomUuid());
  return request;
}

TEST(Connection, TriesAgainWithTheSameRequest) {
  FakeCatalogue fake;
  fake.FailNext({{StatusCode::UNAVAILABLE, "away"},
                 MakeStatus(StatusCode::ABORTED, "WRITE_CONTENTION", "busy"),
                 MakeStatus(StatusCode::RESOURCE_EXHAUSTED, "OVERLOADED", "full", {}, {}, 50)});
  Connection connection = Connect(fake.address());
  v1::BatchUpsertResponse answer;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(connection.Call(&EntryApi::BatchUpsertEntries, OneEntry(), answer).ok());
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(50)) << "the server asked to wait";
  ASSERT_THAT(fake.entry_batches(), SizeIs(4));
  for (const auto& batch : fake.entry_batches()) EXPECT_EQ(batch.request_id(), fake.entry_batches()[0].request_id());
}

TEST(Connection, IsNotCarriedOutTwiceWhereTheAnswerWasLost) {
  FakeCatalogue fake;
  fake.LoseNextAnswer();
  Connection connection = Connect(fake.address());
  v1::BatchUpsertResponse answer;
  EXPECT_TRUE(connection.Call(&EntryApi::BatchUpsertEntries, OneEntry(), answer).ok());
  ASSERT_THAT(answer.results(), SizeIs(1));
  EXPECT_EQ(answer.results(0).outcome(), v1::UPSERT_OUTCOME_CREATED);
  EXPECT_THAT(fake.entry_batches(), SizeIs(2));
}

TEST(Connection, GivesUpInTheEnd) {
  FakeCatalogue fake;
  fake.FailNext(std::vector<grpc::Status>(10, {StatusCode::UNAVAILABLE, "away"}));
  Connection connection = Connect(fake.address());
  v1::BatchUpsertResponse answer;
  EXPECT_EQ(connection.Call(&EntryApi::BatchUpsertEntries, OneEntry(), answer).error_code(), StatusCode::UNAVAILABLE);
  EXPECT_THAT(fake.entry_batches(), SizeIs(4));
}

TEST(Connection, DoesNotRepeatWhatIsDecidedOrMustNotBeRepeated) {
  FakeCatalogue fake;
  Connection connection = Connect(fake.address());
  v1::BatchUpsertResponse answer;
  fake.FailNext({MakeStatus(StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "no")});
  EXPECT_FALSE(connection.Call(&EntryApi::BatchUpsertEntries, OneEntry(), answer).ok());
  EXPECT_THAT(fake.entry_batches(), SizeIs(1));
  fake.FailNext({{StatusCode::UNAVAILABLE, "away"}});
  EXPECT_FALSE(connection.Call(&EntryApi::BatchUpsertEntries, OneEntry(), answer, Repeat::kNever).ok());
  EXPECT_THAT(fake.entry_batches(), SizeIs(2));
}

TEST(Connection, CallsByPathAreTriedAgainLikeOthers) {
  FakeCatalogue fake;
  fake.FailNext({{StatusCode::UNAVAILABLE, "away"}});
  Connection connection = Connect(fake.address());
  v1::BatchUpsertResponse answer;
  answer.add_results();
  const v1::BatchUpsertEntriesRequest request = OneEntry();
  EXPECT_TRUE(connection.Call("/lectern.v1.EntryService/BatchUpsertEntries", request, answer).ok());
  EXPECT_THAT(answer.results(), SizeIs(1)) << "what stood there before is gone";
  ASSERT_THAT(fake.entry_batches(), SizeIs(2));
  EXPECT_EQ(fake.entry_batches()[1].request_id(), request.request_id());
  fake.FailNext({MakeStatus(StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "no")});
  const grpc::Status status = connection.Call("/lectern.v1.EntryService/BatchUpsertEntries", OneEntry(), answer);
  EXPECT_EQ(connection.Explained(status).reason, "FIELD_INVALID") << "with the error's details";
}

TEST(Connection, FindsOutSoonThatNoServerIsThere) {
  Connection connection = Connect("127.0.0.1:1");
  v1::GetStatusResponse answer;
  const auto start = std::chrono::steady_clock::now();
  const grpc::Status status = connection.Call(&AdminApi::GetStatus, v1::GetStatusRequest(), answer);
  EXPECT_EQ(connection.Explained(status).exit_code, ExitCode::kUnreachable);
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(1'500));
}

TEST(Connection, FindsAServerThatComesALittleLater) {
  std::string address;
  {
    FakeCatalogue fake;
    address = fake.address();
  }
  // The port is free again: nobody else in this test program listens.
  Connection connection({.server = address, .credential = {}, .first_contact = milliseconds(3'000)});
  v1::DeleteEntryRequest unused;
  std::unique_ptr<grpc::Server> server;
  v1::AdminService::Service service;
  std::thread later([&] {
    std::this_thread::sleep_for(milliseconds(300));
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address, grpc::InsecureServerCredentials());
    builder.RegisterService(&service);
    server = builder.BuildAndStart();
  });
  v1::GetStatusResponse answer;
  const grpc::Status status = connection.Call(&AdminApi::GetStatus, v1::GetStatusRequest(), answer);
  later.join();
  EXPECT_EQ(status.error_code(), StatusCode::UNIMPLEMENTED) << "the bare service answers: it was reached";
}

TEST(Connection, SendsTheKey) {
  FakeCatalogue fake;
  fake.secret = "s3cret";
  v1::GetStatusResponse answer;
  Connection with({.server = fake.address(), .credential = {"s3cret", "here"}});
  EXPECT_TRUE(with.Call(&AdminApi::GetStatus, v1::GetStatusRequest(), answer).ok());
  EXPECT_EQ(answer.role(), v1::ROLE_ADMIN);
  Connection wrong({.server = fake.address(), .credential = {"other", "there"}});
  const grpc::Status status = wrong.Call(&AdminApi::GetStatus, v1::GetStatusRequest(), answer);
  EXPECT_EQ(status.error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(wrong.Explained(status).message, HasSubstr("there"));
}

}  // namespace
}  // namespace lectern::admin
