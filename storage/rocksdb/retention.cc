#include "storage/rocksdb/retention.h"

#include <algorithm>
#include <string>

#include "absl/time/clock.h"
#include "storage/rocksdb/tables.h"

namespace lectern::storage::rocks {
namespace {

// One sample a second is enough for a window of minutes; a shorter one needs more.
constexpr absl::Duration kSampleEvery = absl::Seconds(1);
constexpr int kSamplesPerWindow = 8;

class DropOldHistory final : public rocksdb::CompactionFilter {
 public:
  DropOldHistory(Revision floor, PermanentKey permanent) : floor_(floor), permanent_(permanent) {}

  const char* Name() const override { return "lectern.DropOldHistory"; }

  bool Filter(int, const rocksdb::Slice& key, const rocksdb::Slice&, std::string*, bool*) const override {
    HistoryKey parsed;
    if (!DecodeHistoryKey(key.ToStringView(), parsed)) return false;
    return parsed.to <= floor_ && !(permanent_ != nullptr && permanent_(parsed.key));
  }

 private:
  const Revision floor_;
  const PermanentKey permanent_;
};

class DropOldRequests final : public rocksdb::CompactionFilter {
 public:
  explicit DropOldRequests(absl::Time before) : before_(before) {}

  const char* Name() const override { return "lectern.DropOldRequests"; }

  bool Filter(int, const rocksdb::Slice&, const rocksdb::Slice& value, std::string*, bool*) const override {
    RequestEntry entry;
    return DecodeRequest(value.ToStringView(), entry) && entry.time < before_;
  }

 private:
  const absl::Time before_;
};

class HistoryFilterFactory final : public rocksdb::CompactionFilterFactory {
 public:
  HistoryFilterFactory(std::shared_ptr<const Retention> retention, PermanentKey permanent)
      : retention_(std::move(retention)), permanent_(permanent) {}

  const char* Name() const override { return "lectern.HistoryFilterFactory"; }

  std::unique_ptr<rocksdb::CompactionFilter> CreateCompactionFilter(
      const rocksdb::CompactionFilter::Context&) override {
    return std::make_unique<DropOldHistory>(retention_->stored_floor(), permanent_);
  }

 private:
  const std::shared_ptr<const Retention> retention_;
  const PermanentKey permanent_;
};

class RequestFilterFactory final : public rocksdb::CompactionFilterFactory {
 public:
  explicit RequestFilterFactory(absl::Duration keep) : keep_(keep) {}

  const char* Name() const override { return "lectern.RequestFilterFactory"; }

  std::unique_ptr<rocksdb::CompactionFilter> CreateCompactionFilter(
      const rocksdb::CompactionFilter::Context&) override {
    return std::make_unique<DropOldRequests>(absl::Now() - keep_);
  }

 private:
  const absl::Duration keep_;
};

}  // namespace

Retention::Retention(absl::Duration window)
    : window_(window), sample_every_(std::min(kSampleEvery, window / kSamplesPerWindow)) {}

void Retention::Restore(Revision floor) {
  floor_.store(floor, std::memory_order_release);
  Stored(floor);
}

void Retention::Committed(Revision revision, absl::Time time) {
  std::lock_guard lock(mutex_);
  if (samples_.empty() || time - samples_.back().first >= sample_every_) samples_.emplace_back(time, revision);
  Revision floor = floor_.load(std::memory_order_relaxed);
  while (!samples_.empty() && samples_.front().first + window_ <= time) {
    Revision candidate = samples_.front().second;
    if (!held_.empty() && *held_.begin() < candidate) break;
    floor = std::max(floor, candidate);
    samples_.pop_front();
  }
  floor_.store(floor, std::memory_order_release);
}

bool Retention::Hold(Revision revision) {
  std::lock_guard lock(mutex_);
  if (revision < floor_.load(std::memory_order_relaxed)) return false;
  held_.insert(revision);
  return true;
}

void Retention::Release(Revision revision) {
  std::lock_guard lock(mutex_);
  held_.erase(held_.find(revision));
}

std::shared_ptr<rocksdb::CompactionFilterFactory> HistoryFilter(std::shared_ptr<const Retention> retention,
                                                                PermanentKey permanent) {
  return std::make_shared<HistoryFilterFactory>(std::move(retention), permanent);
}

std::shared_ptr<rocksdb::CompactionFilterFactory> RequestFilter(absl::Duration keep) {
  return std::make_shared<RequestFilterFactory>(keep);
}

}  // namespace lectern::storage::rocks
