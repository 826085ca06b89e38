#include "clients/admin/legacy/source_text.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// Windows-1252 0x80..0x9F; 0 where the code page has no character.
constexpr std::array<uint16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

unsigned char Byte(std::string_view text, size_t pos) { return static_cast<unsigned char>(text[pos]); }

// Length of the well-formed UTF-8 sequence at `pos`, 0 where there is none.
size_t Utf8Length(std::string_view text, size_t pos) {
  const unsigned char lead = Byte(text, pos);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || pos + length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((Byte(text, pos + i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = Byte(text, pos + 1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool beyond = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return overlong || beyond ? 0 : length;
}

void AppendUtf8(uint16_t code, std::string* out) {
  if (code >= 0x800) {
    out->push_back(static_cast<char>(0xE0 | (code >> 12)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xC0 | (code >> 6)));
  }
  out->push_back(static_cast<char>(0x80 | (code & 0x3F)));
}

absl::Status NotText() {
  return absl::InvalidArgumentError("the file is not text: save the page as plain text in UTF-8 and import that file.");
}

}  // namespace

absl::StatusOr<SourceText> SourceText::Decode(std::string_view bytes) {
  if (bytes.size() > kMaxBytes) {
    return absl::InvalidArgumentError(
        "the file is longer than 8 MiB, which no page is: import each page as a file of its own.");
  }
  if (bytes.find('\0') != std::string_view::npos) return NotText();
  SourceText source;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    source.skipped_ = 3;
    bytes.remove_prefix(3);
  }
  source.text_.reserve(bytes.size());
  size_t controls = 0;
  for (size_t pos = 0; pos < bytes.size();) {
    const unsigned char c = Byte(bytes, pos);
    if (const size_t length = Utf8Length(bytes, pos)) {
      source.text_.append(bytes.substr(pos, length));
      controls += (c < 0x20 && !(c >= '\t' && c <= '\r')) || c == 0x7F ? 1 : 0;
      pos += length;
      continue;
    }
    const uint16_t code = c < 0xA0 ? kWindows1252[c - 0x80] : c;
    if (code == 0) return NotText();
    const size_t before = source.text_.size();
    AppendUtf8(code, &source.text_);
    const int64_t grown = static_cast<int64_t>(source.text_.size() - before) - 1;
    const int64_t so_far = source.shifts_.empty() ? 0 : source.shifts_.back().second;
    source.shifts_.emplace_back(source.text_.size(), so_far + grown);
    ++pos;
  }
  // English text has few letters beyond ASCII; a file full of them is something else read by the wrong code page.
  if (controls * 200 > bytes.size() || source.shifts_.size() * 4 > bytes.size()) return NotText();
  if (IsBlank(source.text_)) {
    return absl::InvalidArgumentError("the file is empty: give a file that holds the text of a page.");
  }
  source.FindLines();
  return source;
}

int64_t SourceText::FileOffset(size_t offset) const {
  const auto behind = std::upper_bound(shifts_.begin(), shifts_.end(), offset,
                                       [](size_t at, const auto& shift) { return at < shift.first; });
  const int64_t longer = behind == shifts_.begin() ? 0 : std::prev(behind)->second;
  return skipped_ + static_cast<int64_t>(offset) - longer;
}

int SourceText::LineOf(size_t offset) const {
  const auto behind = std::upper_bound(lines_.begin(), lines_.end(), offset,
                                       [](size_t at, const Span& line) { return at < line.begin; });
  return std::max(1, static_cast<int>(behind - lines_.begin()));
}

void SourceText::FindLines() {
  size_t begin = 0;
  for (size_t pos = 0; pos < text_.size(); ++pos) {
    if (text_[pos] != '\n' && text_[pos] != '\r') continue;
    lines_.push_back({begin, pos});
    if (text_[pos] == '\r' && pos + 1 < text_.size() && text_[pos + 1] == '\n') ++pos;
    begin = pos + 1;
  }
  if (begin < text_.size()) lines_.push_back({begin, text_.size()});
}

}  // namespace lectern::legacy
