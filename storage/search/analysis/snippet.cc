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
  explicit Graphemes(std::string_view text) : text_(text) {}
  ~Graphemes() { utext_close(&opened_); }
  Graphemes(const Graphemes&) = delete;
  Graphemes& operator=(const Graphemes&) = delete;

  bool IsBoundary(size_t at) {
    if (at == 0 || at >= text_.size()) return true;
    const char before = text_[at - 1], behind = text_[at];
    if (IsAscii(before) && IsAscii(behind)) return before != '\r' || behind != '\n';
    return Breaks().isBoundary(static_cast<int32_t>(at));
  }
  // The last one at or before `at`.
  size_t AtOrBefore(size_t at) {
    if (IsBoundary(at)) return at;
    return static_cast<size_t>(std::max(Breaks().preceding(static_cast<int32_t>(at)), 0));
  }

 private:
  static bool IsAscii(char c) { return static_cast<uint8_t>(c) < 0x80; }
  // Made when it is needed: that costs more than all of a snippet else.
  icu::BreakIterator& Breaks() {
    if (breaks_ != nullptr) return *breaks_;
    UErrorCode error = U_ZERO_ERROR;
    breaks_.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
    utext_openUTF8(&opened_, text_.data(), static_cast<int32_t>(text_.size()), &error);
    if (U_SUCCESS(error)) breaks_->setText(&opened_, error);
    if (U_FAILURE(error)) std::abort();  // ICU without its data, or out of memory
    return *breaks_;
  }

  const std::string_view text_;
  UText opened_ = UTEXT_INITIALIZER;
  std::unique_ptr<icu::BreakIterator> breaks_;
};

// Where a text may be cut: its ends, and where words begin and end.
class Cuts {
 public:
  // Both outlive it. `words`: of the text, ascending.
  Cuts(std::string_view text, const std::vector<HighlightSet::Word>& words)
      : text_(text), words_(words), graphemes_(text) {}

  // The first place to begin at from `at` on, at most `most`.
  size_t BeginFrom(size_t at, size_t most) {
    if (at == 0) return 0;
    const auto before = [](const HighlightSet::Word& word, size_t place) { return word.begin < place; };
    for (auto word = std::lower_bound(words_.begin(), words_.end(), at, before);
         word != words_.end() && word->begin < most; ++word)
      if (graphemes_.IsBoundary(word->begin)) return word->begin;
    return most;
  }

  // The last place to end at up to `at`, at least `least`.
  size_t EndUpTo(size_t at, size_t least) {
    if (at >= text_.size()) return text_.size();
    const auto behind = [](size_t place, const HighlightSet::Word& word) { return place < word.end; };
    for (auto word = std::upper_bound(words_.begin(), words_.end(), at, behind);
         word != words_.begin() && (word - 1)->end > least; --word)
      if (graphemes_.IsBoundary((word - 1)->end)) return WithPunctuation((word - 1)->end, at);
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
  const std::vector<HighlightSet::Word>& words_;
  Graphemes graphemes_;
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
  HighlightSet::Findings findings;  // in the best one
  const auto find = [&](const SnippetSource& source) {
    return highlights.Find(analyzer, source.text, source.language, source.field);
  };
  for (size_t i = 0; i < sources.size() && !highlights.empty(); ++i) {
    HighlightSet::Findings found = find(sources[i]);
    const Window window = BestWindow(found.hits, i, max_bytes);
    if (!window.BetterThan(best)) continue;
    best = window;
    findings = std::move(found);
  }
  Snippet snippet;
  if (best.hits == 0) {
    while (best.source < sources.size() && sources[best.source].text.empty()) ++best.source;
    if (best.source == sources.size()) return snippet;
    findings = find(sources[best.source]);
  }
  const std::string_view text = sources[best.source].text;
  Cuts cuts(text, findings.words);
  const auto [begin, end] = Widened(cuts, best, text.size(), max_bytes);
  snippet.source = best.source;
  snippet.begin = begin;
  snippet.text = std::string(text.substr(begin, end - begin));
  snippet.highlights = RangesWithin(findings.hits, begin, end);
  snippet.cut_before = begin > 0;
  snippet.cut_after = end < text.size();
  return snippet;
}

}  // namespace lectern::search
