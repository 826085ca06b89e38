#include "storage/search/query/names.h"

#include <algorithm>
#include <map>
#include <utility>

namespace lectern::search {
namespace {

bool HasAll(const std::vector<std::string>& name, absl::Span<const std::string> words) {
  return std::all_of(words.begin(), words.end(), [&name](const std::string& word) {
    return std::find(name.begin(), name.end(), word) != name.end();
  });
}

bool Leads(const std::vector<std::string>& name, absl::Span<const std::string> words, std::string_view prefix) {
  return name.size() > words.size() && std::equal(words.begin(), words.end(), name.begin()) &&
         name[words.size()].starts_with(prefix);
}

}  // namespace

Names::Names(Analyzer& analyzer, std::vector<NameRow> rows) : rows_(std::move(rows)) {
  for (uint32_t row = 0; row < rows_.size(); ++row) {
    for (const std::string& text : rows_[row].names) {
      const auto number = static_cast<uint32_t>(names_.size());
      Name& name = names_.emplace_back(Name{row, {}});
      for (QueryWord& word : AnalyzeQuery(analyzer, text, {})) {
        words_.push_back({word.form, number});
        name.words.push_back(std::move(word.form));
      }
    }
  }
  std::sort(words_.begin(), words_.end(), [](const WordOfName& a, const WordOfName& b) { return a.word < b.word; });
}

std::vector<Names::Match> Names::Find(absl::Span<const std::string> words, std::string_view prefix) const {
  std::map<uint32_t, bool> leads_by_row;
  auto at = std::lower_bound(words_.begin(), words_.end(), prefix,
                             [](const WordOfName& a, std::string_view b) { return a.word < b; });
  for (; at != words_.end() && at->word.starts_with(prefix); ++at) {
    const Name& name = names_[at->name];
    if (HasAll(name.words, words)) leads_by_row[name.row] |= Leads(name.words, words, prefix);
  }
  std::vector<Match> matches;
  for (const auto& [row, leads] : leads_by_row) matches.push_back({&rows_[row], leads});
  return matches;
}

}  // namespace lectern::search
