#include "storage/search/index/match_finder.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "storage/engine/fault.h"

namespace lectern::search {

absl::StatusOr<MatchFinder> MatchFinder::Open(const Segment& segment, const Plan& plan,
                                              const std::vector<SegmentWord>& words, size_t matches_per_leaf) {
  MatchFinder finder;
  finder.segment_ = &segment;
  finder.plan_ = &plan;
  finder.words_ = &words;
  finder.matches_per_leaf_ = matches_per_leaf;
  for (const PlanLeaf& leaf : plan.leaves) {
    std::optional<LeafPositions>& positions = finder.leaves_.emplace_back();
    if (leaf.scored) {  // what stands under a Not is in no result
      ASSIGN_OR_RETURN(positions, LeafPositions::Open(segment, leaf, words));
    }
  }
  return finder;
}

std::vector<Match> MatchFinder::Find(uint32_t document) {
  const DocumentLayout layout(segment_->table().Layout(document));
  std::vector<Match> matches;
  std::vector<std::vector<Occurrence>> found;
  std::vector<std::vector<uint32_t>> members;
  for (uint32_t l = 0; l < leaves_.size(); ++l) {
    if (!leaves_[l].has_value()) continue;
    leaves_[l]->Find(document, found, members);
    const size_t begin = matches.size();
    for (uint32_t w = 0; w < found.size(); ++w) {
      const SegmentWord& word = (*words_)[plan_->leaves[l].first_word + w];
      for (size_t i = 0; i < std::min(found[w].size(), matches_per_leaf_); ++i) {
        const Occurrence& occurrence = found[w][i];
        const Field field = layout.FieldOf(occurrence.position);
        const StemEntry& stem = word.members()[members[w][i]].stem;
        matches.push_back(
            {l, field, occurrence.position - layout.Start(field), segment_->forms().Term(stem.forms[occurrence.form])});
      }
    }
    std::sort(matches.begin() + static_cast<std::ptrdiff_t>(begin), matches.end(), [](const Match& a, const Match& b) {
      return std::tie(a.field, a.position, a.form) < std::tie(b.field, b.position, b.form);
    });
  }
  return matches;
}

}  // namespace lectern::search
