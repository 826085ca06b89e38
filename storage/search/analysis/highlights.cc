#include "storage/search/analysis/highlights.h"

#include <algorithm>
#include <deque>
#include <tuple>
#include <utility>

namespace lectern::search {

void HighlightSet::Add(Entries& entries, std::string_view text, Entry entry) {
  if (text.empty()) return;
  first_bytes_.set(static_cast<uint8_t>(text[0]));
  std::vector<Entry>& of_text = entries[std::string(text)];
  if (std::find(of_text.begin(), of_text.end(), entry) == of_text.end()) of_text.push_back(entry);
}

void HighlightSet::AddForm(std::string_view form, std::optional<Field> field, uint32_t group) {
  Add(forms_, form, {field, group});
}

void HighlightSet::AddStem(std::string_view stem, std::optional<Field> field, uint32_t group) {
  Add(stems_, stem, {field, group});
}

void HighlightSet::AddPrefix(std::string_view prefix, std::optional<Field> field, uint32_t group) {
  prefixes_.push_back({std::string(prefix), {field, group}});
}

void HighlightSet::AddPhrase(std::vector<std::string> forms, std::optional<Field> field, uint32_t group) {
  longest_phrase_ = std::max(longest_phrase_, forms.size());
  phrases_.push_back({std::move(forms), {field, group}});
}

HighlightSet::Findings HighlightSet::Find(Analyzer& analyzer, std::string_view text, Language language,
                                          Field field) const {
  struct Seen {
    std::string form;
    size_t begin;
    size_t end;
  };
  Findings findings;
  std::vector<Hit>& hits = findings.hits;
  std::deque<Seen> last;  // as many words as the longest phrase has
  std::string key;
  const auto add = [&](const Entry& entry, size_t begin, size_t end) {
    if (!entry.field || *entry.field == field) hits.push_back({begin, end, entry.group});
  };
  const auto look_up = [&](const Entries& entries, const AnalyzedWord& word, std::string_view of_word) {
    if (!first_bytes_.test(static_cast<uint8_t>(of_word[0]))) return;
    const auto found = entries.find(key.assign(of_word));
    if (found == entries.end()) return;
    for (const Entry& entry : found->second) add(entry, word.begin, word.end);
  };
  analyzer.Analyze(text, language, 0, [&](const AnalyzedWord& word) {
    findings.words.push_back({word.begin, word.end});
    look_up(forms_, word, word.form);
    look_up(stems_, word, word.stem);
    for (const Prefix& prefix : prefixes_)
      if (word.form.substr(0, prefix.prefix.size()) == prefix.prefix) add(prefix.entry, word.begin, word.end);
    if (phrases_.empty()) return;
    last.push_back({std::string(word.form), word.begin, word.end});
    if (last.size() > longest_phrase_) last.pop_front();
    for (const Phrase& phrase : phrases_) {
      const size_t count = phrase.forms.size();
      if (count > last.size()) continue;
      const auto first = last.end() - static_cast<std::ptrdiff_t>(count);
      const bool same = std::equal(phrase.forms.rbegin(), phrase.forms.rend(), last.rbegin(),
                                   [](const std::string& form, const Seen& seen) { return form == seen.form; });
      for (size_t i = 0; same && i < count; ++i) {
        const Seen& seen = first[static_cast<std::ptrdiff_t>(i)];
        add({phrase.entry.field, phrase.entry.group + static_cast<uint32_t>(i)}, seen.begin, seen.end);
      }
    }
  });
  const auto place = [](const Hit& hit) { return std::tuple(hit.end, hit.begin, hit.group); };
  std::sort(hits.begin(), hits.end(), [&](const Hit& left, const Hit& right) { return place(left) < place(right); });
  const auto same = [&](const Hit& left, const Hit& right) { return place(left) == place(right); };
  hits.erase(std::unique(hits.begin(), hits.end(), same), hits.end());
  return findings;
}

}  // namespace lectern::search
