#include "clients/admin/formats/work_builder.h"

#include <algorithm>
#include <utility>

#include "clients/admin/formats/cell_text.h"
#include "clients/admin/formats/encoding.h"
#include "clients/admin/formats/partial_dates.h"
#include "clients/admin/legacy/source_key.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"

namespace lectern::formats {
namespace {

using legacy::AsciiLower;
using legacy::Trim;

// Fields of an entry that a bibliography can speak of.
constexpr int kFields[] = {
    v1::Entry::kTitleLinesFieldNumber, v1::Entry::kPublisherFieldNumber,    v1::Entry::kPublishedFieldNumber,
    v1::Entry::kSourceTypeFieldNumber, v1::Entry::kUrlFieldNumber,          v1::Entry::kAccessesFieldNumber,
    v1::Entry::kLanguageFieldNumber,   v1::Entry::kContributorsFieldNumber, v1::Entry::kSeriesFieldNumber,
    v1::Entry::kPlaceFieldNumber,      v1::Entry::kNotesFieldNumber,        v1::Entry::kPassagesFieldNumber};

// Limits of Provenance.
constexpr size_t kLongestRawText = size_t{256} << 10;
constexpr size_t kMostWarnings = 256;
constexpr size_t kLongestWarning = 1024;

bool IsAddress(std::string_view text) {
  const std::string lower = AsciiLower(text.substr(0, 8));
  return (lower.starts_with("http://") || lower.starts_with("https://")) &&
         text.find_first_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

void WorkBuilder::Warn(int64_t line, std::string_view what) {
  if (read_.warnings.size() + 1 < kMostWarnings) {
    read_.warnings.push_back(fmt::format("Line {}: {}", line, Readable(what)));
  } else if (++more_warnings_ == 1) {
    read_.warnings.emplace_back();
  }
}

void WorkBuilder::NotUsed(int64_t line, std::string_view name, std::string_view value) {
  Warn(line, fmt::format("{} is not used: {}", name, Excerpt(legacy::Collapse(value.substr(0, 400)), 200)));
}

// One more of a list; false where it is full. No field takes as many, and a file of separators must not fill the
// memory.
template <typename Items>
bool WorkBuilder::Room(const Items& items) {
  too_many_ = too_many_ || static_cast<size_t>(items.size()) >= kMostItems;
  return !too_many_;
}

void WorkBuilder::Set(std::string* field, std::string value, int64_t line, std::string_view name) {
  std::string text = legacy::Collapse(value);
  if (text.empty() || text == *field) return;
  if (!field->empty()) return NotUsed(line, name, text);
  *field = std::move(text);
}

void WorkBuilder::AddTitle(std::string_view text) {
  std::string line = legacy::Collapse(text);
  if (!line.empty() && Room(entry_.title_lines())) entry_.add_title_lines(std::move(line));
}

void WorkBuilder::AddContributor(v1::Contributor who, std::string_view role) {
  if (who.family().empty() && who.given().empty() && who.literal().empty()) return;
  if (!Room(entry_.contributors())) return;
  if (role != "author") who.set_role(std::string(role));
  *entry_.add_contributors() = std::move(who);
}

void WorkBuilder::SetPublished(std::string raw, std::string edtf, int64_t line, std::string_view name) {
  raw = legacy::Collapse(raw);
  if (raw.empty()) return;
  if (entry_.has_published()) {
    if (entry_.published().raw() != raw) NotUsed(line, name, raw);
    return;
  }
  if (edtf.empty()) edtf = EdtfOf(raw);
  if (edtf.empty()) Warn(line, fmt::format("the date \"{}\" cannot be read; it is kept as it is.", Excerpt(raw, 80)));
  entry_.mutable_published()->set_raw(std::move(raw));
  entry_.mutable_published()->set_edtf(std::move(edtf));
}

void WorkBuilder::AddAccess(std::string raw, std::string edtf) {
  raw = legacy::Collapse(raw);
  if (raw.empty() || !Room(entry_.accesses())) return;
  v1::Access& access = *entry_.add_accesses();
  access.set_edtf(edtf.empty() ? EdtfOf(raw) : std::move(edtf));
  access.set_raw(std::move(raw));
}

void WorkBuilder::AddAnnotation(std::string_view text) {
  std::string paragraph;
  const auto flush = [&] {
    if (const std::string_view trimmed = Trim(paragraph); !trimmed.empty() && Room(entry_.passages()))
      entry_.add_passages()->set_text(std::string(trimmed));
    paragraph.clear();
  };
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (legacy::IsBlank(line)) {
      flush();
    } else {
      if (!paragraph.empty()) paragraph += '\n';
      paragraph += line;
    }
    begin = end + 1;
  }
  flush();
}

void WorkBuilder::AddNote(std::string_view text) {
  std::string note = legacy::Collapse(text);
  if (!note.empty() && Room(entry_.notes())) entry_.add_notes(std::move(note));
}

void WorkBuilder::SetUrl(std::string_view url, int64_t line) {
  url = Trim(url);
  if (url.empty() || url == entry_.url()) return;
  if (!IsAddress(url)) {
    Warn(line, fmt::format("\"{}\" is no http or https address and is kept as a note.", Excerpt(url, 120)));
    return AddNote(url);
  }
  if (!entry_.url().empty()) return AddNote(url);
  entry_.set_url(std::string(url));
}

void WorkBuilder::SetDoi(std::string_view doi) {
  doi = Trim(doi);
  const std::string lower = AsciiLower(doi);
  for (const std::string_view lead :
       {"https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"}) {
    if (lower.starts_with(lead)) doi.remove_prefix(lead.size());
  }
  doi_ = std::string(Trim(doi));
}

ReadItem WorkBuilder::Finish(std::string raw, Place place, int64_t offset) {
  if (entry_.title_lines().empty()) return Unreadable(library_, std::move(raw), place, "the record has no title.");
  if (too_many_)
    return Unreadable(library_, std::move(raw), place,
                      fmt::format("the record has a list of more than {} items.", kMostItems));
  // The address that was read comes first; a work that has both keeps its DOI as a note.
  const std::string doi_address = "https://doi.org/" + doi_;
  if (!doi_.empty() && entry_.url().empty()) {
    entry_.set_url(doi_address);
  } else if (!doi_.empty() && entry_.url() != doi_address) {
    AddNote("DOI " + doi_);
  }
  const ReaderDefaults& defaults = library_.options.defaults;
  google::protobuf::FieldMask& fields = *read_.item.mutable_fields();
  for (const int number : kFields) fields.add_paths(v1::Entry::descriptor()->FindFieldByNumber(number)->name());
  const auto fill = [&fields](const std::string& value, std::string* field, const char* path) {
    if (value.empty() || !field->empty()) return;
    *field = value;
    if (std::find(fields.paths().begin(), fields.paths().end(), path) == fields.paths().end()) fields.add_paths(path);
  };
  fill(defaults.country, entry_.mutable_country(), "country");
  fill(defaults.topic, entry_.mutable_topic(), "topic");
  fill(defaults.section, entry_.mutable_section(), "section");
  fill(defaults.language, entry_.mutable_language(), "language");

  if (id_.empty()) id_ = doi_.empty() ? "" : "doi:" + AsciiLower(doi_);
  if (!id_.empty() && library_.ids.Next(legacy::KeyOf({id_})) > 0)
    Warn(place.line,
         fmt::format("\"{}\" has stood in this file before; it is taken for another work.", Excerpt(id_, 80)));
  entry_.set_source_key(WorkKey(entry_, id_, library_.options.key_scope, &library_.works));

  if (more_warnings_ > 0)
    read_.warnings.back() = fmt::format("{} more fields or lines are not used or doubtful.", more_warnings_);
  v1::Provenance& provenance = *entry_.mutable_provenance();
  provenance.set_file(library_.file);
  provenance.add_spans()->set_start_byte(offset);
  provenance.mutable_spans(0)->set_end_byte(offset + static_cast<int64_t>(raw.size()));
  bool converted = false;
  if (const auto text = AsUtf8(raw, &converted))
    provenance.set_raw_text(std::string(legacy::Shorten(*text, kLongestRawText)));
  for (const std::string& warning : read_.warnings) {
    if (static_cast<size_t>(provenance.warnings_size()) < kMostWarnings)
      provenance.add_warnings(std::string(legacy::Shorten(warning, kLongestWarning)));
  }
  read_.item.mutable_place()->set_file(library_.file);
  read_.item.mutable_place()->set_line(place.line);
  read_.item.mutable_place()->set_column(place.column);
  read_.raw = std::move(raw);
  return std::move(read_);
}

ReadItem Unreadable(const Library& library, std::string raw, Place place, std::string error) {
  ReadItem read;
  read.item.mutable_place()->set_file(library.file);
  read.item.mutable_place()->set_line(place.line);
  read.item.mutable_place()->set_column(place.column);
  read.raw = std::move(raw);
  read.error = Readable(error);
  return read;
}

}  // namespace lectern::formats
