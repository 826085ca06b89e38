#include "storage/search/index/matcher.h"

#include <algorithm>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"
#include "storage/search/index/phrase.h"

namespace lectern::search {
namespace {

constexpr uint32_t kDocumentsPerStop = 256;

const PlanStep kEveryDocument;

const PlanStep* Reduce(const PlanStep& step, const Plan& plan, const std::vector<SegmentWord>& words) {
  using Kind = PlanStep::Kind;
  if (step.kind == Kind::kEverything) return &step;
  if (step.kind == Kind::kLeaf) return MayMatch(plan.leaves[step.leaf], words) ? &step : nullptr;
  const PlanStep* only = nullptr;
  size_t left = 0;
  for (const PlanStep& child : step.children) {
    const PlanStep* const reduced = Reduce(child, plan, words);
    if (step.kind == Kind::kNot) return reduced == nullptr ? &kEveryDocument : &step;
    if (step.kind == Kind::kAll && reduced == nullptr) return nullptr;
    if (reduced == nullptr || (step.kind == Kind::kAll && reduced->kind == Kind::kEverything)) continue;
    only = reduced;
    ++left;
  }
  if (left == 0) return step.kind == Kind::kAll ? &kEveryDocument : nullptr;
  return left == 1 ? only : &step;
}

}  // namespace

bool MayMatch(const PlanLeaf& leaf, const std::vector<SegmentWord>& words) {
  for (uint32_t w = leaf.first_word; w < leaf.first_word + leaf.words; ++w)
    if (words[w].members().empty()) return false;
  return true;
}

const PlanStep* OnlyStep(const Plan& plan, const std::vector<SegmentWord>& words) {
  return Reduce(plan.root, plan, words);
}

uint64_t PostingsOf(const PlanStep& step, const Plan& plan, const std::vector<SegmentWord>& words) {
  uint64_t sum = 0, least = UINT64_MAX, parts = 0;
  const auto add = [&](uint64_t postings, bool leads) {
    sum += postings;
    if (leads) least = std::min(least, postings);
    ++parts;
  };
  if (step.kind == PlanStep::Kind::kLeaf) {
    const PlanLeaf& leaf = plan.leaves[step.leaf];
    for (uint32_t w = leaf.first_word; w < leaf.first_word + leaf.words; ++w) add(words[w].AtMost(), true);
  }
  for (const PlanStep& child : step.children) add(PostingsOf(child, plan, words), child.kind != PlanStep::Kind::kNot);
  const bool all = step.kind == PlanStep::Kind::kLeaf || step.kind == PlanStep::Kind::kAll;
  const uint64_t gone_through = all && least < sum / std::max<uint64_t>(parts, 1) ? parts * least : sum;
  // Each of a phrase's is gone into, for its positions.
  constexpr uint64_t kPhrase = 8;
  return step.kind == PlanStep::Kind::kLeaf && plan.leaves[step.leaf].words > 1 ? kPhrase * gone_through : gone_through;
}

Matcher::Matcher(const Segment& segment, const Plan& plan, const std::vector<SegmentWord>& words, const Bitmap& base,
                 bool is_filtered, const StopFunction& stop)
    : segment_(segment), plan_(plan), words_(words), base_(base), stop_(stop), leaves_(plan.leaves.size()) {
  if (!is_filtered) return;
  const size_t count = BestKernels().count_bits(base.data(), base.size());
  if (count > DocumentSet::MostInList(segment.documents())) return;
  std::vector<uint32_t> few(count + kDecodeSlack);
  BestKernels().positions_of_bits(reinterpret_cast<const uint8_t*>(base.data()), base.size(), 0, few.data());
  few.resize(count);
  few_ = DocumentSet::FromList(std::move(few));
}

DocumentSet Matcher::Base() const { return few_.has_value() ? *few_ : DocumentSet::FromBits(base_); }

uint64_t Matcher::AtMost(const PlanStep& step) const {
  uint64_t most = UINT64_MAX;
  switch (step.kind) {
    case PlanStep::Kind::kEverything:
    case PlanStep::Kind::kNot:
      return most;
    case PlanStep::Kind::kLeaf: {
      const PlanLeaf& leaf = plan_.leaves[step.leaf];
      for (uint32_t w = 0; w < leaf.words; ++w) most = std::min(most, words_[leaf.first_word + w].AtMost());
      return most;
    }
    case PlanStep::Kind::kAny: {
      uint64_t sum = 0;
      for (const PlanStep& child : step.children) {
        const uint64_t at_most = AtMost(child);
        sum = at_most == UINT64_MAX || sum == UINT64_MAX ? UINT64_MAX : sum + at_most;
      }
      return sum;
    }
    case PlanStep::Kind::kAll:
      for (const PlanStep& child : step.children) most = std::min(most, AtMost(child));
      return most;
  }
  return most;
}

absl::StatusOr<DocumentSet> Matcher::Matches(const PlanStep& step) {
  if (ShouldStop(stop_)) return Stopped();
  switch (step.kind) {
    case PlanStep::Kind::kEverything:
      return Base();
    case PlanStep::Kind::kLeaf:
      return MatchLeaf(step.leaf);
    case PlanStep::Kind::kAny: {
      DocumentSet set;
      for (const PlanStep& child : step.children) {
        ASSIGN_OR_RETURN(DocumentSet other, Matches(child));
        if (set.is_list() && set.list().empty())
          set = std::move(other);
        else
          set.Unite(other);
      }
      return set;
    }
    case PlanStep::Kind::kAll:
      return MatchAll(step);
    case PlanStep::Kind::kNot: {
      DocumentSet set = Base();
      ASSIGN_OR_RETURN(const DocumentSet other, Matches(step.children[0]));
      set.Subtract(other);
      return set;
    }
  }
  return DocumentSet();
}

absl::StatusOr<DocumentSet> Matcher::MatchAll(const PlanStep& step) {
  std::vector<const PlanStep*> order;
  for (const PlanStep& child : step.children) order.push_back(&child);
  // The rarest first; what positions decide after the words.
  const auto cost = [this](const PlanStep* child) {
    const bool late = child->kind == PlanStep::Kind::kLeaf && NeedsPositions(plan_.leaves[child->leaf]);
    return std::pair(late && AtMost(*child) > DocumentSet::MostInList(segment_.documents()), AtMost(*child));
  };
  std::stable_sort(order.begin(), order.end(), [&](const PlanStep* a, const PlanStep* b) { return cost(a) < cost(b); });
  std::optional<DocumentSet> set;
  for (const PlanStep* child : order) {
    if (!set.has_value()) {
      ASSIGN_OR_RETURN(set, Matches(*child));
    } else {
      RETURN_IF_ERROR(Restrict(*child, *set));
    }
  }
  return set.has_value() ? *std::move(set) : Base();
}

absl::Status Matcher::Restrict(const PlanStep& step, DocumentSet& set) {
  if (ShouldStop(stop_)) return Stopped();
  switch (step.kind) {
    case PlanStep::Kind::kEverything:
      return absl::OkStatus();
    case PlanStep::Kind::kLeaf:
      return RestrictByLeaf(step.leaf, set);
    case PlanStep::Kind::kAll:
      for (const PlanStep& child : step.children) RETURN_IF_ERROR(Restrict(child, set));
      return absl::OkStatus();
    case PlanStep::Kind::kNot: {
      DocumentSet hit = set;
      RETURN_IF_ERROR(Restrict(step.children[0], hit));
      set.Subtract(hit);
      return absl::OkStatus();
    }
    case PlanStep::Kind::kAny: {
      DocumentSet any;
      for (const PlanStep& child : step.children) {
        DocumentSet hit = set;
        RETURN_IF_ERROR(Restrict(child, hit));
        any.Unite(hit);
      }
      set = std::move(any);
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<DocumentSet> Matcher::MatchLeaf(uint32_t number) {
  if (leaves_[number].has_value()) return *leaves_[number];
  const PlanLeaf& leaf = plan_.leaves[number];
  std::vector<uint32_t> order;
  for (uint32_t w = 0; w < leaf.words; ++w) order.push_back(leaf.first_word + w);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return words_[a].AtMost() < words_[b].AtMost(); });
  DocumentSet set;
  if (!few_.has_value() && IsPair(leaf)) {
    ASSIGN_OR_RETURN(set, DocumentsOfPair(*PairOf(leaf, 0)));
    set.Intersect(base_);
    if (leaf.scored && !leaf.required) leaves_[number] = set;
    return set;
  }
  if (few_.has_value() && few_->list().size() < words_[order[0]].AtMost()) {
    set = *few_;
    words_[order[0]].Restrict(set, segment_);
  } else {
    set = words_[order[0]].Documents(segment_);
    set.Intersect(base_);
  }
  for (size_t i = 1; i < order.size(); ++i) words_[order[i]].Restrict(set, segment_);
  if (NeedsPositions(leaf)) RETURN_IF_ERROR(RestrictByPositions(leaf, set));
  if (leaf.scored && !leaf.required && NeedsPositions(leaf)) leaves_[number] = set;
  return set;
}

absl::Status Matcher::RestrictByLeaf(uint32_t number, DocumentSet& set) {
  const PlanLeaf& leaf = plan_.leaves[number];
  if (leaf.scored && !leaf.required && NeedsPositions(leaf)) {
    // Its documents are needed for scoring, whatever else is asked.
    ASSIGN_OR_RETURN(const DocumentSet all, MatchLeaf(number));
    set.Intersect(all);
    return absl::OkStatus();
  }
  if (set.is_list() || !IsPair(leaf))
    for (uint32_t w = 0; w < leaf.words; ++w) words_[leaf.first_word + w].Restrict(set, segment_);
  return NeedsPositions(leaf) ? RestrictByPositions(leaf, set) : absl::OkStatus();
}

std::optional<uint32_t> Matcher::PairOf(const PlanLeaf& leaf, uint32_t word) const {
  if (!leaf.is_phrase || word + 1 >= leaf.words) return std::nullopt;
  const std::vector<WordMember>& first = words_[leaf.first_word + word].members();
  const std::vector<WordMember>& second = words_[leaf.first_word + word + 1].members();
  if (first.size() != 1 || second.size() != 1 || !first[0].IsOneForm() || !second[0].IsOneForm()) return std::nullopt;
  return segment_.pairs().Find(first[0].stem.ordinal, first[0].form, second[0].stem.ordinal, second[0].form);
}

absl::StatusOr<DocumentSet> Matcher::DocumentsOfPair(uint32_t number) const {
  rocksdb::PinnableSlice bytes;
  RETURN_IF_ERROR(segment_.lists().Read(SegmentList::kPairs, number, true, bytes));
  if (bytes.empty()) return DocumentSet();
  ASSIGN_OR_RETURN(const PostingList list, PostingList::Parse({bytes.data(), bytes.size()}, false));
  return DocumentsOf(list, segment_.documents());
}

absl::Status Matcher::RestrictByPositions(const PlanLeaf& leaf, DocumentSet& set) {
  // Few documents are faster looked at than the lists of pairs are read.
  for (uint32_t w = 0; w + 1 < leaf.words && !set.is_list(); ++w) {
    const auto pair = PairOf(leaf, w);
    if (!pair.has_value()) continue;
    ASSIGN_OR_RETURN(const DocumentSet documents, DocumentsOfPair(*pair));
    set.Intersect(documents);
    if (IsPair(leaf)) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(LeafPositions positions, LeafPositions::Open(segment_, leaf, words_));
  std::vector<uint32_t> kept;
  uint32_t seen = 0;
  bool stopped = false;
  set.ForEach([&](uint32_t document) {
    if (stopped || (++seen % kDocumentsPerStop == 0 && ShouldStop(stop_))) {
      stopped = true;
      return;
    }
    if (positions.Matches(document)) kept.push_back(document);
  });
  if (stopped) return Stopped();
  if (kept.size() <= DocumentSet::MostInList(segment_.documents())) {
    set = DocumentSet::FromList(std::move(kept));
    return absl::OkStatus();
  }
  Bitmap bits(BitmapWords(segment_.documents()));
  for (const uint32_t document : kept) bits[document / 64] |= 1ull << (document % 64);
  set = DocumentSet::FromBits(std::move(bits));
  return absl::OkStatus();
}

}  // namespace lectern::search
