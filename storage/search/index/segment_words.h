// The words of a plan in one segment: their posting lists, and who holds them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/document_set.h"
#include "storage/search/index/plan.h"
#include "storage/search/index/segment.h"

namespace lectern::search {

using StopFunction = std::function<bool()>;
inline bool ShouldStop(const StopFunction& stop) { return stop && stop(); }

// A stem that counts as the word, by all of its forms or by some.
struct WordMember {
  StemEntry stem;
  std::unique_ptr<HeldPostings> postings;
  bool all_forms = true;
  std::vector<bool> allowed;  // by form of the stem, unless all_forms
  uint32_t mask = 0;          // FormBit of those

  uint32_t form = kAnyForm;  // of the stem, where it is the only one; kAnyForm: all of them, or several

  const PostingList& list() const { return postings->list; }
  bool IsOneForm() const { return form != kAnyForm; }
  bool Allows(uint32_t number) const { return all_forms || allowed[number]; }
  // Whether kLastFormBit alone does not tell if a form is allowed.
  bool IsBlurred() const;
};

class SegmentWord {
 public:
  // The lists are read here. DATA_LOSS: they are damaged.
  static absl::StatusOr<SegmentWord> Open(const Segment& segment, const PlanWord& word, const StopFunction& stop);

  const std::vector<WordMember>& members() const { return members_; }
  // One stem with all its forms: the posting list says everything.
  bool is_plain() const { return members_.size() == 1 && members_[0].all_forms; }
  // At least as many documents as hold it.
  uint64_t AtMost() const;
  // All that hold it, the deleted and the hidden included.
  DocumentSet Documents(const Segment& segment) const;
  // How many that `audience` sees hold it.
  uint64_t Count(const SegmentView& view, Audience audience) const;
  // `set` without those that do not hold it.
  void Restrict(DocumentSet& set, const Segment& segment) const;

 private:
  absl::Status AddMember(const Segment& segment, uint32_t stem, std::string_view value,
                         const std::vector<uint32_t>* forms);
  absl::Status Collect(const Segment& segment, const StopFunction& stop);

  std::vector<WordMember> members_;
  DocumentSet documents_;  // unless plain
};

// Of one posting list, all documents.
DocumentSet DocumentsOf(const PostingList& list, uint32_t documents);

}  // namespace lectern::search
