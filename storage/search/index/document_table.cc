#include "storage/search/index/document_table.h"

#include <algorithm>
#include <utility>

#include "storage/engine/fault.h"
#include "storage/search/index/bm25.h"
#include "storage/search/index/byte_codec.h"
#include "storage/search/index/damage.h"
#include "storage/search/index/position_list.h"

namespace lectern::search {
namespace {

constexpr uint32_t kLayoutStride = 64;

uint8_t Number(TablePart part) { return static_cast<uint8_t>(part); }

}  // namespace

uint32_t Positions(const FieldLengths& lengths) {
  uint32_t positions = 0;
  for (const uint32_t length : lengths)
    if (length > 0) positions += length + 1;
  return positions;
}

DocumentLayout::DocumentLayout(const FieldLengths& lengths) : starts_() {
  uint32_t start = 0;
  for (size_t f = 0; f < kFieldCount; ++f) {
    starts_[f] = start;
    if (lengths[f] > 0) start += lengths[f] + 1;
  }
}

Field DocumentLayout::FieldOf(uint32_t position) const {
  size_t field = 0;
  // A field without words begins where the next one does: the last that begins at or before it is the one.
  for (size_t f = 1; f < kFieldCount; ++f)
    if (starts_[f] <= position) field = f;
  return static_cast<Field>(field);
}

std::vector<uint8_t> TableParts() {
  std::vector<uint8_t> parts = {Number(TablePart::kKeys), Number(TablePart::kAudiences), Number(TablePart::kLengths),
                                Number(TablePart::kLayouts), Number(TablePart::kTitles)};
  for (size_t c = 0; c < kLabelColumnCount; ++c) parts.push_back(static_cast<uint8_t>(kFirstLabels + c));
  for (size_t c = 0; c < kNumberColumnCount; ++c) parts.push_back(static_cast<uint8_t>(kFirstNumbers + c));
  return parts;
}

absl::StatusOr<DocumentTable> DocumentTable::Parse(uint32_t documents, std::array<std::string, 64> parts) {
  DocumentTable table;
  table.size_ = documents;
  table.audiences_ = std::move(parts[Number(TablePart::kAudiences)]);
  table.lengths_ = std::move(parts[Number(TablePart::kLengths)]);
  table.layouts_ = std::move(parts[Number(TablePart::kLayouts)]);
  if (table.audiences_.size() != documents || table.lengths_.size() != documents ||
      table.layouts_.size() < 4 * ((static_cast<size_t>(documents) + kLayoutStride - 1) / kLayoutStride))
    return Damaged("a table of documents");
  if (!table.ReadKeys(parts[Number(TablePart::kKeys)]) || !table.ReadWidths()) return Damaged("a table of documents");
  for (size_t c = 0; c < kLabelColumnCount; ++c) {
    ASSIGN_OR_RETURN(table.labels_[c], LabelValues::Parse(parts[kFirstLabels + c], documents));
  }
  for (size_t c = 0; c < kNumberColumnCount; ++c) {
    ASSIGN_OR_RETURN(table.numbers_[c], NumberValues::Parse(parts[kFirstNumbers + c], documents));
  }
  ASSIGN_OR_RETURN(table.titles_, NumberValues::Parse(parts[Number(TablePart::kTitles)], documents));
  // Every title belongs to a document, so that the least number is 0.
  const int64_t last = table.titles_.Highest();
  if (last != kNoNumber) {
    if (table.titles_.Number(1) != 0 || last < 0 || last >= documents) return Damaged("a table of documents");
    table.title_count_ = static_cast<uint32_t>(last) + 1;
  }
  return table;
}

bool DocumentTable::ReadKeys(std::string_view bytes) {
  ByteReader in(bytes);
  std::string keys, key;
  keys_.reserve(4 * (static_cast<size_t>(size_) + 1));
  for (uint32_t d = 0; d < size_ && in.ok(); ++d) {
    const size_t shared = in.Varint();
    if (shared > key.size()) return false;
    key.resize(shared);
    key.append(in.Text());
    AppendFixed(keys_, static_cast<uint32_t>(keys.size()));
    keys.append(key);
  }
  AppendFixed(keys_, static_cast<uint32_t>(keys.size()));
  keys_.append(keys);
  return in.ok() && in.left() == 0;
}

bool DocumentTable::ReadWidths() {
  const size_t starts = 4 * ((static_cast<size_t>(size_) + kLayoutStride - 1) / kLayoutStride);
  ByteReader in(std::string_view(layouts_).substr(starts));
  widths_.reserve(size_);
  for (uint32_t d = 0; d < size_; ++d) {
    FieldLengths lengths = {};
    const uint32_t present = in.Varint32();
    for (size_t f = 0; f < kFieldCount; ++f)
      if ((present >> f & 1) != 0) lengths[f] = in.Varint32();
    widths_.push_back(static_cast<char>(PositionWidth(Positions(lengths))));
  }
  return in.ok();
}

std::string_view DocumentTable::Key(uint32_t document) const {
  const char* offsets = keys_.data() + 4ull * document;
  const uint32_t begin = Load32(offsets), end = Load32(offsets + 4);
  return std::string_view(keys_).substr(4ull * (size_ + 1ull) + begin, end - begin);
}

uint32_t DocumentTable::LowerBound(std::string_view key) const {
  uint32_t low = 0, high = size_;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (Key(middle) < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

uint32_t DocumentTable::Find(std::string_view key) const {
  const uint32_t document = LowerBound(key);
  return document < size_ && Key(document) == key ? document : size_;
}

FieldLengths DocumentTable::Layout(uint32_t document) const {
  const size_t starts = 4 * ((static_cast<size_t>(size_) + kLayoutStride - 1) / kLayoutStride);
  const uint32_t start = Load32(&layouts_[4ull * (document / kLayoutStride)]);
  ByteReader in(std::string_view(layouts_).substr(std::min<size_t>(starts + start, layouts_.size())));
  FieldLengths lengths = {};
  for (uint32_t i = document / kLayoutStride * kLayoutStride; i <= document; ++i) {
    const uint32_t present = in.Varint32();
    for (size_t f = 0; f < kFieldCount; ++f) lengths[f] = (present >> f & 1) != 0 ? in.Varint32() : 0;
  }
  return lengths;
}

size_t DocumentTable::bytes() const {
  size_t bytes = keys_.size() + audiences_.size() + lengths_.size() + layouts_.size() + widths_.size();
  for (const LabelValues& values : labels_) bytes += values.bytes();
  for (const NumberValues& values : numbers_) bytes += values.bytes();
  return bytes + titles_.bytes();
}

void DocumentTableWriter::Add(std::string_view key, AudienceSet audiences, uint8_t length, const FieldLengths& layout,
                              const LabelNumbers& labels, const std::array<int64_t, kNumberColumnCount>& numbers,
                              int64_t title) {
  if (size() % kLayoutStride == 0) layout_starts_.push_back(static_cast<uint32_t>(layouts_.size()));
  uint32_t present = 0;
  for (size_t f = 0; f < kFieldCount; ++f)
    if (layout[f] > 0) present |= 1u << f;
  AppendVarint(layouts_, present);
  for (const uint32_t field_length : layout)
    if (field_length > 0) AppendVarint(layouts_, field_length);
  size_t shared = 0;
  while (shared < std::min(key.size(), last_key_.size()) && key[shared] == last_key_[shared]) ++shared;
  AppendVarint(keys_, shared);
  AppendText(keys_, key.substr(shared));
  last_key_ = key;
  audiences_.push_back(static_cast<char>(audiences));
  lengths_.push_back(static_cast<char>(length));
  widths_.push_back(static_cast<char>(PositionWidth(Positions(layout))));
  for (size_t c = 0; c < kLabelColumnCount; ++c) labels_[c].Add(labels[c]);
  for (size_t c = 0; c < kNumberColumnCount; ++c) numbers_[c].push_back(numbers[c]);
  titles_.push_back(title);
}

double DocumentTableWriter::AverageLength() const {
  if (lengths_.empty()) return 1;
  double sum = 0;
  for (const char code : lengths_) sum += DecodeLength(static_cast<uint8_t>(code));
  return sum / static_cast<double>(lengths_.size());
}

std::array<std::string, 64> DocumentTableWriter::Finish() {
  std::array<std::string, 64> parts;
  parts[Number(TablePart::kKeys)] = std::move(keys_);
  parts[Number(TablePart::kAudiences)] = std::move(audiences_);
  parts[Number(TablePart::kLengths)] = std::move(lengths_);
  std::string& layouts = parts[Number(TablePart::kLayouts)];
  for (const uint32_t start : layout_starts_) AppendFixed(layouts, start);
  layouts.append(std::exchange(layouts_, {}));
  for (size_t c = 0; c < kLabelColumnCount; ++c)
    parts[kFirstLabels + c] = std::exchange(labels_[c], LabelValuesWriter()).Finish();
  for (size_t c = 0; c < kNumberColumnCount; ++c)
    parts[kFirstNumbers + c] = EncodeNumbers(std::exchange(numbers_[c], {}));
  parts[Number(TablePart::kTitles)] = EncodeNumbers(std::exchange(titles_, {}));
  return parts;
}

}  // namespace lectern::search
