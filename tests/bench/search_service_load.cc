#include "tests/bench/search_service_load.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/bench/search_feed.h"
#include "tests/bench/search_files.h"
#include "tests/bench/search_service_client.h"
#include "tests/bench/search_service_corpus.h"

namespace lectern::bench {
namespace {

constexpr auto kLook = std::chrono::milliseconds(200);
constexpr auto kSettling = std::chrono::seconds(600);  // patience
// The index is written 30 s after a change at the latest, and made one segment when there was none for 10 s
// (search::IndexOptions): what is quiet for longer than both is done. In few documents that makes no difference.
constexpr uint64_t kMany = 100'000;
std::chrono::seconds StillFor(uint64_t documents) { return std::chrono::seconds(documents < kMany ? 2 : 44); }

int64_t Behind(ServiceClient& client) {
  const v1::GetStatusResponse status = client.Status();
  return status.revision() - status.search_index().revision();
}

// Looks how far the index is behind, again and again, while it lives.
class LagWatch {
 public:
  explicit LagWatch(const std::string& address) : thread_([this, address] { Watch(address); }) {}
  ~LagWatch() {
    stopping_ = true;
    thread_.join();
  }
  LagWatch(const LagWatch&) = delete;
  LagWatch& operator=(const LagWatch&) = delete;

  int64_t at_most() const { return at_most_; }

 private:
  void Watch(const std::string& address) {
    ServiceClient client(address);
    while (!stopping_) {
      try {
        at_most_ = std::max(at_most_.load(), Behind(client));
      } catch (const std::runtime_error&) {
        return;  // whoever writes finds out, too
      }
      std::this_thread::sleep_for(kLook);
    }
  }

  std::atomic<bool> stopping_{false};
  std::atomic<int64_t> at_most_{0};
  std::thread thread_;
};

void Must(const Written& written, const char* what, const StopSignal& signal) {
  signal.Check();
  if (!written.failure.empty()) throw std::runtime_error(std::string(what) + ": " + written.failure);
}

}  // namespace

ServiceLoad LoadService(const MeasuredServer& server, const std::string& admin_key, const SearchCorpus& corpus,
                        uint64_t documents, const StopSignal& signal) {
  const Writing writing{server.address(), admin_key, /*say_progress=*/true, [&] { return signal.number() != 0; }};
  const std::vector<uint64_t> changed = NumbersOf(Fate::kUpdated, documents);
  std::vector<std::string> gone;
  for (const uint64_t number : NumbersOf(Fate::kDeleted, documents)) gone.push_back(SearchCorpus::Key(number));
  std::printf("Writing %llu documents into lecternd\n", static_cast<unsigned long long>(documents));
  WriteCountries(server.address(), admin_key);
  ServiceClient client(server.address());
  ServiceLoad load;
  {
    const LagWatch watch(server.address());
    load.written = WriteEntries(
        writing, [&](uint64_t number) { return EntryFor(corpus, number, 0); }, 0, documents);
    Must(load.written, "the entries cannot be written", signal);
    load.updated = WriteEntries(
        writing, [&](uint64_t place) { return EntryFor(corpus, changed[place], 1); }, 0, changed.size());
    Must(load.updated, "the entries cannot be changed", signal);
    load.deleted = DeleteEntries(writing, gone);
    Must(load.deleted, "the entries cannot be deleted", signal);
    load.behind_at_end = Behind(client);
    load.behind_at_most = std::max(load.behind_at_end, watch.at_most());
  }
  Stopwatch stopwatch;
  client.WaitUntilIndexed(signal);
  load.catch_up_seconds = stopwatch.Lap();
  server.WaitUntilIdle(kSettling, StillFor(documents));
  load.settling_seconds = stopwatch.Lap();
  signal.Check();
  return load;
}

}  // namespace lectern::bench
