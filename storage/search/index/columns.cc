#include "storage/search/index/columns.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "storage/search/index/damage.h"

namespace lectern::search {

absl::StatusOr<LabelValues> LabelValues::Parse(std::string_view bytes, size_t documents) {
  LabelValues values;
  ByteReader in(bytes);
  const uint64_t sets = in.Varint();
  for (uint64_t i = 0; i < sets && in.ok(); ++i) {
    LabelSet& set = values.sets_.emplace_back();
    const uint64_t labels = in.Varint();
    for (uint64_t k = 0; k < labels && in.ok(); ++k) set.emplace_back(in.Text());
  }
  if (!in.ok() || !values.codes_.ReadFrom(in, documents)) return Damaged("a column of labels");
  for (size_t i = 0; i < documents; ++i)
    if (values.codes_[i] >= values.sets_.size()) return Damaged("a column of labels");
  return values;
}

size_t LabelValues::bytes() const {
  size_t bytes = codes_.width() * codes_.size();
  for (const LabelSet& set : sets_) bytes += sizeof set + set.size() * sizeof(std::string);
  return bytes;
}

uint32_t LabelValuesWriter::Number(LabelSet set) {
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  return known_.try_emplace(std::move(set), static_cast<uint32_t>(known_.size())).first->second;
}

std::string LabelValuesWriter::Finish() const {
  // Only what a document has: merging may have asked for the numbers of sets that went with their last document.
  std::vector<bool> used(known_.size());
  for (size_t i = 0; i < numbers_.size(); ++i) used[numbers_[i]] = true;
  std::vector<uint64_t> place(known_.size());
  std::string sets;
  uint64_t count = 0;
  for (const auto& [set, number] : known_) {
    if (!used[number]) continue;
    place[number] = count++;
    AppendVarint(sets, set.size());
    for (const std::string& label : set) AppendText(sets, label);
  }
  PackedCodes codes;
  for (size_t i = 0; i < numbers_.size(); ++i) codes.Add(place[numbers_[i]]);
  std::string out;
  AppendVarint(out, count);
  out.append(sets);
  codes.AppendTo(out);
  return out;
}

std::string EncodeNumbers(const std::vector<int64_t>& numbers) {
  int64_t base = INT64_MAX;
  for (const int64_t number : numbers)
    if (number != kNoNumber) base = std::min(base, number);
  if (base == INT64_MAX) base = 0;
  PackedCodes codes;
  for (const int64_t number : numbers)
    codes.Add(number == kNoNumber ? 0 : static_cast<uint64_t>(number) - static_cast<uint64_t>(base) + 1);
  std::string out;
  AppendFixed(out, static_cast<uint64_t>(base));
  codes.AppendTo(out);
  return out;
}

absl::StatusOr<NumberValues> NumberValues::Parse(std::string_view bytes, size_t documents) {
  NumberValues values;
  ByteReader in(bytes);
  values.base_ = static_cast<int64_t>(in.Fixed64());
  if (!values.codes_.ReadFrom(in, documents)) return Damaged("a column of numbers");
  for (size_t begin = 0; begin < documents; begin += kZone) {
    uint64_t highest = 0, lowest = UINT64_MAX;
    for (size_t i = begin; i < std::min(begin + kZone, documents); ++i) {
      const uint64_t code = values.codes_[i];
      highest = std::max(highest, code);
      if (code > 0) lowest = std::min(lowest, code);
    }
    values.highest_.push_back(highest);
    values.lowest_.push_back(lowest);
  }
  values.by_highest_.resize(values.highest_.size());
  std::iota(values.by_highest_.begin(), values.by_highest_.end(), 0u);
  values.by_lowest_ = values.by_highest_;
  std::stable_sort(values.by_highest_.begin(), values.by_highest_.end(),
                   [&](uint32_t a, uint32_t b) { return values.highest_[a] > values.highest_[b]; });
  std::stable_sort(values.by_lowest_.begin(), values.by_lowest_.end(),
                   [&](uint32_t a, uint32_t b) { return values.lowest_[a] < values.lowest_[b]; });
  return values;
}

int64_t NumberValues::Highest() const {
  return highest_.empty() ? kNoNumber : Number(*std::max_element(highest_.begin(), highest_.end()));
}

bool NumberValues::CodeRange(int64_t least, int64_t most, uint64_t& first, uint64_t& last) const {
  if (least > most || most < base_) return false;
  first = least <= base_ ? 1 : static_cast<uint64_t>(least) - static_cast<uint64_t>(base_) + 1;
  last = static_cast<uint64_t>(most) - static_cast<uint64_t>(base_);
  if (last != UINT64_MAX) ++last;
  return true;
}

}  // namespace lectern::search
