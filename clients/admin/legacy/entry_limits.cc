#include "clients/admin/legacy/entry_limits.h"

#include <string>
#include <utility>

#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// Keeps the first `limit` bytes of a field and reports the whole.
void Cut(std::string* field, size_t limit, const char* name, v1::Provenance* provenance) {
  if (field->size() <= limit) return;
  provenance->add_unclaimed_lines(*field);
  provenance->add_warnings(std::string(name) + " is longer than " + std::to_string(limit) +
                           " bytes and was cut; the whole stands among the unclaimed lines.");
  *field = std::string(Shorten(*field, limit));
}

}  // namespace

void KeepLimits(v1::Entry* entry) {
  v1::Provenance* provenance = entry->mutable_provenance();
  while (entry->title_lines_size() > 8) {
    provenance->add_unclaimed_lines(entry->title_lines(entry->title_lines_size() - 1));
    entry->mutable_title_lines()->RemoveLast();
  }
  for (std::string& line : *entry->mutable_title_lines()) Cut(&line, 1024, "The title", provenance);
  Cut(entry->mutable_raw_byline(), 1024, "The byline", provenance);
  Cut(entry->mutable_section(), 256, "The section's heading", provenance);
  if (entry->has_published()) Cut(entry->mutable_published()->mutable_raw(), 256, "The date", provenance);
  // Parts of the byline that are this long were not read rightly.
  if (entry->publisher().size() > 512) entry->clear_publisher();
  if (entry->series().size() > 512) entry->clear_series();
  if (entry->place().size() > 256) entry->clear_place();
  if (entry->contributors_size() > 64) entry->clear_contributors();
  while (entry->media_marks_size() > 8) entry->mutable_media_marks()->RemoveLast();
  for (v1::Access& access : *entry->mutable_accesses()) Cut(access.mutable_raw(), 256, "The accessed date", provenance);
  while (entry->accesses_size() > 64) {
    provenance->add_unclaimed_lines(entry->accesses(entry->accesses_size() - 1).raw());
    entry->mutable_accesses()->RemoveLast();
  }
  for (std::string& note : *entry->mutable_notes()) Cut(&note, 1024, "A note", provenance);
  while (entry->notes_size() > 16) {
    provenance->add_unclaimed_lines(entry->notes(entry->notes_size() - 1));
    entry->mutable_notes()->RemoveLast();
  }
  if (entry->passages_size() > 512) {
    provenance->add_warnings("The annotation has " + std::to_string(entry->passages_size()) +
                             " paragraphs; those behind the 512th were joined to it as far as they fit.");
    std::string* last = entry->mutable_passages(511)->mutable_text();
    for (int i = 512; i < entry->passages_size(); ++i) {
      const v1::Passage& passage = entry->passages(i);
      std::string whole = passage.label() + " " + passage.heading() + " " + passage.text();
      if (last->size() + whole.size() + 2 <= 65536) {
        *last += "\n\n" + std::string(Trim(whole));
      } else {
        provenance->add_unclaimed_lines(std::move(whole));
      }
    }
    entry->mutable_passages()->DeleteSubrange(512, entry->passages_size() - 512);
  }
  for (v1::Passage& passage : *entry->mutable_passages()) Cut(passage.mutable_heading(), 512, "A heading", provenance);
  KeepLimits(provenance);
}

void KeepLimits(v1::Provenance* provenance) {
  constexpr int kMost = 256;
  constexpr size_t kLongestLine = 16384;
  if (provenance->spans_size() > kMost) {
    // One run over all of the rest loses no byte.
    provenance->mutable_spans(kMost - 1)->set_end_byte(provenance->spans(provenance->spans_size() - 1).end_byte());
    provenance->mutable_spans()->DeleteSubrange(kMost, provenance->spans_size() - kMost);
  }
  // What is over these limits stands in raw_text as well.
  while (provenance->unclaimed_lines_size() > kMost) provenance->mutable_unclaimed_lines()->RemoveLast();
  for (std::string& line : *provenance->mutable_unclaimed_lines()) {
    if (line.size() > kLongestLine) line = std::string(Shorten(line, kLongestLine));
  }
  while (provenance->warnings_size() >= kMost) provenance->mutable_warnings()->RemoveLast();
  for (std::string& warning : *provenance->mutable_warnings()) {
    if (warning.size() > 1024) warning = std::string(Shorten(warning, 1024));
  }
  if (provenance->file().size() > 512) provenance->set_file(std::string(Shorten(provenance->file(), 512)));
  if (provenance->raw_text().size() > kLongestRawText) {
    provenance->set_raw_text(std::string(Shorten(provenance->raw_text(), kLongestRawText)));
    provenance->add_warnings("The raw text is longer than 256 KiB; its first 256 KiB were kept.");
  }
}

}  // namespace lectern::legacy
