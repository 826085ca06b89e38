#include "services/server/log.h"

#include <memory>

#include "google/protobuf/stubs/logging.h"
#include "grpc/support/log.h"
#include "nlohmann/json.hpp"
#include "spdlog/async.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace lectern::server {
namespace {

constexpr size_t kQueuedLines = 8192;

// Null while the log is not started: a program that has none, such as a test, writes nothing.
std::shared_ptr<spdlog::logger>& Logger() {
  static std::shared_ptr<spdlog::logger> logger;
  return logger;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// What the libraries would print by themselves. Their texts may hold addresses of callers or words of a request, so by
// default a line only says where it comes from.
void LogOfLibrary(std::string_view event, LogLevel level, const char* file, int line, const std::string& text) {
  const std::string place = std::string(file) + ":" + std::to_string(line);
  if (Logs(LogLevel::kDebug))
    Log(LogLevel::kDebug, event, {{"place", place}, {"text", text}});
  else
    Log(level, event, {{"place", place}});
}

void LogOfProtobuf(google::protobuf::LogLevel, const char* file, int line, const std::string& text) {
  LogOfLibrary("protobuf", LogLevel::kInfo, file, line, text);
}

void LogOfGrpc(gpr_log_func_args* args) {
  if (args->severity == GPR_LOG_SEVERITY_ERROR)
    LogOfLibrary("grpc", LogLevel::kWarning, args->file, args->line, args->message);
}

}  // namespace

void StartLog(const std::string& level) {
  spdlog::init_thread_pool(kQueuedLines, 1);
  // Calls never wait for the log: when it cannot keep up, the oldest lines go.
  auto logger =
      std::make_shared<spdlog::async_logger>("lectern", std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                             spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest);
  logger->set_level(spdlog::level::from_str(level));
  logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)", spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::info);
  Logger() = std::move(logger);
  google::protobuf::SetLogHandler(LogOfProtobuf);
  gpr_set_log_function(LogOfGrpc);
}

void StopLog() {
  Logger().reset();
  spdlog::shutdown();
}

bool Logs(LogLevel level) { return Logger() != nullptr && Logger()->should_log(ToSpdlog(level)); }

void Log(LogLevel level, std::string_view event, const std::vector<std::pair<std::string_view, std::string>>& fields) {
  if (!Logs(level)) return;
  nlohmann::ordered_json line;
  line["event"] = event;
  for (const auto& [key, value] : fields) line[std::string(key)] = value;
  const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  Logger()->log(ToSpdlog(level), "{}", std::string_view(text).substr(1));  // the pattern has the opening brace
}

}  // namespace lectern::server
