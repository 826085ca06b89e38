// compact and operations.
#include "google/longrunning/operations.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/empty.pb.h"
#include "lectern/v1/admin_service.pb.h"
#include "lectern/v1/erasure_service.pb.h"
#include "nlohmann/json.hpp"
#include "tests/unit/admin/verb_test.h"

namespace lectern::admin {
namespace {

using google::longrunning::CancelOperationRequest;
using google::longrunning::GetOperationRequest;
using google::longrunning::ListOperationsRequest;
using google::longrunning::ListOperationsResponse;
using google::longrunning::Operation;
using google::longrunning::WaitOperationRequest;
using grpc::StatusCode;
using ::testing::AllOf;
using testing::Always;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeStatus;
using ::testing::Not;
using ::testing::SizeIs;
using testing::VerbTest;

constexpr char kCompact[] = "lectern.v1.AdminService/Compact";
constexpr char kOperations[] = "google.longrunning.Operations/";

Operation Running() {
  Operation operation;
  operation.set_name("operations/o1");
  v1::CompactMetadata metadata;
  metadata.mutable_start_time()->set_seconds(1'700'000'000);
  operation.mutable_metadata()->PackFrom(metadata);
  return operation;
}

Operation Done() {
  Operation operation = Running();
  operation.set_done(true);
  v1::CompactResponse sizes;
  sizes.set_bytes_before(3 << 20);
  sizes.set_bytes_after(1 << 20);
  operation.mutable_response()->PackFrom(sizes);
  return operation;
}

Operation Ended(StatusCode code, const std::string& reason, const std::string& message) {
  Operation operation = Running();
  operation.set_done(true);
  operation.mutable_error()->ParseFromString(MakeStatus(code, reason, message).error_details());
  return operation;
}

class OperationsTest : public VerbTest {
 protected:
  template <typename Request, typename Answer>
  void On(const std::string& method, const Answer& answer) {
    server_.On(kOperations + method, Always<Request>(answer));
  }
  void CompactAnswers(const Operation& operation) { server_.On(kCompact, Always<v1::CompactRequest>(operation)); }
};

TEST_F(OperationsTest, CompactWaitsAndTellsWhatItGained) {
  CompactAnswers(Running());
  On<WaitOperationRequest>("WaitOperation", Done());
  const Finished finished = Run({"compact"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(finished.out, "compacted: the store has 1.0 MiB on disk, and had 3.0 MiB before\n");
  const auto waits = server_.Requests<WaitOperationRequest>("google.longrunning.Operations/WaitOperation");
  ASSERT_THAT(waits, SizeIs(1));
  EXPECT_EQ(waits[0].name(), "operations/o1");
  EXPECT_GT(waits[0].timeout().seconds(), 0);
  EXPECT_LT(waits[0].timeout().seconds(), 30) << "less than the call itself may take";
}

TEST_F(OperationsTest, CompactNeedNotWait) {
  CompactAnswers(Running());
  const Finished finished = Run({"compact", "--no-wait", "--output", "json"});
  EXPECT_EQ(finished.code, 0);
  const auto json = nlohmann::json::parse(finished.out);
  EXPECT_EQ(json["name"], "operations/o1");
  EXPECT_EQ(json["done"], false);
  EXPECT_EQ(json["metadata"]["startTime"], "2023-11-14T22:13:20Z");
  EXPECT_THAT(Run({"compact", "--no-wait"}).out, HasSubstr("operations/o1"));
  EXPECT_THAT(server_.methods(), SizeIs(2));
}

TEST_F(OperationsTest, CompactAsJsonIsTheOperationAtItsEnd) {
  CompactAnswers(Running());
  On<WaitOperationRequest>("WaitOperation", Done());
  const auto json = nlohmann::json::parse(Run({"compact", "--output", "json"}).out);
  EXPECT_EQ(json["response"]["bytesAfter"], "1048576");
  CompactAnswers(Done());
  EXPECT_EQ(nlohmann::json::parse(Run({"compact", "--output", "json"}).out), json) << "it had ended already";
}

TEST_F(OperationsTest, ACompactionThatFailedIsAFailure) {
  CompactAnswers(Running());
  On<WaitOperationRequest>("WaitOperation",
                           Ended(StatusCode::CANCELLED, "OPERATION_CANCELLED", "somebody cancelled it"));
  const Finished finished = Run({"compact"});
  EXPECT_EQ(finished.code, 7);
  EXPECT_THAT(finished.out, IsEmpty());
  EXPECT_THAT(finished.err, AllOf(HasSubstr("operations/o1: ended with an error: somebody cancelled it"),
                                  HasSubstr("Start it again")));
}

TEST_F(OperationsTest, ListShowsWhatBecameOfEach) {
  ListOperationsResponse all;
  *all.add_operations() = Running();
  *all.add_operations() = Done();
  *all.add_operations() = Ended(StatusCode::CANCELLED, "OPERATION_CANCELLED", "m");
  *all.add_operations() = Ended(StatusCode::ABORTED, "OPERATION_INTERRUPTED", "the server stopped");
  On<ListOperationsRequest>("ListOperations", all);
  const Finished finished = Run({"operations", "list"});
  EXPECT_EQ(finished.out,
            "NAME           STATE      JOB      STARTED              ENDED  ERROR\n"
            "operations/o1  running    compact  2023-11-14 22:13:20\n"
            "operations/o1  done       compact  2023-11-14 22:13:20\n"
            "operations/o1  cancelled  compact  2023-11-14 22:13:20         m\n"
            "operations/o1  failed     compact  2023-11-14 22:13:20         the server stopped\n")
      << finished.err;
  const auto json = nlohmann::json::parse(Run({"operations", "list", "--output", "json"}).out);
  EXPECT_THAT(json["operations"], SizeIs(4));
  EXPECT_EQ(json["nextPageToken"], "");
}

TEST_F(OperationsTest, GetTakesTheIdAlone) {
  On<GetOperationRequest>("GetOperation", Done());
  EXPECT_EQ(Run({"operations", "get", "o1"}).code, 0);
  EXPECT_THAT(Run({"operations", "get", "operations/o1"}).out, HasSubstr("1048576"));
  for (const auto& request : server_.Requests<GetOperationRequest>("google.longrunning.Operations/GetOperation"))
    EXPECT_EQ(request.name(), "operations/o1");
}

TEST_F(OperationsTest, WhatANewerServerSaysIsLeftOut) {
  Operation operation = Done();
  operation.mutable_metadata()->set_type_url("type.googleapis.com/lectern.v9.Unheard");
  operation.mutable_response()->set_type_url("type.googleapis.com/lectern.v9.Unheard");
  On<GetOperationRequest>("GetOperation", operation);
  const Finished finished = Run({"operations", "get", "o1", "--output", "json"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(nlohmann::json::parse(finished.out)["done"], true);
  EXPECT_THAT(Run({"operations", "get", "o1"}).out, HasSubstr("lectern.v9.Unheard"));
}

TEST_F(OperationsTest, CancelAndWait) {
  On<CancelOperationRequest>("CancelOperation", google::protobuf::Empty());
  EXPECT_THAT(Run({"operations", "cancel", "o1"}).out, HasSubstr("operations/o1 is asked to end"));
  On<WaitOperationRequest>("WaitOperation", Done());
  EXPECT_EQ(Run({"operations", "wait", "o1"}).code, 0);
  On<WaitOperationRequest>("WaitOperation", Ended(StatusCode::ABORTED, "OPERATION_INTERRUPTED", "m"));
  const Finished finished = Run({"operations", "wait", "o1", "--output", "json"});
  EXPECT_EQ(finished.code, 7) << "scripts can tell by the exit code";
  EXPECT_EQ(nlohmann::json::parse(finished.out)["error"]["message"], "m");
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"operations"},
                                                                                     {"operations", "get"},
                                                                                     {"operations", "cancel"},
                                                                                     {"operations", "wait"},
                                                                                     {"operations", "x"}})
    EXPECT_EQ(Run(wrong).code, 2) << ::testing::PrintToString(wrong);
}

}  // namespace
}  // namespace lectern::admin
