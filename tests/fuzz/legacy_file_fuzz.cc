// Any bytes given to the readers of all kinds of legacy pages. The first byte picks the file's name and with it the
// kind. A file is refused or read; what is read loses nothing, stays inside the file and within the contract's limits.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/legacy_file.h"
#include "clients/admin/legacy/white_space.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/legacy_limits.h"

namespace {

namespace v1 = lectern::v1;
using lectern::legacy::ParsedFile;
using lectern::legacy::SourceText;

void Require(bool holds) {
  if (!holds) std::abort();
}

class Coverage {
 public:
  Coverage(const SourceText& source, size_t size) : source_(source), covered_(size + 1) {}

  void Add(const v1::Provenance& provenance) {
    int64_t last = 0;
    for (const v1::ByteSpan& span : provenance.spans()) {
      Require(span.start_byte() >= last && span.start_byte() <= span.end_byte());
      Require(span.end_byte() < static_cast<int64_t>(covered_.size()));
      last = span.end_byte();
      Fill(span.start_byte(), span.end_byte());
    }
  }

  void Add(const ParsedFile::Warning& place) {
    if (place.line == 0) return;
    size_t end = static_cast<size_t>(place.start_byte);
    for (const auto& line : source_.lines()) {
      if (source_.FileOffset(line.begin) > place.start_byte) break;
      end = static_cast<size_t>(source_.FileOffset(line.end));
    }
    Fill(place.start_byte, static_cast<int64_t>(end));
  }

  bool Holds(size_t offset) const { return covered_[static_cast<size_t>(source_.FileOffset(offset))]; }

 private:
  void Fill(int64_t begin, int64_t end) {
    for (int64_t at = begin; at < end && at < static_cast<int64_t>(covered_.size()); ++at) {
      covered_[static_cast<size_t>(at)] = true;
    }
  }

  const SourceText& source_;
  std::vector<bool> covered_;
};

void Check(const ParsedFile& file, const SourceText& source, size_t size) {
  Coverage coverage(source, size);
  for (const auto& page : file.pages) {
    lectern::fuzz::RequireLimits(page);
    coverage.Add(page.provenance());
  }
  for (const auto& entry : file.entries) {
    lectern::fuzz::RequireLimits(entry);
    Require(entry.title_lines_size() > 0 && !entry.title_lines(0).empty() && entry.source_key().size() == 32);
    Require(!entry.topic().empty());
    coverage.Add(entry.provenance());
  }
  for (const auto& resource : file.teacher_resources) {
    lectern::fuzz::RequireLimits(resource);
    Require(!resource.title().empty() && resource.source_key().size() == 32);
    Require(resource.kind() != v1::TEACHER_RESOURCE_KIND_UNSPECIFIED);
    coverage.Add(resource.provenance());
  }
  for (const auto& proposed : file.hotlines) {
    lectern::fuzz::RequireLimits(proposed.hotline);
    Require(proposed.entry_index < file.entries.size());
  }
  for (const auto& warning : file.warnings) coverage.Add(warning);
  for (const auto& place : file.left_out) coverage.Add(place);
  // Of an HTML page the text alone has to be accounted for, and one character of it can stand for several bytes.
  const std::string_view text = source.text();
  for (size_t i = 0; i < text.size() && !source.from_html(); ++i) {
    const bool inside = (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    Require(inside || lectern::legacy::SpaceAt(text, i) != 0 || coverage.Holds(i));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr std::array<const char*, 12> kNames = {"Malawi.txt",
                                                  "111-prevention.txt",
                                                  "00-LessonPlan-1.txt",
                                                  "00-DebateTopics.txt",
                                                  "00-EssayQuestions.txt",
                                                  "00-Background.txt",
                                                  "00-CourseOutline.txt",
                                                  "00-EducationalStrategy.txt",
                                                  "00-Resources.txt",
                                                  "00-ResourcesForTeachers.txt",
                                                  "streetchildren/page.htm",
                                                  "saved page.txt"};
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto source = SourceText::Decode(bytes);
  if (!source.ok()) return 0;
  const auto file = lectern::legacy::ParseLegacyFile(kNames[data[0] % kNames.size()], *source);
  if (file.ok()) Check(*file, *source, bytes.size());
  return 0;
}
