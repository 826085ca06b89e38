#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

unsigned char Byte(std::string_view text, size_t pos) { return static_cast<unsigned char>(text[pos]); }

bool IsAsciiSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

char Lower(char c) { return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsBreak(char c) { return c == '\n' || c == '\r' || c == '\v' || c == '\f'; }

}  // namespace

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsLetter(char c) { return IsUpper(c) || IsLower(c); }

size_t SpaceAt(std::string_view text, size_t pos) {
  if (pos >= text.size()) return 0;
  if (IsAsciiSpace(text[pos])) return 1;
  const std::string_view rest = text.substr(pos);
  if (rest.starts_with("\xC2\xA0") || rest.starts_with("\xC2\x85")) return 2;
  if (rest.size() < 3) return 0;
  if (rest.starts_with("\xE2\x80")) {
    const unsigned char last = Byte(rest, 2);
    // U+2000..U+200B, U+2028, U+2029, U+202F.
    return last <= 0x8B || last == 0xA8 || last == 0xA9 || last == 0xAF ? 3 : 0;
  }
  return rest.starts_with("\xE3\x80\x80") || rest.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

size_t SpaceBefore(std::string_view text, size_t pos) {
  for (size_t length = 1; length <= 3 && length <= pos; ++length) {
    if (SpaceAt(text.substr(0, pos), pos - length) == length) return length;
  }
  return 0;
}

std::string_view Trim(std::string_view text) {
  size_t begin = 0;
  while (const size_t length = SpaceAt(text, begin)) begin += length;
  size_t end = text.size();
  while (end > begin) {
    const size_t length = SpaceBefore(text, end);
    if (length == 0) break;
    end -= length;
  }
  return text.substr(begin, end - begin);
}

bool IsBlank(std::string_view text) { return Trim(text).empty(); }

std::string Collapse(std::string_view text) {
  text = Trim(text);
  std::string out;
  for (size_t pos = 0; pos < text.size();) {
    size_t length = SpaceAt(text, pos);
    if (length == 0) {
      out.push_back(text[pos++]);
      continue;
    }
    for (; length != 0; length = SpaceAt(text, pos)) pos += length;
    out.push_back(' ');
  }
  return out;
}

std::string OneLine(std::string_view text) {
  text = Trim(text);
  std::string out;
  for (size_t pos = 0; pos < text.size();) {
    size_t end = pos;
    bool broken = false;
    while (const size_t length = SpaceAt(text, end)) {
      broken = broken || IsBreak(text[end]);
      end += length;
    }
    if (end == pos) {
      out.push_back(text[pos++]);
      continue;
    }
    if (broken) {
      out.push_back(' ');
    } else {
      out.append(text.substr(pos, end - pos));
    }
    pos = end;
  }
  return out;
}

std::string AsciiLower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = Lower(c);
  return out;
}

size_t MatchPhrase(std::string_view text, size_t pos, std::string_view phrase) {
  for (const char wanted : phrase) {
    if (wanted == ' ') {
      size_t length = SpaceAt(text, pos);
      if (length == 0) return std::string_view::npos;
      for (; length != 0; length = SpaceAt(text, pos)) pos += length;
    } else {
      if (pos >= text.size() || Lower(text[pos]) != wanted) return std::string_view::npos;
      ++pos;
    }
  }
  return pos;
}

size_t FindPhrase(std::string_view text, std::string_view phrase, size_t from) {
  if (phrase.empty()) return std::string_view::npos;
  for (size_t pos = from; pos + 1 <= text.size(); ++pos) {
    if (Lower(text[pos]) == phrase[0] && MatchPhrase(text, pos, phrase) != std::string_view::npos) return pos;
  }
  return std::string_view::npos;
}

bool HasPhrase(std::string_view text, std::string_view phrase) {
  return FindPhrase(text, phrase) != std::string_view::npos;
}

bool HasWord(std::string_view text, std::string_view word) {
  for (size_t pos = FindPhrase(text, word); pos != std::string_view::npos; pos = FindPhrase(text, word, pos + 1)) {
    const size_t end = MatchPhrase(text, pos, word);
    const bool open_before = pos == 0 || !(IsLetter(text[pos - 1]) || IsDigit(text[pos - 1]));
    const bool open_behind = end >= text.size() || !(IsLetter(text[end]) || IsDigit(text[end]));
    if (open_before && open_behind) return true;
  }
  return false;
}

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t pos = 0; pos < text.size();) {
    if (const size_t length = SpaceAt(text, pos)) {
      pos += length;
      continue;
    }
    const size_t begin = pos;
    while (pos < text.size() && SpaceAt(text, pos) == 0) ++pos;
    words.push_back(text.substr(begin, pos - begin));
  }
  return words;
}

size_t CodePoints(std::string_view text) {
  size_t count = 0;
  for (size_t pos = 0; pos < text.size(); ++pos) count += (Byte(text, pos) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

std::string_view Shorten(std::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (Byte(text, limit) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

}  // namespace lectern::legacy
