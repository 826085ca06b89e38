// Stems, completion and similar words, from the dictionaries of forms of all segments together.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"
#include "storage/search/index/edit_distance.h"
#include "storage/search/index/search_index.h"
#include "storage/search/index/segment_words.h"
#include "storage/search/index/view.h"

namespace lectern::search {
namespace {

constexpr uint32_t kMostEdits = 2;
// So many terms are stepped over one by one before a jump is worth its search.
constexpr size_t kSteps = 8;

// Documents that hold a form and that the audience may see; an upper bound where documents were deleted, or where a
// form belongs to several stems.
struct Estimate {
  uint64_t documents = 0;
  bool exact = true;
  uint32_t distance = 0;
};
using Estimates = std::map<std::string, Estimate, std::less<>>;

void AddEstimate(const SegmentView& part, Audience audience, const TermDictionary::Walk& walk, uint32_t distance,
                 Estimates& estimates) {
  const std::vector<FormEntry> entries = Segment::ReadForm(walk.value());
  uint64_t documents = 0;
  for (const FormEntry& entry : entries) documents += entry.documents[static_cast<size_t>(audience)];
  if (documents == 0) return;
  const auto known = estimates.lower_bound(walk.term());
  Estimate& estimate = known != estimates.end() && known->first == walk.term()
                           ? known->second
                           : estimates.emplace_hint(known, walk.term(), Estimate{})->second;
  estimate.documents += documents;
  estimate.exact &= entries.size() == 1 && part.visibility->deleted() == 0;
  estimate.distance = distance;
}

absl::StatusOr<uint64_t> CountIn(const SegmentView& part, const PlanWord& counted, Audience audience) {
  ASSIGN_OR_RETURN(const SegmentWord word, SegmentWord::Open(*part.segment, counted, {}));
  return word.members().empty() ? 0 : word.Count(part, audience);
}

absl::StatusOr<uint64_t> Count(const View& view, const PlanWord& counted, Audience audience) {
  uint64_t count = 0;
  for (const SegmentView& part : view.segments()) {
    ASSIGN_OR_RETURN(const uint64_t here, CountIn(part, counted, audience));
    count += here;
  }
  return count;
}

bool Before(const FormCount& a, const FormCount& b) {
  if (a.distance != b.distance) return a.distance < b.distance;
  return a.documents != b.documents ? a.documents > b.documents : a.form < b.form;
}

// The first `limit` by exact counts. Estimates are never too low, so that only those which might be among the first
// are counted.
absl::StatusOr<std::vector<FormCount>> Best(const View& view, const Estimates& estimates, Audience audience,
                                            size_t limit) {
  std::vector<std::pair<FormCount, bool>> order;
  for (const auto& [form, estimate] : estimates)
    order.push_back({{form, estimate.documents, estimate.distance}, estimate.exact});
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return Before(a.first, b.first); });
  std::vector<FormCount> best;
  for (auto& [candidate, exact] : order) {
    if (limit == 0 || (best.size() == limit && !Before(candidate, best.back()))) break;
    if (!exact) {
      ASSIGN_OR_RETURN(candidate.documents, Count(view, {{}, candidate.form, false, {}, 1}, audience));
    }
    if (candidate.documents == 0) continue;
    best.insert(std::upper_bound(best.begin(), best.end(), candidate, Before), std::move(candidate));
    if (best.size() > limit) best.pop_back();
  }
  return best;
}

// The first bytes behind everything that begins with `prefix`; empty if there are none.
std::string Behind(std::string_view prefix) {
  std::string behind(prefix);
  while (!behind.empty() && static_cast<uint8_t>(behind.back()) == 0xff) behind.pop_back();
  if (!behind.empty()) behind.back() = static_cast<char>(behind.back() + 1);
  return behind;
}

void AddSimilar(const SegmentView& part, const std::u32string& word, uint32_t most, std::string_view prefix,
                Audience audience, Estimates& estimates) {
  EditDistance distance(word, most);
  const TermDictionary& forms = part.segment->forms();
  auto walk = forms.From(prefix);
  size_t dead = 0;  // terms in a row that were too far by their beginnings
  while (walk.valid() && walk.term().starts_with(prefix)) {
    const uint32_t edits = distance.To(CodePoints(walk.term()));
    if (edits <= most) AddEstimate(part, audience, walk, edits, estimates);
    dead = distance.dead_prefix() > 0 ? dead + 1 : 0;
    if (dead < kSteps) {
      walk.Next();
      continue;
    }
    const std::string behind = Behind(FirstCodePoints(walk.term(), distance.dead_prefix()));
    if (behind.empty()) return;
    walk = forms.From(behind);
    dead = 0;
  }
}

}  // namespace

absl::StatusOr<std::vector<uint64_t>> CountStems(const View& view, const std::vector<std::string>& stems,
                                                 Audience audience) {
  std::vector<uint64_t> counts;
  for (const std::string& stem : stems) {
    ASSIGN_OR_RETURN(counts.emplace_back(), Count(view, {stem, {}, false, {}, 1}, audience));
  }
  return counts;
}

absl::StatusOr<std::vector<std::string>> StemsOfForm(const View& view, std::string_view form, Audience audience) {
  std::set<std::string> stems;
  for (const SegmentView& part : view.segments()) {
    std::string_view value;
    if (part.segment->forms().Find(form, value) == TermDictionary::kNone) continue;
    for (const FormEntry& entry : Segment::ReadForm(value)) {
      const uint32_t documents = entry.documents[static_cast<size_t>(audience)];
      if (documents == 0) continue;
      std::string stem = part.segment->stems().Term(entry.stem);
      if (stems.contains(stem)) continue;
      // Unless more hold it than were deleted, it may have gone with them.
      if (documents <= part.visibility->deleted()) {
        ASSIGN_OR_RETURN(const uint64_t left, CountIn(part, {stem, std::string(form), false, {}, 1}, audience));
        if (left == 0) continue;
      }
      stems.insert(std::move(stem));
    }
  }
  return std::vector<std::string>(stems.begin(), stems.end());
}

absl::StatusOr<uint64_t> DocumentsWithStem(const View& view, std::string_view stem, Audience audience) {
  uint64_t count = 0;
  for (const SegmentView& part : view.segments()) {
    std::string_view value;
    const uint32_t ordinal = part.segment->stems().Find(stem, value);
    if (ordinal == TermDictionary::kNone) continue;
    uint64_t here = Segment::ReadStem(ordinal, value).documents[static_cast<size_t>(audience)];
    if (here > 0 && here <= part.visibility->deleted()) {
      ASSIGN_OR_RETURN(here, CountIn(part, {std::string(stem), {}, false, {}, 1}, audience));
    }
    count += here;
  }
  return count;
}

absl::StatusOr<std::vector<FormCount>> Complete(const View& view, std::string_view prefix, Audience audience,
                                                size_t limit) {
  if (limit > kMaxLimit) return BadRequest("at most 10,000 completions");
  Estimates estimates;
  for (const SegmentView& part : view.segments())
    for (auto walk = part.segment->forms().From(prefix); walk.valid() && walk.term().starts_with(prefix); walk.Next())
      AddEstimate(part, audience, walk, 0, estimates);
  return Best(view, estimates, audience, limit);
}

absl::StatusOr<std::vector<FormCount>> SimilarForms(const View& view, std::string_view word, uint32_t max_distance,
                                                    size_t same_prefix, Audience audience, size_t limit) {
  if (limit > kMaxLimit) return BadRequest("at most 10,000 similar words");
  if (max_distance > kMostEdits) return BadRequest("at most two edits");
  if (word.size() > kMaxWordBytes) return std::vector<FormCount>();
  Estimates estimates;
  for (const SegmentView& part : view.segments())
    AddSimilar(part, CodePoints(word), max_distance, FirstCodePoints(word, same_prefix), audience, estimates);
  return Best(view, estimates, audience, limit);
}

}  // namespace lectern::search
