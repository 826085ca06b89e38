// The answers of SearchService as this process makes them of a data directory: what a call costs without its transport.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lectern/v1/search_service.pb.h"
#include "services/aip/backend.h"
#include "services/rpc/executor.h"
#include "services/search/answers.h"
#include "storage/search/upkeep/index_keeper.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

class LocalService {
 public:
  // Opens store and index as lecternd does, and waits until the index is ready. No server runs on `data`. Throws
  // std::runtime_error, and Stopped.
  LocalService(const std::filesystem::path& data, const StopSignal& signal);

  // As an anonymous reader gets it. Throws std::runtime_error where it fails.
  grpc::ByteBuffer Answer(const v1::SearchRequest& request) const;
  v1::SearchResponse Search(const v1::SearchRequest& request) const;

 private:
  const std::unique_ptr<storage::Engine> engine_;
  rpc::Executor executor_;
  const aip::Backend backend_;
  search::IndexKeeper keeper_;
  std::shared_ptr<const search::ReadyIndex> ready_;
};

// In microseconds.
struct LocalTimes {
  double p50 = 0, p99 = 0;
};

// How long `service` needs for each of `requests`, one after the other, again and again for `seconds`, and the whole
// list once at least; before that, as a warm-up, once. With `before`, that is done before each answer, and its time
// counts. Throws Stopped.
LocalTimes MeasureLocal(const LocalService& service, const std::vector<v1::SearchRequest>& requests, double seconds,
                        const StopSignal& signal, const std::function<void(size_t request)>& before = {});

}  // namespace lectern::bench
