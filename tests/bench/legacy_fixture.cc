#include "tests/bench/legacy_fixture.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "clients/admin/legacy/white_space.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string ReadBytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

// Sets `key` where there is something to say.
void Put(json* object, const char* key, const std::string& value) {
  if (!value.empty()) (*object)[key] = value;
}

template <typename List>
void PutList(json* object, const char* key, const List& list) {
  for (const std::string& value : list) (*object)[key].push_back(value);
}

json EntryJson(const v1::Entry& entry, int line) {
  json out = json::object();
  out["line"] = line;
  PutList(&out, "title", entry.title_lines());
  Put(&out, "byline", entry.raw_byline());
  Put(&out, "publisher", entry.publisher());
  for (const v1::Contributor& who : entry.contributors()) {
    out["contributors"].push_back(who.literal().empty() ? who.family() + ", " + who.given() : who.literal());
  }
  if (entry.has_published()) out["published"] = {{"raw", entry.published().raw()}, {"edtf", entry.published().edtf()}};
  for (const v1::Access& access : entry.accesses()) {
    out["accesses"].push_back({{"raw", access.raw()}, {"edtf", access.edtf()}});
  }
  Put(&out, "url", entry.url());
  Put(&out, "series", entry.series());
  Put(&out, "place", entry.place());
  Put(&out, "section", entry.section());
  Put(&out, "country", entry.country());
  Put(&out, "topic", entry.topic());
  PutList(&out, "themes", entry.themes());
  PutList(&out, "media", entry.media_marks());
  PutList(&out, "notes", entry.notes());
  for (const v1::Passage& passage : entry.passages()) {
    json& paragraph = out["passages"].emplace_back(json::object());
    Put(&paragraph, "label", passage.label());
    Put(&paragraph, "heading", passage.heading());
    Put(&paragraph, "text", passage.text());
  }
  return out;
}

json PageJson(const v1::CountryPage& page) {
  json out = json::object();
  Put(&out, "name", page.name());
  Put(&out, "printed_country_name", page.printed_country_name());
  Put(&out, "printed_heading", page.printed_heading());
  Put(&out, "period", page.period());
  PutList(&out, "introduction", page.introduction().paragraphs());
  Put(&out, "introduction_source", page.introduction().source());
  Put(&out, "introduction_edition", page.introduction().edition());
  Put(&out, "caution", page.caution());
  PutList(&out, "guidance", page.imported_guidance());
  PutList(&out, "section_order", page.section_order());
  Put(&out, "rights_notice", page.rights_notice());
  Put(&out, "printed_citation", page.printed_citation());
  PutList(&out, "legacy_addresses", page.legacy_addresses());
  return out;
}

json ResourceJson(const v1::TeacherResource& resource) {
  json out = json::object();
  Put(&out, "kind", v1::TeacherResourceKind_Name(resource.kind()).substr(22));
  Put(&out, "title", resource.title());
  Put(&out, "number", resource.number());
  Put(&out, "topic", resource.topic());
  Put(&out, "grade_level", resource.grade_level());
  Put(&out, "unit_topic", resource.unit_topic());
  Put(&out, "lesson_topic", resource.lesson_topic());
  Put(&out, "primary_method", resource.primary_method());
  Put(&out, "purpose", resource.purpose());
  Put(&out, "duration", resource.duration());
  Put(&out, "time_required", resource.time_required());
  PutList(&out, "objectives", resource.objectives());
  for (const v1::Equipment& equipment : resource.equipment()) {
    json& use = out["equipment"].emplace_back(json::object());
    Put(&use, "use", equipment.use());
    PutList(&use, "items", equipment.items());
  }
  Put(&out, "anticipatory_set", resource.anticipatory_set());
  for (const v1::Procedure& procedure : resource.procedures()) {
    json& steps = out["procedures"].emplace_back(json::object());
    Put(&steps, "heading", procedure.heading());
    PutList(&steps, "steps", procedure.steps());
  }
  Put(&out, "assignments", resource.assignments());
  Put(&out, "closure", resource.closure());
  for (const v1::ResourcePart& part : resource.parts()) {
    json& of = out["parts"].emplace_back(json::object());
    Put(&of, "heading", part.heading());
    Put(&of, "body", part.body());
  }
  for (const v1::Prompt& prompt : resource.prompts()) {
    json& of = out["prompts"].emplace_back(json::object());
    Put(&of, "text", prompt.text());
    Put(&of, "suggestions", prompt.suggestions());
  }
  PutList(&out, "legacy_addresses", resource.legacy_addresses());
  return out;
}

}  // namespace

absl::StatusOr<std::vector<LegacyFixture>> ReadLegacyFixtures(const std::string& folder) {
  std::vector<LegacyFixture> fixtures;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const fs::path path = at->path();
    const bool page = path.extension() == ".txt" || path.extension() == ".htm";
    if (!at->is_regular_file(error) || !page) continue;
    LegacyFixture fixture;
    fixture.name = fs::relative(path, folder).generic_string();
    fixture.bytes = ReadBytes(path);
    fs::path expectation = path;
    expectation.replace_extension(".json");
    fixture.expected = json::parse(ReadBytes(expectation), nullptr, false);
    if (!fixture.expected.is_object()) {
      return absl::InvalidArgumentError(expectation.string() + " is missing or holds no JSON object");
    }
    fixture.file_name = fixture.expected.value("file_name", path.filename().string());
    fixtures.push_back(std::move(fixture));
  }
  if (fixtures.empty()) return absl::NotFoundError("there is no fixture in " + folder);
  std::sort(fixtures.begin(), fixtures.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return fixtures;
}

json Describe(const legacy::ParsedFile& file) {
  json out = json::object();
  out["kind"] = std::string(legacy::KindName(file.kind));
  if (!file.pages.empty()) out["page"] = PageJson(file.pages.front());
  for (size_t i = 0; i < file.entries.size(); ++i) {
    out["entries"].push_back(EntryJson(file.entries[i], i < file.entry_lines.size() ? file.entry_lines[i] : 0));
  }
  for (const v1::TeacherResource& resource : file.teacher_resources) out["resources"].push_back(ResourceJson(resource));
  for (const auto& proposed : file.hotlines) {
    json& hotline = out["hotlines"].emplace_back(json::object());
    Put(&hotline, "display_name", proposed.hotline.display_name());
    for (const v1::PhoneNumber& number : proposed.hotline.numbers()) hotline["numbers"].push_back(number.dial());
  }
  for (const v1::Theme& theme : file.themes) {
    out["themes"].push_back({{"name", theme.name()}, {"label", theme.labels(0).text()}});
  }
  for (const auto& warning : file.warnings) out["warnings"].push_back(warning.text);
  return out;
}

std::vector<size_t> LostBytes(const legacy::ParsedFile& file, const legacy::SourceText& source) {
  const std::string_view text = source.text();
  std::vector<bool> covered(static_cast<size_t>(source.FileOffset(text.size())) + 1);
  const auto cover = [&](int64_t begin, int64_t end) {
    end = std::min(end, static_cast<int64_t>(covered.size()));
    for (int64_t at = std::max<int64_t>(begin, 0); at < end; ++at) covered[static_cast<size_t>(at)] = true;
  };
  const auto add = [&](const v1::Provenance& provenance) {
    for (const v1::ByteSpan& span : provenance.spans()) cover(span.start_byte(), span.end_byte());
  };
  for (const auto& page : file.pages) add(page.provenance());
  for (const auto& entry : file.entries) add(entry.provenance());
  for (const auto& resource : file.teacher_resources) add(resource.provenance());
  for (const auto* list : {&file.warnings, &file.left_out}) {
    for (const auto& place : *list) {
      if (place.line == 0) continue;
      const auto& lines = source.lines();
      const auto behind =
          std::upper_bound(lines.begin(), lines.end(), place.start_byte,
                           [&](int64_t at, const legacy::Span& l) { return at < source.FileOffset(l.begin); });
      if (behind != lines.begin()) cover(place.start_byte, source.FileOffset(std::prev(behind)->end));
    }
  }
  std::vector<size_t> lost;
  for (size_t i = 0; i < text.size(); ++i) {
    // Bytes inside a character go with its first one.
    const bool inside = (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    if (inside || legacy::SpaceAt(text, i) != 0) continue;
    if (!covered[static_cast<size_t>(source.FileOffset(i))]) lost.push_back(i);
  }
  return lost;
}

}  // namespace lectern::bench
