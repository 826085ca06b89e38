#include "services/server/metrics.h"

#include <exception>

#include "absl/strings/str_cat.h"

namespace lectern::server {
namespace {

// Read when they are asked for.
class StoreMetrics final : public prometheus::Collectable {
 public:
  explicit StoreMetrics(const storage::Engine& engine) : engine_(engine) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    return {Gauge("lectern_revision", "Newest revision of the store.", static_cast<double>(engine_.Latest())),
            Gauge("lectern_oldest_revision", "Oldest revision that listings can be read at.",
                  static_cast<double>(engine_.Oldest())),
            Gauge("lectern_writable", "1 while the store takes writes.", engine_.Writable() ? 1 : 0)};
  }

 private:
  static prometheus::MetricFamily Gauge(const char* name, const char* help, double value) {
    prometheus::ClientMetric metric;
    metric.gauge.value = value;
    return {name, help, prometheus::MetricType::Gauge, {metric}};
  }

  const storage::Engine& engine_;
};

std::string CodeName(absl::StatusCode code) { return absl::StatusCodeToString(code); }

}  // namespace

Metrics::Metrics(const std::vector<const google::protobuf::ServiceDescriptor*>& services, const storage::Engine& engine)
    : registry_(std::make_shared<prometheus::Registry>()),
      store_(std::make_shared<StoreMetrics>(engine)),
      calls_(prometheus::BuildCounter()
                 .Name("lectern_calls_total")
                 .Help("Calls by method and code.")
                 .Register(*registry_)) {
  auto& seconds = prometheus::BuildHistogram()
                      .Name("lectern_call_seconds")
                      .Help("Seconds from a call's arrival to its answer.")
                      .Register(*registry_);
  const prometheus::Histogram::BucketBoundaries bounds{0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
  for (const auto* service : services)
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string name = absl::StrCat(service->full_name(), "/", service->method(i)->name());
      methods_[name] = {&calls_.Add({{"method", name}, {"code", "OK"}}), &seconds.Add({{"method", name}}, bounds)};
    }
}

absl::Status Metrics::Expose(const std::string& address) {
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address, 1);
  } catch (const std::exception&) {
    return absl::UnavailableError(
        absl::StrCat("metrics cannot be served on ", address,
                     "; is it taken? Name another with --metrics, or switch them off with --metrics ''"));
  }
  exposer_->RegisterCollectable(registry_);
  exposer_->RegisterCollectable(store_);
  return absl::OkStatus();
}

void Metrics::Count(const rpc::CallRecord& call) {
  const auto method = methods_.find(call.method);
  if (method == methods_.end()) return;
  method->second.seconds->Observe(absl::ToDoubleSeconds(call.duration));
  if (call.status.ok())
    method->second.ok->Increment();
  else
    calls_.Add({{"method", method->first}, {"code", CodeName(call.status.code())}}).Increment();
}

}  // namespace lectern::server
