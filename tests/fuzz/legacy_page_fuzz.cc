// Any bytes given to the readers of legacy pages: they refuse or read them, never crash, and what they read has its
// place in the file and, where it is an entry, a title. Then the page is merged with itself, which changes nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "clients/admin/legacy/capture_merge.h"
#include "clients/admin/legacy/legacy_file.h"

namespace {

using lectern::legacy::ParsedFile;
using lectern::legacy::SourceText;

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckPlaces(const lectern::v1::Provenance& provenance, int64_t size) {
  for (const lectern::v1::ByteSpan& span : provenance.spans()) {
    Require(span.start_byte() <= span.end_byte() && span.end_byte() <= size);
  }
}

void CheckText(const SourceText& source, int64_t size) {
  int64_t before = 0;
  for (size_t i = 0; i <= source.text().size(); ++i) {
    const int64_t offset = source.FileOffset(i);
    Require(offset >= before && offset <= size);
    before = offset;
  }
  for (const auto& link : source.links()) {
    Require(link.span.begin <= link.span.end && link.span.end <= source.text().size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto source = SourceText::Decode(bytes);
  if (!source.ok()) return 0;
  const auto length = static_cast<int64_t>(size);
  CheckText(*source, length);
  const auto file = lectern::legacy::ParseLegacyFile("streetchildren/Malawi.htm", *source);
  if (!file.ok()) return 0;
  for (const lectern::v1::Entry& entry : file->entries) {
    Require(entry.title_lines_size() > 0 && !entry.title_lines(0).empty() && entry.source_key().size() == 32);
    CheckPlaces(entry.provenance(), length);
  }
  for (const auto& page : file->pages) CheckPlaces(page.provenance(), length);
  for (const auto& resource : file->teacher_resources) CheckPlaces(resource.provenance(), length);
  for (const auto& repair : file->repairs) Require(repair.start_byte <= repair.end_byte && repair.end_byte <= length);
  if (!lectern::legacy::SamePage(*file, *file)) return 0;
  const ParsedFile merged = lectern::legacy::MergeCaptures(*file, *file).merged;
  Require(merged.entries.size() == file->entries.size());
  for (size_t i = 0; i < merged.entries.size(); ++i) {
    Require(merged.entries[i].SerializeAsString() == file->entries[i].SerializeAsString());
  }
  return 0;
}
