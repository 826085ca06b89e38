// compact, and operations list, get, cancel, wait.
#include <cctype>
#include <memory>
#include <string>
#include <utility>

#include "clients/admin/fields.h"
#include "clients/admin/listing.h"
#include "clients/admin/operations.h"
#include "clients/admin/record.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"
#include "google/protobuf/empty.pb.h"

namespace lectern::admin {
namespace {

using google::longrunning::Operation;

constexpr bool kShrinks = true;

std::string Named(const std::string& name) { return name.find('/') == std::string::npos ? "operations/" + name : name; }

std::string StateOfOperation(const Operation& operation) {
  if (!operation.done()) return "running";
  if (!operation.has_error()) return "done";
  return operation.error().code() == static_cast<int>(grpc::StatusCode::CANCELLED) ? "cancelled" : "failed";
}

// "CompactMetadata" gives "compact".
std::string JobOf(const Operation& operation) {
  const std::string& url = operation.metadata().type_url();
  std::string job = url.substr(url.find_last_of("./") + 1);
  if (job.ends_with("Metadata")) job.resize(job.size() - std::string("Metadata").size());
  if (!job.empty()) job.front() = static_cast<char>(std::tolower(job.front()));
  return job;
}

Cells OperationRow(const google::protobuf::Message& message) {
  const auto& operation = dynamic_cast<const Operation&>(message);
  std::string started, ended;
  if (const auto metadata = Unpacked(operation.metadata())) {
    const auto moment = [&](const char* field) {
      const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(MessageIn(*metadata, field));
      return time == nullptr ? std::string() : Moment(*time);
    };
    started = moment("start_time");
    ended = moment("end_time");
  }
  return {operation.name(), StateOfOperation(operation), JobOf(operation), started, ended, operation.error().message()};
}

ExitCode List(Session& session, const Paging& paging) {
  auto request = std::make_unique<google::longrunning::ListOperationsRequest>();
  request->set_name("operations");
  Method method{"/google.longrunning.Operations/ListOperations", std::move(request),
                std::make_unique<google::longrunning::ListOperationsResponse>()};
  return PrintListing(session, std::move(method),
                      {{{"NAME"}, {"STATE"}, {"JOB"}, {"STARTED"}, {"ENDED"}, {"ERROR", kShrinks}}, OperationRow},
                      paging);
}

ExitCode Get(Session& session, const std::string& name) {
  google::longrunning::GetOperationRequest request;
  request.set_name(Named(name));
  Operation operation;
  const grpc::Status status = session.connection().Call(&OperationsApi::GetOperation, request, operation);
  if (!status.ok()) return session.Fail(status, request.name());
  return PrintOperation(session, operation);
}

ExitCode Cancel(Session& session, const std::string& name) {
  google::longrunning::CancelOperationRequest request;
  request.set_name(Named(name));
  google::protobuf::Empty answer;
  const grpc::Status status = session.connection().Call(&OperationsApi::CancelOperation, request, answer);
  if (!status.ok()) return session.Fail(status, request.name());
  if (session.json()) return session.PrintJson(answer);
  session.output().out << Printable(request.name()) << " is asked to end; `lecternctl operations get "
                       << Printable(request.name()) << "` shows whether it has\n";
  return ExitCode::kOk;
}

ExitCode Wait(Session& session, const std::string& name) {
  Operation operation;
  const grpc::Status status = WaitFor(session, Named(name), operation);
  if (!status.ok()) return session.Fail(status, Named(name));
  PrintOperation(session, operation);
  return EndOf(session, operation);
}

std::string SizesText(const Operation& operation) {
  v1::CompactResponse sizes;
  operation.response().UnpackTo(&sizes);
  return fmt::format("compacted: the store has {} on disk, and had {} before", SizeText(sizes.bytes_after()),
                     SizeText(sizes.bytes_before()));
}

ExitCode Compact(Session& session, bool wait) {
  Operation operation;
  const grpc::Status status = session.connection().Call(&AdminApi::Compact, v1::CompactRequest(), operation);
  if (!status.ok()) return session.Fail(status);
  return Follow(session, std::move(operation), wait, {"The compaction", {}, SizesText});
}

void AddNamed(CLI::App& operations, Verb& chosen, const char* name, const char* what,
              ExitCode (*run)(Session&, const std::string&)) {
  auto operation = std::make_shared<std::string>();
  CLI::App* verb = operations.add_subcommand(name, what);
  verb->add_option("NAME", *operation, "operations/ID, or the ID alone")->required()->check(Utf8());
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return run(session, *operation); }; });
}

}  // namespace

void AddOperationVerbs(CLI::App& app, Verb& chosen) {
  auto no_wait = std::make_shared<bool>(false);
  CLI::App* compact =
      app.add_subcommand("compact", "Give back the disk space of what is no longer kept, and wait for the end of it");
  compact->add_flag("--no-wait", *no_wait, "Begin it, and print the operation to wait for");
  compact->callback([=, &chosen] { chosen = [=](Session& session) { return Compact(session, !*no_wait); }; });

  CLI::App* operations = app.add_subcommand("operations", "Long jobs of the server");
  auto paging = std::make_shared<Paging>();
  CLI::App* list = operations->add_subcommand("list", "All that the server remembers");
  AddPagingOptions(*list, *paging);
  list->callback([=, &chosen] { chosen = [=](Session& session) { return List(session, *paging); }; });
  AddNamed(*operations, chosen, "get", "Show one", Get);
  AddNamed(*operations, chosen, "cancel", "Ask one to end before it is done", Cancel);
  AddNamed(*operations, chosen, "wait", "Wait until one has ended; the exit code tells whether it was done", Wait);
}

}  // namespace lectern::admin
