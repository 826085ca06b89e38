// Settings of lecternd: a text-format protobuf file, and flags that win over it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lectern/internal/v1/config.pb.h"

namespace lectern::server {

// What a server starts with; every value checked.
struct Settings {
  std::string listen;
  std::string data;
  std::string metrics;  // empty: off
  bool anonymous_reader = true;
  absl::Duration drain;
  absl::Duration history;
  size_t block_cache_bytes = 0;
  size_t answer_cache_bytes = 0;
  size_t search_cache_bytes = 0;
  size_t executor_threads = 0;
  std::string log_level;
};

// Reads a settings file. Each error is one line that names the file, the place and what is wrong with it.
absl::StatusOr<internal::v1::ServerConfig> ReadConfig(const std::string& path);

// `flags` over `file` over the defaults of config.proto. INVALID_ARGUMENT names every setting that cannot be.
absl::StatusOr<Settings> Resolve(const internal::v1::ServerConfig& file, const internal::v1::ServerConfig& flags);

}  // namespace lectern::server
