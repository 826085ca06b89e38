// Every method meets every standard bad request: each must end with the code, reason and field that the contract says.
#include <memory>
#include <set>

#include "google/rpc/code.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/auth/role_table.h"
#include "services/server/engine_choice.h"
#include "standard_requests.h"
#include "tests/conformance/api/memory_server.h"
#include "tests/integration/raw_call.h"

namespace lectern::tests {
namespace {

struct Answer {
  std::string code;
  std::string reason;
  std::set<std::string> violations;
  std::string message;
};

class StandardErrors : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new MemoryServer();
    secret_ = server_->secret();
    for (const auto& [method, request] : StandardFixture()) {
      const Answer answer = Call(method, request->SerializeAsString(), secret_);
      ASSERT_EQ(answer.code, "OK") << method << ": " << answer.message << "\n" << request->DebugString();
    }
  }

  static void TearDownTestSuite() { delete server_; }

  static Answer Call(const std::string& method, const std::string& request, const std::string& secret,
                     std::chrono::nanoseconds time = std::chrono::seconds(20)) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::duration_cast<std::chrono::microseconds>(time));
    if (!secret.empty()) context.AddMetadata("authorization", "Bearer " + secret);
    std::string bytes;
    const auto channel = (*server_)->InProcessChannel();
    const grpc::Status status = lectern::testing::RawCall(*channel, ("/" + method).c_str(), context, request, bytes);
    Answer answer;
    answer.code = google::rpc::Code_Name(static_cast<google::rpc::Code>(status.error_code()));
    answer.message = status.error_message();
    google::rpc::Status details;
    details.ParseFromString(status.error_details());
    for (const auto& detail : details.details()) {
      google::rpc::ErrorInfo info;
      google::rpc::BadRequest bad;
      if (detail.UnpackTo(&info)) answer.reason = info.reason();
      if (detail.UnpackTo(&bad))
        for (const auto& violation : bad.field_violations()) answer.violations.insert(violation.field());
    }
    return answer;
  }

  // Calls every method with what `request_of` makes of it, as the administrator, and asks for `code` and `reason`.
  template <class RequestOf>
  static void ExpectOfAll(const std::string& secret, const std::string& code, const std::string& reason,
                          RequestOf request_of) {
    for (const MethodDescriptor* method : UnaryMethods()) {
      const Answer answer = Call(FullName(*method), request_of(*method), secret);
      EXPECT_EQ(answer.code, code) << FullName(*method) << ": " << answer.message;
      EXPECT_EQ(answer.reason, reason) << FullName(*method) << ": " << answer.message;
    }
  }

  static inline MemoryServer* server_ = nullptr;
  static inline std::string secret_;
};

std::string GoodBytes(const MethodDescriptor& method) { return GoodRequest(method)->SerializeAsString(); }

TEST_F(StandardErrors, EveryBadRequestIsNamed) {
  for (const BadRequest& bad : BadRequests()) {
    int methods = 0;
    for (const MethodDescriptor* method : UnaryMethods()) {
      const std::unique_ptr<Message> request = GoodRequest(*method);
      if (!bad.spoil(*method, *request)) continue;
      ++methods;
      const Answer answer = Call(FullName(*method), request->SerializeAsString(), secret_);
      const std::string what = FullName(*method) + ", " + bad.name + ": " + answer.message;
      EXPECT_EQ(answer.code, bad.code) << what;
      EXPECT_NE(std::find(bad.reasons.begin(), bad.reasons.end(), answer.reason), bad.reasons.end())
          << what << " has the reason " << answer.reason;
      if (bad.violation.empty()) continue;
      EXPECT_TRUE(std::any_of(answer.violations.begin(), answer.violations.end(),
                              [&](const std::string& field) { return field.find(bad.violation) != std::string::npos; }))
          << what << " does not name " << bad.violation;
    }
    EXPECT_GT(methods, 0) << bad.name << " is tried on no method";
  }
}

TEST_F(StandardErrors, AnUnknownKeyIsRefusedFirst) {
  ExpectOfAll("lk_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "UNAUTHENTICATED",
              "CREDENTIAL_INVALID", [](const MethodDescriptor&) { return std::string("\xff"); });
}

// Before any look at the request: who may not call learns nothing of what is there.
TEST_F(StandardErrors, ARoleThatIsTooLowIsRefusedBeforeTheRequestIsRead) {
  for (const MethodDescriptor* method : UnaryMethods()) {
    if (auth::LeastRole(FullName(*method)) == v1::ROLE_READER) continue;
    const Answer answer = Call(FullName(*method), "\xff", "");
    EXPECT_EQ(answer.code, "PERMISSION_DENIED") << FullName(*method);
    EXPECT_EQ(answer.reason, "ROLE_TOO_LOW") << FullName(*method);
  }
}

TEST_F(StandardErrors, BytesThatAreNoMessage) {
  ExpectOfAll(secret_, "INVALID_ARGUMENT", "MALFORMED_REQUEST",
              [](const MethodDescriptor&) { return std::string("\xff\xff\xff"); });
}

TEST_F(StandardErrors, TextsThatAreNoUtf8) {
  int methods = 0;
  for (const MethodDescriptor* method : UnaryMethods()) {
    for (const char* name : {"name", "filter", "request_id", "page_token", "feed_id", "text"}) {
      const auto* field = method->input_type()->FindFieldByName(name);
      if (field == nullptr) continue;
      ++methods;
      const std::string bytes{static_cast<char>(field->number() << 3 | 2), 2, '\xc3', '\x28'};
      const Answer answer = Call(FullName(*method), bytes, secret_);
      EXPECT_EQ(answer.code, "INVALID_ARGUMENT") << FullName(*method) << " " << name;
      EXPECT_EQ(answer.reason, "MALFORMED_REQUEST") << FullName(*method) << " " << name;
    }
  }
  EXPECT_GT(methods, 100);
}

TEST_F(StandardErrors, FieldsThatNobodyKnows) {
  ExpectOfAll(secret_, "INVALID_ARGUMENT", "UNKNOWN_FIELDS", [](const MethodDescriptor& method) {
    return GoodBytes(method) + "\xf8\xff\x03\x01";  // field 8191 = 1
  });
}

TEST_F(StandardErrors, MessagesOverFourMebibytes) {
  for (const MethodDescriptor* method : UnaryMethods()) {
    const Answer answer = Call(FullName(*method), std::string(5 << 20, '\0'), secret_);
    EXPECT_EQ(answer.code, "RESOURCE_EXHAUSTED") << FullName(*method);
  }
}

TEST_F(StandardErrors, ADeadlineThatHasPassed) {
  for (const MethodDescriptor* method : UnaryMethods()) {
    const Answer answer = Call(FullName(*method), GoodBytes(*method), secret_, std::chrono::seconds(-1));
    EXPECT_EQ(answer.code, "DEADLINE_EXCEEDED") << FullName(*method);
  }
}

}  // namespace
}  // namespace lectern::tests
