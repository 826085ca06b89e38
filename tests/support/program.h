// A real program as a process: started, watched, and ended in every case.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/temp_directory.h"

namespace lectern::testing {

struct ProgramOptions {
  // Set for the program alone. Apart from these it gets the test's own environment without LECTERN_*.
  std::map<std::string, std::string> environment = {};
  // The capabilities by which root reads and writes what permissions forbid are taken from the program, so that a test
  // of permissions also means something when root runs it.
  bool bound_by_permissions = false;
};

// A running program. Its output goes to files: it never waits for the test, and what it said outlives a kill.
// Not thread-safe.
class Program {
 public:
  // Starts `path`. Its working directory is an empty one. Throws std::runtime_error where no process can be made; a
  // program that cannot be executed ends with 127.
  Program(const std::filesystem::path& path, const std::vector<std::string>& arguments,
          const ProgramOptions& options = {});
  // Kills it where it still runs. It is also killed when the thread that started it ends, so that a test which is
  // itself killed leaves nothing behind.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  pid_t pid() const { return pid_; }
  // Nothing where it has ended.
  void Signal(int number);
  // Kills it at once and waits until it is gone.
  void Kill();
  // Waits for its end. The exit code, or as in a shell 128 and the number of the signal that ended it; nullopt where it
  // still runs after `patience`.
  std::optional<int> Wait(std::chrono::milliseconds patience);
  bool Running() { return !Wait(std::chrono::milliseconds::zero()).has_value(); }

  // What it has written so far.
  std::string out() const;
  std::string err() const;

 private:
  TempDirectory directory_;
  pid_t pid_ = -1;
  std::optional<int> exit_code_;
};

// How a program ended.
struct ProgramResult {
  int exit_code = 0;
  std::string out;
  std::string err;
};

// Runs a program to its end. Throws std::runtime_error, with what it wrote, where that takes longer than `patience`.
ProgramResult RunProgram(const std::filesystem::path& path, const std::vector<std::string>& arguments,
                         const ProgramOptions& options = {},
                         std::chrono::milliseconds patience = std::chrono::seconds(60));

// The bytes of `path`; empty where there is no such file.
std::string ReadFile(const std::filesystem::path& path);
void WriteFile(const std::filesystem::path& path, const std::string& bytes);

}  // namespace lectern::testing
