#include "storage/search/analysis/analyzer.h"

#include <algorithm>
#include <array>

#include "storage/search/analysis/fold.h"
#include "storage/search/analysis/segmenter.h"
#include "storage/search/analysis/stemmer.h"
#include "storage/search/analysis/word_cache.h"

namespace lectern::search {
namespace {

// French, Italian, Catalan and Irish words that lose their vowel before another; lower case, sorted.
constexpr std::array<std::string_view, 30> kElided = {
    "agl", "all",   "b",     "c",      "coll",   "d",    "dagl", "dall", "degl", "dell",
    "gl",  "j",     "jusqu", "l",      "lorsqu", "m",    "n",    "negl", "nell", "puisqu",
    "qu",  "quell", "quest", "quoiqu", "s",      "sugl", "sull", "t",    "tutt", "un",
};
static_assert(std::is_sorted(kElided.begin(), kElided.end()));

bool IsElided(std::string_view head) {
  char lower[8];
  if (head.empty() || head.size() > sizeof lower) return false;
  std::transform(head.begin(), head.end(), lower,
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::binary_search(kElided.begin(), kElided.end(), std::string_view(lower, head.size()));
}

// The first apostrophe of `raw`; `length` in bytes. U+02BC is none here: Unicode has it as a letter.
size_t FindApostrophe(std::string_view raw, size_t& length) {
  for (size_t at = 0; at < raw.size(); ++at) {
    length = 1;
    if (raw[at] == '\'') return at;
    length = 3;
    if (raw.compare(at, 3, "\u2019") == 0 || raw.compare(at, 3, "\u2018") == 0) return at;
  }
  return std::string_view::npos;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A dot that parts words: not inside a number.
bool IsPartingDot(std::string_view raw, size_t at) {
  return raw[at] == '.' && !(at > 0 && at + 1 < raw.size() && IsDigit(raw[at - 1]) && IsDigit(raw[at + 1]));
}

}  // namespace

class Analyzer::Implementation {
 public:
  uint32_t Analyze(std::string_view text, Language language, uint32_t position, WordSink sink) {
    text = text.substr(0, kMaxTextBytes);
    const auto emit = [&](size_t begin, size_t end, bool elided) {
      AnalyzedWord word{};
      if (!Resolve(text.substr(begin, end - begin), language, word)) return;
      word.position = position++;
      word.begin = static_cast<uint32_t>(begin);
      word.end = static_cast<uint32_t>(end);
      word.elided = elided;
      sink(word);
    };
    segmenter_.Split(text, [&](const Segment& segment) {
      if (segment.plain)
        emit(segment.begin, segment.end, false);
      else
        PartAtDots(text, segment.begin, segment.end, emit);
    });
    return position;
  }

 private:
  template <typename Emit>
  static void PartAtDots(std::string_view text, size_t begin, size_t end, const Emit& emit) {
    const std::string_view raw = text.substr(begin, end - begin);
    if (raw.find('.') == std::string_view::npos || IsAcronym(raw)) return PartAtElision(text, begin, end, emit);
    size_t from = 0;
    for (size_t at = 0; at <= raw.size(); ++at) {
      if (at < raw.size() && !IsPartingDot(raw, at)) continue;
      if (at > from) PartAtElision(text, begin + from, begin + at, emit);
      from = at + 1;
    }
  }

  template <typename Emit>
  static void PartAtElision(std::string_view text, size_t begin, size_t end, const Emit& emit) {
    size_t length = 0;
    const std::string_view raw = text.substr(begin, end - begin);
    const size_t apostrophe = FindApostrophe(raw, length);
    if (apostrophe == std::string_view::npos || !IsElided(raw.substr(0, apostrophe))) return emit(begin, end, false);
    emit(begin, begin + apostrophe, true);
    // A chain of them is read as what is left. Something is: ICU ends no word with an apostrophe.
    emit(begin + apostrophe + length, end, false);
  }

  // Form and stem of one word as written; false where nothing of it is left. They are valid until the next call.
  bool Resolve(std::string_view raw, Language language, AnalyzedWord& word) {
    WordCache::Entry entry;
    const bool may_be_kept = raw.size() <= kMaxFormBytes;
    const uint64_t hash = may_be_kept ? WordCache::Hash(raw, language) : 0;
    if (!may_be_kept || !cache_.Find(raw, language, hash, entry)) {
      FoldWord(raw, folded_);
      entry.form = folded_.form;
      stem_ = Stem(language);
      entry.stem = stem_;
      if (may_be_kept) cache_.Put(raw, language, hash, entry);
    }
    word.form = entry.form;
    word.stem = entry.stem;
    return !word.form.empty();
  }

  // Of folded_.
  std::string Stem(Language language) {
    if (folded_.hashed || language == Language::kNone) return folded_.form;
    std::string stem = WithoutAccents(stemmers_.Stem(language, folded_.accented));
    return stem.empty() || stem.size() > kMaxFormBytes ? folded_.form : stem;
  }

  Segmenter segmenter_;
  Stemmers stemmers_;
  WordCache cache_;
  FoldedWord folded_;
  std::string stem_;
};

Analyzer::Analyzer() : implementation_(std::make_unique<Implementation>()) {}
Analyzer::~Analyzer() = default;

uint32_t Analyzer::Analyze(std::string_view text, Language language, uint32_t position, WordSink sink) {
  return implementation_->Analyze(text, language, position, sink);
}

std::vector<QueryWord> AnalyzeQuery(Analyzer& analyzer, std::string_view text, const LanguageSet& languages) {
  std::vector<QueryWord> words;
  analyzer.Analyze(text, Language::kNone, 0, [&words](const AnalyzedWord& word) {
    words.push_back(
        {.form = std::string(word.form), .stems = {}, .begin = word.begin, .end = word.end, .elided = word.elided});
  });
  for (size_t number = 0; number < kLanguageCount; ++number) {
    if (!languages.test(number)) continue;
    analyzer.Analyze(text, static_cast<Language>(number), 0, [&words](const AnalyzedWord& word) {
      std::vector<std::string>& stems = words[word.position].stems;
      if (std::find(stems.begin(), stems.end(), word.stem) == stems.end()) stems.emplace_back(word.stem);
    });
  }
  for (QueryWord& word : words)
    if (word.stems.empty()) word.stems.push_back(word.form);
  return words;
}

}  // namespace lectern::search
