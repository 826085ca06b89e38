#include "storage/search/query/synonyms.h"

#include <algorithm>
#include <utility>

namespace lectern::search {

std::vector<Synonyms::TermWord> Synonyms::WordsOf(Analyzer& analyzer, const std::string& text, Language language) {
  std::vector<TermWord> words;
  analyzer.Analyze(text, language, 0, [&words](const AnalyzedWord& word) {
    words.push_back({std::string(word.form), std::string(word.stem)});
  });
  return words;
}

Synonyms::Synonyms(Analyzer& analyzer, absl::Span<const SynonymRow> rows) {
  for (const SynonymRow& row : rows) {
    std::vector<TermWord> term = WordsOf(analyzer, row.term, row.language);
    std::vector<TermWord> preferred = WordsOf(analyzer, row.preferred, row.language);
    const bool same = std::equal(term.begin(), term.end(), preferred.begin(), preferred.end(),
                                 [](const TermWord& left, const TermWord& right) { return left.form == right.form; });
    if (term.empty() || preferred.empty() || same) continue;
    if (row.two_way) Add(std::move(preferred), row.term, row.reason);
    Add(std::move(term), row.preferred, row.reason);
  }
}

void Synonyms::Add(std::vector<TermWord> words, const std::string& target, const std::string& reason) {
  const auto number = static_cast<uint32_t>(terms_.size());
  by_first_word_[words.front().form].push_back(number);
  if (words.front().stem != words.front().form) by_first_word_[words.front().stem].push_back(number);
  terms_.push_back({std::move(words), {target, reason}});
}

bool Synonyms::Matches(const Term& term, absl::Span<const QueryWord> words, size_t from, bool as_written) {
  if (term.words.size() > words.size() - from) return false;
  for (size_t i = 0; i < term.words.size(); ++i) {
    const QueryWord& word = words[from + i];
    if (word.form == term.words[i].form) continue;
    if (as_written || std::find(word.stems.begin(), word.stems.end(), term.words[i].stem) == word.stems.end())
      return false;
  }
  return true;
}

Synonyms::Match Synonyms::LongestAt(absl::Span<const QueryWord> words, size_t from, bool as_written) const {
  std::vector<uint32_t> candidates;
  const auto consider = [&](const std::string& first) {
    const auto found = by_first_word_.find(first);
    if (found != by_first_word_.end()) candidates.insert(candidates.end(), found->second.begin(), found->second.end());
  };
  consider(words[from].form);
  for (const std::string& stem : words[from].stems)
    if (!as_written && stem != words[from].form) consider(stem);
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());

  Match match;
  for (const uint32_t number : candidates) {
    const Term& term = terms_[number];
    if (term.words.size() < match.words || !Matches(term, words, from, as_written)) continue;
    if (term.words.size() > match.words) match.targets.clear();
    match.words = term.words.size();
    const bool known = std::any_of(match.targets.begin(), match.targets.end(),
                                   [&term](const Target* other) { return other->text == term.target.text; });
    if (!known) match.targets.push_back(&term.target);
  }
  return match;
}

}  // namespace lectern::search
