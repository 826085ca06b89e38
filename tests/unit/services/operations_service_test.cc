// google.longrunning.Operations as callers meet it: through the pipeline, with keys of their own.
#include <atomic>
#include <set>

#include "google/longrunning/operations.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/auth/secret.h"
#include "services/operations/operation_service.h"
#include "services/rpc/pipeline.h"
#include "storage/engine/timestamp.h"
#include "tests/unit/services/operations_jobs_testing.h"

namespace lectern::operations {
namespace {

namespace lro = google::longrunning;
using std::chrono::milliseconds;

std::string ReasonOfCall(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  Operation operation;
  *operation.mutable_error() = details;
  return ReasonIn(operation);
}

class OperationServiceTest : public JobsTest {
 protected:
  void SetUp() override {
    JobsTest::SetUp();
    types_ = {{"wait", RunUntilStopped},
              {"echo", [](JobContext& context) -> absl::StatusOr<Any> { return context.arguments(); }}};
    options_.threads = 4;
    Restart();
    keys_ = auth::KeyRing::Open(*engine_).value();
    for (const auto role : {v1::ROLE_EDUCATOR, v1::ROLE_EDITOR, v1::ROLE_ADMIN}) AddKey(auth::RoleName(role), role);
    AddKey("other editor", v1::ROLE_EDITOR);
    authenticator_ = std::make_unique<auth::Authenticator>(*keys_, /*anonymous_reader=*/true);
    executor_ = std::make_unique<rpc::Executor>(2);
    backend_.reset(new aip::Backend{*engine_, engine_->Identity(), {}, *executor_});
    rpc::MethodTable methods;
    AddOperationMethods(*backend_, *jobs_, methods);
    pipeline_ = std::make_unique<rpc::Pipeline>(
        *engine_, *executor_, *authenticator_, std::move(methods),
        [](const std::string&) { return [](const rpc::CallRecord&) {}; },
        std::vector<const google::protobuf::ServiceDescriptor*>{Operation::descriptor()->file()->service(0)});
    grpc::ServerBuilder builder;
    for (const auto& service : pipeline_->services()) builder.RegisterService(service.get());
    server_ = builder.BuildAndStart();
    stub_ = lro::Operations::NewStub(server_->InProcessChannel({}));
  }

  void TearDown() override {
    jobs_->AskStop();
    stub_.reset();
    server_->Shutdown();
    server_.reset();
    pipeline_.reset();
    executor_.reset();
    jobs_.reset();
  }

  void AddKey(const std::string& who, v1::Role role) {
    v1::ApiKey key;
    key.set_display_name(who);
    key.set_role(role);
    const std::string secret = auth::NewSecret(auth::RandomId());
    std::promise<std::string> made;
    keys_->Create(key, secret, absl::Now(), "test",
                  [&made](absl::StatusOr<v1::ApiKey> stored) { made.set_value(stored->name()); });
    secrets_[who] = secret;
    principals_[who] = "key:" + made.get_future().get().substr(sizeof("apiKeys/") - 1);
  }

  std::string StartAs(const std::string& who, const std::string& type, const std::string& arguments = "") {
    std::promise<std::string> name;
    jobs_->Start(jobs_->New({type, principals_[who], Packed(arguments), {}}).value(), "test",
                 [&name](absl::StatusOr<Operation> started) { name.set_value(started->name()); });
    return name.get_future().get();
  }

  // Calls as somebody; the answer is in `answer`.
  template <class Method, class Request, class Answer>
  grpc::Status Call(const std::string& who, Method method, const Request& request, Answer& answer,
                    milliseconds deadline = milliseconds(20000)) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + deadline);
    if (!who.empty()) context.AddMetadata("authorization", "Bearer " + secrets_[who]);
    return (*stub_.*method)(&context, request, &answer);
  }
  template <class Request, class Method, class Answer>
  grpc::Status CallName(const std::string& who, Method method, const std::string& name, Answer& answer) {
    Request request;
    request.set_name(name);
    return Call(who, method, request, answer);
  }
  grpc::Status Get(const std::string& who, const std::string& name, Operation& operation) {
    return CallName<lro::GetOperationRequest>(who, &lro::Operations::Stub::GetOperation, name, operation);
  }
  grpc::Status CancelAs(const std::string& who, const std::string& name) {
    google::protobuf::Empty nothing;
    return CallName<lro::CancelOperationRequest>(who, &lro::Operations::Stub::CancelOperation, name, nothing);
  }
  grpc::Status DeleteAs(const std::string& who, const std::string& name) {
    google::protobuf::Empty nothing;
    return CallName<lro::DeleteOperationRequest>(who, &lro::Operations::Stub::DeleteOperation, name, nothing);
  }
  grpc::Status Wait(const std::string& who, const std::string& name, std::optional<milliseconds> timeout,
                    Operation& operation, milliseconds deadline = milliseconds(20000)) {
    lro::WaitOperationRequest request;
    request.set_name(name);
    if (timeout) {
      request.mutable_timeout()->set_seconds(timeout->count() / 1000);
      request.mutable_timeout()->set_nanos(static_cast<int32_t>(timeout->count() % 1000) * 1000000);
    }
    return Call(who, &lro::Operations::Stub::WaitOperation, request, operation, deadline);
  }
  grpc::Status List(const std::string& who, const lro::ListOperationsRequest& request,
                    lro::ListOperationsResponse& page) {
    return Call(who, &lro::Operations::Stub::ListOperations, request, page);
  }
  // The names of all pages.
  std::vector<std::string> Names(const std::string& who, int page_size, const std::string& filter = "") {
    std::vector<std::string> names;
    lro::ListOperationsRequest request;
    request.set_page_size(page_size);
    request.set_filter(filter);
    do {
      lro::ListOperationsResponse page;
      const grpc::Status status = List(who, request, page);
      EXPECT_TRUE(status.ok()) << status.error_message();
      EXPECT_LE(page.operations_size(), page_size);
      for (const Operation& operation : page.operations()) names.push_back(operation.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  std::map<std::string, std::string> secrets_, principals_;
  std::unique_ptr<auth::KeyRing> keys_;
  std::unique_ptr<auth::Authenticator> authenticator_;
  std::unique_ptr<rpc::Executor> executor_;
  std::unique_ptr<aip::Backend> backend_;
  std::unique_ptr<rpc::Pipeline> pipeline_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<lro::Operations::Stub> stub_;
};

TEST_F(OperationServiceTest, EditorsReachTheirOwnAndAdministratorsAll) {
  const std::string mine = StartAs("editor", "wait");
  Operation operation;
  ASSERT_TRUE(Get("editor", mine, operation).ok());
  EXPECT_EQ(operation.name(), mine);
  EXPECT_FALSE(operation.done());
  EXPECT_TRUE(Get("admin", mine, operation).ok());
  EXPECT_EQ(Get("educator", mine, operation).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Get("", mine, operation).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  for (const std::string& hidden : {mine, std::string("operations/none")}) {
    EXPECT_EQ(ReasonOfCall(Get("other editor", hidden, operation)), "RESOURCE_NOT_FOUND");
    EXPECT_EQ(ReasonOfCall(Wait("other editor", hidden, {}, operation)), "RESOURCE_NOT_FOUND");
    EXPECT_EQ(ReasonOfCall(CancelAs("other editor", hidden)), "RESOURCE_NOT_FOUND");
    EXPECT_EQ(ReasonOfCall(DeleteAs("other editor", hidden)), "RESOURCE_NOT_FOUND");
  }
  EXPECT_FALSE(Stored(mine)->cancel_requested());
  EXPECT_FALSE(Stored(mine)->discarded());
  EXPECT_TRUE(Names("other editor", 10).empty());
  EXPECT_EQ(Names("editor", 10), std::vector<std::string>{mine});
  EXPECT_EQ(Names("admin", 10), std::vector<std::string>{mine});
}

TEST_F(OperationServiceTest, CancelAndDelete) {
  const std::string name = StartAs("editor", "wait");
  ASSERT_TRUE(CancelAs("editor", name).ok());
  Operation operation;
  ASSERT_TRUE(Wait("editor", name, {}, operation).ok());
  EXPECT_EQ(ReasonIn(operation), "OPERATION_CANCELLED");
  EXPECT_TRUE(CancelAs("editor", name).ok());
  ASSERT_TRUE(DeleteAs("editor", name).ok());
  EXPECT_EQ(ReasonOfCall(Get("editor", name, operation)), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOfCall(DeleteAs("editor", name)), "RESOURCE_NOT_FOUND");

  const std::string running = StartAs("editor", "wait");
  ASSERT_TRUE(DeleteAs("editor", running).ok());
  ASSERT_TRUE(Get("editor", running, operation).ok());
  EXPECT_FALSE(operation.done());
  ASSERT_TRUE(CancelAs("admin", running).ok());
  EXPECT_TRUE(Eventually([&] { return !Get("editor", running, operation).ok(); }));
}

TEST_F(OperationServiceTest, WaitingEndsWithTheOperation) {
  const std::string name = StartAs("editor", "wait");
  Operation operation;
  std::thread waiter([&] { EXPECT_TRUE(Wait("editor", name, milliseconds(15000), operation).ok()); });
  absl::SleepFor(absl::Milliseconds(50));
  const absl::Time before = absl::Now();
  ASSERT_TRUE(Cancel(name).ok());
  waiter.join();
  EXPECT_LT(absl::Now() - before, absl::Seconds(5));
  EXPECT_TRUE(operation.done());
  // What has ended is not waited for.
  ASSERT_TRUE(Wait("editor", name, milliseconds(15000), operation).ok());
  EXPECT_LT(absl::Now() - before, absl::Seconds(10));
}

TEST_F(OperationServiceTest, WaitingEndsWithItsTime) {
  const std::string name = StartAs("editor", "wait");
  Operation operation;
  const absl::Time before = absl::Now();
  ASSERT_TRUE(Wait("editor", name, milliseconds(200), operation).ok());
  EXPECT_GE(absl::Now() - before, absl::Milliseconds(200));
  EXPECT_EQ(operation.name(), name);
  EXPECT_FALSE(operation.done());
  ASSERT_TRUE(Wait("editor", name, milliseconds(0), operation).ok());
  // The call's own time counts as well, and the answer comes before it is up.
  const grpc::Status status = Wait("editor", name, {}, operation, milliseconds(2000));
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(operation.done());
  EXPECT_LT(absl::Now() - before, absl::Seconds(10));
  EXPECT_EQ(ReasonOfCall(Wait("editor", name, milliseconds(-5), operation)), "FIELD_INVALID");
}

TEST_F(OperationServiceTest, WaitingEndsWithTheServer) {
  const std::string name = StartAs("editor", "wait");
  Operation operation;
  std::thread waiter([&] { EXPECT_TRUE(Wait("editor", name, milliseconds(15000), operation).ok()); });
  absl::SleepFor(absl::Milliseconds(50));
  const absl::Time before = absl::Now();
  jobs_->AskStop();
  waiter.join();
  EXPECT_LT(absl::Now() - before, absl::Seconds(5));
  EXPECT_FALSE(operation.done());
}

TEST_F(OperationServiceTest, ListingsAreNewestFirstAndOneSnapshot) {
  std::vector<std::string> mine, others;
  for (int i = 0; i < 7; ++i) {
    mine.insert(mine.begin(), StartAs("editor", "echo"));
    others.insert(others.begin(), StartAs("other editor", "echo"));
    absl::SleepFor(absl::Milliseconds(2));
  }
  for (const std::string& name : mine) Ended(name);
  for (int page_size : {1, 3, 7, 100}) EXPECT_EQ(Names("editor", page_size), mine);
  EXPECT_EQ(Names("other editor", 2), others);
  EXPECT_EQ(Names("admin", 4).size(), 14U);

  lro::ListOperationsRequest request;
  lro::ListOperationsResponse page;
  request.set_name("operations");
  request.set_page_size(4);
  ASSERT_TRUE(List("editor", request, page).ok());
  ASSERT_EQ(page.operations_size(), 4);
  request.set_page_token(page.next_page_token());
  const std::string later = StartAs("editor", "wait");
  ASSERT_TRUE(Discard(mine[5]).ok());
  ASSERT_TRUE(List("editor", request, page).ok());
  ASSERT_EQ(page.operations_size(), 3);
  EXPECT_EQ(page.operations(1).name(), mine[5]);
  EXPECT_EQ(page.next_page_token(), "");
  // A token does not open what its holder may not see.
  ASSERT_TRUE(List("other editor", request, page).ok());
  for (const Operation& operation : page.operations())
    EXPECT_TRUE(std::count(others.begin(), others.end(), operation.name())) << operation.name();

  EXPECT_EQ(Names("editor", 10, "done = false"), std::vector<std::string>{later});
  EXPECT_EQ(Names("editor", 2, "done=true").size(), 6U);
}

TEST_F(OperationServiceTest, BadRequestsAreNamed) {
  lro::ListOperationsResponse page;
  const auto list = [&](auto change) {
    lro::ListOperationsRequest request;
    change(request);
    return ReasonOfCall(List("editor", request, page));
  };
  EXPECT_EQ(list([](auto& request) { request.set_page_size(-1); }), "FIELD_INVALID");
  EXPECT_EQ(list([](auto& request) { request.set_name("operations/x"); }), "FIELD_INVALID");
  EXPECT_EQ(list([](auto& request) { request.set_return_partial_success(true); }), "FIELD_INVALID");
  EXPECT_EQ(list([](auto& request) { request.set_page_token("abc"); }), "PAGE_TOKEN_INVALID");
  for (const char* filter : {"done", "done = maybe", "done = true AND done = false", "name = \"x\"", "done == true"})
    EXPECT_EQ(list([&](auto& request) { request.set_filter(filter); }), "FILTER_UNSUPPORTED") << filter;
  Operation operation;
  for (const char* name : {"", "operations", "operations/", "entries/x", "operations/a/b", "operations/\n"}) {
    EXPECT_EQ(ReasonOfCall(Get("editor", name, operation)), "FIELD_INVALID") << name;
    EXPECT_EQ(ReasonOfCall(Wait("editor", name, {}, operation)), "FIELD_INVALID") << name;
    EXPECT_EQ(ReasonOfCall(CancelAs("editor", name)), "FIELD_INVALID") << name;
    EXPECT_EQ(ReasonOfCall(DeleteAs("editor", name)), "FIELD_INVALID") << name;
  }
}

}  // namespace
}  // namespace lectern::operations
