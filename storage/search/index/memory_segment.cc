#include "storage/search/index/memory_segment.h"

#include <utility>

#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

size_t IndexOf(SegmentList list) { return static_cast<size_t>(list) - kFirstList; }

class MemoryLists : public ListSource {
 public:
  explicit MemoryLists(MemorySink::AllLists lists) : lists_(std::move(lists)) {}
  absl::Status Read(SegmentList list, uint32_t number, bool, rocksdb::PinnableSlice& out) const override {
    const auto& [data, ends] = lists_[IndexOf(list)];
    if (number >= ends.size()) return Damaged("a list that is not there");
    const uint64_t begin = number == 0 ? 0 : ends[number - 1];
    out.PinSlice(rocksdb::Slice(data.data() + begin, ends[number] - begin), nullptr);
    return absl::OkStatus();
  }

 private:
  const MemorySink::AllLists lists_;
};

}  // namespace

absl::Status MemorySink::Add(SegmentList list, uint32_t number, std::string_view bytes) {
  auto& [data, ends] = lists_[IndexOf(list)];
  ends.resize(number, data.size());  // those that have no list
  data.append(bytes);
  ends.push_back(data.size());
  return absl::OkStatus();
}

absl::Status MemorySink::Finish(SegmentParts parts) {
  parts_ = std::move(parts);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Segment>> MemorySink::Take() {
  uint64_t bytes = 0;
  for (const auto& [data, ends] : lists_) bytes += data.size() + 8 * ends.size();
  return Segment::Make(std::move(parts_), std::make_unique<MemoryLists>(std::move(lists_)), false, 0, bytes);
}

}  // namespace lectern::search
