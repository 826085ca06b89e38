#include "services/server/settings.h"

#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace lectern::server {
namespace {

using internal::v1::ServerConfig;

class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }
  void AddWarning(int, int, const std::string&) override {}
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Collects what is wrong; each line names the setting as it stands in the file, and its flag is the same with dashes.
class Checks {
 public:
  void Refuse(const std::string& setting, const std::string& value, const std::string& rule) {
    lines_.push_back(absl::StrCat(setting, " is \"", value, "\": ", rule));
  }

  void Range(const std::string& setting, uint32_t value, uint32_t least, uint32_t most) {
    if (value < least || value > most) Refuse(setting, absl::StrCat(value), absl::StrCat(least, " to ", most));
  }

  // ADDR:PORT on this machine alone.
  void Loopback(const std::string& setting, const std::string& address) {
    const size_t colon = address.rfind(':');
    int port = 0;
    if (colon == std::string::npos || !absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 || port > 65535)
      return Refuse(setting, address, "write ADDR:PORT, such as 127.0.0.1:50051");
    const std::string host = address.substr(0, colon);
    if (host != "localhost" && host != "[::1]" && !host.starts_with("127."))
      Refuse(setting, address,
             "this version speaks no TLS and serves loopback alone: write 127.0.0.1:PORT and put a proxy in front");
  }

  absl::Status ToStatus() const {
    if (lines_.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrJoin(lines_, "\n"));
  }

 private:
  std::vector<std::string> lines_;
};

}  // namespace

absl::StatusOr<ServerConfig> ReadConfig(const std::string& path) {
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat("settings file ", path, " cannot be read"));
  std::stringstream text;
  text << in.rdbuf();
  ServerConfig config;
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text.str(), &config))
    return absl::InvalidArgumentError(absl::StrCat("settings file ", path, ", ", error.text()));
  return config;
}

absl::StatusOr<Settings> Resolve(const ServerConfig& file, const ServerConfig& flags) {
  ServerConfig merged = file;
  merged.MergeFrom(flags);
  const auto text = [](bool has, const std::string& value, const char* fallback) { return has ? value : fallback; };
  const auto number = [](bool has, uint32_t value, uint32_t fallback) { return has ? value : fallback; };

  Checks checks;
  Settings settings;
  settings.listen = text(merged.has_listen(), merged.listen(), "127.0.0.1:50051");
  checks.Loopback("listen", settings.listen);
  settings.metrics = text(merged.has_metrics(), merged.metrics(), "127.0.0.1:9464");
  if (!settings.metrics.empty()) checks.Loopback("metrics", settings.metrics);
  settings.data = text(merged.has_data(), merged.data(), "var/lectern");
  if (settings.data.empty()) checks.Refuse("data", "", "name a directory");
  const std::string engine = text(merged.has_engine(), merged.engine(), "rocksdb");
  if (engine != "rocksdb") checks.Refuse("engine", engine, "this version has the engine rocksdb alone");
  settings.anonymous_reader = merged.has_anonymous_reader() ? merged.anonymous_reader() : true;

  const uint32_t drain = number(merged.has_drain_seconds(), merged.drain_seconds(), 30);
  checks.Range("drain_seconds", drain, 0, 300);
  settings.drain = absl::Seconds(drain);
  const uint32_t history = number(merged.has_history_seconds(), merged.history_seconds(), 3600);
  checks.Range("history_seconds", history, 60, 604800);
  settings.history = absl::Seconds(history);
  const uint32_t cache = number(merged.has_block_cache_mib(), merged.block_cache_mib(), 128);
  checks.Range("block_cache_mib", cache, 8, 65536);
  settings.block_cache_bytes = size_t{cache} << 20;
  const uint32_t search_cache = number(merged.has_search_cache_mib(), merged.search_cache_mib(), 128);
  checks.Range("search_cache_mib", search_cache, 8, 65536);
  settings.search_cache_bytes = size_t{search_cache} << 20;
  const uint32_t answers = number(merged.has_answer_cache_mib(), merged.answer_cache_mib(), 64);
  checks.Range("answer_cache_mib", answers, 0, 65536);
  settings.answer_cache_bytes = size_t{answers} << 20;
  const uint32_t threads = number(merged.has_executor_threads(), merged.executor_threads(), 4);
  checks.Range("executor_threads", threads, 1, 256);
  settings.executor_threads = threads;
  settings.log_level = text(merged.has_log_level(), merged.log_level(), "info");
  if (settings.log_level != "debug" && settings.log_level != "info" && settings.log_level != "warning" &&
      settings.log_level != "error")
    checks.Refuse("log_level", settings.log_level, "debug, info, warning or error");
  if (absl::Status wrong = checks.ToStatus(); !wrong.ok()) return wrong;
  return settings;
}

}  // namespace lectern::server
