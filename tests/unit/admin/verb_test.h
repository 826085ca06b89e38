// What tests of verbs share: a scripted server, and somebody, or nobody, at a terminal.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/unit/admin/command_line.h"
#include "tests/unit/admin/fake_catalogue.h"
#include "tests/unit/admin/scripted_server.h"

namespace lectern::admin::testing {

class VerbTest : public ::testing::Test {
 protected:
  // Nobody is at a terminal; `input` is what stands on standard input.
  Finished Run(const std::vector<std::string>& arguments, const std::string& input = "") {
    return RunAt(arguments, input, false);
  }

  // Somebody is, and types `typed`.
  Finished RunTyping(const std::vector<std::string>& arguments, const std::string& typed) {
    return RunAt(arguments, typed, true);
  }

  ScriptedServer server_;

 private:
  Finished RunAt(std::vector<std::string> arguments, const std::string& input, bool terminal) {
    arguments.insert(arguments.end(), {"--token", "k", "--server", server_.address()});
    std::istringstream in(input);
    return RunCommand(arguments, {.in_is_terminal = terminal, .in = &in});
  }
};

// For On: answers with `answer`, whatever is asked.
template <typename Request, typename Answer>
std::function<grpc::Status(const Request&, Answer&)> Always(const Answer& answer) {
  return [answer](const Request&, Answer& out) {
    out = answer;
    return grpc::Status::OK;
  };
}

// For On: fails with `status`, whatever is asked.
template <typename Request, typename Answer>
std::function<grpc::Status(const Request&, Answer&)> Fails(const grpc::Status& status) {
  return [status](const Request&, Answer&) { return status; };
}

}  // namespace lectern::admin::testing
