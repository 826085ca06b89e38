// Runs a scenario against a server.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"
#include "scenario.pb.h"

namespace lectern::tests {

class ScenarioRunner {
 public:
  // `admin_secret`: the administrator's key; the runner makes the keys of the other roles with it.
  ScenarioRunner(std::shared_ptr<grpc::Channel> channel, std::string admin_secret);

  // Fails the running test where a step does not come out as it says.
  void Run(const Scenario& scenario);

 private:
  struct Outcome {
    grpc::Status status;
    std::string bytes;
    std::string revision;  // of the trailer
  };
  Outcome Call(const std::string& method, const std::string& secret, const std::string& act_as,
               const std::string& request);
  void RunStep(const Step& step);
  void CheckError(const Step& step, const grpc::Status& status);
  void CheckAnswer(const Step& step, const std::string& bytes);
  std::string MakeKey(const std::string& role);

  const std::shared_ptr<grpc::Channel> channel_;
  std::map<std::string, std::string> secrets_;  // by `as`
  std::map<std::string, std::string> saved_;
};

}  // namespace lectern::tests
