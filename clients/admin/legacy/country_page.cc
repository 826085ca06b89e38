#include "clients/admin/legacy/country_page.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "clients/admin/legacy/entry_layout.h"
#include "clients/admin/legacy/entry_limits.h"
#include "clients/admin/legacy/entry_links.h"
#include "clients/admin/legacy/entry_reader.h"
#include "clients/admin/legacy/front_matter.h"
#include "clients/admin/legacy/hotline_reader.h"
#include "clients/admin/legacy/legacy_kind.h"
#include "clients/admin/legacy/old_address.h"
#include "clients/admin/legacy/page_blocks.h"
#include "clients/admin/legacy/page_subject.h"
#include "clients/admin/legacy/source_key.h"
#include "clients/admin/legacy/source_text.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// Longest quotation of the page in a warning, in bytes.
constexpr size_t kQuoted = 120;

class Assembly {
 public:
  Assembly(const SourceText& source, std::string_view file_name) : source_(source), file_name_(file_name) {}

  ParsedPage Run(const PageLayout& layout, const PageSubject& subject) {
    FrontMatter front = ReadFrontMatter(source_, layout, subject);
    for (const size_t block : front.unclaimed) {
      const Span span = layout.blocks[block].span;
      front.page.mutable_provenance()->add_unclaimed_lines(std::string(source_.text(span)));
      const std::string_view text = source_.text(span);
      const std::string quoted = OneLine(Shorten(text, kQuoted)) + (text.size() > kQuoted ? "..." : "");
      // A paragraph can be several lines; each of them is reported.
      for (size_t line = span.begin; line < span.end; line = NextLine(line, span.end)) {
        Warn(line, line == span.begin ? "No rule took this line: \"" + quoted + "\"." : "It goes on in this line.");
      }
    }
    const std::string code(subject.country->alpha2);
    std::map<std::string, size_t> alike;
    for (const EntryBlocks& blocks : layout.entries) {
      v1::Entry entry = ReadEntry(source_, layout, blocks);
      entry.set_country("countries/" + AsciiLower(code));
      entry.set_topic(subject.topic);
      entry.set_rank(RankOf(parsed_.entries.size()));
      entry.mutable_provenance()->set_file(file_name_);
      KeepLimits(entry.mutable_provenance());
      const size_t ordinal = alike[EntrySourceKey(entry, 0)]++;
      entry.set_source_key(EntrySourceKey(entry, ordinal));
      const size_t begin = layout.blocks[blocks.titles.front()].span.begin;
      for (const std::string& warning : entry.provenance().warnings()) Warn(begin, warning);
      if (auto hotline = ProposeHotline(entry, code)) {
        parsed_.hotlines.push_back({*std::move(hotline), parsed_.entries.size()});
      }
      parsed_.entries.push_back(std::move(entry));
    }
    for (const std::string& warning : front.page.provenance().warnings()) parsed_.warnings.push_back({0, 0, warning});
    std::stable_sort(parsed_.warnings.begin(), parsed_.warnings.end(),
                     [](const auto& a, const auto& b) { return a.start_byte < b.start_byte; });
    front.page.mutable_provenance()->set_file(file_name_);
    KeepLimits(front.page.mutable_provenance());
    parsed_.page = std::move(front.page);
    return std::move(parsed_);
  }

 private:
  size_t NextLine(size_t from, size_t end) const {
    const size_t line_break = source_.text().substr(0, end).find('\n', from);
    return line_break == std::string_view::npos ? end : line_break + 1;
  }

  void Warn(size_t offset, std::string text) {
    parsed_.warnings.push_back({source_.LineOf(offset), source_.FileOffset(offset), std::move(text)});
  }

  const SourceText& source_;
  std::string file_name_;
  ParsedPage parsed_;
};

}  // namespace

absl::StatusOr<ParsedPage> ParseCountryPage(std::string_view path, const SourceText& source) {
  const LegacyKind kind = DetectKind(path, source.text());
  if (kind != LegacyKind::kCountryPage) {
    return absl::InvalidArgumentError("the page looks like " + std::string(KindName(kind)) +
                                      ": only country pages are read by this command, so leave it out.");
  }
  std::vector<Block> blocks = CutIntoBlocks(source);
  absl::StatusOr<PageSubject> subject = FindSubject(source, path, &blocks);
  const PageLayout layout = LayOut(source, std::move(blocks));
  if (layout.entries.empty()) {
    return absl::InvalidArgumentError(
        "the page holds no entry: check that the whole page was saved, with its titles and \"[accessed <date>]\" "
        "lines.");
  }
  if (!subject.ok()) return subject.status();
  ParsedPage parsed = Assembly(source, path.substr(path.find_last_of("/\\") + 1)).Run(layout, *subject);
  AddOldAddresses(OldAddresses(path, source), parsed.page.mutable_legacy_addresses());
  KeepPageLinks(source, layout, parsed.page.mutable_provenance());
  return parsed;
}

absl::StatusOr<ParsedPage> ParseCountryPage(std::string_view path, std::string_view bytes) {
  const absl::StatusOr<SourceText> source = SourceText::Decode(bytes);
  if (!source.ok()) return source.status();
  return ParseCountryPage(path, *source);
}

}  // namespace lectern::legacy
