#include "clients/admin/operations.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "clients/admin/text_width.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"

namespace lectern::admin {
namespace {

using google::longrunning::Operation;
using google::protobuf::Any;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// How long one call waits on the server; somebody who watches sees the seconds pass.
constexpr milliseconds kOneWait{10'000};
constexpr milliseconds kOneWatchedWait{1'000};
// A server may answer at once that it is not done.
constexpr milliseconds kLeastBetweenCalls{200};
constexpr char kClearLine[] = "\r\x1b[K";

bool Known(const Any& any) {
  const std::string& url = any.type_url();
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  return pool->FindMessageTypeByName(url.substr(url.rfind('/') + 1)) != nullptr;
}

// Details of types that are not known here would have no JSON form.
void DropUnknown(Operation& operation) {
  if (operation.has_metadata() && !Known(operation.metadata())) operation.clear_metadata();
  if (operation.has_response() && !Known(operation.response())) operation.mutable_response()->Clear();
  if (!operation.has_error()) return;
  auto& details = *operation.mutable_error()->mutable_details();
  details.erase(std::remove_if(details.begin(), details.end(), [](const Any& detail) { return !Known(detail); }),
                details.end());
}

class Waiting {
 public:
  Waiting(Output& output, const std::string& name) : output_(output), name_(Printable(name)) {
    if (!output_.err_is_terminal) output_.err << "waiting for " << name_ << '\n';
  }
  ~Waiting() {
    if (output_.err_is_terminal) output_.err << kClearLine << std::flush;
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  void Show() {
    if (!output_.err_is_terminal) return;
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start_);
    output_.err << kClearLine << fmt::format("{} has run for {} s", name_, passed.count()) << std::flush;
  }

 private:
  Output& output_;
  const std::string name_;
  const Clock::time_point start_ = Clock::now();
};

}  // namespace

grpc::Status WaitFor(Session& session, const std::string& name, Operation& operation) {
  google::longrunning::WaitOperationRequest request;
  request.set_name(name);
  const milliseconds wait =
      std::min(session.output().err_is_terminal ? kOneWatchedWait : kOneWait, session.connection().timeout() / 2);
  *request.mutable_timeout() = google::protobuf::util::TimeUtil::MillisecondsToDuration(wait.count());
  Waiting waiting(session.output(), name);
  while (true) {
    const Clock::time_point next = Clock::now() + kLeastBetweenCalls;
    waiting.Show();
    grpc::Status status = session.connection().Call(&OperationsApi::WaitOperation, request, operation);
    if (!status.ok() || operation.done()) return status;
    std::this_thread::sleep_until(next);
  }
}

ExitCode EndOf(Session& session, const Operation& operation) {
  if (!operation.has_error()) return ExitCode::kOk;
  const google::rpc::Status& error = operation.error();
  Failure failure = session.connection().Explained(
      {static_cast<grpc::StatusCode>(error.code()), error.message(), error.SerializeAsString()});
  // The call itself went well: what its error says of servers that are away, say, is not true of it.
  failure.exit_code = ExitCode::kServerError;
  failure.message = fmt::format("ended with an error: {}", error.message());
  return session.Fail(failure, operation.name());
}

ExitCode PrintOperation(Session& session, const Operation& operation) {
  if (!session.json()) return session.PrintRecord(operation);
  Operation known = operation;
  DropUnknown(known);
  return session.PrintJson(known);
}

}  // namespace lectern::admin
