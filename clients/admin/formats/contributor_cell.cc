#include "clients/admin/formats/contributor_cell.h"

#include <algorithm>
#include <string>

#include "clients/admin/formats/cell_text.h"

namespace lectern::formats {
namespace {

// The first `sign` at or behind `from` that no backslash takes away; npos where there is none.
size_t FindBare(std::string_view text, char sign, size_t from) {
  for (size_t at = from; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == sign) {
      return at;
    }
  }
  return std::string_view::npos;
}

bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }

bool IsPlainRole(std::string_view role) {
  return !role.empty() && IsSmall(role.front()) && IsSmall(role.back()) &&
         std::all_of(role.begin(), role.end(), [](char c) { return IsSmall(c) || c == ' ' || c == '-'; });
}

}  // namespace

v1::Contributor ReadContributor(std::string_view item) {
  v1::Contributor contributor;
  // The last bracket that opens, of those that close with the item.
  size_t open = std::string_view::npos;
  for (size_t at = FindBare(item, '(', 0); at != std::string_view::npos; at = FindBare(item, '(', at + 1)) open = at;
  if (open != std::string_view::npos && FindBare(item, ')', open) == item.size() - 1 &&
      (open == 0 || item[open - 1] == ' ')) {
    const std::string_view role = item.substr(open + 1, item.size() - open - 2);
    const bool stated = role.starts_with('=');
    if (stated || IsPlainRole(role)) {
      contributor.set_role(stated ? Unescape(role.substr(1)) : std::string(role));
      item = item.substr(0, open == 0 ? 0 : open - 1);
    }
  }
  const size_t comma = FindBare(item, ',', 0);
  if (comma == std::string_view::npos) {
    contributor.set_literal(Unescape(item));
    return contributor;
  }
  contributor.set_family(Unescape(item.substr(0, comma)));
  std::string_view given = item.substr(comma + 1);
  if (given.starts_with(' ')) given.remove_prefix(1);
  contributor.set_given(Unescape(given));
  return contributor;
}

}  // namespace lectern::formats
