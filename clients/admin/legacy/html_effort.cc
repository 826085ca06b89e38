// How much work a page would be for libgumbo, estimated from its tags.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "clients/admin/legacy/html_tree.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
// Tags that may be open at once, those included that are never closed, as many pages have them.
constexpr size_t kDeepest = 10'000;
// Looks at open tags that libgumbo may take: a second or two.
constexpr uint64_t kMostSteps = 300'000'000;
constexpr size_t kMostAttributes = 200;

absl::Status Tangled(const std::string& what) {
  return absl::InvalidArgumentError("the page's markup has " + what +
                                    ", which no page has: save the page as plain text and import that.");
}

// Tags that close each other or hold nothing, so that any number of them nests no deeper.
bool NeverNests(std::string_view name) {
  constexpr std::array<std::string_view, 32> kNames = {
      "p",    "li",   "dt",   "dd",    "td",     "th",      "tr",    "tbody",    "thead", "tfoot", "option",
      "br",   "hr",   "img",  "input", "meta",   "link",    "base",  "col",      "area",  "param", "wbr",
      "html", "head", "body", "embed", "source", "caption", "track", "colgroup", "frame", "image"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

// Elements that libgumbo opens again in each paragraph behind, and compares with each other by their attributes.
bool Formats(std::string_view name) {
  constexpr std::array<std::string_view, 14> kNames = {"a", "b",    "big", "code",  "em",     "font",   "i",
                                                       "s", "nobr", "u",   "small", "strike", "strong", "tt"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

// Elements whose content is text up to their end tag.
bool HoldsText(std::string_view name) {
  return name == "script" || name == "style" || name == "title" || name == "textarea" || name == "xmp" ||
         name == "iframe" || name == "noembed" || name == "noframes";
}

// Reads tags the way that libgumbo does, but for what it does with them: opening tags are counted even where it would
// not take them.
class Scan {
 public:
  explicit Scan(std::string_view html) : html_(html) {}

  absl::Status Run() {
    for (size_t pos = html_.find('<'); pos != npos; pos = html_.find('<', pos)) {
      if (html_.substr(pos).starts_with("<!--")) {
        pos = Behind("-->", pos + 2);
      } else if (pos + 1 < html_.size() && (html_[pos + 1] == '!' || html_[pos + 1] == '?')) {
        pos = Behind(">", pos);
      } else {
        const bool closes = pos + 1 < html_.size() && html_[pos + 1] == '/';
        const size_t name = pos + (closes ? 2 : 1);
        if (name >= html_.size() || !IsLetter(html_[name])) {
          ++pos;
          continue;
        }
        pos = Tag(name, closes);
      }
      if (deepest_ > kDeepest) return Tangled("more than " + std::to_string(kDeepest) + " tags inside each other");
      if (steps_ > kMostSteps) return Tangled("too many tags inside each other");
      if (attributes_ > kMostAttributes) {
        return Tangled("a tag of more than " + std::to_string(kMostAttributes) + " attributes");
      }
    }
    return absl::OkStatus();
  }

 private:
  size_t Behind(std::string_view end, size_t pos) const {
    const size_t found = html_.find(end, pos);
    return found == npos ? html_.size() : found + end.size();
  }

  // The tag whose name begins at `pos`; returns one past it.
  size_t Tag(size_t pos, bool closes) {
    const size_t begin = pos;
    while (pos < html_.size() && SpaceAt(html_, pos) == 0 && html_[pos] != '/' && html_[pos] != '>') ++pos;
    // Longer names than any known tag's are not told apart.
    const std::string name = AsciiLower(html_.substr(begin, std::min<size_t>(pos - begin, 16)));
    const size_t attributes = Attributes(&pos);
    attributes_ = std::max(attributes_, attributes);
    const uint64_t weight = !closes && Formats(name) ? 1 + attributes * attributes : 1;
    steps_ += (depth_ + 1) * weight;
    Count(name, closes);
    if (!closes && HoldsText(name)) {
      // As long as no end tag follows the rest is text.
      const size_t end = FindPhrase(html_, "</" + name, pos);
      pos = end == npos ? html_.size() : end;
    }
    return pos;
  }

  // Counts the attributes from `*at` on and moves it behind the tag.
  size_t Attributes(size_t* at) const {
    size_t pos = *at;
    size_t count = 0;
    bool between = true;
    while (pos < html_.size() && html_[pos] != '>') {
      const char c = html_[pos];
      if (SpaceAt(html_, pos) == 1 || c == '/') {
        between = true;
        ++pos;
      } else if (c == '=' && !between) {
        do {
          ++pos;
        } while (SpaceAt(html_, pos) == 1);
        if (pos < html_.size() && (html_[pos] == '"' || html_[pos] == '\'')) {
          pos = Behind(html_.substr(pos, 1), pos + 1);
          between = true;
        } else {
          while (pos < html_.size() && html_[pos] != '>' && SpaceAt(html_, pos) != 1) ++pos;
        }
      } else {
        count += between ? 1 : 0;
        between = false;
        ++pos;
      }
    }
    *at = std::min(pos + 1, html_.size());
    return count;
  }

  void Count(const std::string& name, bool closes) {
    if (NeverNests(name)) return;
    size_t& open = open_[name];
    if (!closes) {
      ++open;
      ++depth_;
      deepest_ = std::max(deepest_, depth_);
    } else if (open > 0) {
      --open;
      --depth_;
    }
  }

  std::string_view html_;
  std::map<std::string, size_t> open_;
  size_t depth_ = 0;
  size_t deepest_ = 0;
  uint64_t steps_ = 0;
  size_t attributes_ = 0;
};

}  // namespace

absl::Status CheckHtmlEffort(std::string_view html) { return Scan(html).Run(); }

}  // namespace lectern::legacy
