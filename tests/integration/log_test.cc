// The server's log after a session of calls: JSON lines that say what was called and how it went, and nothing of what
// was asked for, by whom, from where or with which secret.
#include <gmock/gmock.h>

#include <set>
#include <sstream>

#include "tests/integration/raw_call.h"
#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

const std::filesystem::path kSamples = std::filesystem::path(LECTERN_SOURCE_DIR) / "samples" / "legacy";
constexpr char kCountry[] = "countries/ke";
constexpr char kFilter[] = "country = \"countries/ke\"";
constexpr char kWrongFilter[] = "title = \"somebody by name\"";
constexpr char kUnknownName[] = "entries/n0b0dykn0wsth1s";
constexpr char kWrongKey[] = "lk_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
constexpr char kForgedToken[] = "Zm9yZ2VkIHBhZ2UgdG9rZW4";

class Log : public ::testing::TestWithParam<std::string> {
 protected:
  // Calls of every kind, good and bad. What must not be in the log goes into `secrets_`.
  void HoldSession(ServerProcess& server) {
    const std::string& address = server.address();
    const std::string key = server.admin_key();
    const Lecternctl admin(address, key);
    const Lecternctl reader(address);
    admin.Json({"import", "legacy", (kSamples / "kenya-street-children.txt").string(), "--publish", "--reviewed-by",
                "the reviewer", "--identity-risk", "none"});
    const json listing = reader.Json({"list", "entries", "--filter", kFilter});
    for (const json& entry : listing.at("entries")) {
      reader.Json({"get", entry.at("name")});
      const std::string name = entry.at("name");
      secrets_.insert({name, name.substr(name.find('/') + 1)});
      for (const std::string line : entry.at("titleLines")) secrets_.insert(line);
    }
    reader.Json({"get", std::string(kCountry) + "/pages/street-children"});
    EXPECT_EQ(reader.Run({"list", "entries", "--filter", kWrongFilter}).exit_code, 2);
    EXPECT_EQ(reader.Run({"list", "entries", "--page-size", "1", "--page-token", kForgedToken}).exit_code, 2);
    EXPECT_EQ(reader.Run({"get", kUnknownName}).exit_code, 6);
    EXPECT_EQ(reader.Run({"delete", listing["entries"][0].at("name")}).exit_code, 4);
    EXPECT_EQ(Lecternctl(address, kWrongKey).Run({"status"}).exit_code, 4);
    SendNonsense(server);
    const json made = admin.Json({"keys", "create", "--name", "the front end", "--role", "editor"});
    EXPECT_EQ(Lecternctl(address, made.at("secret")).Run({"delete", listing["entries"][0].at("name")}).exit_code, 0);
    secrets_.insert({key, made.at("secret"), kWrongKey, kForgedToken, kUnknownName, kWrongFilter, kFilter, kCountry,
                     "somebody by name", "the reviewer", "the front end", "street-children", "kenya", "not-utf-8"});
    // What follows "lk_", the key's id and "_" is as telling as the whole.
    for (const std::string& secret : {key, made.at("secret").get<std::string>(), std::string(kWrongKey)})
      secrets_.insert(secret.substr(secret.find('_', 3) + 1));
  }

  // What gRPC and protobuf themselves have something to say about: bytes that are no request of a name, and no HTTP/2.
  static void SendNonsense(ServerProcess& server) {
    grpc::ClientContext context;
    std::string answer;
    const std::string request = std::string("\x0a\x14") + kUnknownName[0] + "ntries/\xff\xfe" + "not-utf-8.";
    EXPECT_FALSE(RawCall(*server.NewChannel(), "/lectern.v1.EntryService/GetEntry", context, request, answer).ok());
    const std::string port = server.address().substr(server.address().rfind(':') + 1);
    RunProgram("/bin/bash", {"-c", "exec 3<>/dev/tcp/127.0.0.1/" + port + "; printf 'GET /" + kUnknownName +
                                       " HTTP/1.1\r\n\r\n' >&3; timeout 5 cat <&3"});
  }

  std::vector<json> Lines(const std::string& log) const {
    std::vector<json> lines;
    std::istringstream in(log);
    for (std::string line; std::getline(in, line);) {
      lines.push_back(json::parse(line, nullptr, /*allow_exceptions=*/false));
      EXPECT_TRUE(lines.back().is_object()) << "no JSON object: " << line;
    }
    EXPECT_TRUE(log.empty() || log.back() == '\n');
    return lines;
  }

  TempDirectory directory_;
  std::set<std::string> secrets_;
};

TEST_P(Log, TellsHowCallsWentAndNothingOfTheirContent) {
  std::string log;
  {
    ServerProcess server(directory_.path() / "data", {"--log-level", GetParam()});
    HoldSession(server);
    EXPECT_EQ(server.Stop(), 0);
    log = server.log();
  }
  std::set<std::string> events, reasons, methods;
  for (const json& line : Lines(log)) {
    EXPECT_THAT(line.value("time", ""), ::testing::MatchesRegex("....-..-..T..:..:......Z")) << line;
    EXPECT_NE(line.value("level", ""), "") << line;
    events.insert(line.value("event", ""));
    if (line.value("event", "") != "call") continue;
    methods.insert(line.at("method"));
    reasons.insert(line.value("reason", ""));
    EXPECT_EQ(line.at("call_id").get<std::string>().size(), 16U);
    for (const char* field : {"code", "principal", "role", "milliseconds"}) EXPECT_TRUE(line.contains(field)) << line;
  }
  // Whoever asks for "debug" also gets what the libraries say, callers' addresses included; see services/server/log.cc.
  if (GetParam() != "debug") {
    EXPECT_THAT(log, Not(HasSubstr("127.0.0.1")));
    EXPECT_THAT(log, Not(HasSubstr("ipv4")));
  }
  for (const std::string& secret : secrets_) EXPECT_THAT(log, Not(HasSubstr(secret)));
  // The session is in it: were nothing logged, nothing could leak.
  EXPECT_THAT(events, ::testing::IsSupersetOf({"call", "protobuf", "draining", "stopped"}));
  EXPECT_THAT(reasons, ::testing::IsSupersetOf({"FILTER_UNSUPPORTED", "PAGE_TOKEN_INVALID", "RESOURCE_NOT_FOUND",
                                                "ROLE_TOO_LOW", "CREDENTIAL_INVALID"}));
  if (GetParam() == "debug") {
    EXPECT_THAT(methods,
                ::testing::IsSupersetOf({"lectern.v1.EntryService/ListEntries", "lectern.v1.EntryService/GetEntry",
                                         "lectern.v1.ImportService/CommitImport"}));
  }
}

INSTANTIATE_TEST_SUITE_P(Levels, Log, ::testing::Values("info", "debug"),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace lectern::testing
