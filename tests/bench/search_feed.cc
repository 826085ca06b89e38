#include "tests/bench/search_feed.h"

#include <chrono>
#include <cstdio>
#include <utility>

namespace lectern::bench {
namespace {

constexpr uint64_t kOneIn = 20, kDeletedRest = 10;
constexpr size_t kAhead = 8;  // batches
constexpr auto kSayEvery = std::chrono::seconds(10);
constexpr auto kLookForSignal = std::chrono::milliseconds(200);

}  // namespace

Fate FateOf(uint64_t number) {
  if (number % kOneIn == 0) return Fate::kUpdated;
  return number % kOneIn == kDeletedRest ? Fate::kDeleted : Fate::kKept;
}

std::vector<uint64_t> NumbersOf(Fate fate, uint64_t documents) {
  std::vector<uint64_t> numbers;
  for (uint64_t number = 0; number < documents; ++number)
    if (FateOf(number) == fate) numbers.push_back(number);
  return numbers;
}

search::Document FinalDocument(const SearchCorpus& corpus, uint64_t number) {
  return corpus.Make(number, FateOf(number) == Fate::kUpdated ? 1 : 0);
}

std::string TextOf(const search::Document& document, search::Field field) {
  std::string text;
  for (const search::Word& word : document.words) {
    if (word.field != field) continue;
    if (!text.empty()) text.push_back(' ');
    text += word.form;
  }
  return text;
}

uint64_t TextBytes(const search::Document& document) {
  uint64_t bytes = 0;
  for (const search::Word& word : document.words) bytes += word.form.size() + 1;
  return bytes;
}

DocumentFeed::DocumentFeed(const SearchCorpus& corpus, uint64_t documents, Part part, size_t batch,
                           const StopSignal& signal, std::string progress)
    : corpus_(corpus),
      documents_(documents),
      part_(part),
      batch_(batch),
      signal_(signal),
      progress_(std::move(progress)),
      making_([this] { Make(); }) {}

DocumentFeed::~DocumentFeed() {
  {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
  }
  changed_.notify_all();
  making_.join();
}

void DocumentFeed::Make() {
  std::vector<NumberedDocument> batch;
  const auto hand_over = [&] {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return abandoned_ || ready_.size() < kAhead; });
    if (!batch.empty()) ready_.push_back(std::exchange(batch, {}));
    changed_.notify_all();
    return !abandoned_;
  };
  for (uint64_t number = 0; number < documents_; ++number) {
    if (part_ == Part::kUpdates && FateOf(number) != Fate::kUpdated) continue;
    batch.push_back({number, corpus_.Make(number, part_ == Part::kUpdates ? 1 : 0)});
    if (batch.size() == batch_ && !hand_over()) return;
  }
  hand_over();
  const std::lock_guard lock(mutex_);
  made_all_ = true;
  changed_.notify_all();
}

std::vector<NumberedDocument> DocumentFeed::Next() {
  std::unique_lock lock(mutex_);
  while (ready_.empty() && !made_all_) {
    signal_.Check();
    changed_.wait_for(lock, kLookForSignal);
  }
  signal_.Check();
  if (ready_.empty()) return {};
  std::vector<NumberedDocument> batch = std::move(ready_.front());
  ready_.pop_front();
  handed_out_ += batch.size();
  const Clock::time_point now = Clock::now();
  if (!progress_.empty() && now - said_ >= kSayEvery) {
    said_ = now;
    const double seconds = std::chrono::duration<double>(now - began_).count();
    std::printf("  %s: %llu documents after %.0f s\n", progress_.c_str(), static_cast<unsigned long long>(handed_out_),
                seconds);
    std::fflush(stdout);
  }
  changed_.notify_all();
  return batch;
}

}  // namespace lectern::bench
