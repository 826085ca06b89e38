#include "clients/admin/legacy/passages.h"

#include <string>

#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// Where to part a text that is too long: behind the last white space that fits, else inside the long word.
size_t PartAt(std::string_view text) {
  const size_t limit = Shorten(text, kLongestPassage).size();
  for (size_t pos = limit; pos > limit / 2; --pos) {
    if (SpaceBefore(text, pos) != 0) return pos;
  }
  return limit;
}

// Paragraphs that carry numbers and run together: "32. ... streets. 33. These ..." is parted where a sentence ends and
// the next number follows, in the same form.
std::vector<std::string_view> PartByNumbers(const std::vector<std::string_view>& paragraphs) {
  std::vector<std::string_view> parted;
  for (std::string_view text : paragraphs) {
    text = Trim(text);
    for (std::string_view label = LabelOf(text); !label.empty(); label = LabelOf(text)) {
      const size_t first = label.find_first_of("0123456789");
      const size_t last = label.find_last_of("0123456789");
      const int number = std::stoi(std::string(label.substr(first, last + 1 - first)));
      const std::string next =
          std::string(label.substr(0, first)) + std::to_string(number + 1) + std::string(label.substr(last + 1));
      size_t at = text.find(next, label.size());
      while (at != std::string_view::npos && (LabelOf(text.substr(at)) != next || SpaceBefore(text, at) == 0 ||
                                              !EndsSentence(text.substr(0, at).substr(at > 80 ? at - 80 : 0)))) {
        at = text.find(next, at + 1);
      }
      if (at == std::string_view::npos) break;
      parted.push_back(Trim(text.substr(0, at)));
      text = text.substr(at);
    }
    parted.push_back(text);
  }
  return parted;
}

}  // namespace

std::vector<v1::Passage> ReadPassages(const std::vector<std::string_view>& paragraphs) {
  std::vector<v1::Passage> passages;
  std::string_view pending;
  const auto flush = [&] {
    if (pending.empty()) return;
    passages.emplace_back().set_heading(OneLine(pending));
    pending = {};
  };
  for (std::string_view text : PartByNumbers(paragraphs)) {
    if (text.empty()) continue;
    if (IsCapitals(text) && LabelOf(text).empty()) {
      flush();
      const OpeningHeading line = HeadingOf(text);
      pending = line.rest == text.size() ? line.heading : text;
      continue;
    }
    const std::string_view label = LabelOf(text);
    text = Trim(text.substr(label.size()));
    const OpeningHeading opening = HeadingOf(text);
    if (!opening.heading.empty()) flush();
    v1::Passage& first = passages.emplace_back();
    first.set_label(std::string(label));
    first.set_heading(OneLine(opening.heading.empty() ? pending : opening.heading));
    pending = {};
    text = Trim(text.substr(opening.rest));
    while (text.size() > kLongestPassage) {
      const size_t end = PartAt(text);
      passages.back().set_text(std::string(Trim(text.substr(0, end))));
      text = Trim(text.substr(end));
      passages.emplace_back();
    }
    passages.back().set_text(std::string(text));
  }
  flush();
  return passages;
}

}  // namespace lectern::legacy
