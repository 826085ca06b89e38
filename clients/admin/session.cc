#include "clients/admin/session.h"

#include "clients/admin/json.h"
#include "clients/admin/record.h"
#include "clients/admin/text_width.h"

namespace lectern::admin {

ExitCode Session::PrintJson(const google::protobuf::Message& message) {
  const auto json = ToJson(message);
  if (!json.ok()) return Fail(ExitCode::kServerError, std::string(json.status().message()));
  output_.out << *json;
  return ExitCode::kOk;
}

ExitCode Session::PrintRecord(const google::protobuf::Message& message) {
  if (json()) return PrintJson(message);
  WriteRecord(message, output_.width, output_.out);
  return ExitCode::kOk;
}

std::optional<std::string> Session::Ask(std::string_view question) {
  output_.err << Printable(question) << std::flush;
  std::string line;
  if (!std::getline(input_.in, line)) {
    output_.err << '\n';
    return std::nullopt;
  }
  return line;
}

ExitCode Session::Fail(const grpc::Status& status, std::string_view subject) {
  return Fail(connection_.Explained(status), subject);
}

ExitCode Session::Fail(const Failure& failure, std::string_view subject) {
  const std::string text = Text(failure);
  const std::string named = Printable(subject);
  const bool told = named.empty() || text.find(named) != std::string::npos;
  output_.err << "lecternctl: " << (told ? "" : named + ": ") << text << '\n';
  if (!failure.advice.empty()) output_.err << failure.advice << '\n';
  return failure.exit_code;
}

ExitCode Session::Fail(ExitCode code, std::string_view message) {
  output_.err << "lecternctl: " << Printable(message) << '\n';
  return code;
}

}  // namespace lectern::admin
