#include "clients/admin/legacy/sentences.h"

#include <algorithm>

#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kLongestSentence = 600;

}  // namespace

size_t SkipSpaces(std::string_view text, size_t pos) {
  while (const size_t length = SpaceAt(text, pos)) pos += length;
  return pos;
}

size_t SentenceStart(std::string_view text, size_t pos) {
  const size_t earliest = pos > kLongestSentence ? pos - kLongestSentence : 0;
  size_t at = pos;
  int breaks = 0;
  for (; at > earliest; --at) {
    const char before = text[at - 1];
    if (before == '\n' && ++breaks > 1) break;
    if (SpaceBefore(text, at) == 0) {
      breaks = 0;
      const bool ends = before == '.' || before == '?' || before == '!' || before == '*' || before == ']';
      if (ends && SpaceAt(text, at) != 0) break;
    }
  }
  return SkipSpaces(text, at);
}

size_t BlankLine(std::string_view text, size_t pos) {
  for (pos = text.find('\n', pos); pos != npos; pos = text.find('\n', pos + 1)) {
    size_t at = pos + 1;
    for (size_t space = SpaceAt(text, at); space != 0 && text[at] != '\n'; space = SpaceAt(text, at)) at += space;
    if (at >= text.size() || text[at] == '\n') return pos;
  }
  return text.size();
}

size_t SentenceEnd(std::string_view text, size_t pos) {
  text = text.substr(0, std::min(text.size(), pos + kLongestSentence));
  text = text.substr(0, BlankLine(text, pos));
  for (; pos < text.size(); ++pos) {
    if (text[pos] == '.' && (pos + 1 == text.size() || SpaceAt(text, pos + 1) != 0)) return pos + 1;
  }
  return text.size();
}

size_t ParagraphStart(std::string_view text, size_t pos, size_t from) {
  for (size_t line = text.substr(0, pos).rfind('\n'); line != npos && line >= from && line > 0;
       line = text.substr(0, line).rfind('\n')) {
    const size_t before = text.substr(0, line).rfind('\n');
    const size_t begin = std::max(before == npos ? 0 : before + 1, from);
    if (IsBlank(text.substr(begin, line - begin))) return SkipSpaces(text, line);
  }
  return SkipSpaces(text, std::min(from, pos));
}

}  // namespace lectern::legacy
