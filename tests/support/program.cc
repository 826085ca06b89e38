#include "tests/support/program.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace lectern::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kPoll = std::chrono::milliseconds(2);
constexpr int kCannotExecute = 127;
constexpr int kSignalBase = 128;

// argv or envp: null-terminated, and valid as long as `strings` is.
std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> EnvironmentOf(const ProgramOptions& options) {
  std::vector<std::string> strings;
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (!std::string_view(*variable).starts_with("LECTERN_")) strings.emplace_back(*variable);
  for (const auto& [name, value] : options.environment) strings.push_back(name + "=" + value);
  return strings;
}

// What the new process needs; made before the fork, since behind it only async-signal-safe calls are allowed.
struct Plan {
  char* const* arguments;
  char* const* environment;
  const char* directory;
  int out;
  int err;
  bool bound_by_permissions;
  pid_t parent;
};

[[noreturn]] void BecomeProgram(const Plan& plan) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != plan.parent) _exit(kCannotExecute);
  const int in = open("/dev/null", O_RDONLY);
  if (in < 0 || dup2(in, STDIN_FILENO) < 0 || dup2(plan.out, STDOUT_FILENO) < 0 || dup2(plan.err, STDERR_FILENO) < 0 ||
      chdir(plan.directory) != 0)
    _exit(kCannotExecute);
  if (plan.bound_by_permissions) {
    prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
    prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);
  }
  execve(plan.arguments[0], plan.arguments, plan.environment);
  _exit(kCannotExecute);
}

int OpenOutput(const fs::path& path) { return open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600); }

}  // namespace

Program::Program(const fs::path& path, const std::vector<std::string>& arguments, const ProgramOptions& options) {
  std::vector<std::string> words{path.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = EnvironmentOf(options);
  const std::vector<char*> argv = Pointers(words);
  const std::vector<char*> envp = Pointers(environment);
  const fs::path working = directory_.path() / "in";
  fs::create_directory(working);
  const int out = OpenOutput(directory_.path() / "out");
  const int err = OpenOutput(directory_.path() / "err");
  const Plan plan{argv.data(), envp.data(), working.c_str(), out, err, options.bound_by_permissions, getpid()};
  pid_ = fork();
  if (pid_ == 0) BecomeProgram(plan);
  const int error = errno;
  close(out);
  close(err);
  if (pid_ < 0) throw std::runtime_error(std::string("no process can be made: ") + std::strerror(error));
}

Program::~Program() { Kill(); }

void Program::Signal(int number) {
  // An ended program's id stays its own until it is waited for, so the signal can reach nobody else.
  if (!exit_code_) kill(pid_, number);
}

void Program::Kill() {
  Signal(SIGKILL);
  Wait(std::chrono::seconds(30));
}

std::optional<int> Program::Wait(std::chrono::milliseconds patience) {
  const Clock::time_point end = Clock::now() + patience;
  while (!exit_code_) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_)
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : kSignalBase + WTERMSIG(status);
    else if (Clock::now() >= end)
      break;
    else
      std::this_thread::sleep_for(kPoll);
  }
  return exit_code_;
}

std::string Program::out() const { return ReadFile(directory_.path() / "out"); }
std::string Program::err() const { return ReadFile(directory_.path() / "err"); }

ProgramResult RunProgram(const fs::path& path, const std::vector<std::string>& arguments, const ProgramOptions& options,
                         std::chrono::milliseconds patience) {
  Program program(path, arguments, options);
  const std::optional<int> code = program.Wait(patience);
  if (!code)
    throw std::runtime_error(path.filename().string() + " did not end in time; it wrote:\n" + program.out() +
                             program.err());
  return {*code, program.out(), program.err()};
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

void WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error(path.string() + " cannot be written");
}

}  // namespace lectern::testing
