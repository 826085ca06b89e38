#include "storage/search/index/edit_distance.h"

#include <algorithm>
#include <utility>

namespace lectern::search {

namespace {

// How many bytes the first code point of `text` takes.
size_t ReadCodePoint(std::string_view text, char32_t& point) {
  const auto lead = static_cast<uint8_t>(text[0]);
  point = lead;
  const size_t length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (length == 1 || length > text.size()) return 1;
  char32_t read = lead & (0x7fu >> length);
  for (size_t k = 1; k < length; ++k) {
    const auto byte = static_cast<uint8_t>(text[k]);
    if ((byte & 0xc0) != 0x80) return 1;
    read = read << 6 | (byte & 0x3fu);
  }
  point = read;
  return length;
}

}  // namespace

std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  char32_t point = 0;
  for (size_t i = 0; i < text.size(); points.push_back(point)) i += ReadCodePoint(text.substr(i), point);
  return points;
}

std::string_view FirstCodePoints(std::string_view text, size_t count) {
  size_t bytes = 0;
  char32_t point = 0;
  for (; count > 0 && bytes < text.size(); --count) bytes += ReadCodePoint(text.substr(bytes), point);
  return text.substr(0, bytes);
}

EditDistance::EditDistance(std::u32string target, uint32_t most) : target_(std::move(target)), most_(most) {
  std::vector<uint32_t>& first = Row(0);
  for (size_t k = 0; k < first.size(); ++k) first[k] = static_cast<uint32_t>(k);
  filled_ = 1;
}

std::vector<uint32_t>& EditDistance::Row(size_t i) {
  while (rows_.size() <= i) rows_.emplace_back(target_.size() + 1);
  return rows_[i];
}

bool EditDistance::FillRow(size_t i) {
  std::vector<uint32_t>& row = Row(i);
  const std::vector<uint32_t>& above = rows_[i - 1];
  row[0] = static_cast<uint32_t>(i);
  uint32_t least = row[0];
  for (size_t k = 1; k <= target_.size(); ++k) {
    row[k] = std::min({above[k] + 1, row[k - 1] + 1, above[k - 1] + (word_[i - 1] == target_[k - 1] ? 0u : 1u)});
    if (i > 1 && k > 1 && word_[i - 1] == target_[k - 2] && word_[i - 2] == target_[k - 1])
      row[k] = std::min(row[k], rows_[i - 2][k - 2] + 1);
    least = std::min(least, row[k]);
  }
  // An exchange reaches back two rows.
  return least <= most_ || (i > 0 && *std::min_element(above.begin(), above.end()) + 1 <= most_);
}

uint32_t EditDistance::To(std::u32string_view word) {
  size_t shared = 0;
  while (shared < word.size() && shared < word_.size() && word[shared] == word_[shared]) ++shared;
  if (dead_ > 0 && shared >= dead_) return most_ + 1;
  dead_ = 0;
  word_ = word;
  filled_ = std::min(filled_, shared + 1);
  while (filled_ <= word.size()) {
    if (!FillRow(filled_)) {
      dead_ = filled_;
      return most_ + 1;
    }
    ++filled_;
  }
  return std::min(rows_[word.size()][target_.size()], most_ + 1);
}

}  // namespace lectern::search
