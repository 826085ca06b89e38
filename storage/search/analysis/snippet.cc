#include "storage/search/analysis/snippet.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <unordered_map>
#include <utility>

#include "unicode/brkiter.h"
#include "unicode/uchar.h"
#include "unicode/utext.h"
#include "unicode/utf8.h"

namespace lectern::search {
namespace {

using Hit = HighlightSet::Hit;

// A stretch of a source with hits in it.
struct Window {
  size_t source = 0;
  size_t begin = 0;
  size_t end = 0;
  size_t groups = 0;
  size_t hits = 0;

  bool BetterThan(const Window& other) const { return std::pair(groups, hits) > std::pair(other.groups, other.hits); }
};

// The best window over `hits`, which ascend by their ends and so, being words, by their begins.
Window BestWindow(const std::vector<Hit>& hits, size_t source, size_t max_bytes) {
  Window best;
  std::unordered_map<uint32_t, size_t> counts;
  size_t first = 0;
  for (size_t last = 0; last < hits.size(); ++last) {
    ++counts[hits[last].group];
    for (; first <= last && hits[last].end - hits[first].begin > max_bytes; ++first)
      if (--counts[hits[first].group] == 0) counts.erase(hits[first].group);
    if (first > last) continue;  // a word longer than the budget
    const Window window{source, hits[first].begin, hits[last].end, counts.size(), last - first + 1};
    if (window.BetterThan(best)) best = window;
  }
  return best;
}

// Boundaries between characters as readers see them.
class Graphemes {
 public:
  explicit Graphemes(std::string_view text) : size_(static_cast<int32_t>(text.size())) {
    UErrorCode error = U_ZERO_ERROR;
    breaks_.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
    utext_openUTF8(&text_, text.data(), size_, &error);
    if (U_SUCCESS(error)) breaks_->setText(&text_, error);
    if (U_FAILURE(error)) std::abort();  // ICU without its data, or out of memory
  }
  ~Graphemes() { utext_close(&text_); }
  Graphemes(const Graphemes&) = delete;
  Graphemes& operator=(const Graphemes&) = delete;

  bool IsBoundary(size_t at) { return breaks_->isBoundary(static_cast<int32_t>(at)); }
  // The last one at or before `at`.
  size_t AtOrBefore(size_t at) {
    if (IsBoundary(at)) return at;
    return static_cast<size_t>(std::max(breaks_->preceding(static_cast<int32_t>(at)), 0));
  }

 private:
  const int32_t size_;
  UText text_ = UTEXT_INITIALIZER;
  std::unique_ptr<icu::BreakIterator> breaks_;
};

// Where a text may be cut: its ends, and where words begin and end.
class Cuts {
 public:
  Cuts(Analyzer& analyzer, const SnippetSource& source) : text_(source.text), graphemes_(source.text) {
    analyzer.Analyze(source.text, Language::kNone, 0, [this](const AnalyzedWord& word) {
      begins_.push_back(word.begin);
      ends_.push_back(word.end);
    });
  }

  // The first place to begin at from `at` on, at most `most`.
  size_t BeginFrom(size_t at, size_t most) {
    if (at == 0) return 0;
    for (auto begin = std::lower_bound(begins_.begin(), begins_.end(), at); begin != begins_.end() && *begin < most;
         ++begin)
      if (graphemes_.IsBoundary(*begin)) return *begin;
    return most;
  }

  // The last place to end at up to `at`, at least `least`.
  size_t EndUpTo(size_t at, size_t least) {
    if (at >= text_.size()) return text_.size();
    for (auto end = std::upper_bound(ends_.begin(), ends_.end(), at); end != ends_.begin() && *(end - 1) > least; --end)
      if (graphemes_.IsBoundary(*(end - 1))) return WithPunctuation(*(end - 1), at);
    return least;
  }

  size_t CharacterUpTo(size_t at) { return graphemes_.AtOrBefore(at); }

 private:
  // Closing signs stay with their word where there is room.
  size_t WithPunctuation(size_t end, size_t most) {
    for (size_t next = end;;) {
      auto behind = static_cast<int32_t>(next);
      UChar32 c = 0;
      if (next < text_.size()) U8_NEXT(text_.data(), behind, static_cast<int32_t>(text_.size()), c);
      if (c <= 0 || !u_ispunct(c) || static_cast<size_t>(behind) > most) return end;
      next = static_cast<size_t>(behind);
      if (graphemes_.IsBoundary(next)) end = next;
    }
  }

  const std::string_view text_;
  Graphemes graphemes_;
  std::vector<size_t> begins_;  // of words, ascending
  std::vector<size_t> ends_;
};

std::vector<Snippet::Range> RangesWithin(const std::vector<Hit>& hits, size_t begin, size_t end) {
  std::vector<Snippet::Range> ranges;
  for (const Hit& hit : hits) {
    if (hit.begin < begin || hit.end > end) continue;
    const Snippet::Range range{hit.begin - begin, hit.end - begin};
    if (ranges.empty() || ranges.back().end < range.end) ranges.push_back(range);
  }
  return ranges;
}

// `window` and what fits around it, half of the room on each side unless the text ends before.
std::pair<size_t, size_t> Widened(Cuts& cuts, const Window& window, size_t size, size_t max_bytes) {
  const size_t room = max_bytes - (window.end - window.begin);
  const size_t behind = std::min(size - window.end, room - std::min(window.begin, room / 2));
  const size_t before = std::min(window.begin, room - behind);
  const size_t begin = cuts.CharacterUpTo(cuts.BeginFrom(window.begin - before, window.begin));
  const size_t most = std::min(size, begin + max_bytes);
  const size_t end = cuts.EndUpTo(most, std::min(most, window.end));
  return {begin, end > begin ? cuts.CharacterUpTo(end) : cuts.CharacterUpTo(most)};
}

}  // namespace

Snippet MakeSnippet(Analyzer& analyzer, absl::Span<const SnippetSource> sources, const HighlightSet& highlights,
                    size_t max_bytes) {
  Window best;
  std::vector<Hit> best_hits;
  for (size_t i = 0; i < sources.size() && !highlights.empty(); ++i) {
    std::vector<Hit> hits = highlights.Find(analyzer, sources[i].text, sources[i].language, sources[i].field);
    const Window window = BestWindow(hits, i, max_bytes);
    if (!window.BetterThan(best)) continue;
    best = window;
    best_hits = std::move(hits);
  }
  Snippet snippet;
  if (best.hits == 0) {
    while (best.source < sources.size() && sources[best.source].text.empty()) ++best.source;
    if (best.source == sources.size()) return snippet;
  }
  const std::string_view text = sources[best.source].text;
  Cuts cuts(analyzer, sources[best.source]);
  const auto [begin, end] = Widened(cuts, best, text.size(), max_bytes);
  snippet.source = best.source;
  snippet.begin = begin;
  snippet.text = std::string(text.substr(begin, end - begin));
  snippet.highlights = RangesWithin(best_hits, begin, end);
  snippet.cut_before = begin > 0;
  snippet.cut_after = end < text.size();
  return snippet;
}

}  // namespace lectern::search
