// A whole server within the test, on a store in memory.
#pragma once

#include <fstream>
#include <memory>
#include <string>

#include "services/server/server.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/support/temp_directory.h"

namespace lectern::tests {

class MemoryServer {
 public:
  MemoryServer() {
    internal::v1::ServerConfig config;
    config.set_listen("127.0.0.1:0");
    config.set_metrics("");
    config.set_data(directory_.path().string());
    storage::rocks::RocksDbOptions options;
    options.in_memory = true;
    server_ = server::Server::StartOn(*storage::rocks::OpenRocksDb(options), *server::Resolve(config, {}), {}).value();
    std::ifstream(directory_.path() / "admin.key") >> secret_;
  }

  server::Server* operator->() const { return server_.get(); }
  // The administrator's key.
  const std::string& secret() const { return secret_; }

 private:
  const testing::TempDirectory directory_;
  std::unique_ptr<server::Server> server_;
  std::string secret_;
};

}  // namespace lectern::tests
