// What Prometheus reads from the server.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "prometheus/collectable.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "services/rpc/call.h"
#include "storage/engine/engine.h"

namespace lectern::server {

// lectern_calls_total{method, code}, lectern_call_seconds{method}, lectern_revision, lectern_oldest_revision,
// lectern_writable. Thread-safe.
class Metrics {
 public:
  Metrics(const std::vector<const google::protobuf::ServiceDescriptor*>& services, const storage::Engine& engine);

  // Serves them at http://{address}/metrics. UNAVAILABLE where the address is taken.
  absl::Status Expose(const std::string& address);

  void Count(const rpc::CallRecord& call);

 private:
  struct Method {
    prometheus::Counter* ok = nullptr;
    prometheus::Histogram* seconds = nullptr;
  };

  const std::shared_ptr<prometheus::Registry> registry_;
  const std::shared_ptr<prometheus::Collectable> store_;
  prometheus::Family<prometheus::Counter>& calls_;
  std::map<std::string, Method, std::less<>> methods_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace lectern::server
