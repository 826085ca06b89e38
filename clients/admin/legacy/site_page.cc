#include "clients/admin/legacy/site_page.h"

#include <algorithm>
#include <array>

#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/navigation.h"
#include "clients/admin/legacy/page_subject.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kLongestHeading = 160;
constexpr size_t kMostAddresses = 16;

bool IsShortLine(std::string_view text) { return text.size() <= kLongestHeading && !IsProse(text); }

bool IsMenuText(std::string_view text) { return IsMenuLine(text) || IsSiteMenu(text); }

class Reader {
 public:
  Reader(const SourceText& source, const std::vector<std::string_view>& kind_words, std::vector<Block> blocks)
      : source_(source), kind_words_(kind_words), blocks_(std::move(blocks)) {}

  SitePage Read(std::string_view path) {
    page_.topic = SiteTopic(source_, blocks_, path);
    page_.addresses = CitedAddresses(source_, blocks_);
    bool front = true;
    bool tail = false;
    for (size_t i = 0; i < blocks_.size(); ++i) {
      const BlockKind kind = blocks_[i].kind;
      if (kind == BlockKind::kRights || kind == BlockKind::kCitation) {
        page_.notices.push_back(blocks_[i].span);
        tail = true;
      } else if (kind == BlockKind::kBars || kind == BlockKind::kPeriod || kind == BlockKind::kImageText ||
                 IsSiteMenu(Text(i))) {
        page_.around.push_back(blocks_[i].span);
      } else if (tail && TakeTail(i)) {
        continue;
      } else if (front && TakeFront(i)) {
        page_.around.push_back(blocks_[i].span);
      } else {
        front = false;
        page_.body.push_back(blocks_[i]);
        // A list of links in brackets is content here, whatever else it is on other pages.
        if (kind != BlockKind::kAddress && kind != BlockKind::kEmptyBrackets) page_.body.back().kind = BlockKind::kText;
      }
    }
    return std::move(page_);
  }

 private:
  std::string_view Text(size_t i) const { return source_.text(blocks_[i].span); }

  bool NamesKind(std::string_view text) const {
    return std::any_of(kind_words_.begin(), kind_words_.end(),
                       [&](std::string_view words) { return HasPhrase(text, words); });
  }

  // Menu lines behind the notices, and the rest of a citation line that was broken: its address, its accessed date.
  bool TakeTail(size_t i) {
    const std::string_view text = Text(i);
    if (IsMenuText(text) || IsMenuLineAmongOthers(text)) {
      page_.around.push_back(blocks_[i].span);
    } else if (blocks_[i].kind == BlockKind::kAddress || (HasPhrase(text, "accessed") && text.size() <= 300)) {
      page_.notices.push_back(blocks_[i].span);
    } else {
      return false;
    }
    return true;
  }

  // Menu, topic and heading, up to the first line that is none of them.
  bool TakeFront(size_t i) {
    const std::string_view text = Text(i);
    if (blocks_[i].kind == BlockKind::kAddress) return page_.heading.empty();
    if (IsMenuLine(text)) return true;
    if (!IsShortLine(text)) return false;
    const bool names_kind = NamesKind(text);
    if (names_kind && !named_) {
      page_.heading = OneLine(text);
      named_ = true;
      return true;
    }
    // In the menu such a line names another page of the site.
    const bool beside_menu = (i > 0 && IsMenuText(Text(i - 1)) && !blocks_[i].opens_after_blank) ||
                             (i + 1 < blocks_.size() && IsMenuText(Text(i + 1)) && !blocks_[i + 1].opens_after_blank);
    if (IsMenuLineAmongOthers(text) && beside_menu) return true;
    if (!TopicOf(text).empty() && !topic_line_) {
      topic_line_ = true;
      return true;
    }
    // A line right at the top is the heading, unless one that says the kind of page still comes.
    if (named_ || !page_.heading.empty() || KindFollows(i) || !LabelOf(text).empty()) return false;
    page_.heading = OneLine(text);
    return true;
  }

  bool KindFollows(size_t i) const {
    for (size_t next = i + 1; next < blocks_.size() && next <= i + 6 && IsShortLine(Text(next)); ++next) {
      if (NamesKind(Text(next))) return true;
    }
    return false;
  }

  const SourceText& source_;
  const std::vector<std::string_view>& kind_words_;
  std::vector<Block> blocks_;
  SitePage page_;
  // The heading says what kind of page it is.
  bool named_ = false;
  bool topic_line_ = false;
};

}  // namespace

bool IsSiteMenu(std::string_view text) {
  constexpr std::array<std::string_view, 6> kWords = {"contribute", "country-by-country", "main menu",
                                                      "home page",  "other countries",    "back to top"};
  return IsMenu(text) &&
         std::any_of(kWords.begin(), kWords.end(), [&](std::string_view words) { return HasPhrase(text, words); });
}

SitePage ReadSitePage(const SourceText& source, std::string_view path,
                      const std::vector<std::string_view>& kind_words) {
  return Reader(source, kind_words, CutIntoBlocks(source, {.country_headings = {}, .without_entries = true}))
      .Read(path);
}

std::string SiteTopic(const SourceText& source, const std::vector<Block>& blocks, std::string_view path) {
  std::string_view heading;
  std::string_view cited;
  std::vector<std::string_view> in_menu;
  bool front = true;
  const auto text_of = [&](size_t i) { return source.text(blocks[i].span); };
  for (size_t i = 0; i < blocks.size(); ++i) {
    const std::string_view text = text_of(i);
    if (blocks[i].kind == BlockKind::kCitation) cited = TopicOf(text);
    const bool line = IsShortLine(text) || blocks[i].kind == BlockKind::kNavigation;
    front = front && (line || blocks[i].kind == BlockKind::kPeriod || blocks[i].kind == BlockKind::kImageText);
    const std::string_view topic = front && line ? TopicOf(text) : std::string_view();
    if (topic.empty()) continue;
    const bool above = i > 0 && !blocks[i].opens_after_blank && IsMenuText(text_of(i - 1));
    const bool below = i + 1 < blocks.size() && !blocks[i + 1].opens_after_blank && IsMenuText(text_of(i + 1));
    const bool menu = IsSiteMenu(text) || ((IsMenuLine(text) || IsMenuLineAmongOthers(text)) && (above || below));
    if (menu) {
      if (std::find(in_menu.begin(), in_menu.end(), topic) == in_menu.end()) in_menu.push_back(topic);
    } else if (heading.empty()) {
      heading = topic;
    }
  }
  if (!heading.empty()) return std::string(heading);
  if (!cited.empty()) return std::string(cited);
  if (const std::string_view of_path = TopicOf(path); !of_path.empty()) return std::string(of_path);
  return in_menu.size() == 1 ? std::string(in_menu.front()) : std::string();
}

std::vector<std::string> CitedAddresses(const SourceText& source, const std::vector<Block>& blocks) {
  std::vector<std::string> found;
  bool behind = false;
  for (const Block& block : blocks) {
    behind = behind || block.kind == BlockKind::kCitation;
    if (!behind) continue;
    for (const std::string_view word : Words(source.text(block.span))) {
      const std::string_view address = AddressOf(word);
      const bool of_site = address.find('/') != std::string_view::npos && !TopicOf(address).empty();
      if (!of_site || address.size() > 2048 || found.size() >= kMostAddresses) continue;
      if (std::find(found.begin(), found.end(), address) == found.end()) found.emplace_back(address);
    }
  }
  return found;
}

}  // namespace lectern::legacy
