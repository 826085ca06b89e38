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

  // `progress`: how far it is, "" where that is not known.
  void Show(const std::string& progress) {
    const std::string known = Printable(progress);
    if (!output_.err_is_terminal) {
      if (!known.empty()) output_.err << name_ << ": " << known << '\n' << std::flush;
      return;
    }
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start_);
    output_.err << kClearLine << fmt::format("{} has run for {} s", name_, passed.count())
                << (known.empty() ? "" : ": " + known) << std::flush;
  }

 private:
  Output& output_;
  const std::string name_;
  const Clock::time_point start_ = Clock::now();
};

}  // namespace

grpc::Status WaitFor(Session& session, const std::string& name, Operation& operation, const Describe& progress) {
  google::longrunning::WaitOperationRequest request;
  request.set_name(name);
  const milliseconds wait =
      std::min(session.output().err_is_terminal ? kOneWatchedWait : kOneWait, session.connection().timeout() / 2);
  *request.mutable_timeout() = google::protobuf::util::TimeUtil::MillisecondsToDuration(wait.count());
  Waiting waiting(session.output(), name);
  waiting.Show("");
  while (true) {
    const Clock::time_point next = Clock::now() + kLeastBetweenCalls;
    grpc::Status status = session.connection().Call(&OperationsApi::WaitOperation, request, operation);
    if (!status.ok() || operation.done()) return status;
    waiting.Show(progress ? progress(operation) : "");
    std::this_thread::sleep_until(next);
  }
}

ExitCode Follow(Session& session, Operation operation, bool wait, const Job& job) {
  if (!wait) return PrintOperation(session, operation);
  const std::string name = operation.name();
  grpc::Status status;
  if (!operation.done()) status = WaitFor(session, name, operation, job.progress);
  if (!status.ok()) {
    const ExitCode code = session.Fail(status, name);
    session.output().err << job.what << " goes on by itself; `lecternctl operations wait " << Printable(name)
                         << "` waits for it.\n";
    return code;
  }
  if (session.json()) {
    PrintOperation(session, operation);
  } else if (operation.has_response()) {
    session.output().out << job.result(operation) << '\n';
  }
  return EndOf(session, operation);
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
