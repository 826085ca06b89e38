// A segment that lives in memory alone.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/segment.h"
#include "storage/search/index/segment_lists.h"

namespace lectern::search {

class MemorySink : public SegmentSink {
 public:
  absl::Status Add(SegmentList list, uint32_t number, std::string_view bytes) override;
  absl::Status Finish(SegmentParts parts) override;
  // After Finish.
  absl::StatusOr<std::shared_ptr<const Segment>> Take();

  // Lists of one kind, one behind the other.
  struct Lists {
    std::string data;
    std::vector<uint64_t> ends;  // by number
  };
  using AllLists = std::array<Lists, kListCount>;

 private:
  AllLists lists_;
  SegmentParts parts_;
};

}  // namespace lectern::search
