// What the positions decide: phrases, and words of one field.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/segment_words.h"

namespace lectern::search {

// Reads where a word stands, document by document. Documents must ascend.
class PositionReader {
 public:
  // `segment` and `word` must outlive it.
  static absl::StatusOr<PositionReader> Open(const Segment& segment, const SegmentWord& word);

  // Replaces `out` by the allowed occurrences in `document`, ascending; `form` counts the stem's forms, and `members`,
  // where given, names the stem of each.
  void Read(uint32_t document, std::vector<Occurrence>& out, std::vector<uint32_t>* members = nullptr);
  // One stem that counts by all of its forms or by one of them. What follows is for such readers.
  bool is_simple() const { return sources_.size() == 1 && form_.has_value(); }
  // Goes to `document`; false where it does not hold the stem.
  bool Find(uint32_t document) { return Seek(sources_[0], document); }
  // There, the occurrences of all forms, one by one or in one piece; `form` of the latter is the one that counts.
  PositionBlock::Run Run() const { return sources_[0].position_block->Of(sources_[0].at); }
  PackedOccurrences Packed() const {
    PackedOccurrences packed = sources_[0].position_block->PackedOf(sources_[0].at);
    packed.form = *form_;
    return packed;
  }
  // The next position of a form that counts; false at the end.
  bool Next(PositionBlock::Run& run, uint32_t& position) const {
    while (run.valid()) {
      const Occurrence occurrence = run.Take();
      position = occurrence.position;
      if (*form_ == kAnyForm || occurrence.form == *form_) return true;
    }
    return false;
  }

 private:
  struct Source {
    const WordMember* member;
    std::unique_ptr<HeldPositions> positions;
    std::unique_ptr<PostingBlock> block;
    std::unique_ptr<PositionBlock> position_block;
    uint32_t number = 0;            // of the block,
    uint32_t last = 0;              // its last document,
    uint32_t decoded = UINT32_MAX;  // whose documents are there,
    uint32_t opened = UINT32_MAX;   // and whose positions
    uint32_t at = 0;
  };
  // Whether the source holds `document`; its place is at `at` of the opened block then.
  static bool Seek(Source& source, uint32_t document);

  std::vector<Source> sources_;
  std::optional<uint32_t> form_;  // the one that counts, or kAnyForm
  std::vector<Occurrence> read_;
};

// Tells whether a document matches a leaf by the places of its words.
class LeafPositions {
 public:
  static absl::StatusOr<LeafPositions> Open(const Segment& segment, const PlanLeaf& leaf,
                                            const std::vector<SegmentWord>& words);
  // Documents must ascend.
  bool Matches(uint32_t document);
  // The occurrences that make it match: of a phrase as many for each word. By word, then ascending. `members` likewise.
  void Find(uint32_t document, std::vector<std::vector<Occurrence>>& found,
            std::vector<std::vector<uint32_t>>& members);

 private:
  // Leaves in starts_ where the leaf begins.
  void FindStarts(uint32_t document);
  // Whether the words, all simple, follow one another anywhere.
  bool IsPhrase(uint32_t document);

  const Segment* segment_ = nullptr;
  const Kernels* kernels_ = &BestKernels();
  bool is_simple_ = false;  // IsPhrase is enough
  std::optional<Field> field_;
  std::vector<PositionReader> readers_;
  std::vector<PositionBlock::Run> runs_;  // by reader
  std::vector<uint32_t> at_;              // likewise: where the run stands
  std::vector<uint32_t> starts_;
  std::vector<Occurrence> read_;
};

}  // namespace lectern::search
