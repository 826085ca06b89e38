// Every scenario of scenarios/, on every engine, in process and over TCP.
#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <vector>

#include "google/protobuf/text_format.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "lectern/v1/entry_service.pb.h"
#include "scenario_runner.h"
#include "services/server/engine_choice.h"
#include "services/server/server.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace lectern::tests {
namespace {

namespace fs = std::filesystem;

struct Place {
  std::string engine;     // "disk" or "memory"
  std::string transport;  // "tcp" or "inprocess"
  std::string scenario;   // file name without ending
};

std::string FolderOfScenarios() { return std::string(LECTERN_SOURCE_DIR) + "/tests/conformance/api/scenarios"; }

std::vector<Place> Grid() {
  std::vector<Place> grid;
  for (const auto& file : fs::directory_iterator(FolderOfScenarios()))
    for (const char* engine : {"disk", "memory"})
      for (const char* transport : {"tcp", "inprocess"})
        grid.push_back({engine, transport, file.path().stem().string()});
  std::sort(grid.begin(), grid.end(), [](const Place& a, const Place& b) {
    return std::tie(a.scenario, a.engine, a.transport) < std::tie(b.scenario, b.engine, b.transport);
  });
  return grid;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Puts seconds since 1970 in the place of "@{now-3d}" and its like, so that no scenario grows old.
std::string WithTimes(std::string text) {
  const std::regex pattern(R"(@\{now([+-]\d+)d\})");
  for (std::smatch found; std::regex_search(text, found, pattern);)
    text =
        found.prefix().str() + std::to_string(std::time(nullptr) + std::stol(found[1]) * 86400) + found.suffix().str();
  return text;
}

class ApiConformance : public testing::TestWithParam<Place> {
 protected:
  void SetUp() override {
    directory_ =
        fs::temp_directory_path() / ("lectern-api-" + std::to_string(::getpid()) + "-" + std::to_string(counter_++));
    fs::create_directories(directory_);
    internal::v1::ServerConfig config;
    config.set_listen("127.0.0.1:0");
    config.set_metrics("");
    config.set_data(directory_.string());
    auto settings = server::Resolve(config, {});
    ASSERT_TRUE(settings.ok());
    storage::rocks::RocksDbOptions memory;
    memory.in_memory = true;
    auto engine = GetParam().engine == "memory" ? storage::rocks::OpenRocksDb(memory) : server::OpenEngine(*settings);
    ASSERT_TRUE(engine.ok()) << engine.status();
    auto started = server::Server::StartOn(*std::move(engine), *settings, {});
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
  }

  void TearDown() override {
    server_.reset();
    fs::remove_all(directory_);
  }

  static inline int counter_ = 0;
  fs::path directory_;
  std::unique_ptr<server::Server> server_;
};

TEST_P(ApiConformance, Scenario) {
  Scenario scenario;
  const std::string text = WithTimes(ReadFile(FolderOfScenarios() + "/" + GetParam().scenario + ".textproto"));
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &scenario));
  ASSERT_GT(scenario.steps_size(), 0);
  std::string secret = ReadFile(directory_ / "admin.key");
  secret.resize(secret.find('\n'));
  const auto channel = GetParam().transport == "tcp"
                           ? grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials())
                           : server_->InProcessChannel();
  ScenarioRunner(channel, secret).Run(scenario);
}

INSTANTIATE_TEST_SUITE_P(Grid, ApiConformance, testing::ValuesIn(Grid()), [](const auto& place) {
  return place.param.scenario + "_" + place.param.engine + "_" + place.param.transport;
});

}  // namespace
}  // namespace lectern::tests
