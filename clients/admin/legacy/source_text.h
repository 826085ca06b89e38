#pragma once
// A file as text: decoded to UTF-8, with the way back to its bytes.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace lectern::legacy {

// A run of bytes of SourceText::text().
struct Span {
  size_t begin = 0;
  size_t end = 0;

  bool operator==(const Span&) const = default;
};

class SourceText {
 public:
  // The longest file that is read, in bytes.
  static constexpr size_t kMaxBytes = size_t{8} << 20;

  // Decodes UTF-8 (with or without a byte order mark) or, byte by byte where that fails, Windows-1252.
  // INVALID_ARGUMENT, with a sentence that says what to do: too long, empty, not text.
  static absl::StatusOr<SourceText> Decode(std::string_view bytes);

  // The whole text as UTF-8, line breaks as in the file.
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const { return text().substr(span.begin, span.end - span.begin); }

  // Where in the file the byte at `offset` of text() comes from. `offset` may be the text's size.
  int64_t FileOffset(size_t offset) const;

  // Number, from 1, of the line that holds `offset` of text().
  int LineOf(size_t offset) const;

  // How many bytes were read as Windows-1252.
  int64_t converted_bytes() const { return static_cast<int64_t>(shifts_.size()); }

  // The lines, without their breaks.
  const std::vector<Span>& lines() const { return lines_; }

 private:
  void FindLines();

  std::string text_;
  // Bytes of a byte order mark that text_ leaves out.
  int64_t skipped_ = 0;
  // For each converted byte: the offset behind it in text_, and how many bytes longer text_ is than the file up to
  // there.
  std::vector<std::pair<size_t, int64_t>> shifts_;
  std::vector<Span> lines_;
};

}  // namespace lectern::legacy
