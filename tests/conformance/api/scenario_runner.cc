#include "scenario_runner.h"

#include <condition_variable>
#include <mutex>
#include <set>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "lectern/v1/admin_service.pb.h"

namespace lectern::tests {
namespace {

using google::protobuf::Message;
using google::protobuf::TextFormat;

constexpr char kPackage[] = "lectern.v1.";

// The method with its package; those of other packages than ours are written in full.
std::string FullMethod(const std::string& method) {
  return method.find('.') < method.find('/') ? method : kPackage + method;
}

std::unique_ptr<Message> NewMessage(const std::string& full_name) {
  const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(full_name);
  if (descriptor == nullptr) return nullptr;
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

std::string TypeOf(const google::protobuf::Any& any) { return any.type_url().substr(any.type_url().rfind('/') + 1); }

// The message of `any`, with saved texts in the place of "${name}".
std::unique_ptr<Message> Unpack(const google::protobuf::Any& any, const std::map<std::string, std::string>& saved) {
  std::unique_ptr<Message> message = NewMessage(TypeOf(any));
  EXPECT_NE(message, nullptr) << any.type_url();
  EXPECT_TRUE(message->ParseFromString(any.value()));
  std::string text;
  TextFormat::PrintToString(*message, &text);
  for (const auto& [name, value] : saved)
    for (size_t at; (at = text.find("${" + name + "}")) != std::string::npos;) text.replace(at, name.size() + 3, value);
  EXPECT_TRUE(TextFormat::ParseFromString(text, message.get()));
  return message;
}

// The text at a path such as "entries[0].name".
std::string TextAt(const Message& root, const std::string& path) {
  const Message* message = &root;
  size_t start = 0;
  while (true) {
    const size_t dot = path.find('.', start);
    std::string step = path.substr(start, dot == std::string::npos ? dot : dot - start);
    int index = -1;
    if (const size_t bracket = step.find('['); bracket != std::string::npos) {
      index = std::stoi(step.substr(bracket + 1));
      step.resize(bracket);
    }
    const auto* field = message->GetDescriptor()->FindFieldByName(step);
    if (field == nullptr) return "no field " + step;
    const auto* reflection = message->GetReflection();
    if (dot == std::string::npos && field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_INT64)
      return std::to_string(reflection->GetInt64(*message, field));
    if (dot == std::string::npos)
      return index < 0 ? reflection->GetString(*message, field) : reflection->GetRepeatedString(*message, field, index);
    message =
        index < 0 ? &reflection->GetMessage(*message, field) : &reflection->GetRepeatedMessage(*message, field, index);
    start = dot + 1;
  }
}

}  // namespace

ScenarioRunner::ScenarioRunner(std::shared_ptr<grpc::Channel> channel, std::string admin_secret)
    : channel_(std::move(channel)) {
  secrets_[""] = secrets_["admin"] = std::move(admin_secret);
  secrets_["anonymous"] = "";
  secrets_["unknown"] = "lk_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  for (const char* role : {"reader", "educator", "editor"}) secrets_[role] = MakeKey(role);
}

std::string ScenarioRunner::MakeKey(const std::string& role) {
  v1::CreateApiKeyRequest request;
  request.mutable_api_key()->set_display_name(role);
  request.mutable_api_key()->set_role(role == "reader"     ? v1::ROLE_READER
                                      : role == "educator" ? v1::ROLE_EDUCATOR
                                                           : v1::ROLE_EDITOR);
  const Outcome outcome = Call("AdminService/CreateApiKey", secrets_["admin"], "", request.SerializeAsString());
  v1::CreateApiKeyResponse answer;
  EXPECT_TRUE(outcome.status.ok()) << outcome.status.error_message();
  EXPECT_TRUE(answer.ParseFromString(outcome.bytes));
  return answer.secret();
}

ScenarioRunner::Outcome ScenarioRunner::Call(const std::string& method, const std::string& secret,
                                             const std::string& act_as, const std::string& request) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  if (!secret.empty()) context.AddMetadata("authorization", "Bearer " + secret);
  if (!act_as.empty()) context.AddMetadata("lectern-act-as", act_as);
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  grpc::ByteBuffer answer;
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  Outcome outcome;
  grpc::GenericStub stub(channel_);
  stub.UnaryCall(&context, "/" + FullMethod(method), grpc::StubOptions(), &bytes, &answer, [&](grpc::Status status) {
    std::lock_guard lock(mutex);
    outcome.status = std::move(status);
    done = true;
    changed.notify_one();
  });
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return done; });
  std::vector<grpc::Slice> slices;
  if (answer.Valid() && answer.Dump(&slices).ok())
    for (const grpc::Slice& part : slices)
      outcome.bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
  const auto& trailers = context.GetServerTrailingMetadata();
  if (const auto found = trailers.find("lectern-revision"); found != trailers.end())
    outcome.revision.assign(found->second.data(), found->second.size());
  return outcome;
}

void ScenarioRunner::Run(const Scenario& scenario) {
  for (int i = 0; i < scenario.steps_size(); ++i) {
    SCOPED_TRACE(scenario.summary() + " / step " + std::to_string(i + 1) + ": " + scenario.steps(i).method() + " as " +
                 scenario.steps(i).as());
    RunStep(scenario.steps(i));
    if (testing::Test::HasFatalFailure()) return;
  }
}

void ScenarioRunner::RunStep(const Step& step) {
  ASSERT_TRUE(secrets_.contains(step.as())) << "no such caller";
  std::string request = step.raw_request();
  if (step.has_request()) {
    const std::unique_ptr<Message> message = Unpack(step.request(), saved_);
    for (const auto& [field, saved] : step.numbers()) {
      const auto* number = message->GetDescriptor()->FindFieldByName(field);
      ASSERT_NE(number, nullptr) << field;
      message->GetReflection()->SetInt64(message.get(), number, std::stoll(saved_.at(saved)));
    }
    request = message->SerializeAsString();
  }
  const Outcome outcome = Call(step.method(), secrets_[step.as()], step.act_as(), request);
  ASSERT_EQ(google::rpc::Code_Name(static_cast<google::rpc::Code>(outcome.status.error_code())),
            google::rpc::Code_Name(step.code()))
      << outcome.status.error_message();
  if (!outcome.status.ok()) return CheckError(step, outcome.status);
  EXPECT_FALSE(outcome.revision.empty()) << "no trailer lectern-revision";
  CheckAnswer(step, outcome.bytes);
}

void ScenarioRunner::CheckError(const Step& step, const grpc::Status& status) {
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_LE(status.error_details().size(), 4096U + 512U);
  std::string reason;
  std::set<std::string> violations;
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    if (detail.UnpackTo(&info)) {
      EXPECT_EQ(info.domain(), "lectern");
      reason = info.reason();
    } else if (detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) violations.insert(violation.field());
    }
  }
  EXPECT_EQ(reason, step.reason()) << status.error_message();
  if (step.violations().empty()) return;
  EXPECT_EQ(violations, std::set<std::string>(step.violations().begin(), step.violations().end()));
}

void ScenarioRunner::CheckAnswer(const Step& step, const std::string& bytes) {
  std::string full_name = FullMethod(step.method());
  full_name[full_name.find('/')] = '.';
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(full_name);
  ASSERT_NE(method, nullptr);
  const std::unique_ptr<Message> answer = NewMessage(method->output_type()->full_name());
  ASSERT_TRUE(answer->ParseFromString(bytes));
  if (step.has_answer()) {
    ASSERT_EQ(TypeOf(step.answer()), method->output_type()->full_name());
    const std::unique_ptr<Message> expected = Unpack(step.answer(), saved_);
    google::protobuf::util::MessageDifferencer differ;
    std::string difference;
    differ.set_scope(google::protobuf::util::MessageDifferencer::PARTIAL);
    differ.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differ.Compare(*expected, *answer)) << difference << "\nanswer:\n" << answer->DebugString();
  }
  for (const std::string& name : step.absent()) {
    const auto* field = answer->GetDescriptor()->FindFieldByName(name);
    ASSERT_NE(field, nullptr) << name;
    EXPECT_FALSE(field->is_repeated() ? answer->GetReflection()->FieldSize(*answer, field) > 0
                                      : answer->GetReflection()->HasField(*answer, field))
        << name << " must be absent";
  }
  for (const auto& [name, size] : step.sizes()) {
    const auto* field = answer->GetDescriptor()->FindFieldByName(name);
    ASSERT_NE(field, nullptr) << name;
    EXPECT_EQ(answer->GetReflection()->FieldSize(*answer, field), size) << name;
  }
  for (const auto& [variable, path] : step.save()) saved_[variable] = TextAt(*answer, path);
}

}  // namespace lectern::tests
