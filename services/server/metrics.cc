#include "services/server/metrics.h"

#include <algorithm>
#include <exception>
#include <limits>

#include "absl/strings/str_cat.h"
#include "prometheus/metric_family.h"

namespace lectern::server {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

// All of them are read when they are asked for.

class StoreMetrics final : public prometheus::Collectable {
 public:
  explicit StoreMetrics(const storage::Engine& engine) : engine_(engine) {}

  std::vector<MetricFamily> Collect() const override {
    return {Gauge("lectern_revision", "Newest revision of the store.", static_cast<double>(engine_.Latest())),
            Gauge("lectern_oldest_revision", "Oldest revision that listings can be read at.",
                  static_cast<double>(engine_.Oldest())),
            Gauge("lectern_writable", "1 while the store takes writes.", engine_.Writable() ? 1 : 0)};
  }

 private:
  static MetricFamily Gauge(const char* name, const char* help, double value) {
    ClientMetric metric;
    metric.gauge.value = value;
    return {name, help, MetricType::Gauge, {metric}};
  }

  const storage::Engine& engine_;
};

class CallMetrics final : public prometheus::Collectable {
 public:
  explicit CallMetrics(std::shared_ptr<const std::map<std::string, CallCounts>> calls) : calls_(std::move(calls)) {}

  std::vector<MetricFamily> Collect() const override {
    MetricFamily total{"lectern_calls_total", "Calls by method and code.", MetricType::Counter, {}};
    MetricFamily seconds{
        "lectern_call_seconds", "Seconds from a call's arrival to its end.", MetricType::Histogram, {}};
    for (const auto& [method, counts] : *calls_) {
      counts.AddCalls(method, total.metric);
      seconds.metric.push_back(counts.Seconds(method));
    }
    return {std::move(total), std::move(seconds)};
  }

 private:
  const std::shared_ptr<const std::map<std::string, CallCounts>> calls_;
};

}  // namespace

void CallCounts::Count(absl::StatusCode code, absl::Duration duration) {
  const double seconds = absl::ToDoubleSeconds(duration);
  const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), seconds) - kBounds.begin();
  buckets_[static_cast<size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  nanoseconds_.fetch_add(absl::ToInt64Nanoseconds(duration), std::memory_order_relaxed);
  codes_[std::min(static_cast<size_t>(code), kCodes - 1)].fetch_add(1, std::memory_order_relaxed);
}

void CallCounts::AddCalls(const std::string& method, std::vector<ClientMetric>& metrics) const {
  for (size_t code = 0; code < kCodes; ++code) {
    const uint64_t count = codes_[code].load(std::memory_order_relaxed);
    if (count == 0 && code != 0) continue;
    ClientMetric& metric = metrics.emplace_back();
    metric.label = {{"method", method}, {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))}};
    metric.counter.value = static_cast<double>(count);
  }
}

ClientMetric CallCounts::Seconds(const std::string& method) const {
  ClientMetric metric;
  metric.label = {{"method", method}};
  for (size_t i = 0; i < buckets_.size(); ++i) {
    metric.histogram.sample_count += buckets_[i].load(std::memory_order_relaxed);
    const double bound = i < kBounds.size() ? kBounds[i] : std::numeric_limits<double>::infinity();
    metric.histogram.bucket.push_back({metric.histogram.sample_count, bound});
  }
  metric.histogram.sample_sum = 1e-9 * static_cast<double>(nanoseconds_.load(std::memory_order_relaxed));
  return metric;
}

Metrics::Metrics(const std::vector<const google::protobuf::ServiceDescriptor*>& services, const storage::Engine& engine)
    : calls_(std::make_shared<Calls>()),
      collectables_{std::make_shared<CallMetrics>(calls_), std::make_shared<StoreMetrics>(engine)} {
  for (const auto* service : services)
    for (int i = 0; i < service->method_count(); ++i)
      (*calls_)[absl::StrCat(service->full_name(), "/", service->method(i)->name())];
}

absl::Status Metrics::Expose(const std::string& address) {
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address, 1);
  } catch (const std::exception&) {
    return absl::UnavailableError(
        absl::StrCat("metrics cannot be served on ", address,
                     "; is it taken? Name another with --metrics, or switch them off with --metrics ''"));
  }
  for (const auto& collectable : collectables_) exposer_->RegisterCollectable(collectable);
  return absl::OkStatus();
}

}  // namespace lectern::server
