// What a segment's documents are ordered by title with: the distinct titles, ascending. Which of them a document has is
// a number in its table; the titles themselves are read a chunk at a time, from where the lists lie.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/segment.h"

namespace lectern::search {

// Titles that are read together.
inline constexpr uint32_t kTitlesPerChunk = 64;

class TitleWriter {
 public:
  // `sink` must outlive the writer.
  explicit TitleWriter(SegmentSink& sink) : sink_(sink) {}
  // Titles ascend strictly, and none is empty. The number of a title is how many came before it.
  absl::Status Add(std::string_view title);
  absl::Status Finish();

 private:
  SegmentSink& sink_;
  uint32_t count_ = 0;
  std::string last_;
  std::string chunk_;
};

class TitleReader {
 public:
  // `segment` must outlive the reader. `keep`: what is read is worth a place in the cache.
  explicit TitleReader(const Segment& segment, bool keep = true) : segment_(&segment), keep_(keep) {}

  // Title number `number`, until the next call. DATA_LOSS: it cannot be read.
  absl::StatusOr<std::string_view> Read(uint32_t number);

  struct Place {
    uint32_t number;  // of the first title that is not before the one asked for; table().titles() if none
    bool same;        // it is the one asked for
  };
  absl::StatusOr<Place> Find(std::string_view title);

 private:
  absl::Status Load(uint32_t chunk);

  const Segment* segment_;
  bool keep_;
  uint32_t loaded_ = UINT32_MAX;     // the chunk whose titles are there
  std::vector<std::string> titles_;  // of that chunk
};

}  // namespace lectern::search
