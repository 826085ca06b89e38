#include "tests/support/server_process.h"

#include <signal.h>

#include <stdexcept>
#include <system_error>
#include <thread>

#include "grpcpp/create_channel.h"

namespace lectern::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kStartPatience = std::chrono::seconds(30);
constexpr auto kPoll = std::chrono::milliseconds(2);
constexpr char kServing[] = "lecternd: serving on ";

std::vector<std::string> FlagsOf(const fs::path& data, const std::vector<std::string>& flags) {
  std::vector<std::string> all{"--data", data.string()};
  const auto given = [&](const std::string& name) {
    for (const std::string& flag : flags)
      if (flag == name) return true;
    return false;
  };
  if (!given("--listen")) all.insert(all.end(), {"--listen", "127.0.0.1:0"});
  if (!given("--metrics")) all.insert(all.end(), {"--metrics", ""});
  all.insert(all.end(), flags.begin(), flags.end());
  return all;
}

// What stands between "serving on " and the comma; empty while the whole line is not there.
std::string AddressIn(const std::string& out) {
  const size_t line = out.find(kServing);
  if (line == std::string::npos || out.find('\n', line) == std::string::npos) return "";
  const size_t begin = line + sizeof(kServing) - 1;
  return out.substr(begin, out.find(',', begin) - begin);
}

// lecternctl looks for a key file beside the checkout that its program lies in. This copy lies in no checkout, so that
// a test without a key has none.
fs::path IsolatedLecternctl() {
  static const TempDirectory directory;
  static const fs::path copy = [] {
    const fs::path folder = directory.path() / "build" / "preset" / "bin";
    fs::create_directories(folder);
    std::error_code other_file_system;
    fs::create_hard_link(ProgramPath("lecternctl"), folder / "lecternctl", other_file_system);
    if (other_file_system) fs::copy_file(ProgramPath("lecternctl"), folder / "lecternctl");
    return folder / "lecternctl";
  }();
  return copy;
}

}  // namespace

fs::path ProgramPath(const std::string& name) { return fs::path(LECTERN_PROGRAMS) / name; }

ServerProcess::ServerProcess(const fs::path& data, const std::vector<std::string>& flags, const ProgramOptions& options)
    : data_(data), program_(ProgramPath("lecternd"), FlagsOf(data, flags), options) {
  const Clock::time_point end = Clock::now() + kStartPatience;
  while (address_.empty()) {
    const bool running = program_.Running();
    address_ = AddressIn(program_.out());
    if (address_.empty() && (!running || Clock::now() >= end))
      throw std::runtime_error("lecternd does not serve; it wrote:\n" + program_.out() + program_.err());
    std::this_thread::sleep_for(kPoll);
  }
}

std::string ServerProcess::admin_key() const {
  std::string key = ReadFile(data_ / "admin.key");
  while (!key.empty() && key.back() == '\n') key.pop_back();
  if (key.empty()) throw std::runtime_error("there is no admin.key in " + data_.string());
  return key;
}

int ServerProcess::Stop(std::chrono::milliseconds patience) {
  program_.Signal(SIGTERM);
  const std::optional<int> code = program_.Wait(patience);
  if (!code) throw std::runtime_error("lecternd did not stop in time; its log:\n" + log());
  return *code;
}

std::shared_ptr<grpc::Channel> ServerProcess::NewChannel() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), arguments);
}

void Authorize(grpc::ClientContext& context, const std::string& key) {
  if (!key.empty()) context.AddMetadata("authorization", "Bearer " + key);
}

Lecternctl::Lecternctl(std::string address, std::string key) : address_(std::move(address)), key_(std::move(key)) {}

ProgramOptions Lecternctl::Options(ProgramOptions options) const {
  // What it notes about imports is not for whoever runs the test.
  static const TempDirectory state;
  options.environment.try_emplace("XDG_STATE_HOME", state.path().string());
  options.environment["LECTERN_SERVER"] = address_;
  if (!key_.empty()) options.environment["LECTERN_TOKEN"] = key_;
  return options;
}

ProgramResult Lecternctl::Run(const std::vector<std::string>& arguments, const ProgramOptions& options) const {
  return RunProgram(IsolatedLecternctl(), arguments, Options(options));
}

nlohmann::json Lecternctl::Json(const std::vector<std::string>& arguments) const {
  std::vector<std::string> all{"--output=json"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const ProgramResult result = Run(all);
  const nlohmann::json json = nlohmann::json::parse(result.out, nullptr, /*allow_exceptions=*/false);
  if (result.exit_code != 0 || json.is_discarded())
    throw std::runtime_error("lecternctl exited with " + std::to_string(result.exit_code) + ":\n" + result.out +
                             result.err);
  return json;
}

std::unique_ptr<Program> Lecternctl::Start(const std::vector<std::string>& arguments,
                                           const ProgramOptions& options) const {
  return std::make_unique<Program>(IsolatedLecternctl(), arguments, Options(options));
}

}  // namespace lectern::testing
