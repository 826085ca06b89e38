// The first documents by a number.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "storage/search/index/columns.h"
#include "storage/search/index/document_set.h"

namespace lectern::search {

struct NumberedDocument {
  uint32_t document = 0;
  int64_t number = kNoNumber;
};

// Where a page begins: behind what comes before `number`, and behind documents of that number before `first`.
struct NumberStart {
  int64_t number = kNoNumber;
  uint32_t first = 0;
};

// Up to `size` documents of `matches`, highest number first where `descending`, else lowest first; equal ones by
// document, those without a number at the end.
std::vector<NumberedDocument> FirstByNumber(const NumberValues& values, const DocumentSet& matches, bool descending,
                                            std::optional<NumberStart> start, size_t size);

// The same of documents that are looked up a zone of `values` at a time, where few zones will do: `zone_bits` returns
// the bits of the documents of the zone, NumberValues::kZone of them, valid until it is called again.
using ZoneBits = absl::FunctionRef<const uint64_t*(uint32_t zone)>;
std::vector<NumberedDocument> FirstByNumber(const NumberValues& values, ZoneBits zone_bits, bool descending,
                                            std::optional<NumberStart> start, size_t size);

// Whether a comes before b in such an order.
inline bool ComesBefore(int64_t a, int64_t b, bool descending) {
  if (a == kNoNumber || b == kNoNumber) return a != kNoNumber && b == kNoNumber;
  return descending ? a > b : a < b;
}

}  // namespace lectern::search
