#include "clients/admin/search/marked_text.h"

#include <algorithm>
#include <cstdint>

#include "clients/admin/text_width.h"
#include "unicode/utf8.h"

namespace lectern::admin {
namespace {

constexpr std::string_view kSetOff = "\x1b[1;4m";  // bold, underlined
constexpr std::string_view kPlain = "\x1b[0m";
constexpr size_t kNarrowestText = 20;

// Whether a character begins at byte `at` of `text`, or the text ends there.
bool IsBoundary(std::string_view text, size_t at) { return at == text.size() || !U8_IS_TRAIL(text[at]); }

}  // namespace

std::string_view PartOf(std::string_view text, const v1::TextRange& range) {
  if (range.start_byte() < 0 || range.end_byte() <= range.start_byte()) return {};
  const auto begin = static_cast<size_t>(range.start_byte()), end = static_cast<size_t>(range.end_byte());
  if (end > text.size() || !IsBoundary(text, begin) || !IsBoundary(text, end)) return {};
  return text.substr(begin, end - begin);
}

void MarkedText::Add(std::string_view text) { AddPiece(text, " "); }

void MarkedText::Add(std::string_view text, const TextRanges& ranges, std::string_view between_lines) {
  size_t done = 0;
  for (const v1::TextRange& range : ranges) {
    const std::string_view part = PartOf(text, range);
    const auto begin = static_cast<size_t>(range.start_byte());
    if (part.empty() || begin < done) continue;
    AddPiece(text.substr(done, begin - done), between_lines);
    const size_t mark = text_.size();
    AddPiece(part, between_lines);
    marks_.push_back({mark, text_.size()});
    done = begin + part.size();
  }
  AddPiece(text.substr(done), between_lines);
}

void MarkedText::AddPiece(std::string_view piece, std::string_view between_lines) {
  while (true) {
    const size_t end = piece.find('\n');
    text_ += Printable(piece.substr(0, end));
    if (end == std::string_view::npos) return;
    text_ += between_lines;
    piece.remove_prefix(end + 1);
  }
}

std::string MarkedText::Styled(std::string_view line) const {
  const auto line_begin = static_cast<size_t>(line.data() - text_.data());
  const size_t line_end = line_begin + line.size();
  std::string out;
  size_t done = line_begin;
  for (const Mark& mark : marks_) {
    const size_t begin = std::max(mark.begin, line_begin), end = std::min(mark.end, line_end);
    if (begin >= end) continue;
    out.append(text_, done, begin - done).append(kSetOff).append(text_, begin, end - begin).append(kPlain);
    done = end;
  }
  return out.append(text_, done, line_end - done);
}

void MarkedText::Print(Output& output, std::string_view margin) const {
  if (empty()) return;
  const size_t columns =
      output.width == 0 ? 0 : std::max(kNarrowestText, output.width - std::min(output.width, margin.size()));
  for (const std::string_view line : WrapParts(text_, columns))
    output.out << margin << (output.styled ? Styled(line) : std::string(line)) << '\n';
}

}  // namespace lectern::admin
