#include "storage/search/index/scorer.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

// Documents that are scored together: their scores stay in the first cache.
constexpr uint32_t kWindow = 4096;
constexpr uint32_t kStepsPerStop = 64;
// Up to so many lists it pays to look at the block impacts of all of them before a document is scored.
constexpr size_t kFewLists = 4;
// A list dominates where it has so many times the postings of all others together.
constexpr uint64_t kDominance = 8;

// The first of [at, end), which ascends, that is `least` or more; mostly it is near.
const uint32_t* Ahead(const uint32_t* at, const uint32_t* end, uint32_t least) {
  std::ptrdiff_t step = 1;
  while (step < end - at && at[step] < least) {
    at += step;
    step *= 2;
  }
  return std::lower_bound(at, at + std::min(step + 1, end - at), least);
}

}  // namespace

Scorer::Scorer(const Segment& segment, std::vector<ScoredList> lists, double average_length, bool prune,
               const StopFunction& stop)
    : segment_(segment), lengths_(segment.table().lengths()), prune_(prune), stop_(stop) {
  for (const ScoredList& list : lists)
    lists_.push_back({list, ImpactBound(list.score->weight(), average_length, segment.average_length()), 0, UINT32_MAX,
                      0, std::make_unique_for_overwrite<PostingBlock>()});
}

void Scorer::Cursor::Decode(uint32_t number, const Bitmap* matches) {
  PostingBlock& out = *postings;
  if (matches != nullptr) {
    postings_list().DecodeMatching(number, *matches, !list.member->all_forms, out);
  } else {
    postings_list().Decode(number, !list.member->all_forms, out);
  }
  decoded = number;
  at = 0;
  if (list.member->all_forms && list.only == nullptr) return;
  // A posting of other forms alone, or of a document that the leaf does not match, adds nothing.
  const DocumentSet* only = list.only;
  const uint32_t mask = list.member->all_forms ? ~0u : list.member->mask;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < out.size; ++i) {
    if (!list.member->all_forms && ((out.forms[i] + 1) & mask) == 0) continue;
    if (only != nullptr && !only->Contains(out.documents[i])) continue;
    out.documents[kept] = out.documents[i];
    out.frequencies[kept++] = out.frequencies[i];
  }
  out.size = kept;
}

absl::Status Scorer::Run(const DocumentSet& matches, TopDocuments& top) {
  if (top.Least() == UINT32_MAX) return absl::OkStatus();  // only how many match is wanted
  if (lists_.empty()) {
    FirstOf(matches, top);
    return absl::OkStatus();
  }
  if (matches.is_list())
    return lists_.size() <= kFewLists ? RunByDocument(matches.list(), top) : RunByList(matches.list(), top);
  Cursor* const dominant = Dominant();
  return dominant != nullptr ? RunByDominant(*dominant, matches.bits(), top) : RunByWindow(matches.bits(), top);
}

Scorer::Cursor* Scorer::Dominant() {
  uint64_t postings = 0;
  Cursor* longest = &lists_[0];
  for (Cursor& cursor : lists_) {
    postings += cursor.postings_list().size();
    if (cursor.postings_list().size() > longest->postings_list().size()) longest = &cursor;
  }
  const uint64_t most = longest->postings_list().size();
  if (kDominance * (postings - most) > most || !longest->list.member->all_forms || longest->list.only != nullptr)
    return nullptr;
  return longest;
}

absl::Status Scorer::RunByDominant(Cursor& dominant, const Bitmap& matches, TopDocuments& top) {
  const TopDocuments before = top;
  if (lists_.size() == 1) {
    RETURN_IF_ERROR(RunByImpact(dominant, matches, {}, top));
  } else {
    Bitmap alone = matches;
    ASSIGN_OR_RETURN(const std::vector<ScoredDocument> shared, ScoreShared(dominant, alone));
    // Those with several words mostly score more: what the best of them have spares looking at most blocks of the rest.
    TopDocuments best = top;
    for (const ScoredDocument& scored : shared) best.Offer(scored.document, scored.score);
    if (prune_ && best.full()) top.RaiseFloor(best.Least() - 1);
    RETURN_IF_ERROR(RunByImpact(dominant, alone, shared, top));
  }
  if (top.Least() > 0) return absl::OkStatus();
  // There is room for documents that match without any of the words.
  top = before;
  for (Cursor& cursor : lists_) cursor.Rewind();
  return RunByWindow(matches, top);
}

absl::StatusOr<std::vector<ScoredDocument>> Scorer::ScoreShared(Cursor& dominant, Bitmap& matches) {
  std::vector<uint32_t> documents, parts;  // what each posting adds to which document
  size_t most = 0;
  for (const Cursor& cursor : lists_)
    if (&cursor != &dominant) most += cursor.postings_list().size();
  documents.reserve(most), parts.reserve(most);
  Bitmap bits(matches.size());
  for (Cursor& cursor : lists_) {
    if (&cursor == &dominant) continue;
    if (ShouldStop(stop_)) return Stopped();
    for (uint32_t b = 0; b < cursor.postings_list().blocks(); ++b) {
      cursor.Decode(b, nullptr);
      for (uint32_t i = 0; i < cursor.postings->size; ++i) {
        const uint32_t document = cursor.postings->documents[i];
        if (!HasBit(matches, document)) continue;
        bits[document / 64] |= 1ull << (document % 64);
        documents.push_back(document);
        parts.push_back(cursor.list.score->Of(cursor.postings->frequencies[i] + 1, lengths_[document]));
      }
    }
  }
  BestKernels().subtract(matches.data(), bits.data(), bits.size());
  const RankedDocuments shared(std::move(bits));
  std::vector<ScoredDocument> scored(shared.documents().size());
  for (size_t s = 0; s < scored.size(); ++s) scored[s].document = shared.documents()[s];
  std::vector<uint32_t> ranks(documents.size());
  shared.RanksOf(documents.data(), documents.size(), ranks.data());
  for (size_t p = 0; p < parts.size(); ++p) scored[ranks[p]].score += parts[p];
  if (ShouldStop(stop_)) return Stopped();
  AddToShared(dominant, shared, scored);
  return scored;
}

void Scorer::AddToShared(Cursor& cursor, const RankedDocuments& shared, std::vector<ScoredDocument>& scored) {
  const PostingList& list = cursor.postings_list();
  const PostingBlock& block = *cursor.postings;
  const uint32_t* const end = shared.documents().data() + shared.documents().size();
  uint32_t ranks[kBlockSize];
  for (const uint32_t* next = shared.documents().data(); next < end;) {
    const uint32_t b = cursor.block = list.BlockOf(*next, cursor.block);
    if (b >= list.blocks()) return;
    cursor.Decode(b, &shared.bits());
    shared.RanksOf(block.documents, block.size, ranks);
    for (uint32_t i = 0; i < block.size; ++i)
      scored[ranks[i]].score += cursor.list.score->Of(block.frequencies[i] + 1, lengths_[block.documents[i]]);
    next = b + 1 < list.blocks() ? Ahead(next, end, list.Last(b) + 1) : end;
  }
}

void Scorer::FirstOf(const DocumentSet& matches, TopDocuments& top) const {
  for (const uint32_t document : matches.list()) top.Offer(document, 0);
  const Bitmap& bits = matches.bits();
  for (size_t w = 0; w < bits.size() && top.Least() == 0; ++w)
    for (uint64_t word = bits[w]; word != 0; word &= word - 1)
      top.Offer(static_cast<uint32_t>(64 * w + static_cast<size_t>(std::countr_zero(word))), 0);
}

absl::Status Scorer::RunByImpact(Cursor& cursor, const Bitmap& matches, const std::vector<ScoredDocument>& scored,
                                 TopDocuments& top) {
  auto next = scored.begin();
  const auto offer = [&](uint32_t document, uint32_t value) {
    for (; next != scored.end() && next->document < document; ++next) top.Offer(next->document, next->score);
    top.Offer(document, value);
  };
  const auto offer_rest = [&] {
    for (; next != scored.end(); ++next) top.Offer(next->document, next->score);
    return absl::OkStatus();
  };
  const PostingList& list = cursor.postings_list();
  PostingBlock& block = *cursor.postings;
  const WordScore& score = *cursor.list.score;
  uint32_t scores[kBlockSize], chosen[kBlockSize];
  uint32_t steps = 0;
  for (uint32_t b = 0;; ++b) {
    const uint32_t least = prune_ ? cursor.bound.Least(top.Least()) : 0;
    b = static_cast<uint32_t>(BestKernels().next_impact(list.impacts(), b, list.blocks(), least));
    if (b >= list.blocks() || top.Least() > top.Most()) return offer_rest();
    if (++steps % kStepsPerStop == 0 && ShouldStop(stop_)) return Stopped();
    list.Decode(b, false, block);
    if (score.HasTable(block.frequencies, block.frequencies + block.size)) {
      const size_t count = BestKernels().choose_scores(block.documents, block.frequencies, block.size, lengths_,
                                                       score.table(), top.Least(), top.Most(), scores, chosen);
      for (size_t i = 0; i < count; ++i)
        if (HasBit(matches, block.documents[chosen[i]])) offer(block.documents[chosen[i]], scores[chosen[i]]);
      continue;
    }
    for (uint32_t i = 0; i < block.size; ++i) {
      const uint32_t document = block.documents[i];
      const uint32_t value = score.Of(block.frequencies[i] + 1, lengths_[document]);
      if (value >= top.Least() && HasBit(matches, document)) offer(document, value);
    }
  }
}

absl::Status Scorer::RunByDocument(const std::vector<uint32_t>& matches, TopDocuments& top) {
  uint32_t steps = 0;
  for (const uint32_t document : matches) {
    if (++steps % kStepsPerStop == 0 && ShouldStop(stop_)) return Stopped();
    uint64_t highest = 0;
    for (Cursor& cursor : lists_) {
      const PostingList& list = cursor.postings_list();
      if (cursor.block < list.blocks()) cursor.block = list.BlockOf(document, cursor.block);
      if (cursor.block < list.blocks()) highest += cursor.bound.Highest(list.Impact(cursor.block));
    }
    if (prune_ && highest < top.Least()) continue;
    uint64_t sum = 0;
    for (Cursor& cursor : lists_) {
      if (cursor.block >= cursor.postings_list().blocks()) continue;
      if (cursor.decoded != cursor.block) cursor.Decode(cursor.block, nullptr);
      const PostingBlock& block = *cursor.postings;
      const uint32_t* found = std::lower_bound(block.documents + cursor.at, block.documents + block.size, document);
      cursor.at = static_cast<uint32_t>(found - block.documents);
      if (cursor.at < block.size && *found == document)
        sum += cursor.list.score->Of(block.frequencies[cursor.at] + 1, lengths_[document]);
    }
    top.Offer(document, static_cast<uint32_t>(std::min<uint64_t>(sum, UINT32_MAX - 1)));
  }
  return absl::OkStatus();
}

absl::Status Scorer::RunByList(const std::vector<uint32_t>& matches, TopDocuments& top) {
  scores_.assign(matches.size(), 0);
  for (Cursor& cursor : lists_) {
    if (ShouldStop(stop_)) return Stopped();
    AddList(cursor, matches);
  }
  for (size_t m = 0; m < matches.size(); ++m) top.Offer(matches[m], scores_[m]);
  return absl::OkStatus();
}

void Scorer::AddList(Cursor& cursor, const std::vector<uint32_t>& matches) {
  const PostingList& list = cursor.postings_list();
  const PostingBlock& block = *cursor.postings;
  const uint32_t* const end = matches.data() + matches.size();
  for (const uint32_t* match = matches.data(); match < end;) {
    const uint32_t b = list.BlockOf(*match, cursor.block);
    if (b >= list.blocks()) return;
    cursor.block = b;
    cursor.Decode(b, nullptr);
    const uint32_t* const last = block.documents + block.size;
    for (const uint32_t* posting = block.documents; match < end && posting < last;) {
      if (*posting < *match) {
        posting = Ahead(posting, last, *match);
      } else if (*match < *posting) {
        match = Ahead(match, end, *posting);
      } else {
        const uint32_t frequency = block.frequencies[posting - block.documents] + 1;
        scores_[static_cast<size_t>(match - matches.data())] += cursor.list.score->Of(frequency, lengths_[*match]);
        ++posting, ++match;
      }
    }
    match = b + 1 < list.blocks() ? Ahead(match, end, list.Last(b) + 1) : end;
  }
}

uint64_t Scorer::HighestIn(uint32_t begin, uint32_t end) {
  uint64_t sum = 0;
  for (Cursor& cursor : lists_) {
    const PostingList& list = cursor.postings_list();
    if (cursor.block < list.blocks()) cursor.block = list.BlockOf(begin, cursor.block);
    uint32_t highest = 0;
    for (uint32_t b = cursor.block; b < list.blocks() && list.First(b) < end; ++b)
      highest = std::max<uint32_t>(highest, list.Impact(b));
    sum += cursor.bound.Highest(highest);
  }
  return sum;
}

void Scorer::AddWindow(Cursor& cursor, uint32_t begin, uint32_t end, const Bitmap* matches) {
  const PostingList& list = cursor.postings_list();
  const WordScore& score = *cursor.list.score;
  for (uint32_t b = cursor.block; b < list.blocks() && list.First(b) < end; ++b) {
    if (cursor.decoded != b) cursor.Decode(b, matches);
    const PostingBlock& block = *cursor.postings;
    uint32_t from = cursor.at;
    while (from < block.size && block.documents[from] < begin) ++from;
    uint32_t to = block.size;
    if (to > from && block.documents[to - 1] >= end)
      to = static_cast<uint32_t>(std::lower_bound(block.documents + from, block.documents + to, end) - block.documents);
    cursor.at = to;
    if (score.HasTable(block.frequencies + from, block.frequencies + to)) {
      BestKernels().add_scores(block.documents + from, block.frequencies + from, to - from, lengths_, score.table(),
                               begin, scores_.data());
      continue;
    }
    for (uint32_t i = from; i < to; ++i)
      scores_[block.documents[i] - begin] += score.Of(block.frequencies[i] + 1, lengths_[block.documents[i]]);
  }
}

bool Scorer::LeavesOutMost(const Bitmap& matches) const {
  uint64_t postings = 0;
  for (const Cursor& cursor : lists_) postings += cursor.postings_list().size();
  return 2 * lists_.size() * BestKernels().count_bits(matches.data(), matches.size()) < postings;
}

absl::Status Scorer::RunByWindow(const Bitmap& matches, TopDocuments& top) {
  const Bitmap* const only = LeavesOutMost(matches) ? &matches : nullptr;
  const uint32_t size = segment_.documents();
  scores_.resize(kWindow);
  for (uint32_t begin = 0; begin < size; begin += kWindow) {
    if (ShouldStop(stop_)) return Stopped();
    const uint32_t end = std::min(begin + kWindow, size);
    const size_t first = begin / 64, words = (end - begin + 63) / 64;
    if (BestKernels().count_bits(&matches[first], words) == 0) continue;
    const uint64_t highest = HighestIn(begin, end);
    if (prune_ && highest < top.Least()) continue;
    std::fill(scores_.begin(), scores_.end(), 0);
    for (Cursor& cursor : lists_) AddWindow(cursor, begin, end, only);
    for (size_t w = 0; w < words; ++w) {
      if (matches[first + w] == 0) continue;
      uint64_t hits = matches[first + w] & BestKernels().at_least(&scores_[64 * w], top.Least());
      for (; hits != 0; hits &= hits - 1) {
        const auto bit = static_cast<uint32_t>(std::countr_zero(hits));
        top.Offer(static_cast<uint32_t>(begin + 64 * w + bit), scores_[64 * w + bit]);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace lectern::search
