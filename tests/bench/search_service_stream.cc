#include "tests/bench/search_service_stream.h"

#include <chrono>
#include <stdexcept>

#include "tests/bench/search_service_client.h"
#include "tests/bench/search_service_corpus.h"

namespace lectern::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kThreads = 8;
constexpr auto kTick = std::chrono::nanoseconds(std::chrono::seconds(1)) / EntryStream::kCallsASecond;
constexpr auto kAskAgain = std::chrono::milliseconds(1);
constexpr auto kPatience = std::chrono::seconds(10);

// With digits, so that nobody takes it for another word misspelt.
std::string WordOf(uint64_t number) { return "sighting" + std::to_string(number); }

}  // namespace

EntryStream::EntryStream(const StreamTarget& target, const SearchCorpus& corpus) {
  for (int i = 0; i < kThreads; ++i) threads_.emplace_back([this, target, &corpus] { Write(target, corpus); });
}

EntryStream::~EntryStream() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
}

void EntryStream::Write(const StreamTarget& target, const SearchCorpus& corpus) {
  EntryWriter writer(target.address, target.admin_key);
  const EntryMaker make = [&](uint64_t number) { return EntryFor(corpus, number, 0); };
  while (!stopping_) {
    const uint64_t call = next_++;
    std::this_thread::sleep_until(began_ + static_cast<int64_t>(call) * kTick);
    const uint64_t first = target.first + call * kEntriesACall;
    if (const grpc::Status status = writer.Write(make, first, first + kEntriesACall); !status.ok())
      return Fail(status.error_message());
    written_ += kEntriesACall;
  }
}

void EntryStream::Fail(const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (failure_.empty()) failure_ = why;
}

uint64_t EntryStream::written() const {
  const std::lock_guard lock(mutex_);
  if (!failure_.empty()) throw std::runtime_error("writing a stream of entries failed: " + failure_);
  return written_;
}

Histogram MeasureVisibility(const StreamTarget& target, const SearchCorpus& corpus, uint64_t entries,
                            const StopSignal& signal) {
  EntryWriter writer(target.address, target.admin_key);
  ServiceClient client(target.address);
  Histogram nanoseconds;
  for (uint64_t number = target.first; number < target.first + entries; ++number) {
    signal.Check();
    v1::SearchRequest request;
    request.set_query(WordOf(number));
    if (client.Search(request).total_size() != 0) throw std::runtime_error(request.query() + " is found too early");
    const EntryMaker make = [&](uint64_t which) {
      v1::Entry entry = EntryFor(corpus, which, 0);
      entry.mutable_passages(0)->mutable_text()->append(" " + WordOf(which));
      return entry;
    };
    if (const grpc::Status status = writer.Write(make, number, number + 1); !status.ok())
      throw std::runtime_error("an entry cannot be written: " + status.error_message());
    const Clock::time_point written = Clock::now();
    for (Clock::time_point next = written; client.Search(request).total_size() == 0;
         std::this_thread::sleep_until(next)) {
      if (Clock::now() - written > kPatience) throw std::runtime_error("an entry that was written is not found");
      next = std::max(next + kAskAgain, Clock::now());
    }
    nanoseconds.Record(static_cast<uint64_t>(std::chrono::nanoseconds(Clock::now() - written).count()));
  }
  return nanoseconds;
}

}  // namespace lectern::bench
