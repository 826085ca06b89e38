// Reading without waiting for the disk: for threads that many calls share.
#pragma once

#include <optional>

#include "absl/status/status.h"

namespace lectern::storage {

// While one lives, what its thread reads of a store or of a search index comes from memory or not at all: reads that
// would have to wait for the disk fail, and whoever made this asks again on a thread that may wait.
class MemoryOnly {
 public:
  MemoryOnly();
  ~MemoryOnly();
  MemoryOnly(const MemoryOnly&) = delete;
  MemoryOnly& operator=(const MemoryOnly&) = delete;

  // Whether anything could not be read: then what came of it is no answer, whatever it looks like.
  bool missed() const { return missed_; }

  // For those who read: whether the calling thread must not wait,
  static bool IsOn();
  // and what to answer where it would have to. UNAVAILABLE, for the one who asks again.
  static absl::Status Miss();

 private:
  MemoryOnly* const outer_;
  bool missed_ = false;
};

// What `read` makes of memory alone; nullopt where it would have to wait for the disk. Nothing but `read` is held to
// it: whoever answers a call with what comes of it may find himself in the next one.
template <class Read>
auto TryFromMemory(Read read) -> std::optional<decltype(read())> {
  const MemoryOnly memory;
  auto made = read();
  if (memory.missed()) return std::nullopt;
  return made;
}

}  // namespace lectern::storage
