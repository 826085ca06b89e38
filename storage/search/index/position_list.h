// Where one stem stands in the documents of its posting list, apart from it: only phrases, fields and snippets read it.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/kernels.h"
#include "storage/search/index/posting_list.h"

namespace lectern::search {

// A word of a document: its position counts all fields (document_layouts.h), `form` the forms of its stem.
struct Occurrence {
  uint32_t position = 0;
  uint32_t form = 0;
};

// Bits that a position of a document with so many positions needs at the most.
inline uint8_t PositionWidth(uint32_t positions) { return static_cast<uint8_t>(std::bit_width(positions)); }
// Bits that tell so many forms apart.
inline uint32_t FormBits(uint32_t forms) { return static_cast<uint32_t>(std::bit_width(forms - 1)); }

// Collects the occurrences of a posting list, document by document.
class PositionListWriter {
 public:
  // `forms`: how many the stem has in the segment.
  explicit PositionListWriter(uint32_t forms) : form_bits_(FormBits(forms)) {}
  // One or more, ascending by position. `width`: the document's PositionWidth; `frequency`: that of its posting.
  void Add(uint8_t width, uint32_t frequency, const Occurrence* occurrences, size_t count);
  std::string Finish();

 private:
  void WriteBlock();

  const uint32_t form_bits_;
  std::vector<uint32_t> counts_;       // of the block's documents, less one
  std::vector<uint32_t> frequencies_;  // of the block's documents
  std::vector<uint8_t> widths_;        // of the block's documents
  std::vector<uint64_t> values_;       // of the block
  std::string ends_;
  std::string data_;
};

// The occurrences of the documents of one block of postings; any document can be read without those before it.
class PositionBlock {
 public:
  // Goes through the occurrences of a document.
  class Run {
   public:
    bool valid() const { return left_ > 0; }
    // While valid: reads the next one.
    Occurrence Take() {
      --left_;
      const uint64_t value = Value();
      position_ += static_cast<uint32_t>(value >> form_bits_);
      return {position_, static_cast<uint32_t>(value & ((1ull << form_bits_) - 1))};
    }

   private:
    friend class PositionBlock;
    uint64_t Value() {
      if (bits_ == nullptr) return *values_++;
      uint64_t word;
      std::memcpy(&word, bits_ + at_ / 8, 8);
      word = word >> (at_ % 8) & ((1ull << width_) - 1);
      at_ += width_;
      return word;
    }

    const uint8_t* bits_ = nullptr;
    const uint64_t* values_ = nullptr;
    uint32_t at_ = 0;     // in bits
    uint32_t width_ = 0;  // likewise
    uint32_t left_ = 0;
    uint32_t form_bits_ = 0;
    uint32_t position_ = 0;
  };

  // `document` counts within the block.
  Run Of(uint32_t document) const {
    Run run;
    run.left_ = counts_[document] + 1;
    run.form_bits_ = form_bits_;
    run.bits_ = bits_;
    run.at_ = starts_[document];
    if (bits_ == nullptr)
      run.values_ = values_.data() + starts_[document];
    else
      run.width_ = widths_[documents_[document]] + form_bits_;
    return run;
  }
  // The same in one piece; without bits in the last, shorter block, which is not packed. All forms count.
  PackedOccurrences PackedOf(uint32_t document) const {
    return {bits_,      starts_[document],     widths_[documents_[document]] + form_bits_,
            form_bits_, counts_[document] + 1, kAnyForm};
  }
  // Replaces `out`.
  void Read(uint32_t document, std::vector<Occurrence>& out) const {
    out.clear();
    for (Run run = Of(document); run.valid();) out.push_back(run.Take());
  }

 private:
  friend class PositionList;

  uint32_t form_bits_ = 0;
  const uint8_t* bits_ = nullptr;  // null in the last, shorter block
  const uint8_t* widths_ = nullptr;
  const uint32_t* documents_ = nullptr;
  std::vector<uint64_t> values_;                     // of the last block
  uint32_t counts_[kBlockSize + kDecodeSlack] = {};  // less one
  uint32_t starts_[kBlockSize + 1] = {};             // of each document's values: in bits, or in values_
};

class PositionList {
 public:
  PositionList() = default;
  // `postings`: the size of the posting list. `widths`: PositionWidth of every document of the segment. `bytes` and
  // `widths` must outlive list and blocks. DATA_LOSS: they are no list.
  static absl::StatusOr<PositionList> Parse(std::string_view bytes, uint32_t postings, uint32_t forms,
                                            const uint8_t* widths);
  // `postings`: the same block of postings, its documents decoded; it must outlive `out`.
  void Open(uint32_t block, const PostingBlock& postings, PositionBlock& out) const;

 private:
  uint32_t full_ = 0;
  uint32_t tail_ = 0;
  uint32_t form_bits_ = 0;
  const uint8_t* widths_ = nullptr;
  const char* ends_ = nullptr;
  std::string_view data_;
};

}  // namespace lectern::search
