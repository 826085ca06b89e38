// lecternd and lecternctl as their users have them: the built programs, run as processes of their own.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "nlohmann/json.hpp"
#include "tests/support/program.h"

namespace lectern::testing {

// The built program `name`.
std::filesystem::path ProgramPath(const std::string& name);

// A lecternd that serves.
class ServerProcess {
 public:
  // Starts it on `data`, on a free port of loopback and without metrics; `flags` come last, so they may say otherwise.
  // Waits until it serves. Throws std::runtime_error, with what it wrote, where it ends before or takes over 30 s.
  explicit ServerProcess(const std::filesystem::path& data, const std::vector<std::string>& flags = {},
                         const ProgramOptions& options = {});

  // ADDR:PORT that it said it serves on.
  const std::string& address() const { return address_; }
  // The secret in its admin.key.
  std::string admin_key() const;
  // Its log so far: what it wrote to standard error.
  std::string log() const { return program_.err(); }

  // kill -9, and its end.
  void Kill() { program_.Kill(); }
  // Asks it to stop, as systemd does, and waits for its end: its exit code. Throws where it still runs after
  // `patience`.
  int Stop(std::chrono::milliseconds patience = std::chrono::seconds(60));
  Program& program() { return program_; }

  // A connection of its own each time.
  std::shared_ptr<grpc::Channel> NewChannel() const;

 private:
  const std::filesystem::path data_;
  Program program_;
  std::string address_;
};

// Puts `key` into a call's metadata; an empty one leaves the call anonymous.
void Authorize(grpc::ClientContext& context, const std::string& key);

// lecternctl for one server and one key.
class Lecternctl {
 public:
  // Without a key it calls anonymously, whatever key files this machine has.
  explicit Lecternctl(std::string address, std::string key = "");

  // Runs it to its end.
  ProgramResult Run(const std::vector<std::string>& arguments, const ProgramOptions& options = {}) const;
  // Runs it with --output=json. Throws std::runtime_error, with what it wrote, where it does not exit with 0 or does
  // not print JSON.
  nlohmann::json Json(const std::vector<std::string>& arguments) const;
  // Starts it and leaves it running.
  std::unique_ptr<Program> Start(const std::vector<std::string>& arguments, const ProgramOptions& options = {}) const;

 private:
  ProgramOptions Options(ProgramOptions options) const;

  const std::string address_;
  const std::string key_;
};

}  // namespace lectern::testing
