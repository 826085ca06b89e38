// What Prometheus reads from the server.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "prometheus/client_metric.h"
#include "prometheus/collectable.h"
#include "prometheus/exposer.h"
#include "services/rpc/call.h"
#include "storage/engine/engine.h"

namespace lectern::server {

// Counts the calls of one method. Thread-safe; takes no lock, since every call passes here.
class CallCounts {
 public:
  static constexpr std::array kBounds{0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0};  // seconds

  void Count(absl::StatusCode code, absl::Duration duration);

  // lectern_calls_total of each code that came up, and of OK.
  void AddCalls(const std::string& method, std::vector<prometheus::ClientMetric>& metrics) const;
  // lectern_call_seconds.
  prometheus::ClientMetric Seconds(const std::string& method) const;

 private:
  static constexpr size_t kCodes = 17;

  std::array<std::atomic<uint64_t>, kCodes> codes_{};
  std::array<std::atomic<uint64_t>, kBounds.size() + 1> buckets_{};  // the last one: longer than all bounds
  std::atomic<int64_t> nanoseconds_{0};
};

// lectern_calls_total{method, code}, lectern_call_seconds{method}, lectern_revision, lectern_oldest_revision,
// lectern_writable. Thread-safe.
class Metrics {
 public:
  Metrics(const std::vector<const google::protobuf::ServiceDescriptor*>& services, const storage::Engine& engine);

  // Serves them at http://{address}/metrics. UNAVAILABLE where the address is taken.
  absl::Status Expose(const std::string& address);

  // The counts of a method of `services`, such as "lectern.v1.EntryService/GetEntry".
  CallCounts& Of(const std::string& method) { return calls_->at(method); }

 private:
  using Calls = std::map<std::string, CallCounts>;

  const std::shared_ptr<Calls> calls_;
  const std::vector<std::shared_ptr<prometheus::Collectable>> collectables_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace lectern::server
