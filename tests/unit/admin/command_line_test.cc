#include "tests/unit/admin/command_line.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/unit/admin/fake_catalogue.h"
#include "tests/unit/admin/scripted_server.h"

namespace lectern::admin {
namespace {

using testing::FakeCatalogue;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::RunCommand;
using testing::ScriptedServer;

TEST(CommandLine, HelpAndVersionSucceed) {
  const Finished help = RunCommand({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* text : {"status",      "import",         "publish",       "withdraw", "get",
                           "list",        "history",        "changes",       "edit",     "delete",
                           "undelete",    "rollback",       "redact",        "compact",  "operations",
                           "keys",        "LECTERN_SERVER", "LECTERN_TOKEN", "--act-as", "--at-least",
                           "Exit codes:", "not confirmed"})
    EXPECT_THAT(help.out, HasSubstr(text));
  EXPECT_EQ(RunCommand({"import", "legacy", "--help"}).code, 0);
  EXPECT_THAT(RunCommand({"--version"}).out, HasSubstr("lecternctl "));
}

TEST(CommandLine, WrongUsageIsNamedAndTouchesNoServer) {
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"nonsense"},
      {"list"},
      {"list", "nonsense"},
      {"list", "topics", "--parent", "countries/be"},
      {"list", "topics", "--filter", "\xFF"},
      {"list", "entries", "--page-size", "0"},
      {"get"},
      {"get", "nonsense"},
      {"get", "entries/\xFF"},
      {"delete", "site"},
      {"publish", "entries/a"},
      {"publish", "entries/a", "--reviewed-by", "me"},
      {"publish", "topics/torture", "--reviewed-by", "me", "--identity-risk", "none"},
      {"keys"},
      {"keys", "create", "--name", "me", "--role", "owner"},
      {"keys", "create", "--name", "me", "--role", "admin", "--days", "367"},
      {"import", "legacy"},
      {"import", "legacy", "x", "--publish"},
      {"import", "legacy", "x", "--publish", "--reviewed-by", "me"},
      {"import", "legacy", "x", "--reviewed-by", "me", "--identity-risk", "none"},
      {"status", "--output", "xml"},
      {"status", "--server", "nonsense"},
      {"status", "--timeout", "-1"},
      {"status", "--token", "two words"},
      {"status", "--anonymous", "--token", "key"},
      {"status", "--token-file", "/nonexistent/key"},
      {"status", "--act-as", "admin"},
      {"status", "--at-least", "0"},
      {"status", "--at-least", "soon"},
  };
  for (const auto& arguments : wrong) {
    const Finished finished = RunCommand(arguments);
    std::string line;
    for (const std::string& argument : arguments) line += argument + " ";
    EXPECT_EQ(finished.code, 2) << line;
    EXPECT_THAT(finished.out, IsEmpty()) << line;
    EXPECT_THAT(finished.err, HasSubstr("lecternctl: ")) << line;
  }
}

TEST(CommandLine, SaysThatNoServerIsThere) {
  const Finished finished = RunCommand({"status", "--server", "127.0.0.1:1", "--timeout", "0.2"});
  EXPECT_EQ(finished.code, 3);
  EXPECT_THAT(finished.err, HasSubstr("no server answers at 127.0.0.1:1"));
  EXPECT_THAT(finished.out, IsEmpty());
}

TEST(CommandLine, OptionsMayStandBehindTheVerb) {
  FakeCatalogue fake;
  const Finished finished = RunCommand({"status", "--output=json", "--server", fake.address()});
  EXPECT_EQ(finished.code, 0) << finished.err;
  const auto json = nlohmann::json::parse(finished.out);
  EXPECT_EQ(json["version"], "9.9.9");
  EXPECT_EQ(json["writable"], false) << "zeros are printed";
  EXPECT_THAT(RunCommand({"--server", fake.address(), "status"}).out, HasSubstr("9.9.9"));
}

TEST(CommandLine, LowersItsRoleAndWaitsForARevisionWhereToldTo) {
  ScriptedServer server;
  RunCommand({"status", "--server", server.address(), "--token", "k", "--act-as", "educator", "--at-least", "57"});
  EXPECT_EQ(server.metadata()["lectern-act-as"], "educator");
  EXPECT_EQ(server.metadata()["lectern-min-revision"], "57");
  EXPECT_EQ(server.metadata()["authorization"], "Bearer k");
  RunCommand({"get", "topics/torture", "--server", server.address(), "--act-as", "reader"});
  EXPECT_EQ(server.metadata()["lectern-act-as"], "reader") << "calls by path too";
  RunCommand({"status", "--server", server.address(), "--anonymous"});
  EXPECT_EQ(server.metadata().count("lectern-act-as"), 0u);
  EXPECT_EQ(server.metadata().count("lectern-min-revision"), 0u);
}

TEST(CommandLine, TakesServerAndKeyFromTheEnvironment) {
  FakeCatalogue fake;
  fake.secret = "s3cret";
  setenv("LECTERN_SERVER", fake.address().c_str(), 1);
  setenv("LECTERN_TOKEN", "s3cret", 1);
  EXPECT_EQ(RunCommand({"status"}).code, 0);
  setenv("LECTERN_TOKEN", "other", 1);
  const Finished finished = RunCommand({"status"});
  unsetenv("LECTERN_SERVER");
  unsetenv("LECTERN_TOKEN");
  EXPECT_EQ(finished.code, 4);
  EXPECT_THAT(finished.err, HasSubstr("LECTERN_TOKEN"));
}

TEST(CommandLine, TheKeyOfThisMachineGoesToNoOther) {
  namespace fs = std::filesystem;
  const fs::path before = fs::current_path();
  const fs::path folder = fs::temp_directory_path() / ("lectern-key-" + std::to_string(getpid()));
  fs::create_directories(folder / "var" / "lectern");
  std::ofstream(folder / "var" / "lectern" / "admin.key") << "s3cret\n";
  fs::current_path(folder);
  FakeCatalogue fake;
  fake.secret = "s3cret";
  const Finished here = RunCommand({"status", "--server", fake.address()});
  const Finished anonymous = RunCommand({"status", "--server", fake.address(), "--anonymous"});
  // An address that documentation is written with: nobody is there.
  const std::vector<std::string> elsewhere = {"status", "--server", "192.0.2.1:50051", "--timeout", "0.1"};
  const Finished unasked = RunCommand(elsewhere);
  std::vector<std::string> with_token = elsewhere;
  with_token.insert(with_token.end(), {"--token", "s3cret"});
  const Finished asked = RunCommand(with_token);
  fs::current_path(before);
  fs::remove_all(folder);
  EXPECT_EQ(here.code, 0) << here.err;
  EXPECT_THAT(here.out, HasSubstr("from var/lectern/admin.key"));
  EXPECT_EQ(anonymous.code, 4) << anonymous.out;
  EXPECT_THAT(unasked.err, Not(HasSubstr("the key goes to")));
  EXPECT_THAT(asked.err, HasSubstr("the key goes to 192.0.2.1:50051 without encryption"));
}

}  // namespace
}  // namespace lectern::admin
