// Where the bytes of a segment come from, and where they go.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "rocksdb/slice.h"

namespace lectern::search {

// What is read when it is needed, by number: of each stem, of each chunk of titles, of each pair of frequent words. DO
// NOT RENUMBER.
enum class SegmentList : uint8_t { kPostings = 64, kPositions = 65, kTitles = 66, kPairs = 67 };
inline constexpr uint8_t kFirstList = 64;
inline constexpr size_t kListCount = 4;
// What is read at opening, each in one piece, by number of the part.
using SegmentParts = std::array<std::string, kFirstList>;

class ListSource {
 public:
  virtual ~ListSource() = default;
  // `keep`: worth a place in the cache. DATA_LOSS: damaged, or not there.
  virtual absl::Status Read(SegmentList list, uint32_t number, bool keep, rocksdb::PinnableSlice& out) const = 0;
};

class SegmentSink {
 public:
  virtual ~SegmentSink() = default;
  // Numbers of one kind of list ascend.
  virtual absl::Status Add(SegmentList list, uint32_t number, std::string_view bytes) = 0;
  // Once, after all lists.
  virtual absl::Status Finish(SegmentParts parts) = 0;
};

}  // namespace lectern::search
