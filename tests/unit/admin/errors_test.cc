#include "clients/admin/errors.h"

#include <set>
#include <string_view>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "lectern/v1/error_reason.pb.h"
#include "tests/unit/admin/fake_catalogue.h"

namespace lectern::admin {
namespace {

using grpc::StatusCode;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::MakeStatus;
using ::testing::Not;

const Caller kWithKey{"10.0.0.1:50051", "key.txt"};
const Caller kAnonymous{"10.0.0.1:50051", ""};

ExitCode CodeOf(StatusCode code, const std::string& reason) {
  return Explain(MakeStatus(code, reason, "m"), kWithKey).exit_code;
}

TEST(Errors, ExitCodes) {
  EXPECT_EQ(Explain({StatusCode::UNAVAILABLE, "refused"}, kWithKey).exit_code, ExitCode::kUnreachable);
  EXPECT_EQ(Explain({StatusCode::DEADLINE_EXCEEDED, ""}, kWithKey).exit_code, ExitCode::kUnreachable);
  EXPECT_EQ(Explain({StatusCode::CANCELLED, "CANCELLED"}, kWithKey).exit_code, ExitCode::kUnreachable);
  EXPECT_EQ(CodeOf(StatusCode::UNAVAILABLE, "SHUTTING_DOWN"), ExitCode::kUnreachable);
  EXPECT_EQ(CodeOf(StatusCode::UNAVAILABLE, "STORE_READ_ONLY"), ExitCode::kServerError);
  EXPECT_EQ(CodeOf(StatusCode::DEADLINE_EXCEEDED, "DEADLINE_PASSED"), ExitCode::kServerError);
  EXPECT_EQ(CodeOf(StatusCode::UNAUTHENTICATED, "CREDENTIAL_INVALID"), ExitCode::kNotAllowed);
  EXPECT_EQ(CodeOf(StatusCode::PERMISSION_DENIED, "ROLE_TOO_LOW"), ExitCode::kNotAllowed);
  EXPECT_EQ(CodeOf(StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND"), ExitCode::kNotFound);
  EXPECT_EQ(CodeOf(StatusCode::INVALID_ARGUMENT, "FILTER_UNSUPPORTED"), ExitCode::kUsage);
  EXPECT_EQ(CodeOf(StatusCode::ABORTED, "ETAG_MISMATCH"), ExitCode::kRefused);
  EXPECT_EQ(CodeOf(StatusCode::ABORTED, "WRITE_CONTENTION"), ExitCode::kServerError);
  EXPECT_EQ(CodeOf(StatusCode::FAILED_PRECONDITION, "PUBLICATION_NOT_CLEARED"), ExitCode::kRefused);
  EXPECT_EQ(CodeOf(StatusCode::DATA_LOSS, "RECORD_CORRUPT"), ExitCode::kServerError);
  EXPECT_EQ(Explain({StatusCode::UNIMPLEMENTED, ""}, kWithKey).exit_code, ExitCode::kServerError);
}

TEST(Errors, SayWhereAKeyCameFrom) {
  const auto status = MakeStatus(StatusCode::UNAUTHENTICATED, "CREDENTIAL_INVALID", "m");
  EXPECT_THAT(Text(Explain(status, kWithKey)), AllOf(HasSubstr("key.txt"), HasSubstr("does not know")));
  const auto missing = MakeStatus(StatusCode::UNAUTHENTICATED, "CREDENTIAL_MISSING", "m");
  EXPECT_THAT(Text(Explain(missing, kAnonymous)), HasSubstr("--token"));
}

TEST(Errors, SayWhichRoleIsNeeded) {
  const auto status = MakeStatus(StatusCode::PERMISSION_DENIED, "ROLE_TOO_LOW", "m", {},
                                 {{"role", "reader"}, {"required_role", "editor"}});
  EXPECT_THAT(Text(Explain(status, kWithKey)), AllOf(HasSubstr("key.txt"), HasSubstr("reader"), HasSubstr("editor")));
  EXPECT_THAT(Text(Explain(status, kAnonymous)), AllOf(HasSubstr("without a key"), HasSubstr("editor")));
}

TEST(Errors, EveryReasonSaysWhatToDo) {
  std::set<std::string_view> seen;
  for (int i = 0; i < v1::ErrorReason_descriptor()->value_count(); ++i) {
    const auto& value = *v1::ErrorReason_descriptor()->value(i);
    if (value.number() == 0) continue;
    const std::string reason = value.name().substr(std::string("ERROR_REASON_").size());
    const std::string_view advice = AdviceFor(reason);
    EXPECT_GT(advice.size(), 10u) << reason << " needs a line in clients/admin/advice.cc";
    EXPECT_TRUE(advice.empty() || advice.ends_with('.')) << reason;
    EXPECT_TRUE(seen.insert(advice).second) << reason << " says what another does";
  }
  EXPECT_EQ(AdviceFor("NO_SUCH_REASON"), "");
  const auto status = MakeStatus(StatusCode::ABORTED, "ETAG_MISMATCH", "m");
  EXPECT_THAT(Explain(status, kWithKey).advice, HasSubstr("lecternctl get"));
}

TEST(Errors, SayThatActAsLowersTheRole) {
  const Caller acting{"10.0.0.1:50051", "key.txt", "reader"};
  const auto lowered = MakeStatus(StatusCode::PERMISSION_DENIED, "ROLE_TOO_LOW", "m", {},
                                  {{"role", "reader"}, {"required_role", "editor"}});
  EXPECT_THAT(Text(Explain(lowered, acting)), AllOf(HasSubstr("--act-as"), HasSubstr("editor")));
  const Caller above{"10.0.0.1:50051", "key.txt", "editor"};
  EXPECT_THAT(Text(Explain(lowered, above)), HasSubstr("the key from key.txt has the role reader"));
}

TEST(Errors, NameEveryField) {
  const auto status = MakeStatus(StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "a is wrong; and 1 more",
                                 {{"title_lines", "is required"}, {"publisher", "has 600 bytes"}});
  EXPECT_EQ(Text(Explain(status, kWithKey)), "title_lines is required; publisher has 600 bytes");
}

TEST(Errors, NeverObeyWhatAServerSends) {
  const grpc::Status status(StatusCode::INTERNAL, "\x1b[2Jcleared\nline");
  EXPECT_THAT(Text(Explain(status, kWithKey)), AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\n"))));
}

TEST(Errors, ReasonsOfOtherDomainsAreNotOurs) {
  const grpc::Status broken(StatusCode::UNAVAILABLE, "m", "these bytes are no google.rpc.Status");
  EXPECT_EQ(Explain(broken, kWithKey).reason, "");
  EXPECT_EQ(Explain(broken, kWithKey).exit_code, ExitCode::kUnreachable);
  google::rpc::Status whole;
  google::rpc::ErrorInfo info;
  info.set_reason("OVERLOADED");
  info.set_domain("proxy.example.org");
  whole.add_details()->PackFrom(info);
  const grpc::Status foreign(StatusCode::RESOURCE_EXHAUSTED, "m", whole.SerializeAsString());
  EXPECT_EQ(Explain(foreign, kWithKey).reason, "");
}

TEST(Errors, WhatMayPassAndWhatIsRefused) {
  const auto of = [](StatusCode code, const std::string& reason) {
    return Explain(MakeStatus(code, reason, "m"), kWithKey);
  };
  EXPECT_TRUE(MayPass(of(StatusCode::UNAVAILABLE, "COMMIT_OUTCOME_UNKNOWN")));
  EXPECT_TRUE(MayPass(Explain({StatusCode::CANCELLED, "CANCELLED"}, kWithKey))) << "the server stopped meanwhile";
  EXPECT_FALSE(MayPass(of(StatusCode::CANCELLED, "CALL_CANCELLED")));
  EXPECT_TRUE(MayPass(of(StatusCode::ABORTED, "WRITE_CONTENTION")));
  EXPECT_TRUE(MayPass(of(StatusCode::RESOURCE_EXHAUSTED, "OVERLOADED")));
  EXPECT_FALSE(MayPass(of(StatusCode::ABORTED, "ETAG_MISMATCH")));
  EXPECT_FALSE(MayPass(of(StatusCode::RESOURCE_EXHAUSTED, "LIMIT_EXCEEDED")));
  EXPECT_TRUE(IsRefusal(of(StatusCode::RESOURCE_EXHAUSTED, "LIMIT_EXCEEDED")));
  EXPECT_FALSE(IsRefusal(of(StatusCode::RESOURCE_EXHAUSTED, "OVERLOADED")));
  EXPECT_TRUE(IsRefusal(of(StatusCode::INVALID_ARGUMENT, "FIELD_INVALID")));
  EXPECT_FALSE(IsRefusal(of(StatusCode::PERMISSION_DENIED, "ROLE_TOO_LOW")));
  EXPECT_FALSE(IsRefusal(of(StatusCode::UNAVAILABLE, "")));
}

TEST(Errors, ReadTheWaitThatIsAskedFor) {
  const auto status = MakeStatus(StatusCode::RESOURCE_EXHAUSTED, "OVERLOADED", "m", {}, {}, 250);
  EXPECT_EQ(Explain(status, kWithKey).retry_delay, std::chrono::milliseconds(250));
}

}  // namespace
}  // namespace lectern::admin
