// Which documents of a segment match a plan.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/document_set.h"
#include "storage/search/index/plan.h"
#include "storage/search/index/segment_words.h"

namespace lectern::search {

// Whether each word of the leaf is held by some document of the segment.
bool MayMatch(const PlanLeaf& leaf, const std::vector<SegmentWord>& words);
// What is left of the plan in a segment without the alternatives, and the exclusions, that no document of it holds: a
// leaf, where that is all. Null where nothing matches.
const PlanStep* OnlyStep(const Plan& plan, const std::vector<SegmentWord>& words);

// About how many postings are gone through to find what matches, or could be in the same time: the rarest of what must
// all match leads the way.
uint64_t PostingsOf(const PlanStep& step, const Plan& plan, const std::vector<SegmentWord>& words);

class Matcher {
 public:
  // `base`: what the audience sees and the filter takes; `is_filtered`: it may be few. All must outlive the matcher.
  Matcher(const Segment& segment, const Plan& plan, const std::vector<SegmentWord>& words, const Bitmap& base,
          bool is_filtered, const StopFunction& stop);

  // The documents of the base that match. DATA_LOSS, DEADLINE_EXCEEDED.
  absl::StatusOr<DocumentSet> Run() { return Matches(plan_.root); }

  // Those that match a leaf, where that says more than its words: null for plain terms and for required leaves, whose
  // words every match holds.
  const DocumentSet* ScoredDocuments(uint32_t leaf) const {
    return leaves_[leaf].has_value() ? &*leaves_[leaf] : nullptr;
  }

 private:
  DocumentSet Base() const;
  absl::StatusOr<DocumentSet> Matches(const PlanStep& step);
  // Takes out of `set`, which is of the base, what does not match.
  absl::Status Restrict(const PlanStep& step, DocumentSet& set);
  absl::StatusOr<DocumentSet> MatchAll(const PlanStep& step);
  absl::StatusOr<DocumentSet> MatchLeaf(uint32_t leaf);
  absl::Status RestrictByLeaf(uint32_t leaf, DocumentSet& set);
  absl::Status RestrictByPositions(const PlanLeaf& leaf, DocumentSet& set);
  // The number of the list of the documents in which word `word` of a phrase is followed by the next; none if there is
  // no such list.
  std::optional<uint32_t> PairOf(const PlanLeaf& leaf, uint32_t word) const;
  absl::StatusOr<DocumentSet> DocumentsOfPair(uint32_t number) const;
  // Whether the list of a pair says all about the leaf.
  bool IsPair(const PlanLeaf& leaf) const {
    return leaf.words == 2 && !leaf.field.has_value() && PairOf(leaf, 0).has_value();
  }
  uint64_t AtMost(const PlanStep& step) const;
  // Whether the words alone do not decide.
  static bool NeedsPositions(const PlanLeaf& leaf) {
    return leaf.field.has_value() || (leaf.is_phrase && leaf.words > 1);
  }

  const Segment& segment_;
  const Plan& plan_;
  const std::vector<SegmentWord>& words_;
  const Bitmap& base_;
  const StopFunction& stop_;
  std::optional<DocumentSet> few_;  // the base, where it is a list
  std::vector<std::optional<DocumentSet>> leaves_;
};

}  // namespace lectern::search
