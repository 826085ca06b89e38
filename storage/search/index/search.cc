// One search over a view: statistics of all segments first, then each segment by itself, then the best of all.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "storage/engine/fault.h"
#include "storage/engine/memory_only.h"
#include "storage/search/index/bm25.h"
#include "storage/search/index/damage.h"
#include "storage/search/index/facets.h"
#include "storage/search/index/filter_bits.h"
#include "storage/search/index/match_finder.h"
#include "storage/search/index/matcher.h"
#include "storage/search/index/number_order.h"
#include "storage/search/index/plan.h"
#include "storage/search/index/scorer.h"
#include "storage/search/index/search_index.h"
#include "storage/search/index/title_order.h"
#include "storage/search/index/unpruned_search.h"
#include "storage/search/index/view.h"
#include "storage/search/index/zone_reader.h"

namespace lectern::search {
namespace {

constexpr size_t kMaxWords = 8192;
// Documents that hold a word from which on a table of its scores pays.
constexpr uint64_t kTablePays = 4'000;
// Sums of scores stay within 32 bits.
constexpr double kMaxWeight = 4e9;

// A result before its key is copied.
struct Candidate {
  size_t segment;
  uint32_t document;
  uint32_t score;
  int64_t value;
};

class Searcher {
 public:
  Searcher(const View& view, const SearchRequest& request, bool prune)
      : view_(view),
        request_(request),
        prune_(prune),
        by_relevance_(request.order.by == Order::By::kRelevance),
        average_length_(view.AverageLength(request.audience)),
        saturation_(view.SaturationFor(request.audience)) {}

  absl::StatusOr<SearchResult> Run() {
    if (request_.limit > kMaxLimit) return BadRequest("a page may have 10,000 results");
    for (const FacetRequest& facet : request_.facets) facets_.emplace_back(facet);
    RETURN_IF_ERROR(OpenWords());
    if (storage::MemoryOnly::IsOn() && Postings() > request_.spared_postings) return storage::MemoryOnly::Miss();
    result_.truncated = plan_.truncated;
    if (by_relevance_) RETURN_IF_ERROR(WeighWords());
    for (const size_t s : BiggestFirst()) RETURN_IF_ERROR(SearchSegment(s));
    RETURN_IF_ERROR(TakeBest());
    for (FacetCounter& facet : facets_) result_.facets.push_back(facet.Take());
    return std::move(result_);
  }

  absl::StatusOr<std::vector<uint64_t>> CountForms(const std::vector<std::string>& forms) {
    RETURN_IF_ERROR(OpenWords());
    std::vector<uint64_t> counts(forms.size());
    for (size_t s = 0; s < words_.size(); ++s) {
      if (OnlyStep(plan_, words_[s]) == nullptr) continue;
      const Segment& segment = *view_.segments()[s].segment;
      ASSIGN_OR_RETURN(const std::optional<Bitmap> filtered, Filtered(s));
      Matcher matcher = MatcherOf(s, filtered);
      ASSIGN_OR_RETURN(const DocumentSet matches, matcher.Run());
      for (size_t f = 0; f < forms.size(); ++f) {
        if (ShouldStop(request_.stop)) return Stopped();
        ASSIGN_OR_RETURN(const SegmentWord word,
                         SegmentWord::Open(segment, {{}, forms[f], false, {}, 1}, request_.stop));
        DocumentSet holding = matches;
        word.Restrict(holding, segment);
        counts[f] += holding.Count();
      }
    }
    return counts;
  }

 private:
  absl::Status OpenWords() {
    ASSIGN_OR_RETURN(plan_, MakePlan(view_, request_.plan));
    if (plan_.words.size() > kMaxWords) return BadRequest("a query may stand for 8,192 words");
    words_.resize(view_.segments().size());
    for (size_t s = 0; s < words_.size(); ++s) {
      for (const PlanWord& word : plan_.words) {
        if (ShouldStop(request_.stop)) return Stopped();
        ASSIGN_OR_RETURN(SegmentWord opened, SegmentWord::Open(*view_.segments()[s].segment, word, request_.stop));
        words_[s].push_back(std::move(opened));
      }
    }
    return absl::OkStatus();
  }

  absl::Status WeighWords() {
    counts_.assign(plan_.words.size(), {});
    double sum = 0;
    for (size_t w = 0; w < plan_.words.size(); ++w) {
      uint64_t holding = 0, members = 0;
      for (size_t s = 0; s < words_.size(); ++s) {
        const uint64_t count = words_[s][w].Count(view_.segments()[s], request_.audience);
        counts_[w].push_back(count);
        holding += count;
        members = std::max<uint64_t>(members, words_[s][w].members().size());
      }
      if (ShouldStop(request_.stop)) return Stopped();
      const double weight =
          WordWeight(InverseDocumentFrequency(view_.Documents(request_.audience), holding), plan_.words[w].boost);
      sum += weight * static_cast<double>(members);
      if (!(weight >= 0 && sum < kMaxWeight)) return BadRequest("the boosts of the query are too high, or negative");
      scores_.emplace_back(weight, saturation_, holding >= kTablePays);
    }
    return absl::OkStatus();
  }

  // What the biggest segments find sets the bar for the others.
  std::vector<size_t> BiggestFirst() const {
    std::vector<size_t> order(view_.segments().size());
    for (size_t s = 0; s < order.size(); ++s) order[s] = s;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return view_.segments()[a].segment->documents() > view_.segments()[b].segment->documents();
    });
    return order;
  }

  // The one plain word that decides all in a segment, where nothing asks for the set of matches: its posting list tells
  // it all.
  std::optional<uint32_t> SingleWord(const PlanStep& step, const std::vector<SegmentWord>& words) const {
    if (!facets_.empty() || !TakesAll(request_.filter)) return std::nullopt;
    if (step.kind != PlanStep::Kind::kLeaf) return std::nullopt;
    // Others may add to scores although they do not decide what matches.
    for (uint32_t l = 0; l < plan_.leaves.size(); ++l)
      if (by_relevance_ && l != step.leaf && plan_.leaves[l].scored && MayMatch(plan_.leaves[l], words))
        return std::nullopt;
    const PlanLeaf& leaf = plan_.leaves[step.leaf];
    if (leaf.words != 1 || leaf.field.has_value() || !words[leaf.first_word].is_plain()) return std::nullopt;
    return leaf.first_word;
  }

  const Bitmap& VisibleIn(size_t s) const { return view_.segments()[s].visibility->For(request_.audience); }

  // What the filter lets through of what the audience sees; nothing where it lets everything through.
  absl::StatusOr<std::optional<Bitmap>> Filtered(size_t s) const {
    if (TakesAll(request_.filter)) return std::optional<Bitmap>();
    ASSIGN_OR_RETURN(Bitmap bits, FilterBits(request_.filter, view_.segments()[s].segment->table()));
    const Bitmap& visible = VisibleIn(s);
    BestKernels().intersect(bits.data(), visible.data(), visible.size());
    return std::optional<Bitmap>(std::move(bits));
  }

  // `filtered` outlives it.
  Matcher MatcherOf(size_t s, const std::optional<Bitmap>& filtered) const {
    return Matcher(*view_.segments()[s].segment, plan_, words_[s], filtered.has_value() ? *filtered : VisibleIn(s),
                   filtered.has_value(), request_.stop);
  }

  // That have to be gone through, about, or could be in the same time; of a word by itself its impacts tell what to
  // leave out.
  uint64_t Postings() const {
    constexpr uint64_t kFiltered = 16;  // documents that a filter looks at meanwhile
    uint64_t postings = 0;
    for (size_t s = 0; s < words_.size(); ++s) {
      const PlanStep* const step = OnlyStep(plan_, words_[s]);
      if (step == nullptr || SingleWord(*step, words_[s])) continue;
      postings += PostingsOf(*step, plan_, words_[s]);
      if (!TakesAll(request_.filter)) postings += view_.segments()[s].segment->documents() / kFiltered;
    }
    return postings;
  }

  absl::Status SearchSegment(size_t s) {
    const SegmentView& part = view_.segments()[s];
    const Segment& segment = *part.segment;
    const PlanStep* const step = OnlyStep(plan_, words_[s]);
    if (step == nullptr) return absl::OkStatus();
    if (const auto word = SingleWord(*step, words_[s])) {
      if (by_relevance_) return SearchWord(s, *word);
      const bool few = words_[s][*word].AtMost() <= DocumentSet::MostInList(segment.documents());
      if (prune_ && !few) return SearchWordInOrder(s, words_[s][*word]);
    }
    ASSIGN_OR_RETURN(const std::optional<Bitmap> filtered, Filtered(s));
    Matcher matcher = MatcherOf(s, filtered);
    ASSIGN_OR_RETURN(const DocumentSet matches, matcher.Run());
    const size_t count = matches.Count();
    result_.total += count;
    if (count == 0) return absl::OkStatus();
    for (FacetCounter& facet : facets_) facet.Add(segment.table().Labels(facet.column()), matches);
    if (!by_relevance_)
      return KeepInOrder(s, [&](const NumberValues& values, std::optional<NumberStart> start) {
        return FirstByNumber(values, matches, request_.order.descending, start, Wanted());
      });
    TopDocuments top = StartTop(segment);
    Scorer scorer(segment, ScoredLists(s, matcher), average_length_, prune_, request_.stop);
    RETURN_IF_ERROR(scorer.Run(matches, top));
    Keep(s, top);
    return absl::OkStatus();
  }

  absl::Status SearchWord(size_t s, uint32_t word) {
    const SegmentView& part = view_.segments()[s];
    result_.total += counts_[word][s];
    if (counts_[word][s] == 0) return absl::OkStatus();
    TopDocuments top = StartTop(*part.segment);
    Scorer scorer(*part.segment, {{&words_[s][word].members()[0], &scores_[word], nullptr}}, average_length_, prune_,
                  request_.stop);
    RETURN_IF_ERROR(scorer.RunSingle(VisibleIn(s), top));
    Keep(s, top);
    return absl::OkStatus();
  }

  absl::Status SearchWordInOrder(size_t s, const SegmentWord& word) {
    const SegmentView& part = view_.segments()[s];
    result_.total += word.Count(part, request_.audience);
    ZoneReader zones(word.members()[0].list(), VisibleIn(s));
    const auto bits_of = [&zones](uint32_t zone) { return zones.BitsOf(zone); };
    return KeepInOrder(s, [&](const NumberValues& values, std::optional<NumberStart> start) {
      return FirstByNumber(values, bits_of, request_.order.descending, start, Wanted());
    });
  }

  std::vector<ScoredList> ScoredLists(size_t s, const Matcher& matcher) const {
    std::vector<ScoredList> lists;
    for (uint32_t l = 0; l < plan_.leaves.size(); ++l) {
      const PlanLeaf& leaf = plan_.leaves[l];
      if (!leaf.scored) continue;
      for (uint32_t w = leaf.first_word; w < leaf.first_word + leaf.words; ++w)
        for (const WordMember& member : words_[s][w].members())
          lists.push_back({&member, &scores_[w], matcher.ScoredDocuments(l)});
    }
    return lists;
  }

  // One more than the page has: whether there is more must be told.
  size_t Wanted() const { return request_.limit == 0 ? 0 : request_.limit + 1; }

  // Documents of equal score, or number, from this one on are behind the cursor.
  uint32_t FirstBehind(const Segment& segment) const {
    const std::string& key = request_.after->key;
    const uint32_t first = segment.table().LowerBound(key);
    return first < segment.documents() && segment.table().Key(first) == key ? first + 1 : first;
  }

  TopDocuments StartTop(const Segment& segment) const {
    std::optional<PageStart> start;
    if (request_.after.has_value())
      start = PageStart{static_cast<uint32_t>(std::clamp<int64_t>(request_.after->value, 0, UINT32_MAX)),
                        FirstBehind(segment)};
    return TopDocuments(Wanted(), floor_, start);
  }

  void Keep(size_t s, TopDocuments& top) {
    const bool full = top.full();
    const std::vector<ScoredDocument> best = top.Take();
    for (const ScoredDocument& scored : best) candidates_.push_back({s, scored.document, scored.score, scored.score});
    // Another segment's document of the same score may still come first by its key.
    if (full && !best.empty()) floor_ = std::max(floor_, best.back().score);
  }

  // `first_by`: the first documents, by some numbers, of those that match.
  absl::Status KeepInOrder(
      size_t s,
      absl::FunctionRef<std::vector<NumberedDocument>(const NumberValues& values, std::optional<NumberStart> start)>
          first_by) {
    const Segment& segment = *view_.segments()[s].segment;
    const bool descending = request_.order.descending;
    std::optional<NumberStart> start;
    if (request_.order.by == Order::By::kTitle) {
      if (request_.after.has_value()) {
        ASSIGN_OR_RETURN(start, StartByTitle(segment, *request_.after, FirstBehind(segment), descending));
      }
      titled_.resize(words_.size());
      titled_[s] = first_by(segment.table().Titles(), start);
      return absl::OkStatus();
    }
    if (request_.after.has_value()) start = NumberStart{request_.after->value, FirstBehind(segment)};
    for (const NumberedDocument& found : first_by(segment.table().Numbers(request_.order.column), start))
      candidates_.push_back({s, found.document, 0, found.number});
    return absl::OkStatus();
  }

  std::string_view KeyOf(const Candidate& candidate) const {
    return view_.segments()[candidate.segment].segment->table().Key(candidate.document);
  }

  absl::Status TakeBest() {
    if (request_.order.by == Order::By::kTitle) return TakeByTitle();
    const auto before = [&](const Candidate& a, const Candidate& b) {
      if (a.value != b.value)
        return by_relevance_ ? a.value > b.value : ComesBefore(a.value, b.value, request_.order.descending);
      return KeyOf(a) < KeyOf(b);
    };
    std::sort(candidates_.begin(), candidates_.end(), before);
    Cut();
    for (const Candidate& candidate : candidates_)
      result_.found.push_back({std::string(KeyOf(candidate)), candidate.score, candidate.value, {}, {}});
    return FindMatches();
  }

  absl::Status TakeByTitle() {
    ASSIGN_OR_RETURN(std::vector<TitledDocument> first,
                     FirstByTitle(view_, titled_, request_.order.descending, Wanted()));
    for (const TitledDocument& titled : first) candidates_.push_back({titled.segment, titled.document, 0, 0});
    Cut();
    for (size_t c = 0; c < candidates_.size(); ++c)
      result_.found.push_back({std::string(KeyOf(candidates_[c])), 0, 0, {}, std::move(first[c].title)});
    return FindMatches();
  }

  void Cut() {
    result_.more = candidates_.size() > request_.limit && request_.limit > 0;
    if (candidates_.size() > request_.limit) candidates_.resize(request_.limit);
  }

  // Positions are read document by document of a segment, in their order.
  absl::Status FindMatches() {
    if (request_.matches_per_leaf == 0) return absl::OkStatus();
    for (size_t s = 0; s < words_.size(); ++s) {
      std::vector<size_t> here;
      for (size_t c = 0; c < candidates_.size(); ++c)
        if (candidates_[c].segment == s) here.push_back(c);
      if (here.empty()) continue;
      std::sort(here.begin(), here.end(),
                [&](size_t a, size_t b) { return candidates_[a].document < candidates_[b].document; });
      ASSIGN_OR_RETURN(MatchFinder finder,
                       MatchFinder::Open(*view_.segments()[s].segment, plan_, words_[s], request_.matches_per_leaf));
      for (const size_t c : here) {
        if (ShouldStop(request_.stop)) return Stopped();
        result_.found[c].matches = finder.Find(candidates_[c].document);
      }
    }
    return absl::OkStatus();
  }

  const View& view_;
  const SearchRequest& request_;
  const bool prune_;
  const bool by_relevance_;
  const double average_length_;
  const Saturation& saturation_;
  Plan plan_;
  std::vector<std::vector<SegmentWord>> words_;  // by segment and word
  std::vector<std::vector<uint64_t>> counts_;    // by word and segment: how many hold it
  std::vector<WordScore> scores_;                // by word
  std::vector<FacetCounter> facets_;
  std::vector<Candidate> candidates_;
  std::vector<std::vector<NumberedDocument>> titled_;  // by segment, in the order by title
  uint32_t floor_ = 0;
  SearchResult result_;
};

}  // namespace

storage::Revision RevisionOf(const View& view) { return view.revision(); }

bool Sees(const View& view, std::string_view key, Audience audience) {
  return std::any_of(view.segments().begin(), view.segments().end(), [&](const SegmentView& part) {
    const DocumentTable& table = part.segment->table();
    const uint32_t document = table.Find(key);
    return document < table.size() && HasBit(part.visibility->For(audience), document);
  });
}

absl::StatusOr<std::vector<uint64_t>> CountForms(const View& view, const SearchRequest& request,
                                                 const std::vector<std::string>& forms) {
  return Searcher(view, request, true).CountForms(forms);
}

absl::StatusOr<SearchResult> Search(const View& view, const SearchRequest& request) {
  return Searcher(view, request, true).Run();
}

absl::StatusOr<SearchResult> SearchUnpruned(const View& view, const SearchRequest& request) {
  return Searcher(view, request, false).Run();
}

}  // namespace lectern::search
