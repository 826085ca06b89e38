// The best documents among those that match.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/search/index/bm25.h"
#include "storage/search/index/document_set.h"
#include "storage/search/index/ranked_documents.h"
#include "storage/search/index/segment_words.h"
#include "storage/search/index/top_documents.h"

namespace lectern::search {

// Scores of one word of a plan, the same in every segment.
class WordScore {
 public:
  // `with_table`: so many scores are asked for that a table of them pays. `saturation` must outlive this.
  WordScore(double weight, const Saturation& saturation, bool with_table) : weight_(weight), saturation_(&saturation) {
    if (!with_table) return;
    const std::vector<double>& from = saturation.table();
    table_.reserve(from.size());
    for (const double part : from) table_.push_back(RoundScore(weight, part));
  }
  double weight() const { return weight_; }
  // By 256 * (frequency - 1) + length code, for frequencies up to kTableFrequencies; null without a table.
  const uint32_t* table() const { return table_.empty() ? nullptr : table_.data(); }
  // Whether the table has all of some frequencies, each less one.
  bool HasTable(const uint32_t* begin, const uint32_t* end) const {
    uint32_t all = 0;
    for (const uint32_t* at = begin; at < end; ++at) all |= *at;
    return all < kTableFrequencies && !table_.empty();
  }
  uint32_t Of(uint32_t frequency, uint8_t length) const {
    return frequency <= kTableFrequencies && !table_.empty() ? table_[256 * (frequency - 1) + length]
                                                             : RoundScore(weight_, saturation_->At(frequency, length));
  }

 private:
  double weight_;
  const Saturation* saturation_;
  std::vector<uint32_t> table_;
};

// A posting list that adds to scores.
struct ScoredList {
  const WordMember* member;
  const WordScore* score;
  const DocumentSet* only;  // null: all of its documents
};

class Scorer {
 public:
  // All must outlive the scorer. `average_length` is that of the view.
  Scorer(const Segment& segment, std::vector<ScoredList> lists, double average_length, bool prune,
         const StopFunction& stop);

  // Offers the documents of `matches` that may be among the best. DEADLINE_EXCEEDED.
  absl::Status Run(const DocumentSet& matches, TopDocuments& top);
  // The same for all documents of the only list that have their bit in `visible`; the list must take all forms.
  absl::Status RunSingle(const Bitmap& visible, TopDocuments& top) { return RunByImpact(lists_[0], visible, {}, top); }

 private:
  struct Cursor {
    ScoredList list;
    ImpactBound bound;
    uint32_t block = 0;
    uint32_t decoded = UINT32_MAX;
    uint32_t at = 0;
    std::unique_ptr<PostingBlock> postings;

    const PostingList& postings_list() const { return list.member->list(); }
    // Decodes block number `number`, and leaves out what does not count; documents outside of `matches`, too, unless it
    // is null.
    void Decode(uint32_t number, const Bitmap* matches);
    // Begins anew.
    void Rewind() { block = at = 0, decoded = UINT32_MAX; }
  };

  void FirstOf(const DocumentSet& matches, TopDocuments& top) const;
  // The list that has nearly all postings, if there is one whose blocks can be skipped by what they score at the most.
  Cursor* Dominant();
  absl::Status RunByDominant(Cursor& dominant, const Bitmap& matches, TopDocuments& top);
  // Documents of the list that have their bit in `matches`, and between them, in the order of all, `scored`.
  absl::Status RunByImpact(Cursor& cursor, const Bitmap& matches, const std::vector<ScoredDocument>& scored,
                           TopDocuments& top);
  // Takes from `matches` what any list but `dominant` has, and returns it with its scores by all lists.
  absl::StatusOr<std::vector<ScoredDocument>> ScoreShared(Cursor& dominant, Bitmap& matches);
  // Adds the scores of one list to `scored`, which are `shared` in their order.
  void AddToShared(Cursor& cursor, const RankedDocuments& shared, std::vector<ScoredDocument>& scored);
  absl::Status RunByDocument(const std::vector<uint32_t>& matches, TopDocuments& top);
  // The same list by list, for many lists of which each has few of the matches.
  absl::Status RunByList(const std::vector<uint32_t>& matches, TopDocuments& top);
  void AddList(Cursor& cursor, const std::vector<uint32_t>& matches);
  absl::Status RunByWindow(const Bitmap& matches, TopDocuments& top);
  // Whether most postings of the lists are of documents that are not in `matches`.
  bool LeavesOutMost(const Bitmap& matches) const;
  // What a window from `begin` to `end` can score at the most.
  uint64_t HighestIn(uint32_t begin, uint32_t end);
  void AddWindow(Cursor& cursor, uint32_t begin, uint32_t end, const Bitmap* matches);

  const Segment& segment_;
  const uint8_t* lengths_;
  const bool prune_;
  const StopFunction& stop_;
  std::vector<Cursor> lists_;
  std::vector<uint32_t> scores_;  // of a window, or of the matches in their order
};

}  // namespace lectern::search
