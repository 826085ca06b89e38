#include "clients/admin/import/importer.h"

#include <algorithm>

#include "clients/admin/legacy/legacy_kind.h"
#include "clients/admin/text_width.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

// "countries/be" of "countries/be/pages/street-children".
std::string CountryOf(const std::string& page_name) {
  return page_name.substr(0, page_name.find('/', page_name.find('/') + 1));
}

// The line, from 1, that `entry` begins on; 0 where its place is not known.
int64_t LineOf(const v1::Entry& entry, std::string_view bytes) {
  if (entry.provenance().spans().empty()) return 0;
  const auto start = std::min(static_cast<size_t>(entry.provenance().spans(0).start_byte()), bytes.size());
  return 1 + std::count(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(start), '\n');
}

std::string TextOf(const ItemResult& result) { return result.refusal ? "refused" : OutcomeText(result.outcome); }

}  // namespace

Importer::Importer(Session& session, Progress& progress, const UploadOptions& options, std::string operation)
    : session_(session),
      progress_(progress),
      validate_only_(options.validate_only),
      uploader_(session.connection(), options) {
  report_.operation = std::move(operation);
}

void Importer::BadFile(const std::string& file, const std::string& why) {
  bad_input_ = true;
  report_.refusals.push_back({file, why});
  progress_.Say(fmt::format("lecternctl: {}: {}", Printable(file), Printable(why)));
}

void Importer::Refuse(const UnreadablePath& path) { BadFile(path.shown, path.why); }

void Importer::ItemRefused(const SourceFile& file, const std::string& what, const Failure& failure) {
  // A batch of one: "items[0].entry.title_lines" is no news, "title_lines" is.
  Failure told = failure;
  for (FieldProblem& problem : told.fields) {
    constexpr std::string_view kItem = "items[0].";
    if (!problem.field.starts_with(kItem)) continue;
    problem.field.erase(0, kItem.size());
    problem.field.erase(0, problem.field.find('.') + 1);
  }
  const std::string text = fmt::format("{}: {}", what, Text(told));
  report_.refusals.push_back({file.shown, text});
  progress_.Say(fmt::format("lecternctl: {}: {}", Printable(file.shown), text));
}

bool Importer::Halted(const SourceFile& file, const grpc::Status& status) {
  if (!status.ok()) stop_ = Stop{session_.connection().Explained(status), file.shown};
  return stop_.has_value();
}

void Importer::Import(const SourceFile& file) {
  const auto bytes = ReadSource(file.path);
  if (!bytes.ok()) return BadFile(file.shown, std::string(bytes.status().message()));
  if (legacy::DetectKind(file.name, *bytes) == legacy::LegacyKind::kLessonPlan) {
    auto lesson = legacy::ParseLessonPlan(file.name, *bytes);
    if (!lesson.ok()) return BadFile(file.shown, std::string(lesson.status().message()));
    return ImportLesson(file, *std::move(lesson));
  }
  auto page = legacy::ParseCountryPage(file.name, *bytes);
  if (!page.ok()) return BadFile(file.shown, std::string(page.status().message()));
  ImportPage(file, *bytes, *std::move(page));
}

bool Importer::EnsureCountry(const SourceFile& file, const std::string& country) {
  const grpc::Status status = uploader_.EnsureCountry(country);
  if (!status.ok() && IsRefusal(session_.connection().Explained(status))) {
    ItemRefused(file, country, session_.connection().Explained(status));
    return false;
  }
  return !Halted(file, status);
}

void Importer::ImportPage(const SourceFile& file, std::string_view bytes, legacy::ParsedPage parsed) {
  for (const auto& warning : parsed.warnings) report_.warnings.push_back({file.shown, warning.line, warning.text});
  parsed.page.mutable_provenance()->set_operation(report_.operation);
  for (v1::Entry& entry : parsed.entries) entry.mutable_provenance()->set_operation(report_.operation);
  for (auto& proposed : parsed.hotlines) proposed.hotline.mutable_provenance()->set_operation(report_.operation);
  const std::string country = CountryOf(parsed.page.name());
  const auto entries = static_cast<int>(parsed.entries.size());
  report_.pages.push_back({file.shown, parsed.page.name(), country, parsed.page.topic(), entries, "interrupted"});
  if (!EnsureCountry(file, country)) {
    if (stop_) return;
    report_.refused += entries;
    report_.pages.back().outcome = "refused";
  } else if (!UploadEntries(file, bytes, parsed.entries) || !UploadHotlines(file, parsed.hotlines) ||
             !UploadPage(file, parsed.page)) {
    return;
  }
  progress_.FileDone(
      fmt::format("{}: {}, {} entries, page {}", file.shown, parsed.page.name(), entries, report_.pages.back().outcome),
      parsed.entries.size());
}

void Importer::ImportLesson(const SourceFile& file, legacy::ParsedLesson parsed) {
  for (const auto& warning : parsed.warnings) report_.warnings.push_back({file.shown, warning.line, warning.text});
  parsed.resource.mutable_provenance()->set_operation(report_.operation);
  std::vector<ItemResult> results;
  if (EnsureCountry(file, parsed.resource.country()))
    Halted(file, uploader_.Upsert(std::vector<v1::TeacherResource>{parsed.resource}, results));
  if (stop_) return;
  std::string name, outcome = "refused";
  for (const ItemResult& result : results) {
    name = result.name;
    outcome = TextOf(result);
    if (result.refusal) ItemRefused(file, "the lesson plan", *result.refusal);
    if (!result.refusal) report_.Count(result.outcome);
  }
  if (outcome == "refused") ++report_.refused;
  report_.teacher_resources.push_back({file.shown, name, outcome});
  progress_.FileDone(fmt::format("{}: lesson plan {}", file.shown, outcome), 1);
}

bool Importer::UploadEntries(const SourceFile& file, std::string_view bytes, const std::vector<v1::Entry>& entries) {
  entry_results_.clear();
  const grpc::Status status = uploader_.Upsert(entries, entry_results_);
  for (size_t i = 0; i < entry_results_.size(); ++i) {
    const ItemResult& result = entry_results_[i];
    if (!result.refusal) {
      report_.Count(result.outcome);
      continue;
    }
    ++report_.refused;
    // The title is not told: it can name a victim.
    const int64_t line = LineOf(entries[i], bytes);
    ItemRefused(file, fmt::format("entry {} of the page{}", i + 1, line > 0 ? fmt::format(" (line {})", line) : ""),
                *result.refusal);
  }
  return !Halted(file, status);
}

bool Importer::UploadHotlines(const SourceFile& file,
                              const std::vector<legacy::ParsedPage::ProposedHotline>& proposed) {
  std::vector<v1::Hotline> hotlines;
  for (const auto& proposal : proposed) {
    const ItemResult& source = entry_results_.at(proposal.entry_index);
    if (source.refusal) {
      report_.hotlines.push_back({proposal.hotline.name(), "refused"});
      report_.refusals.push_back({file.shown, "a hotline is not proposed since its entry was refused"});
      continue;
    }
    hotlines.push_back(proposal.hotline);
    // In a dry run the entry does not exist.
    if (!validate_only_) hotlines.back().set_source_entry(source.name);
  }
  std::vector<ItemResult> results;
  const grpc::Status status = uploader_.Upsert(hotlines, results);
  for (size_t i = 0; i < results.size(); ++i) {
    if (results[i].refusal) ItemRefused(file, fmt::format("hotline {} of the page", i + 1), *results[i].refusal);
    report_.hotlines.push_back({results[i].refusal ? hotlines[i].name() : results[i].name, TextOf(results[i])});
  }
  return !Halted(file, status);
}

bool Importer::UploadPage(const SourceFile& file, const v1::CountryPage& page) {
  std::vector<ItemResult> results;
  const grpc::Status status = uploader_.Upsert(std::vector<v1::CountryPage>{page}, results);
  for (const ItemResult& result : results) {
    if (result.refusal) ItemRefused(file, page.name(), *result.refusal);
    report_.pages.back().outcome = TextOf(result);
  }
  return !Halted(file, status);
}

}  // namespace lectern::admin
