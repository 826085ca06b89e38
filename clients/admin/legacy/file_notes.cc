#include "clients/admin/legacy/file_notes.h"

#include <algorithm>
#include <string>
#include <vector>

#include "clients/admin/legacy/old_address.h"
#include "clients/admin/legacy/page_blocks.h"
#include "clients/admin/legacy/paragraphs.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// Marks that part entries. On a page that is whole they begin and end a paragraph.
bool IsBoundary(BlockKind kind) {
  return kind == BlockKind::kAccessed || kind == BlockKind::kSection || kind == BlockKind::kBars;
}

}  // namespace

std::optional<ParsedFile::Warning> FindLostBoundaries(const SourceText& source) {
  const size_t width = WrapWidth(source);
  const std::vector<Block> blocks = CutIntoBlocks(source);
  size_t marks = 0;
  size_t inside = 0;
  size_t first = 0;
  for (size_t i = 0; i < blocks.size(); ++i) {
    if (!IsBoundary(blocks[i].kind)) continue;
    ++marks;
    const bool goes_on = i + 1 < blocks.size() && blocks[i + 1].in_paragraph && blocks[i + 1].kind == BlockKind::kText;
    const bool follows = blocks[i].in_paragraph && i > 0 && blocks[i - 1].kind == BlockKind::kText;
    // A short line with its accessed date behind it is a habit of the old pages; annotation behind the date is none.
    const bool lost = blocks[i].kind == BlockKind::kAccessed ? goes_on : goes_on || follows;
    if (!lost) continue;
    if (inside == 0) first = blocks[i].span.begin;
    ++inside;
  }
  // One slip is a slip; where lines were wrapped besides, it is how the capture was made.
  if (inside < (width != 0 ? 1U : 2U)) return std::nullopt;
  const std::string wrapped =
      width == 0 ? "" : "its lines are wrapped at about " + std::to_string(width) + " characters, and ";
  return ParsedFile::Warning{source.LineOf(first), source.FileOffset(first),
                             "This capture has lost boundaries between its paragraphs: " + wrapped +
                                 std::to_string(inside) + " of " + std::to_string(marks) +
                                 " section headings, accessed dates and table bars stand in the middle of text. Every "
                                 "entry of it needs a look."};
}

void AddFileNotes(std::string_view path, const SourceText& source, ParsedFile* file) {
  file->encoding = source.encoding().Sentence();
  file->repairs = ProposeRepairs(source);
  file->entry_lines.clear();
  for (const v1::Entry& entry : file->entries) {
    const auto& spans = entry.provenance().spans();
    file->entry_lines.push_back(spans.empty() ? 0 : source.LineOfByte(spans[0].start_byte()));
  }
  const std::vector<std::string> addresses = OldAddresses(path, source);
  for (v1::CountryPage& page : file->pages) AddOldAddresses(addresses, page.mutable_legacy_addresses());
  for (v1::TeacherResource& resource : file->teacher_resources) {
    AddOldAddresses(addresses, resource.mutable_legacy_addresses());
  }
  // Entries of a country page are found through the page; those of a page of many countries have no other.
  if (file->pages.empty()) {
    for (v1::Entry& entry : file->entries) AddOldAddresses(addresses, entry.mutable_legacy_addresses());
  }
  if (source.encoding().doubtful()) file->warnings.insert(file->warnings.begin(), {0, 0, file->encoding});
  if (file->entries.empty()) return;
  if (auto lost = FindLostBoundaries(source)) {
    const auto behind = std::upper_bound(file->warnings.begin(), file->warnings.end(), lost->start_byte,
                                         [](int64_t byte, const auto& warning) { return byte < warning.start_byte; });
    file->warnings.insert(behind, *std::move(lost));
  }
}

}  // namespace lectern::legacy
