// The documents of one stem in one segment: numbers, weighted frequencies and which of the stem's forms they hold, in
// blocks of 128. SEGMENTS.md has the bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/bm25.h"
#include "storage/search/index/byte_codec.h"
#include "storage/search/index/kernels.h"

namespace lectern::search {

// Forms of a stem from this one on share a bit in a posting; positions tell them apart.
inline constexpr uint32_t kLastFormBit = 31;
inline uint32_t FormBit(uint32_t form) { return 1u << std::min(form, kLastFormBit); }

struct Posting {
  uint32_t document = 0;   // in the segment
  uint32_t frequency = 0;  // weighted, 1 at least
  uint32_t forms = 1;      // FormBit of those that the document holds
};

// Bytes of `postings`, one or more, ascending by document. `with_forms`: the stem has several. `lengths` are the codes
// of all documents of the segment.
std::string EncodePostings(const std::vector<Posting>& postings, bool with_forms, const uint8_t* lengths,
                           const Saturation& saturation);

// A decoded block. Arrays have kDecodeSlack entries more, which decoders may write to.
struct PostingBlock {
  uint32_t size = 0;
  alignas(32) uint32_t documents[kBlockSize + kDecodeSlack];
  alignas(32) uint32_t frequencies[kBlockSize + kDecodeSlack];  // less one
  alignas(32) uint32_t forms[kBlockSize + kDecodeSlack];        // less one
};

class PostingList {
 public:
  PostingList() = default;
  // `bytes` must outlive the list. DATA_LOSS: they are no list.
  static absl::StatusOr<PostingList> Parse(std::string_view bytes, bool with_forms);

  uint32_t size() const { return size_; }
  uint32_t blocks() const { return full_ + (tail_ > 0 ? 1 : 0); }
  bool with_forms() const { return with_forms_; }

  // Documents of the block are above First(block) - 1; for all but the last block Last is its last document.
  uint32_t First(uint32_t block) const { return block == 0 ? 0 : Last(block - 1) + 1; }
  uint32_t Last(uint32_t block) const { return block < full_ ? Load32(last_ + 4 * block) : UINT32_MAX; }
  // The first block, from `from` on, whose Last is `document` or more: the one that would hold it. blocks() if none.
  uint32_t BlockOf(uint32_t document, uint32_t from) const;

  // Unaligned 16-bit numbers, one a block.
  const uint8_t* impacts() const { return impacts_; }
  uint16_t Impact(uint32_t block) const { return Load16(reinterpret_cast<const char*>(impacts_) + 2 * block); }

  // Documents and frequencies, and the forms where `forms`.
  void Decode(uint32_t block, bool forms, PostingBlock& out) const;
  // Documents alone; of the last, shorter block everything.
  void DecodeDocuments(uint32_t block, PostingBlock& out) const;
  // After DecodeDocuments of the same block.
  void DecodeForms(uint32_t block, PostingBlock& out) const;
  // Documents and frequencies of those that have their bit set in `bits`, and their forms where `forms`.
  void DecodeMatching(uint32_t block, const std::vector<uint64_t>& bits, bool forms, PostingBlock& out) const;

  // Sets the bits of the block's documents.
  void AddTo(uint32_t block, uint64_t* bits, PostingBlock& scratch) const;
  // How many of the block's documents have their bit set.
  size_t CountIn(uint32_t block, const uint64_t* bits, PostingBlock& scratch) const;

 private:
  struct Layout {
    const uint8_t* documents;
    const uint8_t* low_bits = nullptr;  // of the documents, where they are no bitmap
    uint32_t document_code, frequency_width, form_width;
    const uint8_t* frequencies;
    const uint8_t* forms;
    std::string_view exceptions;  // of the frequencies
  };
  Layout LayoutOf(uint32_t block) const;
  // Of a whole block that begins with document `first`.
  static void DecodeDocuments(const Layout& layout, uint32_t first, PostingBlock& out);
  static void DecodeFrequencies(const Layout& layout, PostingBlock& out);
  static void DecodeForms(const Layout& layout, PostingBlock& out);
  void DecodeTail(PostingBlock& out) const;

  uint32_t size_ = 0;
  uint32_t full_ = 0;  // blocks of 128
  uint32_t tail_ = 0;  // documents behind them
  bool with_forms_ = false;
  const char* last_ = nullptr;
  const char* ends_ = nullptr;
  const uint8_t* impacts_ = nullptr;
  std::string_view data_;
};

}  // namespace lectern::search
