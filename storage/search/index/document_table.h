// What a segment knows of its documents besides their words. Documents are numbered in the order of their keys, so that
// the lower number wins where scores are equal, in every segment alike.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/columns.h"
#include "storage/search/index/document.h"

namespace lectern::search {

// How many positions each field of a document takes: its last position + 1, or 0. The fields' positions follow one
// another in one count, with a gap of one between them that no phrase crosses.
using FieldLengths = std::array<uint32_t, kFieldCount>;

// How many positions a document has in that count.
uint32_t Positions(const FieldLengths& lengths);

// Where the fields of a document begin in that count.
class DocumentLayout {
 public:
  explicit DocumentLayout(const FieldLengths& lengths);
  uint32_t Start(Field field) const { return starts_[static_cast<size_t>(field)]; }
  Field FieldOf(uint32_t position) const;

 private:
  std::array<uint32_t, kFieldCount> starts_;
};

// The parts of a table, each a value of its own in the store. DO NOT RENUMBER. The columns of labels follow from
// kFirstLabels on, those of numbers from kFirstNumbers on.
enum class TablePart : uint8_t { kKeys = 1, kAudiences = 2, kLengths = 3, kLayouts = 4, kTitles = 5 };
inline constexpr uint8_t kFirstLabels = 16;
inline constexpr uint8_t kFirstNumbers = 48;
std::vector<uint8_t> TableParts();

class DocumentTable {
 public:
  // `parts` by number: those that TableParts() lists. DATA_LOSS: they are no table of `documents` documents.
  static absl::StatusOr<DocumentTable> Parse(uint32_t documents, std::array<std::string, 64> parts);

  uint32_t size() const { return size_; }
  std::string_view Key(uint32_t document) const;
  // The first document whose key is `key` or comes behind it; size() if none.
  uint32_t LowerBound(std::string_view key) const;
  // size() where there is none.
  uint32_t Find(std::string_view key) const;
  AudienceSet Audiences(uint32_t document) const { return static_cast<AudienceSet>(audiences_[document]); }
  // Length codes (bm25.h), one a document.
  const uint8_t* lengths() const { return reinterpret_cast<const uint8_t*>(lengths_.data()); }
  FieldLengths Layout(uint32_t document) const;
  // PositionWidth (position_list.h), one a document.
  const uint8_t* widths() const { return reinterpret_cast<const uint8_t*>(widths_.data()); }
  const LabelValues& Labels(LabelColumn column) const { return labels_[static_cast<size_t>(column)]; }
  const NumberValues& Numbers(NumberColumn column) const { return numbers_[static_cast<size_t>(column)]; }
  // Numbers of the documents' titles (titles.h), kNoNumber where there is none; and how many titles there are.
  const NumberValues& Titles() const { return titles_; }
  uint32_t titles() const { return title_count_; }
  size_t bytes() const;

 private:
  bool ReadKeys(std::string_view bytes);
  bool ReadWidths();

  uint32_t size_ = 0;
  std::string keys_;  // size_ + 1 offsets, then the keys
  std::string audiences_;
  std::string lengths_;
  std::string layouts_;  // an offset for every 64 documents, then the layouts
  std::string widths_;   // follow from the layouts
  std::array<LabelValues, kLabelColumnCount> labels_;
  std::array<NumberValues, kNumberColumnCount> numbers_;
  NumberValues titles_;
  uint32_t title_count_ = 0;
};

class DocumentTableWriter {
 public:
  // By column, numbers from the writers of labels().
  using LabelNumbers = std::array<uint32_t, kLabelColumnCount>;

  LabelValuesWriter& labels(size_t column) { return labels_[column]; }
  // Keys ascend strictly. `title`: its number, or kNoNumber.
  void Add(std::string_view key, AudienceSet audiences, uint8_t length, const FieldLengths& layout,
           const LabelNumbers& labels, const std::array<int64_t, kNumberColumnCount>& numbers, int64_t title);
  uint32_t size() const { return static_cast<uint32_t>(audiences_.size()); }
  AudienceSet Audiences(uint32_t document) const { return static_cast<AudienceSet>(audiences_[document]); }
  // Length codes of what was added.
  const uint8_t* lengths() const { return reinterpret_cast<const uint8_t*>(lengths_.data()); }
  // Position widths likewise.
  const uint8_t* widths() const { return reinterpret_cast<const uint8_t*>(widths_.data()); }
  double AverageLength() const;
  // The table's parts, by number. The last call: what it collected is let go as it is written.
  std::array<std::string, 64> Finish();

 private:
  std::string last_key_;
  std::string keys_;
  std::string audiences_;
  std::string lengths_;
  std::string widths_;
  std::vector<uint32_t> layout_starts_;
  std::string layouts_;
  std::array<LabelValuesWriter, kLabelColumnCount> labels_;
  std::array<std::vector<int64_t>, kNumberColumnCount> numbers_;
  std::vector<int64_t> titles_;
};

}  // namespace lectern::search
