// An import of legacy pages from beginning to end.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/import/files.h"
#include "clients/admin/import/progress.h"
#include "clients/admin/import/report.h"
#include "clients/admin/import/uploader.h"
#include "clients/admin/legacy/country_page.h"
#include "clients/admin/legacy/lesson_plan.h"
#include "clients/admin/session.h"

namespace lectern::admin {

// What stops a run: the server went away, or does not let this caller write.
struct Stop {
  Failure failure;
  // The file that it happened in.
  std::string file;
};

// Reads files one by one and writes each page: its country, its entries, the hotlines they propose, the page itself; or
// the lesson plan that it is. A file or an item that cannot be taken is reported and the others go on. What was
// acknowledged stays when a run is stopped; the same run again finds it by its source_key and goes on.
class Importer {
 public:
  // All outlive it. `operation` goes into the provenance of everything that is written.
  Importer(Session& session, Progress& progress, const UploadOptions& options, std::string operation);

  // Of a run that is stopped, no file follows.
  void Import(const SourceFile& file);
  // A path that is no readable file.
  void Refuse(const UnreadablePath& path);

  const ImportReport& report() const { return report_; }
  const std::optional<Stop>& stop() const { return stop_; }
  // True where a file could not be used.
  bool bad_input() const { return bad_input_; }

 private:
  void ImportPage(const SourceFile& file, std::string_view bytes, legacy::ParsedPage parsed);
  void ImportLesson(const SourceFile& file, legacy::ParsedLesson parsed);
  // False where the file ends here: its country was refused, or the run is stopped.
  bool EnsureCountry(const SourceFile& file, const std::string& country);
  bool UploadEntries(const SourceFile& file, std::string_view bytes, const std::vector<v1::Entry>& entries);
  bool UploadHotlines(const SourceFile& file, const std::vector<legacy::ParsedPage::ProposedHotline>& proposed);
  bool UploadPage(const SourceFile& file, const v1::CountryPage& page);
  bool Halted(const SourceFile& file, const grpc::Status& status);
  void BadFile(const std::string& file, const std::string& why);
  void ItemRefused(const SourceFile& file, const std::string& what, const Failure& failure);

  Session& session_;
  Progress& progress_;
  const bool validate_only_;
  Uploader uploader_;
  ImportReport report_;
  std::optional<Stop> stop_;
  bool bad_input_ = false;
  std::vector<ItemResult> entry_results_;  // of the file that is being imported
};

}  // namespace lectern::admin
