#include "clients/admin/legacy/paragraphs.h"

#include <algorithm>

#include "clients/admin/legacy/byline.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kNarrowest = 60;
constexpr size_t kWidest = 100;

// Lines that open something new and do not go on with the line before, however full that was. A number may also be the
// wrapped end of a sentence ("aged 12 or" / "13. They ..."), so the line before has to end one.
bool OpensParagraph(std::string_view before, std::string_view line) {
  if (!AddressOf(line).empty()) return true;
  if (!EndsSentence(before)) return false;
  return !LabelOf(line).empty() || !HeadingOf(line).heading.empty();
}

// A byline right above an accessed run or an address goes on with no title, however full the title's line was. A line
// with a comma above it may be the byline's own beginning.
bool OpensByline(std::string_view before, std::string_view line, std::string_view behind) {
  const bool plain = line.size() > 200 || IsLower(line.front()) || line.find(',') == std::string_view::npos;
  if (plain || before.find(',') != std::string_view::npos) {
    return false;
  }
  if (!behind.starts_with("[") && AddressOf(behind).empty()) return false;
  if (!EndsWithDate(line)) return false;
  const BylineParts parts = ReadByline(line);
  return !parts.publisher.empty() || !parts.series.empty();
}

// Full lines that end no sentence, with a line behind that begins in a small letter and is no address.
size_t CountBrokenSentences(const SourceText& source, size_t width) {
  size_t count = 0;
  for (size_t i = 0; i + 1 < source.lines().size(); ++i) {
    const std::string_view line = Trim(source.text(source.lines()[i]));
    const std::string_view next = Trim(source.text(source.lines()[i + 1]));
    if (line.empty() || next.empty() || CodePoints(line) + 15 < width) continue;
    if (IsLower(next.front()) && AddressOf(next).empty() && !EndsSentence(line)) ++count;
  }
  return count;
}

}  // namespace

size_t WrapWidth(const SourceText& source) {
  size_t count = 0;
  std::vector<size_t> lengths;
  std::vector<size_t> followed;
  for (size_t i = 0; i < source.lines().size(); ++i) {
    const std::string_view line = Trim(source.text(source.lines()[i]));
    if (line.empty()) continue;
    ++count;
    lengths.push_back(CodePoints(line));
    const bool goes_on = i + 1 < source.lines().size() && !IsBlank(source.text(source.lines()[i + 1]));
    if (goes_on) followed.push_back(lengths.back());
  }
  if (followed.empty()) return 0;
  // Up to one line in fifty may be longer: an address cannot be wrapped.
  std::sort(lengths.begin(), lengths.end());
  const size_t width = lengths[count - 1 - count / 50];
  if (width < kNarrowest || width > kWidest) return 0;
  const auto full =
      std::count_if(followed.begin(), followed.end(), [&](size_t length) { return length + 15 >= width; });
  if (static_cast<size_t>(full) * 4 >= followed.size()) return width;
  // A page of short lines: a sentence that goes on in a small letter behind a full line was wrapped all the same.
  return CountBrokenSentences(source, width) >= 2 ? width : 0;
}

std::vector<Paragraph> FindParagraphs(const SourceText& source, const std::vector<PageMark>& marks) {
  const size_t width = WrapWidth(source);
  std::vector<Paragraph> paragraphs;
  bool after_blank = true;
  size_t mark = 0;
  const std::vector<Span>& lines = source.lines();
  for (size_t i = 0; i < lines.size(); ++i) {
    const Span line_span = lines[i];
    const std::string_view line = Trim(source.text(line_span));
    while (mark < marks.size() && marks[mark].span.end <= line_span.begin) ++mark;
    const bool inside_mark = mark < marks.size() && marks[mark].span.begin < line_span.begin;
    if (line.empty() && !inside_mark) {
      after_blank = true;
      continue;
    }
    bool joins = inside_mark;
    if (!joins && !after_blank && width != 0 && !paragraphs.empty()) {
      const Span& before = paragraphs.back().span;
      const size_t last_break = source.text(before).find_last_of("\r\n");
      const std::string_view last =
          Trim(source.text(before).substr(last_break == std::string_view::npos ? 0 : last_break + 1));
      const std::vector<std::string_view> words = Words(Shorten(line, 200));
      // In bytes, since some converters count those; a character of several bytes then joins a little early.
      const bool full = last.size() + 1 + (words.empty() ? 0 : words.front().size()) > width;
      const std::string_view behind = i + 1 < lines.size() ? Trim(source.text(lines[i + 1])) : std::string_view();
      joins = full && AddressOf(last).empty() && !OpensParagraph(last, line) && !OpensByline(last, line, behind);
    }
    if (joins && !paragraphs.empty()) {
      paragraphs.back().span.end = line_span.end;
    } else {
      paragraphs.push_back({line_span, after_blank});
    }
    after_blank = false;
  }
  return paragraphs;
}

}  // namespace lectern::legacy
