#include "clients/admin/legacy/country_headings.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "clients/admin/legacy/byline.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/page_blocks.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kLongestHeading = 120;

const reference::Country* CountryNamed(std::string_view name) {
  name = Trim(name);
  if (name.empty() || name.size() > kLongestHeading) return nullptr;
  const std::string line = Collapse(name);
  if (const auto* country = reference::FindCountryByName(line)) return country;
  // "Congo (DRC)": what stands in the brackets first, since the name before it may be another country's.
  const size_t open = line.find('(');
  const size_t close = line.find(')', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return nullptr;
  if (const auto* country = reference::FindCountryByName(line.substr(open + 1, close - open - 1))) return country;
  return open == 0 ? nullptr : reference::FindCountryByName(Trim(std::string_view(line).substr(0, open)));
}

// "Theme - Country" parted at its last dash.
struct Parts {
  std::string theme;
  std::string_view country;
  bool dash = false;
};

Parts PartAtDash(std::string_view line) {
  Parts parts;
  parts.country = line;
  for (size_t pos = line.size(); pos-- > 0;) {
    const std::string_view rest = line.substr(pos);
    const size_t length = rest.starts_with("\xE2\x80\x93") || rest.starts_with("\xE2\x80\x94") ? 3
                          : rest.starts_with("-")                                              ? 1
                                                                                               : 0;
    const bool spaced = length != 0 && pos > 0 && SpaceBefore(line, pos) != 0 &&
                        (pos + length == line.size() || SpaceAt(line, pos + length) != 0);
    if (!spaced) continue;
    parts.theme = Collapse(line.substr(0, pos));
    parts.country = Trim(line.substr(pos + length));
    parts.dash = true;
    break;
  }
  return parts;
}

class Finder {
 public:
  explicit Finder(const SourceText& source) : source_(source) {
    bool blank = true;
    for (const Span& span : source.lines()) {
      const std::string_view line = Trim(source.text(span));
      if (!line.empty()) lines_.push_back({line, blank});
      blank = line.empty();
    }
  }

  std::vector<CountryHeading> Run() {
    for (const Line& line : lines_) {
      if (line.text.size() > kLongestHeading) continue;
      const Parts parts = PartAtDash(line.text);
      if (parts.dash && CountryNamed(parts.country) != nullptr) ++themes_[parts.theme];
    }
    for (size_t i = 0; i < lines_.size(); ++i) Take(i);
    return std::move(headings_);
  }

 private:
  struct Line {
    std::string_view text;
    bool after_blank = false;
  };

  static bool IsAccessed(std::string_view line) {
    const std::vector<AccessedRun> runs = FindAccessedRuns(line);
    return !runs.empty() && runs.front().span.begin == 0;
  }

  // True where line `i` is what title and byline end with: an accessed run or an address.
  bool ClosesHead(size_t i) const {
    return i < lines_.size() && (IsAccessed(lines_[i].text) || !AddressOf(lines_[i].text).empty());
  }

  // True where line `i` has to be the title of an entry: nothing or only a byline stands between it and the accessed
  // run.
  bool IsTitle(size_t i) const {
    if (ClosesHead(i + 1)) return true;
    if (!ClosesHead(i + 2)) return false;
    const std::string_view next = lines_[i + 1].text;
    return next.size() <= 300 && LooksLikeByline(OneLine(next)) && EndsWithDate(next);
  }

  // The line goes on with the one above it and is no heading.
  bool ContinuesLine(size_t i) const {
    if (i == 0 || lines_[i].after_blank) return false;
    const std::string_view above = lines_[i - 1].text;
    return above.size() >= 60 && !EndsSentence(above);
  }

  void Take(size_t i) {
    const std::string_view line = lines_[i].text;
    if (line.size() > kLongestHeading || IsMenu(line) || ContinuesLine(i)) return;
    if (const auto* country = CountryNamed(line)) {
      if (!IsTitle(i)) Add(line, country, "");
      return;
    }
    std::string marked(line);
    if (IsProse(line) || !TakeMediaMarks(&marked).empty()) return;
    const Parts parts = PartAtDash(line);
    const auto known = themes_.find(parts.dash ? parts.theme : Collapse(line));
    const auto* country = parts.dash ? CountryNamed(parts.country) : nullptr;
    const bool recurs = known != themes_.end() && known->second >= 2;
    if (country != nullptr) {
      if ((recurs && !ClosesHead(i + 1)) || (!IsTitle(i) && lines_[i].after_blank)) Add(line, country, parts.theme);
    } else if (recurs && !ClosesHead(i + 1) && (parts.dash || !headings_.empty())) {
      // The theme's heading whose country was lost, or is none that is known. At the top it is the page's own.
      Add(line, nullptr, parts.dash ? parts.theme : Collapse(line));
    }
  }

  void Add(std::string_view line, const reference::Country* country, std::string theme) {
    const size_t begin = static_cast<size_t>(line.data() - source_.text().data());
    headings_.push_back({{begin, begin + line.size()}, country, std::move(theme)});
  }

  const SourceText& source_;
  std::vector<Line> lines_;
  // How many headings name a country behind each theme.
  std::map<std::string, int> themes_;
  std::vector<CountryHeading> headings_;
};

}  // namespace

std::vector<CountryHeading> FindCountryHeadings(const SourceText& source) { return Finder(source).Run(); }

}  // namespace lectern::legacy
