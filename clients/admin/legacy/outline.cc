#include "clients/admin/legacy/outline.h"

#include <algorithm>
#include <array>

#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/sentences.h"
#include "clients/admin/legacy/teacher_draft.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kLongestHeading = 120;
constexpr size_t kLongestBody = 65536;
// Of a link, before the dash.
constexpr size_t kLongestName = 60;

// "Week 3", "Unit II: ..."
bool OpensNumberedPart(std::string_view text) {
  for (const std::string_view word :
       {"week ", "unit ", "part ", "session ", "module ", "lesson ", "chapter ", "section ", "day ", "step "}) {
    const size_t end = MatchPhrase(text, 0, word);
    if (end == npos || end >= text.size()) continue;
    const bool roman = text[end] == 'I' || text[end] == 'V' || text[end] == 'X';
    if (IsDigit(text[end]) || roman || MatchPhrase(text, end, "one") != npos) return true;
  }
  return false;
}

// A line of a list: a bullet, or a "v" that was one.
bool OpensListItem(std::string_view text) {
  for (const std::string_view bullet : {"\xE2\x80\xA2", "\xC2\xB7", "-", "*", "\xE2\x80\x93", "v", "o"}) {
    if (text.starts_with(bullet) && SpaceAt(text, bullet.size()) != 0) return true;
  }
  return !LabelOf(text).empty();
}

class Reader {
 public:
  Reader(const SourceText& source, const std::vector<Block>& body, bool links)
      : source_(source), body_(body), links_(links) {}

  std::vector<OutlinePart> Read() {
    for (size_t i = 0; i < body_.size(); ++i) {
      const std::string_view text = Text(i);
      if (IsHeading(i)) {
        parts_.emplace_back();
        const size_t dash = links_ ? DashIn(text) : npos;
        std::string_view heading = text.substr(0, dash);
        parts_.back().heading = OneLine(heading);
        if (parts_.back().heading.ends_with(":")) parts_.back().heading.pop_back();
        parts_.back().spans.push_back(body_[i].span);
        if (dash != npos) AddText(Trim(text.substr(dash + (text[dash + 1] == '-' ? 3 : 5))));
        continue;
      }
      const bool grows = !parts_.empty() && parts_.back().body.size() + text.size() + 8 <= kLongestBody;
      if (!grows) parts_.emplace_back();
      parts_.back().spans.push_back(body_[i].span);
      AddText(text);
    }
    return std::move(parts_);
  }

 private:
  std::string_view Text(size_t i) const { return source_.text(body_[i].span); }

  void AddText(std::string_view text) {
    const std::string_view address = AddressOf(text);
    const bool link = address.starts_with("http://") || address.starts_with("https://");
    const bool plain = address.find_first_of("<>") == npos;
    std::string& body = parts_.back().body;
    if (!body.empty()) body += "\n\n";
    body += link && plain ? "<" + std::string(address) + ">" : WithoutHtml(text);
  }

  // " - " or " – " that parts a link's words from what it leads to.
  static size_t DashIn(std::string_view text) {
    const size_t dash = std::min({text.find(" - "), text.find(" \xE2\x80\x93 "), text.find(" \xE2\x80\x94 ")});
    return dash == npos || dash == 0 ? npos : dash;
  }

  bool IsHeading(size_t i) const {
    const std::string_view text = Text(i);
    if (body_[i].kind == BlockKind::kAddress || text.size() > (links_ ? 2 : 1) * kLongestHeading ||
        text.find('\n') != npos)
      return false;
    if (OpensListItem(text) || IsMenu(text) || IsLeftover(text)) return false;
    const bool colon = text.ends_with(":");
    // "Lesson Plan 1 - A lesson about roads."
    const size_t dash = links_ ? DashIn(text) : npos;
    if (dash != npos && dash <= kLongestName && !IsProse(text.substr(0, dash))) return true;
    if (IsProse(text) && !colon) return false;
    if (links_) return true;
    if (OpensNumberedPart(text) || IsCapitals(text)) return true;
    if (!body_[i].opens_after_blank || i + 1 >= body_.size()) return false;
    // Any other short line is one where prose, a list or lines without a blank between follow.
    const std::string_view next = Text(i + 1);
    const bool list = OpensListItem(next);
    return IsProse(next) || list || (!body_[i + 1].opens_after_blank && !colon);
  }

  const SourceText& source_;
  const std::vector<Block>& body_;
  bool links_;
  std::vector<OutlinePart> parts_;
};

}  // namespace

std::vector<OutlinePart> ReadOutline(const SourceText& source, const std::vector<Block>& body, bool links) {
  return Reader(source, body, links).Read();
}

}  // namespace lectern::legacy
