#include "small_corpus.h"

#include <algorithm>
#include <map>
#include <variant>

namespace lectern::search {

size_t SmallCorpus::Add(std::string_view text, Language language, Field field) {
  std::vector<Word>& words = documents_.emplace_back();
  analyzer_.Analyze(text, language, 0, [&](const AnalyzedWord& word) {
    words.push_back({field, word.position, std::string(word.form), std::string(word.stem)});
  });
  languages_.set(static_cast<size_t>(language));
  return documents_.size() - 1;
}

absl::StatusOr<std::vector<std::string>> SmallCorpus::StemsOfForm(std::string_view form) const {
  std::set<std::string> stems;
  for (const auto& document : documents_)
    for (const Word& word : document)
      if (word.form == form) stems.insert(word.stem);
  return std::vector<std::string>(stems.begin(), stems.end());
}

absl::StatusOr<uint64_t> SmallCorpus::DocumentsWithStem(std::string_view stem) const {
  return std::count_if(documents_.begin(), documents_.end(), [stem](const std::vector<Word>& document) {
    return std::any_of(document.begin(), document.end(), [stem](const Word& word) { return word.stem == stem; });
  });
}

absl::StatusOr<std::vector<SimilarForm>> SmallCorpus::SimilarForms(std::string_view form, uint32_t max_distance,
                                                                   size_t limit) const {
  ++lookups_;
  if (!fault.ok()) return fault;
  std::map<std::string, std::set<size_t>> holders;
  for (size_t i = 0; i < documents_.size(); ++i)
    for (const Word& word : documents_[i]) holders[word.form].insert(i);
  std::vector<SimilarForm> similar;
  for (const auto& [other, documents] : holders)
    if (const uint32_t distance = EditDistance(form, other); distance > 0 && distance <= max_distance)
      similar.push_back({other, documents.size(), distance});
  std::stable_sort(similar.begin(), similar.end(), [](const SimilarForm& left, const SimilarForm& right) {
    return left.distance != right.distance ? left.distance < right.distance : left.documents > right.documents;
  });
  if (similar.size() > limit) similar.resize(limit);
  return similar;
}

std::set<size_t> SmallCorpus::Find(const PlanNode& plan) const {
  std::set<size_t> found;
  for (size_t i = 0; i < documents_.size(); ++i)
    if (Matches(plan, i)) found.insert(i);
  return found;
}

bool SmallCorpus::Matches(const PlanNode& plan, size_t document) const {
  const std::vector<Word>& words = documents_[document];
  const auto any_word = [&words](const std::optional<Field>& field, const auto& is_it) {
    return std::any_of(words.begin(), words.end(),
                       [&](const Word& word) { return (!field || word.field == *field) && is_it(word); });
  };
  const auto matches = [this, document](const PlanNode& child) { return Matches(child, document); };
  if (const auto* term = std::get_if<TermLeaf>(&plan.node))
    return any_word(term->field, [term](const Word& word) {
      return (term->stem.empty() || word.stem == term->stem) && (term->form.empty() || word.form == term->form);
    });
  if (const auto* prefix = std::get_if<PrefixLeaf>(&plan.node))
    return any_word(prefix->field, [prefix](const Word& word) { return word.form.starts_with(prefix->prefix); });
  if (const auto* phrase = std::get_if<PhraseLeaf>(&plan.node)) {
    const auto same = [](const Word& word, const std::string& form) { return word.form == form; };
    const auto at = std::search(words.begin(), words.end(), phrase->forms.begin(), phrase->forms.end(), same);
    return at != words.end() && (!phrase->field || at->field == *phrase->field);
  }
  if (const auto* any = std::get_if<AnyOf>(&plan.node))
    return std::any_of(any->children.begin(), any->children.end(), matches);
  if (const auto* all = std::get_if<AllOf>(&plan.node))
    return std::all_of(all->children.begin(), all->children.end(), matches);
  if (const auto* negation = std::get_if<Not>(&plan.node)) return !matches(negation->child.front());
  return true;
}

uint32_t EditDistance(std::string_view left, std::string_view right) {
  std::vector<std::vector<uint32_t>> table(left.size() + 1, std::vector<uint32_t>(right.size() + 1));
  for (uint32_t i = 0; i <= left.size(); ++i)
    for (uint32_t j = 0; j <= right.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      const uint32_t replaced = table[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  return table[left.size()][right.size()];
}

}  // namespace lectern::search
