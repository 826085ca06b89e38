// Where words begin and end, in any script.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "unicode/brkiter.h"

namespace lectern::search {

// Bytes [begin, end) of the text.
struct Segment {
  size_t begin;
  size_t end;
  bool plain;  // of letters and digits alone: nothing within it can part it further
};

using SegmentSink = absl::FunctionRef<void(const Segment&)>;

// Words as Unicode's word boundaries (UAX #29) and ICU's dictionaries (Thai, Lao, Khmer, Burmese, Chinese, Japanese)
// have them: the stretches between two boundaries that hold a letter, a digit, kana or an ideograph. What joins words
// in code but not in prose (underscores, @) parts them here. Bytes that are no UTF-8 part words, as any other
// sign does. For one thread at a time.
class Segmenter {
 public:
  Segmenter();
  ~Segmenter();

  // Gives each word of `text` to `sink`, in order. Linear in text.size(), which must be below 2 GiB. Stretches between
  // ASCII white space whose characters all have simple classes (ASCII; Latin, Greek and Cyrillic letters; common
  // punctuation) are walked by a table of our own, everything else by ICU, with one and the same result.
  void Split(std::string_view text, SegmentSink sink);

  // The same by ICU alone.
  void SplitByIcu(std::string_view text, SegmentSink sink);

 private:
  void SplitByIcu(std::string_view text, size_t offset, SegmentSink sink);

  std::unique_ptr<icu::BreakIterator> breaks_;  // made when the first text needs it
};

}  // namespace lectern::search
