#include "clients/admin/legacy/navigation.h"

#include <algorithm>
#include <array>
#include <string>

#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

template <size_t N>
bool IsOneOf(std::string_view line, const std::array<std::string_view, N>& lines) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

// No line of the menu is longer.
constexpr size_t kLongest = 120;

}  // namespace

bool IsMenuLine(std::string_view line) {
  constexpr std::array<std::string_view, 11> kLines = {
      "main menu",          "home",         "home page",   "human trafficking",      "street children", "torture",
      "child prostitution", "prostitution", "back to top", "torture by authorities", "top of page"};
  if (line.size() > kLongest) return false;
  const std::string lower = AsciiLower(Collapse(line));
  // "Human Trafficking in [Malawi] [other countries]"
  return lower.ends_with("[other countries]") || IsOneOf<kLines.size()>(lower, kLines);
}

bool IsMenuLineAmongOthers(std::string_view line) {
  constexpr std::array<std::string_view, 5> kLines = {
      "the commercial sexual exploitation of children", "commercial sexual exploitation of children",
      "resources for teachers", "country-by-country reports", "contribute a new topic"};
  return line.size() <= kLongest && IsOneOf<kLines.size()>(AsciiLower(Collapse(line)), kLines);
}

}  // namespace lectern::legacy
