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

// A form with how many documents hold it that the audience may see: an upper bound where documents were deleted, or
// where a form belongs to several stems.
struct Candidate {
  FormCount count;
  bool exact = true;
};

// Adds what a segment says of the form under `walk`.
void Add(const SegmentView& part, Audience audience, const TermDictionary::Walk& walk, Candidate& candidate) {
  const std::vector<FormEntry> entries = Segment::ReadForm(walk.value());
  uint64_t documents = 0;
  for (const FormEntry& entry : entries) documents += entry.documents[static_cast<size_t>(audience)];
  if (documents == 0) return;
  candidate.count.documents += documents;
  candidate.exact &= entries.size() == 1 && part.visibility->deleted() == 0;
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
absl::StatusOr<std::vector<FormCount>> Best(const View& view, std::vector<Candidate> candidates, Audience audience,
                                            size_t limit) {
  std::vector<FormCount> best;
  // A heap, since few are taken of what may be thousands.
  const auto behind = [](const Candidate& a, const Candidate& b) { return Before(b.count, a.count); };
  std::make_heap(candidates.begin(), candidates.end(), behind);
  while (!candidates.empty() && limit > 0) {
    std::pop_heap(candidates.begin(), candidates.end(), behind);
    Candidate candidate = std::move(candidates.back());
    candidates.pop_back();
    if (best.size() == limit && !Before(candidate.count, best.back())) break;
    if (!candidate.exact) {
      ASSIGN_OR_RETURN(candidate.count.documents, Count(view, {{}, candidate.count.form, false, {}, 1}, audience));
    }
    if (candidate.count.documents == 0) continue;
    best.insert(std::upper_bound(best.begin(), best.end(), candidate.count, Before), std::move(candidate.count));
    if (best.size() > limit) best.pop_back();
  }
  return best;
}

// The forms of all segments that begin with `prefix`.
std::vector<Candidate> FormsWith(const View& view, std::string_view prefix, Audience audience) {
  std::vector<Candidate> candidates;
  struct Source {
    const SegmentView* part;
    TermDictionary::Walk walk;
  };
  std::vector<Source> sources;
  const auto goes_on = [&](const Source& source) {
    return source.walk.valid() && source.walk.term().starts_with(prefix);
  };
  for (const SegmentView& part : view.segments()) {
    sources.push_back({&part, part.segment->forms().From(prefix)});
    if (!goes_on(sources.back())) sources.pop_back();
  }
  while (!sources.empty()) {
    const auto first = std::min_element(sources.begin(), sources.end(),
                                        [](const Source& a, const Source& b) { return a.walk.term() < b.walk.term(); });
    Candidate candidate{{std::string(first->walk.term()), 0, 0}, true};
    for (Source& source : sources) {
      if (source.walk.term() != candidate.count.form) continue;
      Add(*source.part, audience, source.walk, candidate);
      source.walk.Next();
    }
    if (candidate.count.documents > 0) candidates.push_back(std::move(candidate));
    std::erase_if(sources, [&](const Source& source) { return !goes_on(source); });
  }
  return candidates;
}

void AddSimilar(const SegmentView& part, const std::u32string& word, uint32_t most, std::string_view prefix,
                Audience audience, std::map<std::string, Candidate>& similar) {
  EditDistance distance(word, most);
  auto walk = part.segment->forms().Begin();
  for (const uint32_t ordinal : part.segment->signatures().Near(word, most)) {
    walk.SkipTo(ordinal);
    if (!walk.term().starts_with(prefix)) continue;
    const uint32_t edits = distance.To(CodePoints(walk.term()));
    if (edits > most) continue;
    Candidate& candidate = similar[std::string(walk.term())];
    candidate.count.distance = edits;
    Add(part, audience, walk, candidate);
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
  return Best(view, FormsWith(view, prefix, audience), audience, limit);
}

absl::StatusOr<std::vector<FormCount>> SimilarForms(const View& view, std::string_view word, uint32_t max_distance,
                                                    size_t same_prefix, Audience audience, size_t limit) {
  if (limit > kMaxLimit) return BadRequest("at most 10,000 similar words");
  if (max_distance > kMostEdits) return BadRequest("at most two edits");
  if (word.size() > kMaxWordBytes) return std::vector<FormCount>();
  std::map<std::string, Candidate> similar;
  for (const SegmentView& part : view.segments())
    AddSimilar(part, CodePoints(word), max_distance, FirstCodePoints(word, same_prefix), audience, similar);
  std::vector<Candidate> candidates;
  for (auto& [form, candidate] : similar) {
    candidate.count.form = form;
    candidates.push_back(std::move(candidate));
  }
  return Best(view, std::move(candidates), audience, limit);
}

}  // namespace lectern::search
