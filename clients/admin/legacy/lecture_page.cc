#include "clients/admin/legacy/lecture_page.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "clients/admin/legacy/country_headings.h"
#include "clients/admin/legacy/entry_layout.h"
#include "clients/admin/legacy/entry_limits.h"
#include "clients/admin/legacy/entry_reader.h"
#include "clients/admin/legacy/hotline_reader.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/navigation.h"
#include "clients/admin/legacy/page_subject.h"
#include "clients/admin/legacy/site_page.h"
#include "clients/admin/legacy/source_key.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kLongestThemeId = 60;
constexpr size_t kLongestLabel = 160;
constexpr size_t kQuoted = 120;
constexpr size_t kNone = static_cast<size_t>(-1);

// "Ages 13-15!" -> "ages-13-15"
std::string IdOf(std::string_view words) {
  std::string id;
  for (const char c : AsciiLower(words)) {
    if (IsLower(c) || IsDigit(c)) {
      id.push_back(c);
    } else if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
  }
  id.resize(std::min(id.size(), kLongestThemeId));
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

// "prevention" of "pages/111-prevention.htm.txt"
std::string ThemeOfFile(std::string_view path) {
  path.remove_prefix(path.find_last_of("/\\") + 1);
  if (!path.starts_with("111-")) return {};
  path.remove_prefix(4);
  return IdOf(path.substr(0, path.find('.')));
}

class Reader {
 public:
  Reader(const SourceText& source, std::string_view path)
      : source_(source), path_(path), headings_(FindCountryHeadings(source)) {}

  absl::StatusOr<ParsedFile> Read() {
    CutOptions options;
    for (const CountryHeading& heading : headings_) options.country_headings.push_back(heading.span);
    std::vector<Block> blocks = CutIntoBlocks(source_, options);
    topic_ = SiteTopic(source_, blocks, path_);
    addresses_ = CitedAddresses(source_, blocks);
    FindFront(&blocks);
    const PageLayout layout = LayOut(source_, std::move(blocks));
    if (layout.entries.empty()) {
      return absl::InvalidArgumentError(
          "the page holds no entry: check that the whole page was saved, with its titles and \"[accessed <date>]\" "
          "lines.");
    }
    const std::string id = ThemeOfFile(path_).empty() ? IdOf(label_) : ThemeOfFile(path_);
    if (id.empty()) {
      return absl::InvalidArgumentError(
          "the page's theme cannot be determined: put it as a heading on a line of its own at the top, or name the "
          "file after it, as in \"111-prevention.txt\".");
    }
    if (topic_.empty()) {
      return absl::InvalidArgumentError(
          "the page's topic cannot be determined: put its heading (for example \"Street Children\") on a line of its "
          "own at the top.");
    }
    theme_ = "themes/" + id;
    AddTheme(id);
    parsed_.kind = LegacyKind::kLectureResources;
    CountGroups(layout);
    for (size_t i = 0; i < layout.entries.size(); ++i) AddEntry(layout, i);
    for (const size_t block : layout.around) AddAround(layout.blocks[block]);
    for (auto* list : {&parsed_.warnings, &parsed_.left_out}) {
      std::stable_sort(list->begin(), list->end(),
                       [](const auto& a, const auto& b) { return a.start_byte < b.start_byte; });
    }
    return std::move(parsed_);
  }

 private:
  std::string_view Text(const Block& block) const { return source_.text(block.span); }

  // Menu, topic and theme at the top, so that no entry takes them for its own.
  void FindFront(std::vector<Block>* blocks) {
    bool topic_line = false;
    for (size_t i = 0; i < blocks->size(); ++i) {
      Block& block = (*blocks)[i];
      if (block.kind == BlockKind::kNavigation || block.kind == BlockKind::kImageText ||
          block.kind == BlockKind::kPeriod || block.kind == BlockKind::kBars || block.kind == BlockKind::kAddress) {
        continue;
      }
      const std::string_view text = Text(block);
      if (block.kind != BlockKind::kText || text.size() > kLongestLabel || IsProse(text)) return;
      if (IsMenuLine(text) || (IsMenuLineAmongOthers(text) && !block.opens_after_blank)) {
        block.kind = BlockKind::kNavigation;
      } else if (!topic_line && !TopicOf(text).empty()) {
        block.kind = BlockKind::kHeading;
        topic_line = true;
      } else if (label_.empty() && !IsEntryAt(*blocks, i)) {
        block.kind = BlockKind::kHeading;
        label_ = OneLine(text);
      } else {
        return;
      }
    }
  }

  // The line is the title of an entry: its byline or its accessed run is near.
  bool IsEntryAt(const std::vector<Block>& blocks, size_t i) const {
    for (size_t next = i + 1; next < blocks.size() && next <= i + 2; ++next) {
      if (blocks[next].kind == BlockKind::kAccessed) return true;
      if (blocks[next].kind == BlockKind::kCountryHeading || blocks[next].kind == BlockKind::kSection) return false;
      if (blocks[next].kind == BlockKind::kText && IsProse(Text(blocks[next]))) return false;
    }
    return false;
  }

  void AddTheme(const std::string& id) {
    v1::Theme& theme = parsed_.themes.emplace_back();
    theme.set_name(theme_);
    v1::LocalizedText* label = theme.add_labels();
    label->set_language("en");
    label->set_text(label_.empty() ? id : label_);
    if (label_.empty()) {
      parsed_.warnings.push_back({0, 0, "The page has no heading; its theme was taken from the file's name."});
    }
  }

  // How many entries stand under each heading.
  void CountGroups(const PageLayout& layout) {
    for (const EntryBlocks& entry : layout.entries) ++groups_[entry.country_heading.value_or(kNone)];
    size_t single = 0;
    size_t several = 0;
    for (const auto& [heading, count] : groups_) {
      if (heading != kNone) ++(count == 1 ? single : several);
    }
    one_each_ = single >= 3 && several * 3 <= single;
  }

  void AddEntry(const PageLayout& layout, size_t i) {
    const EntryBlocks& blocks = layout.entries[i];
    v1::Entry entry = ReadEntry(source_, layout, blocks);
    const size_t begin = layout.blocks[blocks.titles.front()].span.begin;
    const reference::Country* country = CountryOf(layout, i, &entry);
    if (country != nullptr) entry.set_country("countries/" + AsciiLower(country->alpha2));
    entry.set_topic(topic_);
    entry.add_themes(theme_);
    entry.set_rank(RankOf(i));
    for (const std::string& address : addresses_) entry.add_legacy_addresses(address);
    entry.mutable_provenance()->set_file(std::string(path_.substr(path_.find_last_of("/\\") + 1)));
    KeepLimits(entry.mutable_provenance());
    const size_t ordinal = alike_[LectureEntryKey(entry, 0)]++;
    entry.set_source_key(LectureEntryKey(entry, ordinal));
    for (const std::string& warning : entry.provenance().warnings()) Warn(begin, warning);
    if (country != nullptr) {
      if (auto hotline = ProposeHotline(entry, std::string(country->alpha2))) {
        parsed_.hotlines.push_back({*std::move(hotline), parsed_.entries.size()});
      }
    }
    parsed_.entries.push_back(std::move(entry));
  }

  const reference::Country* CountryOf(const PageLayout& layout, size_t i, v1::Entry* entry) {
    const std::optional<size_t> block = layout.entries[i].country_heading;
    v1::Provenance* provenance = entry->mutable_provenance();
    if (!block) {
      provenance->add_warnings("No country stands over this entry; it was left without one.");
      return nullptr;
    }
    const size_t begin = layout.blocks[*block].span.begin;
    const auto heading = std::find_if(headings_.begin(), headings_.end(),
                                      [&](const CountryHeading& h) { return h.span.begin == begin; });
    if (heading == headings_.end() || heading->country == nullptr) {
      provenance->add_warnings("The heading \"" + std::string(Shorten(Text(layout.blocks[*block]), kQuoted)) +
                               "\" names no country that is known; the entry was left without one.");
      return nullptr;
    }
    const bool first = i == 0 || layout.entries[i - 1].country_heading != block;
    if (!first && one_each_) {
      provenance->add_warnings("Every other country of this page has one entry, and this one stands behind that of " +
                               std::string(heading->country->name) +
                               ": its own heading may be lost, so it was left without a country.");
      return nullptr;
    }
    SetConfidence("country", first ? 0.95F : 0.8F, provenance);
    return heading->country;
  }

  // What stands around the entries.
  void AddAround(const Block& block) {
    const std::string quoted = OneLine(Shorten(Text(block), kQuoted));
    const char* what = nullptr;
    switch (block.kind) {
      case BlockKind::kCountryHeading:
        what = "A country's heading";
        break;
      case BlockKind::kSection:
      case BlockKind::kHeading:
        what = "A heading of the page";
        break;
      case BlockKind::kNavigation:
      case BlockKind::kTeacherPointer:
      case BlockKind::kImageText:
      case BlockKind::kBars:
      case BlockKind::kPeriod:
        what = "Menu and ornament of the page";
        break;
      case BlockKind::kRights:
      case BlockKind::kCitation:
      case BlockKind::kCaution:
        what = "A notice of the page";
        break;
      default:
        break;
    }
    for (size_t line = block.span.begin; line < block.span.end; line = NextLine(line, block.span.end)) {
      const bool opens = line == block.span.begin;
      if (what != nullptr) {
        AddPlace(&parsed_.left_out, line,
                 opens ? std::string(what) + ": \"" + quoted + "\"." : "It goes on in this line.");
      } else {
        AddPlace(&parsed_.warnings, line,
                 opens ? "No rule took this line: \"" + quoted + "\"." : "It goes on in this line.");
      }
    }
  }

  size_t NextLine(size_t from, size_t end) const {
    const size_t line_break = source_.text().substr(0, end).find('\n', from);
    return line_break == std::string_view::npos ? end : line_break + 1;
  }

  void Warn(size_t offset, std::string text) { AddPlace(&parsed_.warnings, offset, std::move(text)); }
  void AddPlace(std::vector<ParsedFile::Warning>* list, size_t offset, std::string text) const {
    list->push_back({source_.LineOf(offset), source_.FileOffset(offset), std::move(text)});
  }

  const SourceText& source_;
  std::string_view path_;
  std::vector<CountryHeading> headings_;
  std::string topic_;
  std::string theme_;
  // The theme as the page prints it.
  std::string label_;
  std::vector<std::string> addresses_;
  std::map<size_t, size_t> groups_;
  // Nearly every country has one entry alone.
  bool one_each_ = false;
  std::map<std::string, size_t> alike_;
  ParsedFile parsed_;
};

}  // namespace

bool LooksLikeLecturePage(const SourceText& source) {
  std::set<const reference::Country*> countries;
  const std::vector<AccessedRun> runs = FindAccessedRuns(source.text());
  size_t last = kNone;
  for (const CountryHeading& heading : FindCountryHeadings(source)) {
    if (heading.country == nullptr) continue;
    // An entry has to stand between two headings.
    const bool parted = last == kNone || std::any_of(runs.begin(), runs.end(), [&](const AccessedRun& run) {
                          return run.span.begin > last && run.span.begin < heading.span.begin;
                        });
    if (parted) countries.insert(heading.country);
    last = heading.span.end;
  }
  return countries.size() >= 3;
}

absl::StatusOr<ParsedFile> ParseLecturePage(std::string_view path, const SourceText& source) {
  return Reader(source, path).Read();
}

}  // namespace lectern::legacy
