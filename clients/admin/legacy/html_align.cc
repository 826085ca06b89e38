#include "clients/admin/legacy/html_align.h"

#include <algorithm>

#include "clients/admin/legacy/encoding.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kLongestName = 32;

// True where both go on alike for a few bytes, up to the next thing that the source writes in another way.
bool GoOnAlike(std::string_view original, std::string_view decoded) {
  for (size_t i = 0; i < 6; ++i) {
    if (i >= original.size() || original[i] == '&' || original[i] == '<' || original[i] == '\r') return true;
    if (i >= decoded.size() || original[i] != decoded[i]) return false;
  }
  return true;
}

// A reference in the source and the bytes that it became.
struct Reference {
  size_t original = 0;
  size_t decoded = 0;
};

// The reference that `original` begins with, given that `decoded` is the text from there on; nothing where the sign is
// meant as it is.
Reference ReferenceAt(std::string_view original, std::string_view decoded) {
  const size_t first = std::max<size_t>(Utf8At(decoded, 0).length, 1);
  if (original.size() > 1 && original[1] == '#') {
    size_t end = original.size() > 2 && (original[2] == 'x' || original[2] == 'X') ? 3 : 2;
    const size_t digits = end;
    const auto is_digit = [&](char c) {
      return IsDigit(c) || (digits == 3 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    };
    while (end < original.size() && is_digit(original[end])) ++end;
    if (end == digits) return {};
    return {end + (end < original.size() && original[end] == ';' ? 1 : 0), first};
  }
  size_t name_end = 1;
  while (name_end < original.size() && name_end <= kLongestName &&
         (IsLetter(original[name_end]) || IsDigit(original[name_end]))) {
    ++name_end;
  }
  // Only "&amp;" becomes the sign itself.
  const bool ampersand = original.starts_with("&amp") || original.starts_with("&AMP");
  if (name_end == 1 || (decoded.starts_with("&") && !ampersand)) return {};
  const size_t longest = name_end + (name_end < original.size() && original[name_end] == ';' ? 1 : 0);
  const size_t second = std::max<size_t>(Utf8At(decoded, first).length, 1);
  for (size_t end = longest; end >= 3; --end) {
    // Some names stand for a letter and a combining mark.
    for (const size_t became : {first, first + second}) {
      if (became <= decoded.size() && GoOnAlike(original.substr(end), decoded.substr(became))) return {end, became};
    }
  }
  return {};
}

// One past the tag or comment that begins at `pos`.
size_t MarkupEnd(std::string_view text, size_t pos) {
  const bool comment = text.substr(pos).starts_with("<!--");
  const size_t end = text.find(comment ? "-->" : ">", pos);
  return end == std::string_view::npos ? text.size() : end + (comment ? 3 : 1);
}

bool OpensMarkup(std::string_view text, size_t pos) {
  if (text[pos] != '<' || pos + 1 >= text.size()) return false;
  const char next = text[pos + 1];
  return IsLetter(next) || next == '/' || next == '!' || next == '?';
}

}  // namespace

std::vector<AlignedAt> Align(std::string_view original, std::string_view decoded) {
  std::vector<AlignedAt> anchors = {{0, 0}};
  size_t from = 0;
  size_t to = 0;
  const auto anchor = [&] {
    const AlignedAt& last = anchors.back();
    if (to - last.decoded == from - last.original) return;
    if (to == last.decoded) {
      anchors.back().original = from;
    } else {
      anchors.push_back({to, from});
    }
  };
  while (from < original.size() && to < decoded.size()) {
    if (OpensMarkup(original, from)) {
      from = MarkupEnd(original, from);
      continue;
    }
    anchor();
    if (original[from] == '&') {
      const Reference reference = ReferenceAt(original.substr(from), decoded.substr(to));
      if (reference.original != 0) {
        from += reference.original;
        to += reference.decoded;
        continue;
      }
    }
    if (original[from] == '\r' && decoded[to] == '\n') {
      from += from + 1 < original.size() && original[from + 1] == '\n' ? 2 : 1;
      ++to;
      continue;
    }
    if (original[from] != decoded[to]) break;
    ++from;
    ++to;
  }
  if (from <= original.size() && to < decoded.size()) anchor();
  return anchors;
}

}  // namespace lectern::legacy
