// Any bytes as a query, and as a text: refused with a short reason, or parsed to what prints as the same, expanded and
// pointed out in the text. Our own way to find words finds those of ICU.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "storage/search/analysis/fold.h"
#include "storage/search/analysis/segmenter.h"
#include "storage/search/analysis/snippet.h"
#include "storage/search/query/expansion.h"

namespace {

using namespace lectern::search;  // NOLINT: a program of its own

void Check(bool holds) {
  if (!holds) std::abort();
}

// Knows every other word, and something near each.
class SomeWords : public Vocabulary {
 public:
  absl::StatusOr<std::vector<std::string>> StemsOfForm(std::string_view form) const override {
    if (form.size() % 2 == 0) return std::vector<std::string>();
    return std::vector<std::string>{std::string(form), "other"};
  }
  absl::StatusOr<uint64_t> DocumentsWithStem(std::string_view stem) const override { return stem.size() % 7; }
  absl::StatusOr<std::vector<SimilarForm>> SimilarForms(std::string_view form, uint32_t max_distance,
                                                        size_t limit) const override {
    Check(max_distance >= 1 && max_distance <= 2 && limit > 0);
    return std::vector<SimilarForm>{{std::string(form) + "x", 100, 1}, {"near", 50, max_distance}};
  }
};

const Synonyms& SomeSynonyms(Analyzer& analyzer) {
  static const Synonyms synonyms = [&analyzer] {
    const std::vector<SynonymRow> rows = {
        {.term = "a", .preferred = "b c", .language = Language::kEnglish, .two_way = true, .reason = "r"},
        {.term = "b", .preferred = "a", .language = Language::kNone, .two_way = false, .reason = ""}};
    return Synonyms(analyzer, rows);
  }();
  return synonyms;
}

void CheckWords(Analyzer& analyzer, std::string_view text, Language language) {
  static Segmenter segmenter;
  std::vector<std::pair<size_t, size_t>> ours;
  std::vector<std::pair<size_t, size_t>> theirs;
  segmenter.Split(text, [&ours](const Segment& segment) { ours.emplace_back(segment.begin, segment.end); });
  segmenter.SplitByIcu(text, [&theirs](const Segment& segment) { theirs.emplace_back(segment.begin, segment.end); });
  Check(ours == theirs);
  size_t behind = 0;
  analyzer.Analyze(text, language, 0, [&](const AnalyzedWord& word) {
    Check(word.begin >= behind && word.begin < word.end && word.end <= text.size());
    behind = word.end;
    for (const std::string_view part : {word.form, word.stem})
      Check(!part.empty() && part.size() <= kMaxFormBytes && WellFormedPrefix(part) == part.size());
  });
}

void CheckSnippet(Analyzer& analyzer, std::string_view text, Language language, const HighlightSet& highlights) {
  const SnippetSource source{.text = text, .language = language};
  const size_t max_bytes = text.size() / 2;
  const Snippet snippet = MakeSnippet(analyzer, {&source, 1}, highlights, max_bytes);
  Check(snippet.text.size() <= max_bytes && WellFormedPrefix(snippet.text) == snippet.text.size());
  for (const Snippet::Range& range : snippet.highlights)
    Check(range.begin < range.end && range.end <= snippet.text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const auto language = static_cast<Language>(data[0] % kLanguageCount);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  static Analyzer analyzer;
  CheckWords(analyzer, text, language);

  auto parsed = ParseQuery(text);
  if (!parsed.ok()) {
    Check(parsed.status().message().size() < 200);
    return 0;
  }
  for (const QueryNote& note : parsed->notes) Check(note.begin < note.end && note.end <= text.size());
  const std::string printed = PrintQuery(parsed->root);
  if (printed.size() <= kMaxQueryBytes) {
    const auto again = ParseQuery(printed);
    Check(again.ok() && again->root == parsed->root && PrintQuery(again->root) == printed);
  }
  LanguageSet languages;
  languages.set(data[0] % kLanguageCount).set(static_cast<size_t>(Language::kEnglish));
  const auto expansion = ExpandQuery(*std::move(parsed), analyzer, languages, SomeWords(), SomeSynonyms(analyzer));
  if (!expansion.ok()) return 0;
  for (const Explanation& explanation : expansion->explanations)
    Check(explanation.begin < explanation.end && explanation.end <= text.size() && !explanation.also.empty());
  CheckSnippet(analyzer, text, language, expansion->highlights);
  return 0;
}
