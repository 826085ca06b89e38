#include "services/server/settings.h"

#include <filesystem>
#include <fstream>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace lectern::server {
namespace {

internal::v1::ServerConfig Config(const char* text) {
  internal::v1::ServerConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
  return config;
}

TEST(Settings, Defaults) {
  const Settings settings = Resolve({}, {}).value();
  EXPECT_EQ(settings.listen, "127.0.0.1:50051");
  EXPECT_EQ(settings.data, "var/lectern");
  EXPECT_EQ(settings.metrics, "127.0.0.1:9464");
  EXPECT_TRUE(settings.anonymous_reader);
  EXPECT_EQ(settings.drain, absl::Seconds(30));
}

TEST(Settings, FlagsWinOverTheFile) {
  const Settings settings =
      Resolve(Config("listen: '127.0.0.1:1' data: 'a' anonymous_reader: false"), Config("data: 'b' metrics: ''"))
          .value();
  EXPECT_EQ(settings.listen, "127.0.0.1:1");
  EXPECT_EQ(settings.data, "b");
  EXPECT_EQ(settings.metrics, "");
  EXPECT_FALSE(settings.anonymous_reader);
}

TEST(Settings, EveryWrongOneIsNamed) {
  const absl::Status status =
      Resolve(Config("listen: '0.0.0.0:1' metrics: 'x' engine: 'other' drain_seconds: 301 history_seconds: 59 "
                     "block_cache_mib: 0 executor_threads: 0 log_level: 'loud' data: ''"),
              {})
          .status();
  for (const char* setting : {"listen", "metrics", "engine", "drain_seconds", "history_seconds", "block_cache_mib",
                              "executor_threads", "log_level", "data"})
    EXPECT_NE(std::string(status.message()).find(std::string(setting) + " is \""), std::string::npos) << setting;
}

TEST(Settings, OnlyLoopbackIsServed) {
  for (const char* listen : {"127.0.0.1:0", "127.1.2.3:65535", "localhost:1", "[::1]:1"})
    EXPECT_TRUE(Resolve(Config(("listen: '" + std::string(listen) + "'").c_str()), {}).ok()) << listen;
  for (const char* listen : {"0.0.0.0:1", "[::]:1", "192.168.0.1:1", "example.org:1", "127.0.0.1", "127.0.0.1:65536",
                             "127.0.0.1:-1", "127.0.0.1:x", ""})
    EXPECT_FALSE(Resolve(Config(("listen: '" + std::string(listen) + "'").c_str()), {}).ok()) << listen;
}

TEST(ReadConfig, SaysWhereItIsWrong) {
  const std::string path = std::filesystem::temp_directory_path() / ("lectern-settings-" + std::to_string(::getpid()));
  std::ofstream(path) << "listen: \"127.0.0.1:1\"\ncolour: 3\n";
  const absl::Status wrong = ReadConfig(path).status();
  EXPECT_NE(std::string(wrong.message()).find("line 2"), std::string::npos) << wrong;
  EXPECT_NE(std::string(wrong.message()).find("colour"), std::string::npos) << wrong;
  std::filesystem::remove(path);
  EXPECT_FALSE(ReadConfig(path).ok());
}

}  // namespace
}  // namespace lectern::server
