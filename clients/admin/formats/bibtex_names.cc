#include "clients/admin/formats/bibtex_names.h"

#include <string>

#include "clients/admin/formats/cell_text.h"
#include "clients/admin/formats/latex_text.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::formats {
namespace {

using legacy::AsciiLower;
using legacy::Trim;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '~'; }

// Parts of `text` between commas outside of braces.
std::vector<std::string_view> SplitAtCommas(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  size_t begin = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
    if (text[at] != ',' || depth != 0) continue;
    parts.push_back(Trim(text.substr(begin, at - begin)));
    begin = at + 1;
  }
  parts.push_back(Trim(text.substr(begin)));
  return parts;
}

// Words of `text`; a group in braces is part of one.
std::vector<std::string_view> SplitAtSpaces(std::string_view text) {
  std::vector<std::string_view> words;
  int depth = 0;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size()) depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
    if (at < text.size() && (!IsSpace(text[at]) || depth != 0)) continue;
    if (at > begin) words.push_back(text.substr(begin, at - begin));
    begin = at + 1;
  }
  return words;
}

std::vector<std::string_view> SplitAtAnd(std::string_view text) {
  std::vector<std::string_view> names;
  int depth = 0;
  size_t begin = 0;
  // One too many is enough for the caller to refuse the record.
  for (size_t at = 0; at < text.size() && names.size() <= kMostItems; ++at) {
    depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
    if (depth != 0 || !IsSpace(text[at]) || at + 4 >= text.size() || !IsSpace(text[at + 4]) ||
        AsciiLower(text.substr(at + 1, 3)) != "and")
      continue;
    names.push_back(Trim(text.substr(begin, at - begin)));
    begin = at + 4;
    at += 3;
  }
  names.push_back(Trim(text.substr(begin)));
  return names;
}

// The whole text stands in one pair of braces.
bool IsGroup(std::string_view text) {
  if (!text.starts_with('{') || !text.ends_with('}')) return false;
  int depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
    if (depth == 0) return at + 1 == text.size();
  }
  return false;
}

// A word such as "von" or "de": its first letter outside of braces is small.
bool IsParticle(std::string_view word) { return !word.empty() && legacy::IsLower(word.front()); }

std::string Join(const std::vector<std::string_view>& words, size_t begin, size_t end) {
  std::string text;
  for (size_t i = begin; i < end; ++i) {
    if (!text.empty()) text += ' ';
    text += words[i];
  }
  return FromLatex(text).text;
}

void Append(std::string* text, std::string_view more, std::string_view between) {
  if (more.empty()) return;
  if (!text->empty()) *text += between;
  *text += more;
}

// BibLaTeX's "family=Last, given=First, prefix=von, suffix=Jr"; false where the name is not written so.
bool ReadKeyed(const std::vector<std::string_view>& parts, v1::Contributor* who) {
  std::string family, given, prefix, suffix;
  for (const std::string_view part : parts) {
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string key = AsciiLower(Trim(part.substr(0, equals)));
    std::string_view value = Trim(part.substr(equals + 1));
    if (value.size() > 1 && value.starts_with('"') && value.ends_with('"')) value = value.substr(1, value.size() - 2);
    const std::string text = FromLatex(value).text;
    if (key == "family") {
      family = text;
    } else if (key == "given") {
      given = text;
    } else if (key == "prefix") {
      prefix = text;
    } else if (key == "suffix") {
      suffix = text;
    } else if (!key.ends_with("-i") && key != "useprefix" && key != "id") {
      return false;
    }
  }
  Append(&prefix, family, " ");
  Append(&given, suffix, ", ");
  who->set_family(prefix);
  who->set_given(given);
  return !who->family().empty();
}

v1::Contributor ReadName(std::string_view name) {
  v1::Contributor who;
  const std::vector<std::string_view> parts = SplitAtCommas(name);
  if (name.find('=') != std::string_view::npos && ReadKeyed(parts, &who)) return who;
  who.Clear();
  if (IsGroup(name)) {
    who.set_literal(FromLatex(name).text);
    return who;
  }
  if (parts.size() > 1) {
    // "von Last, First" or "von Last, Jr, First".
    who.set_family(FromLatex(parts[0]).text);
    std::string given = FromLatex(parts.size() > 2 ? parts[2] : parts[1]).text;
    if (parts.size() > 2) Append(&given, FromLatex(parts[1]).text, ", ");
    for (size_t i = 3; i < parts.size(); ++i) Append(&given, FromLatex(parts[i]).text, ", ");
    who.set_given(given);
    return who;
  }
  // "First von Last": the family name begins with the first particle, or is the last word.
  const std::vector<std::string_view> words = SplitAtSpaces(name);
  if (words.size() < 2) {
    who.set_literal(FromLatex(name).text);
    return who;
  }
  size_t family = words.size() - 1;
  for (size_t i = words.size() - 1; i-- > 0;) {
    if (IsParticle(words[i])) family = i;
  }
  who.set_family(Join(words, family, words.size()));
  who.set_given(Join(words, 0, family));
  return who;
}

}  // namespace

BibtexNames ReadBibtexNames(std::string_view value) {
  BibtexNames read;
  const std::vector<std::string_view> names = SplitAtAnd(value);
  for (const std::string_view name : names) {
    if (AsciiLower(name) == "others") {
      read.others = true;
    } else if (!name.empty()) {
      read.names.push_back(ReadName(name));
    }
  }
  return read;
}

}  // namespace lectern::formats
