// How lecternd starts and refuses to: wrong settings, and data directories and ports it cannot have.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>

#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// As lecternd --help documents them.
constexpr int kStopped = 0;
constexpr int kCannotServe = 1;
constexpr int kWrongSettings = 2;

ProgramResult RunServer(const std::vector<std::string>& arguments, const ProgramOptions& options = {}) {
  return RunProgram(ProgramPath("lecternd"), arguments, options);
}

// Of a start that must fail before it serves.
void ExpectRefused(const ProgramResult& result, int exit_code, const std::vector<std::string>& texts) {
  EXPECT_EQ(result.exit_code, exit_code) << result.err;
  EXPECT_THAT(result.out, IsEmpty());
  for (const std::string& text : texts) EXPECT_THAT(result.err, HasSubstr(text));
}

// One line, ours.
void ExpectOneLine(const std::string& err) {
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
  EXPECT_THAT(err, AllOf(StartsWith("lecternd: "), EndsWith("\n")));
}

TEST(Settings, HelpAndVersion) {
  const ProgramResult help = RunServer({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* flag : {"--listen", "--data", "--config", "--metrics", "--engine", "Exit codes"})
    EXPECT_THAT(help.out, HasSubstr(flag));
  const ProgramResult version = RunServer({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.out, StartsWith("lecternd "));
}

// A wrong setting: the flag, or the settings file that says it, and what the refusal must name.
struct Wrong {
  std::string name;
  std::vector<std::string> flags;
  std::string config;
  std::vector<std::string> told;
};

void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.name; }

class WrongSetting : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongSetting, IsNamedAndNothingIsMade) {
  const TempDirectory directory;
  const fs::path data = directory.path() / "data";
  std::vector<std::string> arguments = GetParam().flags;
  std::vector<std::string> told = GetParam().told;
  if (!GetParam().config.empty()) {
    const fs::path config = directory.path() / "lectern.textproto";
    WriteFile(config, GetParam().config);
    arguments.insert(arguments.end(), {"--config", config.string()});
  }
  if (GetParam().name.find("data") == std::string::npos) arguments.insert(arguments.end(), {"--data", data.string()});
  const ProgramResult result = RunServer(arguments);
  ExpectRefused(result, kWrongSettings, told);
  EXPECT_FALSE(fs::exists(data));
}

INSTANTIATE_TEST_SUITE_P(
    Flags, WrongSetting,
    ::testing::Values(
        Wrong{"listen_all", {"--listen", "0.0.0.0:0"}, "", {"listen is \"0.0.0.0:0\"", "serves loopback alone"}},
        Wrong{"listen_no_port", {"--listen", "127.0.0.1"}, "", {"listen is \"127.0.0.1\"", "write ADDR:PORT"}},
        Wrong{"listen_port", {"--listen", "127.0.0.1:65536"}, "", {"listen is \"127.0.0.1:65536\""}},
        Wrong{"metrics", {"--metrics", "192.0.2.1:9464"}, "", {"metrics is \"192.0.2.1:9464\""}},
        Wrong{"data_empty", {"--data", ""}, "", {"data is \"\"", "name a directory"}},
        Wrong{"engine", {"--engine", "other"}, "", {"engine is \"other\""}},
        Wrong{"log_level", {"--log-level", "loud"}, "", {"log_level is \"loud\"", "debug, info, warning or error"}},
        Wrong{"anonymous_reader", {"--anonymous-reader", "perhaps"}, "", {"--anonymous-reader", "perhaps"}},
        Wrong{"unknown_flag", {"--colour", "red"}, "", {"--colour"}},
        Wrong{"two_at_once",
              {"--engine", "other", "--log-level", "loud"},
              "",
              {"lecternd: engine is \"other\"", "lecternd: log_level is \"loud\""}},
        Wrong{"no_config", {"--config", "absent.textproto"}, "", {"settings file absent.textproto cannot be read"}}),
    [](const auto& instance) { return instance.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Config, WrongSetting,
    ::testing::Values(
        Wrong{"listen", {}, "listen: '0.0.0.0:50051'", {"listen is \"0.0.0.0:50051\""}},
        Wrong{"metrics", {}, "metrics: 'x'", {"metrics is \"x\""}},
        Wrong{"data_empty", {}, "data: ''", {"data is \"\""}},
        Wrong{"engine", {}, "engine: 'other'", {"engine is \"other\""}},
        Wrong{"drain_seconds", {}, "drain_seconds: 301", {"drain_seconds is \"301\"", "0 to 300"}},
        Wrong{"history_seconds", {}, "history_seconds: 59", {"history_seconds is \"59\"", "60 to 604800"}},
        Wrong{"block_cache_mib", {}, "block_cache_mib: 7", {"block_cache_mib is \"7\"", "8 to 65536"}},
        Wrong{"executor_threads", {}, "executor_threads: 0", {"executor_threads is \"0\"", "1 to 256"}},
        Wrong{"log_level", {}, "log_level: 'loud'", {"log_level is \"loud\""}},
        Wrong{"unknown", {}, "listen: '127.0.0.1:0'\ncolour: 3", {"lectern.textproto", "line 2", "colour"}},
        Wrong{"wrong_type", {}, "drain_seconds: 'long'", {"lectern.textproto", "line 1"}},
        Wrong{"no_text_proto", {}, "{\"listen\": \"127.0.0.1:0\"}", {"lectern.textproto", "line 1"}}),
    [](const auto& instance) { return instance.param.name; });

TEST(Settings, FlagsWinOverTheFile) {
  const TempDirectory directory;
  const fs::path config = directory.path() / "lectern.textproto";
  WriteFile(config, "listen: '127.0.0.1:1'  # nobody may listen there\ndata: 'elsewhere'\nanonymous_reader: false\n");
  ServerProcess server(directory.path() / "data", {"--config", config.string(), "--anonymous-reader", "true"});
  EXPECT_EQ(Lecternctl(server.address()).Json({"status"}).at("role"), "ROLE_READER");
}

TEST(Settings, AnonymousReaderOffRefusesCallsWithoutAKey) {
  const TempDirectory directory;
  ServerProcess server(directory.path() / "data", {"--anonymous-reader", "false"});
  const ProgramResult result = Lecternctl(server.address()).Run({"list", "topics"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("answers no call without a key"));
  EXPECT_EQ(Lecternctl(server.address(), server.admin_key()).Json({"list", "topics"}).at("totalSize"), 4);
}

class DataDirectory : public ::testing::Test {
 protected:
  fs::path data() const { return directory_.path() / "data"; }

  ProgramResult Start(const ProgramOptions& options = {}) const {
    return RunServer({"--listen", "127.0.0.1:0", "--metrics", "", "--data", data().string()}, options);
  }

  void ExpectOneClearLine(const std::string& text, const ProgramOptions& options = {}) const {
    const ProgramResult result = Start(options);
    ExpectRefused(result, kCannotServe, {data().string(), text});
    ExpectOneLine(result.err);
  }

  TempDirectory directory_;
};

TEST_F(DataDirectory, InUse) {
  ServerProcess first(data());
  ExpectOneClearLine("is in use by another lecternd");
  // Which goes on unharmed, and whose end frees it.
  EXPECT_EQ(Lecternctl(first.address()).Json({"list", "topics"}).at("totalSize"), 4);
  first.Kill();
  EXPECT_EQ(ServerProcess(data()).Stop(), kStopped);
}

TEST_F(DataDirectory, NotOurs) {
  fs::create_directory(data());
  WriteFile(data() / "thesis.txt", "years of work");
  ExpectOneClearLine("is not empty and holds no lectern store");
  EXPECT_EQ(std::distance(fs::directory_iterator(data()), fs::directory_iterator()), 1) << "it was left as it was";
  EXPECT_EQ(ReadFile(data() / "thesis.txt"), "years of work");
}

TEST_F(DataDirectory, IsAFile) {
  WriteFile(data(), "years of work");
  ExpectOneClearLine("is a file");
  EXPECT_EQ(ReadFile(data()), "years of work");
}

TEST_F(DataDirectory, OfANewerFormat) {
  ASSERT_EQ(ServerProcess(data()).Stop(), kStopped);
  const std::string format = ReadFile(data() / "FORMAT");
  WriteFile(data() / "FORMAT", "lectern-store 999\n");
  ExpectOneClearLine("was written by a newer lectern (format 999");
  WriteFile(data() / "FORMAT", "something else\n");
  ExpectOneClearLine("is not the format file of a lectern store");
  WriteFile(data() / "FORMAT", format);
  EXPECT_EQ(ServerProcess(data()).Stop(), kStopped);
}

TEST_F(DataDirectory, CannotBeMade) {
  fs::permissions(directory_.path(), fs::perms::owner_read | fs::perms::owner_exec);
  ExpectOneClearLine("cannot be made: Permission denied", {.bound_by_permissions = true});
  fs::permissions(directory_.path(), fs::perms::owner_all);
}

TEST_F(DataDirectory, CannotBeWritten) {
  ASSERT_EQ(ServerProcess(data()).Stop(), kStopped);
  for (const auto& file : fs::recursive_directory_iterator(data()))
    fs::permissions(file.path(),
                    fs::perms::owner_read | (file.is_directory() ? fs::perms::owner_exec : fs::perms::none));
  fs::permissions(data(), fs::perms::owner_read | fs::perms::owner_exec);
  ExpectOneClearLine("cannot be written: Permission denied", {.bound_by_permissions = true});
  fs::permissions(data(), fs::perms::owner_all);
  for (const auto& file : fs::recursive_directory_iterator(data())) fs::permissions(file.path(), fs::perms::owner_all);
  EXPECT_EQ(ServerProcess(data()).Stop(), kStopped) << "it was not harmed";
}

TEST_F(DataDirectory, IsItsOwnersAlone) {
  ServerProcess server(data());
  struct stat found = {};
  ASSERT_EQ(stat(data().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0700U);
  ASSERT_EQ(stat((data() / "admin.key").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  EXPECT_EQ(found.st_uid, geteuid());
}

TEST_F(DataDirectory, NewAdminKeyIsMadeOnRequestAlone) {
  std::optional<ServerProcess> server(data());
  const std::string first = server->admin_key();
  EXPECT_THAT(server->program().out(), HasSubstr((data() / "admin.key").string()));
  EXPECT_THAT(server->program().out(), ::testing::Not(HasSubstr(first)));
  ASSERT_EQ(server->Stop(), kStopped);

  server.emplace(data());
  EXPECT_EQ(server->admin_key(), first);
  EXPECT_THAT(server->program().out(), ::testing::Not(HasSubstr("admin.key")));
  ASSERT_EQ(server->Stop(), kStopped);

  server.emplace(data(), std::vector<std::string>{"--new-admin-key"});
  const std::string second = server->admin_key();
  EXPECT_NE(second, first);
  for (const std::string& key : {first, second})
    EXPECT_EQ(Lecternctl(server->address(), key).Json({"status"}).at("role"), "ROLE_ADMIN");
  struct stat found = {};
  ASSERT_EQ(stat((data() / "admin.key").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST(Ports, TakenByAnotherServer) {
  const TempDirectory directory;
  ServerProcess first(directory.path() / "first");
  const ProgramResult second =
      RunServer({"--listen", first.address(), "--metrics", "", "--data", (directory.path() / "second").string()});
  ExpectRefused(second, kCannotServe, {first.address() + " cannot be listened on"});
  const ProgramResult third = RunServer(
      {"--listen", "127.0.0.1:0", "--metrics", first.address(), "--data", (directory.path() / "third").string()});
  ExpectRefused(third, kCannotServe, {first.address()});
}

}  // namespace
}  // namespace lectern::testing
