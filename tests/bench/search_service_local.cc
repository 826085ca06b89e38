#include "tests/bench/search_service_local.h"

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <thread>
#include <utility>

#include "services/rpc/wire.h"
#include "services/server/engine_choice.h"
#include "services/server/settings.h"
#include "storage/records/kinds.h"
#include "storage/search/analysis/borrowed_analyzer.h"
#include "tests/bench/histogram.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kLook = std::chrono::milliseconds(2);

void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error("answering in process: " + status.ToString());
}

template <class T>
T Must(absl::StatusOr<T> value) {
  Must(value.status());
  return *std::move(value);
}

server::Settings SettingsFor(const fs::path& data) {
  internal::v1::ServerConfig flags;
  flags.set_data(data.string());
  return Must(server::Resolve({}, flags));
}

search::IndexOptions IndexOptionsFor(const fs::path& data) {
  search::IndexOptions options;
  options.folder = (data / "search").string();
  options.cache_bytes = SettingsFor(data).search_cache_bytes;
  return options;
}

storage::IndexReadiness Prepare(storage::Engine& engine) {
  return Must(storage::PrepareIndexes(engine, storage::AllRecordKinds(), [](std::string_view, int64_t) {}));
}

void Fail(std::string_view event, const absl::Status& status) {
  std::fprintf(stderr, "%s: %s\n", std::string(event).c_str(), status.ToString().c_str());
}

}  // namespace

LocalService::LocalService(const fs::path& data, const StopSignal& signal)
    : engine_(Must(server::OpenEngine(SettingsFor(data)))),
      executor_(1),
      backend_{*engine_, engine_->Identity(), Prepare(*engine_), executor_},
      keeper_(*engine_, IndexOptionsFor(data), Fail) {
  for (ready_ = keeper_.Ready(); ready_ == nullptr || ready_->index->revision() < engine_->Latest();
       ready_ = keeper_.Ready()) {
    signal.Check();
    std::this_thread::sleep_for(kLook);
  }
}

grpc::ByteBuffer LocalService::Answer(const v1::SearchRequest& request) const {
  const search::BorrowedAnalyzer analyzer;
  const searching::Caller caller{storage::Audience::kReader, 0, [] { return absl::OkStatus(); }, *analyzer};
  return Must(searching::Search(backend_, *ready_, caller, request)).bytes.Take();
}

v1::SearchResponse LocalService::Search(const v1::SearchRequest& request) const {
  v1::SearchResponse response;
  Must(rpc::Parse(Answer(request), response));
  return response;
}

LocalTimes MeasureLocal(const LocalService& service, const std::vector<v1::SearchRequest>& requests, double seconds,
                        const StopSignal& signal, const std::function<void(size_t request)>& before) {
  for (const v1::SearchRequest& request : requests) service.Answer(request);
  Histogram nanoseconds;
  const Clock::time_point end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  // Whole rounds: every request counts as often as any other.
  do {
    for (size_t i = 0; i < requests.size(); ++i) {
      const Clock::time_point began = Clock::now();
      if (before) before(i);
      service.Answer(requests[i]);
      nanoseconds.Record(static_cast<uint64_t>(std::chrono::nanoseconds(Clock::now() - began).count()));
    }
    signal.Check();
  } while (Clock::now() < end);
  return {static_cast<double>(nanoseconds.Quantile(0.5)) / 1e3, static_cast<double>(nanoseconds.Quantile(0.99)) / 1e3};
}

}  // namespace lectern::bench
