#include "clients/admin/import/legacy_source.h"

#include <map>
#include <utility>

#include "clients/admin/legacy/capture_merge.h"
#include "clients/admin/legacy/legacy_file.h"
#include "clients/admin/legacy/source_text.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr size_t kMostSourceBytes = 256;

// "countries/be" of "countries/be/pages/street-children".
std::string CountryOf(const std::string& name) { return name.substr(0, name.find('/', name.find('/') + 1)); }

absl::StatusOr<legacy::ParsedFile> Parse(const SourceFile& file) {
  const auto bytes = ReadSource(file);
  if (!bytes.ok()) return bytes.status();
  const auto text = legacy::SourceText::Decode(*bytes);
  if (!text.ok()) return text.status();
  return legacy::ParseLegacyFile(file.site_path, *text);
}

// By what is absent is told: the page, or the file where it is no country's page.
std::string SourceOf(const SourceFile& file, const legacy::ParsedFile& parsed) {
  std::string source = "legacy " + (parsed.pages.empty() ? file.name : parsed.pages.front().name());
  if (source.size() > kMostSourceBytes) source.resize(kMostSourceBytes);
  return source;
}

}  // namespace

LegacySource::LegacySource(const std::vector<std::string>& paths, ImportReport& report) {
  const FileList list = FindFiles(paths);
  for (const UnreadablePath& path : list.unreadable) report.BadFile(path.shown, path.why);
  Group(list.files);
}

void LegacySource::Group(const std::vector<SourceFile>& files) {
  if (files.size() == 1) return groups_.push_back({files.front()});
  std::map<std::string, size_t> group_of;  // by the page's name
  for (const SourceFile& file : files) {
    const auto parsed = Parse(file);  // what is wrong with it is told when its turn comes
    const std::string page = parsed.ok() && !parsed->pages.empty() ? parsed->pages.front().name() : "";
    const auto known = page.empty() ? group_of.end() : group_of.find(page);
    if (known != group_of.end()) {
      groups_[known->second].push_back(file);
      continue;
    }
    if (!page.empty()) group_of.emplace(page, groups_.size());
    groups_.push_back({file});
  }
}

absl::StatusOr<std::optional<SourceItem>> LegacySource::Next(ImportReport& report) {
  while (items_.empty() && next_ < groups_.size()) Take(groups_[next_++], report);
  if (items_.empty()) return std::optional<SourceItem>();
  std::optional<SourceItem> item = std::move(items_.front());
  items_.pop_front();
  return item;
}

double LegacySource::Progress() const {
  return groups_.empty() ? 1 : static_cast<double>(next_) / static_cast<double>(groups_.size());
}

std::optional<legacy::ParsedFile> LegacySource::Read(const SourceFile& file, ImportReport& report) {
  auto parsed = Parse(file);
  if (parsed.ok()) return *std::move(parsed);
  report.BadFile(file.shown, std::string(parsed.status().message()));
  return std::nullopt;
}

void LegacySource::Take(const Captures& captures, ImportReport& report) {
  std::optional<legacy::ParsedFile> whole;
  for (const SourceFile& file : captures) {
    std::optional<legacy::ParsedFile> parsed = Read(file, report);
    if (!parsed) continue;
    if (!whole) {
      whole = std::move(parsed);
      continue;
    }
    legacy::MergedCaptures merged = legacy::MergeCaptures(*std::move(whole), *std::move(parsed));
    Tell(file, merged.second, report);
    report.warnings.push_back(
        {file.shown, 0, "is another capture of the page in " + captures.front().shown + "; the two were merged"});
    whole = std::move(merged.merged);
  }
  if (whole) Put(captures.front(), *std::move(whole), report);
}

void LegacySource::Tell(const SourceFile& file, const legacy::ParsedFile& parsed, ImportReport& report) {
  for (const auto& warning : parsed.warnings) report.warnings.push_back({file.shown, warning.line, warning.text});
  for (const auto& repair : parsed.repairs)
    report.repairs.push_back({file.shown, repair.line, repair.found, repair.proposed});
  if (!parsed.encoding.empty()) report.notes.push_back({file.shown, 0, parsed.encoding});
}

void LegacySource::NeedCountry(const SourceFile& file, const std::string& country) {
  if (country.empty() || !needed_.insert(country).second) return;
  SourceItem& item = items_.emplace_back();
  item.file = file.shown;
  item.item.mutable_country()->set_name(country);
  // One that is there is left alone.
  item.item.mutable_fields()->add_paths("name");
}

void LegacySource::Put(const SourceFile& file, legacy::ParsedFile parsed, ImportReport& report) {
  Tell(file, parsed, report);
  const std::string source = SourceOf(file, parsed);
  for (v1::Theme& theme : parsed.themes) {
    if (!needed_.insert(theme.name()).second) continue;
    SourceItem& item = items_.emplace_back();
    item.file = file.shown;
    *item.item.mutable_theme() = std::move(theme);
    item.item.mutable_fields()->add_paths("name");
  }
  for (const v1::CountryPage& page : parsed.pages) NeedCountry(file, CountryOf(page.name()));
  for (const v1::Entry& entry : parsed.entries) {
    NeedCountry(file, entry.country());
    for (const std::string& other : entry.other_countries()) NeedCountry(file, other);
  }
  for (const v1::TeacherResource& resource : parsed.teacher_resources) NeedCountry(file, resource.country());
  const auto add = [&](int line) -> v1::ImportItem& {
    SourceItem& item = items_.emplace_back();
    item.file = file.shown;
    item.item.set_source(source);
    item.item.mutable_place()->set_file(file.name);
    item.item.mutable_place()->set_line(line);
    return item.item;
  };
  std::vector<std::string> keys;
  for (size_t i = 0; i < parsed.entries.size(); ++i) {
    keys.push_back(parsed.entries[i].source_key());
    *add(i < parsed.entry_lines.size() ? parsed.entry_lines[i] : 0).mutable_entry() = std::move(parsed.entries[i]);
  }
  for (auto& proposed : parsed.hotlines) {
    v1::ImportItem& item = add(0);
    item.set_source_entry_key(keys.at(proposed.entry_index));
    *item.mutable_hotline() = std::move(proposed.hotline);
  }
  for (v1::CountryPage& page : parsed.pages) {
    report.pages.push_back(
        {file.shown, page.name(), CountryOf(page.name()), page.topic(), static_cast<int>(keys.size()), "interrupted"});
    *add(0).mutable_country_page() = std::move(page);
  }
  for (v1::TeacherResource& resource : parsed.teacher_resources)
    *add(0).mutable_teacher_resource() = std::move(resource);
}

}  // namespace lectern::admin
