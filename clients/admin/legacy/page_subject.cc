#include "clients/admin/legacy/page_subject.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/status/status.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/navigation.h"
#include "clients/admin/legacy/old_address.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kLongestHeadingLine = 160;
constexpr size_t kLongestNamePart = 60;
// Heading and name stand at the top; no page has more lines of navigation than this.
constexpr size_t kMostFrontBlocks = 200;

const reference::Country* CountryNamed(std::string_view name) {
  name = Trim(name);
  if (name.empty() || name.size() > kLongestHeadingLine) return nullptr;
  const std::string line = Collapse(name);
  if (const auto* country = reference::FindCountryByName(line)) return country;
  const size_t open = line.find('(');
  if (open == npos || IsProse(line)) return nullptr;
  // "Congo (DRC)": first what stands in the brackets, since the name before it may be another country's.
  const size_t close = line.find(')', open);
  const std::string inside = line.substr(open + 1, close == npos ? npos : close - open - 1);
  if (const auto* country = reference::FindCountryByName(inside)) return country;
  return open == 0 ? nullptr : reference::FindCountryByName(Trim(std::string_view(line).substr(0, open)));
}

// The country at the end of "Street Children in Malawi" or "Child Prostitution - Malawi".
const reference::Country* CountryAtEnd(std::string_view line) {
  if (line.size() > kLongestHeadingLine) return nullptr;
  for (const std::string_view link : {" - ", " \xE2\x80\x93 ", " in ", ": "}) {
    const size_t at = line.rfind(link);
    if (at == npos) continue;
    if (const auto* country = CountryNamed(line.substr(at + link.size()))) return country;
  }
  return nullptr;
}

// "BurkinaFaso.htm.txt" -> "Burkina Faso"
std::string NameOfFile(std::string_view file_name) {
  file_name = file_name.substr(file_name.find_last_of("/\\") + 1);
  const std::string_view stem = file_name.substr(0, file_name.find('.'));
  std::string name;
  for (size_t i = 0; i < stem.size(); ++i) {
    if (i > 0 && IsUpper(stem[i]) && IsLower(stem[i - 1])) name.push_back(' ');
    name.push_back(stem[i] == '_' ? ' ' : stem[i]);
  }
  return name;
}

class Finder {
 public:
  Finder(const SourceText& source, std::string_view path, std::vector<Block>* blocks)
      : source_(source), path_(path), blocks_(*blocks) {}

  absl::StatusOr<PageSubject> Run() {
    front_end_ = 0;
    while (front_end_ < blocks_.size() && front_end_ < kMostFrontBlocks &&
           blocks_[front_end_].kind != BlockKind::kAccessed && blocks_[front_end_].kind != BlockKind::kSection) {
      ++front_end_;
    }
    Period();
    PrintedName();
    Heading();
    OtherNames();
    if (subject_.country == nullptr) {
      return absl::InvalidArgumentError(
          "the page's country cannot be determined: put its official name on a line of its own under the heading, or "
          "name the file after the country.");
    }
    Topic();
    if (subject_.topic.empty()) {
      return absl::InvalidArgumentError(
          "the page's topic cannot be determined: put its heading (for example \"Street Children\") on a line of its "
          "own at the top.");
    }
    return std::move(subject_);
  }

 private:
  std::string_view Text(size_t i) const { return source_.text(blocks_[i].span); }

  void Period() {
    for (size_t i = 0; i < front_end_; ++i) {
      if (blocks_[i].kind == BlockKind::kPeriod) subject_.period = Collapse(Text(i));
    }
  }

  // The first line of the front that is a country's name, or two lines that make one.
  void PrintedName() {
    for (size_t i = 0; i < front_end_; ++i) {
      if (blocks_[i].kind != BlockKind::kText || IsMenuLine(Text(i))) continue;
      if (Text(i).size() > kLongestHeadingLine) {
        NameBeforeProse(i);
        break;
      }
      const bool pair = i + 1 < front_end_ && blocks_[i + 1].kind == BlockKind::kText &&
                        Text(i + 1).size() <= kLongestNamePart && !IsProse(Text(i + 1)) && TopicOf(Text(i)).empty();
      const std::string both = pair ? Collapse(Text(i)) + " " + Collapse(Text(i + 1)) : std::string();
      // Both lines first: "Democratic Republic" + "of the Congo".
      if (const auto* country = both.empty() ? nullptr : CountryNamed(both)) {
        SetName(country, both);
        blocks_[i].kind = blocks_[i + 1].kind = BlockKind::kCountryName;
        return;
      }
      if (const auto* country = CountryNamed(Text(i))) {
        SetName(country, Collapse(Text(i)));
        blocks_[i].kind = BlockKind::kCountryName;
        return;
      }
    }
  }

  // "Republic of Kenya The region lies ...", where name and introduction run together. Only an official name is taken:
  // a sentence can begin with the short one.
  void NameBeforeProse(size_t i) {
    const std::string_view text = Text(i);
    const std::vector<std::string_view> words = Words(text.substr(0, std::min(text.size(), kLongestHeadingLine)));
    for (size_t count = std::min<size_t>(words.size(), 9); count-- > 2;) {
      const std::string_view name(text.data(),
                                  static_cast<size_t>(words[count - 1].data() + words[count - 1].size() - text.data()));
      const auto* country = reference::FindCountryByName(Collapse(name));
      if (country == nullptr || count >= words.size() || !IsUpper(words[count].front())) continue;
      if (Collapse(name).size() <= country->name.size()) continue;
      Block prose = blocks_[i];
      prose.span.begin = static_cast<size_t>(words[count].data() - source_.text().data());
      prose.in_paragraph = true;
      prose.opens_after_blank = false;
      blocks_[i].span.end = blocks_[i].span.begin + name.size();
      blocks_[i].kind = BlockKind::kCountryName;
      SetName(country, Collapse(name));
      blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(i) + 1, prose);
      ++front_end_;
      return;
    }
  }

  void SetName(const reference::Country* country, std::string printed) {
    subject_.country = country;
    subject_.printed_country_name = std::move(printed);
  }

  // The last line with a topic's name above period or country name; the other such lines are the menu.
  void Heading() {
    size_t end = front_end_;
    for (size_t i = 0; i < front_end_; ++i) {
      const BlockKind kind = blocks_[i].kind;
      const bool prose = kind == BlockKind::kText && Text(i).size() > kLongestHeadingLine;
      if (kind != BlockKind::kNavigation && kind != BlockKind::kImageText &&
          (kind != BlockKind::kText || prose || IsProse(Text(i)))) {
        end = i;
        break;
      }
    }
    size_t heading = npos;
    size_t in_menu = npos;
    for (size_t i = 0; i < end; ++i) {
      if (blocks_[i].kind != BlockKind::kText || TopicOf(Text(i)).empty()) continue;
      (ClosesMenu(i) ? in_menu : heading) = i;
    }
    // For want of another line it is the heading, as in a capture that lost the blank line above it.
    if (heading == npos || IsMenuLine(Text(heading))) heading = std::max(heading + 1, in_menu + 1) - 1;
    // In a column of menu lines the last one is no heading.
    const bool of_menu = heading != npos && IsMenuLine(Text(heading)) && !blocks_[heading].opens_after_blank;
    if (of_menu) menu_topic_ = TopicOf(Text(heading));
    if (heading != npos && !of_menu) {
      // A heading may go on in a second line ("Torture by Police" / "& Other Ill Treatment").
      const bool bounded = end < front_end_ && end - heading <= 3 &&
                           (blocks_[end].kind == BlockKind::kPeriod || blocks_[end].kind == BlockKind::kCountryName);
      for (size_t i = heading; i < (bounded ? end : heading + 1); ++i) {
        if (blocks_[i].kind != BlockKind::kText) continue;
        blocks_[i].kind = BlockKind::kHeading;
        subject_.printed_heading += (subject_.printed_heading.empty() ? "" : " ") + Collapse(Text(i));
      }
      subject_.topic = std::string(TopicOf(subject_.printed_heading));
    }
    for (size_t i = 0; i < end; ++i) {
      const bool menu = IsMenuLine(Text(i)) || (IsMenuLineAmongOthers(Text(i)) && BesideMenu(i));
      if (blocks_[i].kind == BlockKind::kText && menu) blocks_[i].kind = BlockKind::kNavigation;
    }
  }

  bool IsMenuAt(size_t i) const {
    return i < blocks_.size() && (blocks_[i].kind == BlockKind::kNavigation || IsMenuLine(Text(i)));
  }
  bool BesideMenu(size_t i) const { return (i > 0 && IsMenuAt(i - 1)) || IsMenuAt(i + 1); }

  // A topic's name right under a line of the menu, with a blank line behind it: the menu's last line.
  bool ClosesMenu(size_t i) const {
    const bool parted = i + 1 < blocks_.size() && blocks_[i + 1].opens_after_blank;
    return IsMenuLineAmongOthers(Text(i)) && i > 0 && IsMenuAt(i - 1) && !blocks_[i].opens_after_blank && parted;
  }

  // Where no line is the country's name: heading, image text, citation line, and last the file's name.
  void OtherNames() {
    const reference::Country* hinted = nullptr;
    for (const Block& block : blocks_) {
      const std::string_view text = source_.text(block.span);
      if (block.kind == BlockKind::kHeading) hinted = CountryAtEnd(text);
      if (block.kind == BlockKind::kCitation) {
        // The title of the citation: "Child Prostitution - Malawi".
        const size_t dash = text.find(" - ");
        const size_t end = text.find_first_of("\",\n\xE2", dash == npos ? npos : dash + 3);
        if (hinted == nullptr && dash != npos && end != npos)
          hinted = CountryNamed(text.substr(dash + 3, end - dash - 3));
      }
      if (block.kind == BlockKind::kImageText && hinted == nullptr) hinted = CountryAtEnd(text);
      if (hinted != nullptr) break;
    }
    if (subject_.country == nullptr) {
      const reference::Country* of_address = hinted == nullptr ? CountryOfAddress() : nullptr;
      const reference::Country* of_file = CountryNamed(NameOfFile(path_));
      subject_.country = hinted != nullptr ? hinted : of_address != nullptr ? of_address : of_file;
      if (subject_.country != nullptr) {
        subject_.warnings.push_back("The page prints no country name on a line of its own; " +
                                    std::string(subject_.country->name) + " was taken from " +
                                    (hinted != nullptr       ? "its other headings."
                                     : of_address != nullptr ? "the address that it was saved from."
                                                             : "the file's name."));
      }
    } else if (hinted != nullptr && hinted != subject_.country) {
      subject_.warnings.push_back("The page is headed " + subject_.printed_country_name + ", but other lines name " +
                                  std::string(hinted->name) + "; the heading was followed.");
    }
  }

  // The country in an address that the page gives for itself.
  const reference::Country* CountryOfAddress() const {
    for (const std::string& address : source_.page_addresses()) {
      if (const auto* country = CountryNamed(NameOfFile(address))) return country;
    }
    return nullptr;
  }

  // The topic of the section that the page's address or folder names.
  std::string_view TopicOfAddress() const {
    for (const std::string& address : OldAddresses(path_, source_)) {
      if (const std::string_view topic = TopicOf(address); !topic.empty()) return topic;
    }
    return {};
  }

  // Without a heading: the citation line with the address in it, what the menu leaves out, the page's address, and last
  // the menu itself.
  void Topic() {
    std::string_view cited;
    for (const Block& block : blocks_) {
      if (block.kind == BlockKind::kCitation) cited = TopicOf(source_.text(block.span));
    }
    if (!subject_.topic.empty()) {
      if (!cited.empty() && cited != subject_.topic) {
        subject_.warnings.push_back(
            "The heading and the citation line name different topics; the heading was followed.");
      }
      return;
    }
    subject_.topic = std::string(cited);
    if (subject_.topic.empty()) {
      std::vector<std::string_view> left = {"topics/human-trafficking", "topics/sexual-exploitation-of-children",
                                            "topics/street-children", "topics/torture"};
      for (size_t i = 0; i < front_end_; ++i) {
        if (blocks_[i].kind == BlockKind::kNavigation) std::erase(left, TopicOf(Text(i)));
      }
      if (left.size() == 1) subject_.topic = std::string(left.front());
    }
    if (subject_.topic.empty()) subject_.topic = std::string(TopicOfAddress());
    if (subject_.topic.empty()) subject_.topic = std::string(menu_topic_);
    if (!subject_.topic.empty()) {
      subject_.warnings.push_back("The page has no heading; its topic was taken from its other lines or its address.");
    }
  }

  const SourceText& source_;
  std::string_view path_;
  std::vector<Block>& blocks_;
  size_t front_end_ = 0;
  // Topic of the menu's last line, for want of a heading.
  std::string_view menu_topic_;
  PageSubject subject_;
};

}  // namespace

std::string_view TopicOf(std::string_view heading) {
  struct Name {
    std::string_view phrase;
    std::string_view topic;
  };
  // The legacy terms are the old pages' own; the more specific ones stand first.
  constexpr std::array<Name, 9> kNames = {
      {{"sexual exploitation of children", "topics/sexual-exploitation-of-children"},
       {"child prostitution", "topics/sexual-exploitation-of-children"},
       {"childprostitution", "topics/sexual-exploitation-of-children"},
       {"street children", "topics/street-children"},
       {"streetchildren", "topics/street-children"},
       {"human trafficking", "topics/human-trafficking"},
       {"humantrafficking", "topics/human-trafficking"},
       {"trafficking in persons", "topics/human-trafficking"},
       {"torture", "topics/torture"}}};
  for (const Name& name : kNames) {
    if (HasPhrase(heading, name.phrase)) return name.topic;
  }
  return {};
}

absl::StatusOr<PageSubject> FindSubject(const SourceText& source, std::string_view path, std::vector<Block>* blocks) {
  return Finder(source, path, blocks).Run();
}

}  // namespace lectern::legacy
