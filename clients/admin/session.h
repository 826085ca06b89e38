// What a verb works with: the server, and where its answer goes.
#pragma once

#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "clients/admin/connection.h"
#include "clients/admin/exit_code.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/status.h"

namespace lectern::admin {

enum class OutputFormat { kTable, kJson };

// Where output goes. Results go to `out` alone, everything else to `err`.
struct Output {
  OutputFormat format = OutputFormat::kTable;
  std::ostream& out;
  std::ostream& err;
  // Columns of the terminal that `out` is; 0 where it is none: nothing is cut or wrapped then.
  size_t width = 0;
  // Whether `out` shows escape sequences that set words off.
  bool styled = false;
  // Whether somebody watches `err`.
  bool err_is_terminal = false;
};

// Where answers to questions come from, and texts that are given on standard input.
struct Input {
  std::istream& in;
  // Whether somebody types there.
  bool is_terminal = false;
};

class Session {
 public:
  // All outlive the session.
  Session(Connection& connection, Output& output, Input& input)
      : connection_(connection), output_(output), input_(input) {}

  Connection& connection() { return connection_; }
  Output& output() { return output_; }
  Input& input() { return input_; }
  bool json() const { return output_.format == OutputFormat::kJson; }

  // Prints `message` in JSON.
  ExitCode PrintJson(const google::protobuf::Message& message);
  // Prints `message` as JSON, or as a record that people read.
  ExitCode PrintRecord(const google::protobuf::Message& message);

  // Asks `question` on the terminal; the line that was typed, nothing at the end of the input.
  std::optional<std::string> Ask(std::string_view question);

  // Says what went wrong and what to do, and answers with the exit code that it means. `subject` is what it went wrong
  // with, or "".
  ExitCode Fail(const grpc::Status& status, std::string_view subject = "");
  ExitCode Fail(const Failure& failure, std::string_view subject);
  ExitCode Fail(ExitCode code, std::string_view message);

 private:
  Connection& connection_;
  Output& output_;
  Input& input_;
};

}  // namespace lectern::admin
