// lecternd: the server.
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>

#include "CLI/CLI.hpp"
#include "services/admin/admin_service.h"
#include "services/server/log.h"
#include "services/server/server.h"

namespace {

using lectern::internal::v1::ServerConfig;

// Exit codes, as --help says them.
constexpr int kWrongSettings = 2;
constexpr int kCannotServe = 1;

int Fail(int code, const std::string& lines) {
  std::string line;
  for (size_t at = 0; at <= lines.size(); at += line.size() + 1) {
    line = lines.substr(at, lines.find('\n', at) - at);
    std::fprintf(stderr, "lecternd: %s\n", line.c_str());
  }
  return code;
}

// Signals that end the server, kept from all threads and taken by the main one.
sigset_t BlockEndingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Waits for the first signal, then lets a second one end the process without waiting for calls.
void WaitForSignal(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  struct sigaction at_once = {};
  at_once.sa_handler = [](int) { _exit(1); };
  sigaction(SIGTERM, &at_once, nullptr);
  sigaction(SIGINT, &at_once, nullptr);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Serves a Lectern catalogue over gRPC.\n"
      "Exit codes: 0 stopped by a signal; 1 cannot serve (store or address); 2 wrong flags or settings."};
  std::string config_file, listen, data, metrics, engine, log_level;
  bool anonymous_reader = true;
  lectern::server::StartOptions options;
  app.set_version_flag("--version", std::string("lecternd ") + lectern::admin::kVersion);
  app.add_option("--config", config_file, "settings file: a lectern.internal.v1.ServerConfig in protobuf text format");
  auto* listen_flag = app.add_option("--listen", listen, "ADDR:PORT to serve on (default 127.0.0.1:50051)");
  auto* data_flag = app.add_option("--data", data, "data directory (default var/lectern)");
  auto* metrics_flag =
      app.add_option("--metrics", metrics, "ADDR:PORT of the metrics page, '' for none (default 127.0.0.1:9464)");
  auto* engine_flag = app.add_option("--engine", engine, "storage engine (default rocksdb)");
  auto* level_flag = app.add_option("--log-level", log_level, "debug, info, warning or error (default info)");
  auto* anonymous_flag = app.add_option("--anonymous-reader", anonymous_reader,
                                        "whether calls without a key may read what is published (default true)");
  app.add_flag("--new-admin-key", options.new_admin_key,
               "make another administrator's key and write it to admin.key in the data directory");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kWrongSettings;
  }

  ServerConfig file, flags;
  if (!config_file.empty()) {
    auto read = lectern::server::ReadConfig(config_file);
    if (!read.ok()) return Fail(kWrongSettings, std::string(read.status().message()));
    file = *std::move(read);
  }
  if (listen_flag->count() > 0) flags.set_listen(listen);
  if (data_flag->count() > 0) flags.set_data(data);
  if (metrics_flag->count() > 0) flags.set_metrics(metrics);
  if (engine_flag->count() > 0) flags.set_engine(engine);
  if (level_flag->count() > 0) flags.set_log_level(log_level);
  if (anonymous_flag->count() > 0) flags.set_anonymous_reader(anonymous_reader);
  auto settings = lectern::server::Resolve(file, flags);
  if (!settings.ok()) return Fail(kWrongSettings, std::string(settings.status().message()));

  const sigset_t signals = BlockEndingSignals();
  lectern::server::StartLog(settings->log_level);
  auto server = lectern::server::Server::Start(*settings, options);
  if (!server.ok()) {
    lectern::server::StopLog();
    return Fail(kCannotServe, std::string(server.status().message()));
  }
  if (const std::string key_file = (*server)->admin_key_file(); !key_file.empty())
    std::printf("lecternd: the administrator's key is in %s\n", key_file.c_str());
  std::printf("lecternd: serving on %s, data in %s\n", (*server)->address().c_str(), settings->data.c_str());
  std::fflush(stdout);

  WaitForSignal(signals);
  lectern::server::Log(lectern::server::LogLevel::kInfo, "draining");
  (*server)->Drain();
  server->reset();
  lectern::server::Log(lectern::server::LogLevel::kInfo, "stopped");
  lectern::server::StopLog();
  return 0;
}
