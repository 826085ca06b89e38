// A PostgreSQL cluster of a benchmark's own, and connections to it.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/stop_signal.h"
#include "tests/support/program.h"

namespace lectern::bench {

// The rows of a statement, as text.
class PostgresRows {
 public:
  explicit PostgresRows(PGresult* result) : result_(result, PQclear) {}

  size_t size() const { return static_cast<size_t>(PQntuples(result_.get())); }
  std::string Text(size_t row, int column) const { return PQgetvalue(result_.get(), static_cast<int>(row), column); }
  int64_t Number(size_t row, int column) const { return std::stoll(Text(row, column)); }

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

// One session, for one thread at a time. Errors of the server are thrown as std::runtime_error.
class PostgresConnection {
 public:
  explicit PostgresConnection(const std::string& conninfo);

  PostgresRows Run(const std::string& sql);
  void Prepare(const std::string& name, const std::string& sql);
  PostgresRows RunPrepared(const std::string& name, const std::vector<std::string>& parameters);

 private:
  PostgresRows Take(PGresult* result);

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

// The server of a cluster, reached by a Unix socket in the cluster's folder and by nothing else. Made by root it runs
// as the user postgres, whom the folder then belongs to: PostgreSQL refuses root. It stops with this object, at a
// signal, and also when this process is killed.
class PostgresServer {
 public:
  // Makes a new cluster in `folder`, in place of whatever is there.
  static void MakeCluster(const std::filesystem::path& programs, const std::filesystem::path& folder);

  // Starts it on the cluster in `folder` and waits until it accepts connections. `settings` are those of
  // postgresql.conf: "jit=off". From the program's first thread: the server ends with the thread that started it.
  PostgresServer(const std::filesystem::path& programs, const std::filesystem::path& folder,
                 const std::vector<std::string>& settings, StopSignal& signal);
  // Statements that still run are cut short. Returns when no process of it is left.
  ~PostgresServer() = default;
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // For PQconnectdb.
  const std::string& conninfo() const { return conninfo_; }

 private:
  // Ends in good order, where a Program would be killed.
  struct Process {
    testing::Program program;
    ~Process();
  };

  const std::string conninfo_;
  Process process_;
  std::optional<StopSignal::Guard> guard_;
};

}  // namespace lectern::bench
