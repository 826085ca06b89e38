// Text to words: what the index stores of a document and what a query asks for.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "storage/search/analysis/language.h"

namespace lectern::search {

// One word of a text. `form` and `stem` are well-formed UTF-8 of 1 to kMaxFormBytes bytes (fold.h).
struct AnalyzedWord {
  std::string_view form;  // as written, but for case, accents and compatibility forms: what quotes ask for
  std::string_view stem;  // by the text's language; the form where that has no stemmer
  uint32_t position;      // one more than that of the word before
  uint32_t begin;         // bytes [begin, end) of the text
  uint32_t end;
  // An article or the like before an apostrophe, as "l" of "l'enfant": asked for in quotes, and no condition elsewhere.
  bool elided;
};

using WordSink = absl::FunctionRef<void(const AnalyzedWord&)>;

// Positions between the items of a field (lines of a title, passages, contributors) that no word has, so that no
// phrase reaches from one item into the next.
inline constexpr uint32_t kItemGap = 8;

// Texts have at most so many bytes; Analyze leaves out what is behind them. (A record has 1 MiB.)
inline constexpr size_t kMaxTextBytes = size_t{64} << 20;

// Words are found by Segmenter, with three rules of our own that hold in every language, since a query does not say
// its own: a dot parts words ("trafficking.The", "www.ecpat.org"), but not numbers and not acronyms ("U.S.A" is "usa");
// an elided article is a word of its own ("l'enfant" is "l" and "enfant", while "children's" and "o'brien" are one
// word each); underscores and @ part words. Signs, emoji, NUL and bytes that are no UTF-8 are no words and part them.
//
// Takes time linear in the text. Keeps 4 MiB of words it has seen, and no more. For one thread at a time.
class Analyzer {
 public:
  Analyzer();
  ~Analyzer();
  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;

  // Gives the words of `text` to `sink`, in order; the first has `position`. A word is valid during its call of the
  // sink, which must not call the analyzer. Returns the position behind the last word; add kItemGap for the next item.
  uint32_t Analyze(std::string_view text, Language language, uint32_t position, WordSink sink);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// A word of a query, which may be in any of the corpus's languages.
struct QueryWord {
  std::string form;
  std::vector<std::string> stems;  // one a language, each once; not empty
  uint32_t begin;                  // bytes [begin, end) of the text
  uint32_t end;
  bool elided;
};

// The words of `text`, stemmed by each of `languages`; where that is empty, a stem is the form.
std::vector<QueryWord> AnalyzeQuery(Analyzer& analyzer, std::string_view text, const LanguageSet& languages);

}  // namespace lectern::search
