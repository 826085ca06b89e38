#include "clients/admin/formats/cell_text.h"

namespace lectern::formats {

std::string_view WithoutFormulaMark(std::string_view cell) {
  constexpr std::string_view kGuarded = "=+-@'\t\r";
  if (cell.size() > 1 && cell[0] == '\'' && kGuarded.find(cell[1]) != std::string_view::npos) cell.remove_prefix(1);
  return cell;
}

std::string_view TrimCell(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

std::vector<std::string_view> SplitItems(std::string_view cell) {
  std::vector<std::string_view> items;
  if (TrimCell(cell).empty()) return items;
  size_t begin = 0;
  for (size_t at = 0; at < cell.size() && items.size() < kMostItems; ++at) {
    if (cell[at] == '\\') {
      ++at;
    } else if (cell[at] == '|') {
      items.push_back(TrimCell(cell.substr(begin, at - begin)));
      begin = at + 1;
    }
  }
  items.push_back(TrimCell(cell.substr(begin)));
  return items;
}

std::string Unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      out.push_back(text[at]);
      continue;
    }
    switch (const char sign = text[++at]) {
      case 'n':
        out.push_back('\n');
        break;
      case 'r':
        out.push_back('\r');
        break;
      case 's':
        out.push_back(' ');
        break;
      case 't':
        out.push_back('\t');
        break;
      case '\\':
      case '|':
      case ',':
      case '(':
      case ')':
        out.push_back(sign);
        break;
      default:
        out.push_back('\\');
        out.push_back(sign);
    }
  }
  return out;
}

}  // namespace lectern::formats
