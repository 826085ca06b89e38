#include "storage/search/index/segment_builder.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "storage/engine/fault.h"
#include "storage/search/index/segment.h"
#include "storage/search/index/titles.h"

namespace lectern::search {
namespace {

bool Counts(const Word& word) {
  return !word.form.empty() && !word.stem.empty() && word.form.size() <= kMaxWordBytes &&
         word.stem.size() <= kMaxWordBytes && word.position <= kMaxPosition;
}

// Numbers for the words of the documents, in the order of their first appearance.
class Vocabulary {
 public:
  struct Stem {
    std::string_view text;
    std::vector<std::string_view> forms;
  };
  // A form of a stem.
  struct Member {
    uint32_t stem;
    uint32_t form;
  };

  Member Number(const Word& word) {
    const auto [known, fresh] = members_.try_emplace({word.form, word.stem}, Member{});
    if (fresh) {
      const auto stem = stems_by_text_.try_emplace(word.stem, static_cast<uint32_t>(stems_.size())).first->second;
      if (stem == stems_.size()) stems_.push_back({word.stem, {}});
      known->second = {stem, static_cast<uint32_t>(stems_[stem].forms.size())};
      stems_[stem].forms.push_back(word.form);
    }
    return known->second;
  }
  const std::vector<Stem>& stems() const { return stems_; }

 private:
  absl::flat_hash_map<std::pair<std::string_view, std::string_view>, Member> members_;
  absl::flat_hash_map<std::string_view, uint32_t> stems_by_text_;
  std::vector<Stem> stems_;
};

struct Token {
  uint32_t stem;
  uint32_t document;
  Occurrence occurrence;
  uint32_t weight;
};

// The tokens of a document, ascending by position, and what its words come to.
struct Reading {
  FieldLengths layout = {};
  uint32_t length = 0;  // weighted
};

Reading ReadWords(Document& document, uint32_t number, Vocabulary& vocabulary, std::vector<Token>& tokens) {
  const auto in_order = [](const Word& a, const Word& b) {
    return std::tie(a.field, a.position) < std::tie(b.field, b.position);
  };
  if (!std::is_sorted(document.words.begin(), document.words.end(), in_order))
    std::stable_sort(document.words.begin(), document.words.end(), in_order);
  Reading reading;
  for (const Word& word : document.words)
    if (Counts(word)) reading.layout[static_cast<size_t>(word.field)] = word.position + 1;
  const DocumentLayout layout(reading.layout);
  for (const Word& word : document.words) {
    if (!Counts(word)) continue;
    const Vocabulary::Member member = vocabulary.Number(word);
    const uint32_t weight = kFieldWeights[static_cast<size_t>(word.field)];
    tokens.push_back({member.stem, number, {layout.Start(word.field) + word.position, member.form}, weight});
    reading.length += weight;
  }
  return reading;
}

// Tokens of one stem follow one another, in their order otherwise.
std::vector<Token> GroupByStem(const std::vector<Token>& tokens, size_t stems, std::vector<size_t>& starts) {
  starts.assign(stems + 1, 0);
  for (const Token& token : tokens) ++starts[token.stem + 1];
  for (size_t s = 0; s < stems; ++s) starts[s + 1] += starts[s];
  std::vector<size_t> next = starts;
  std::vector<Token> grouped(tokens.size());
  for (const Token& token : tokens) grouped[next[token.stem]++] = token;
  return grouped;
}

// Writes the titles, and returns the number of each document's.
absl::StatusOr<std::vector<int64_t>> WriteTitles(const std::vector<Document>& documents, SegmentSink& sink) {
  const auto title_of = [](const Document& document) {
    return std::string_view(document.title_order).substr(0, kMaxTitleOrderBytes);
  };
  std::vector<std::string_view> titles;
  for (const Document& document : documents)
    if (!document.title_order.empty()) titles.push_back(title_of(document));
  std::sort(titles.begin(), titles.end());
  titles.erase(std::unique(titles.begin(), titles.end()), titles.end());
  TitleWriter writer(sink);
  for (const std::string_view title : titles) RETURN_IF_ERROR(writer.Add(title));
  RETURN_IF_ERROR(writer.Finish());
  std::vector<int64_t> numbers;
  numbers.reserve(documents.size());
  for (const Document& document : documents)
    numbers.push_back(document.title_order.empty()
                          ? kNoNumber
                          : std::lower_bound(titles.begin(), titles.end(), title_of(document)) - titles.begin());
  return numbers;
}

}  // namespace

absl::Status BuildSegment(std::vector<Document> documents, SegmentSink& sink) {
  std::sort(documents.begin(), documents.end(), [](const Document& a, const Document& b) { return a.key < b.key; });
  ASSIGN_OR_RETURN(const std::vector<int64_t> titles, WriteTitles(documents, sink));
  DocumentTableWriter table;
  Vocabulary vocabulary;
  std::vector<Token> tokens;
  for (uint32_t d = 0; d < documents.size(); ++d) {
    Document& document = documents[d];
    const Reading reading = ReadWords(document, d, vocabulary, tokens);
    DocumentTableWriter::LabelNumbers labels;
    for (size_t c = 0; c < kLabelColumnCount; ++c) labels[c] = table.labels(c).Number(std::move(document.labels[c]));
    table.Add(document.key, document.audiences & kEverybody, EncodeLength(reading.length), reading.layout, labels,
              document.numbers, titles[d]);
  }
  const std::vector<Vocabulary::Stem>& stems = vocabulary.stems();
  std::vector<size_t> starts;
  const std::vector<Token> grouped = GroupByStem(tokens, stems.size(), starts);
  std::vector<uint32_t> order(stems.size());
  for (uint32_t s = 0; s < order.size(); ++s) order[s] = s;
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return stems[a].text < stems[b].text; });

  SegmentWriter writer(std::move(table), sink);
  std::vector<SegmentWriter::Holder> holders;
  std::vector<Occurrence> occurrences;
  for (const uint32_t s : order) {
    holders.clear();
    occurrences.clear();
    for (size_t t = starts[s]; t < starts[s + 1]; ++t) {
      const Token& token = grouped[t];
      if (holders.empty() || holders.back().document != token.document)
        holders.push_back({token.document, 0, static_cast<uint32_t>(occurrences.size()), 0});
      holders.back().frequency += token.weight;
      ++holders.back().count;
      occurrences.push_back(token.occurrence);
    }
    RETURN_IF_ERROR(
        writer.AddStem(stems[s].text, {stems[s].forms.begin(), stems[s].forms.end()}, holders, occurrences));
  }
  return writer.Finish();
}

}  // namespace lectern::search
