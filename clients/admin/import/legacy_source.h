// Items of the pages of the hand-kept site.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <vector>

#include "clients/admin/import/files.h"
#include "clients/admin/import/item_source.h"
#include "clients/admin/legacy/parsed_file.h"

namespace lectern::admin {

// Reads files one by one; each page gives the countries and themes it needs, its entries, the hotlines they propose,
// and the page or the teacher resources themselves. Captures of one page are merged. A file that cannot be used is told
// in the report and the others go on.
class LegacySource final : public ItemSource {
 public:
  // Finds the files of `paths`, and which of them are captures of the same page.
  LegacySource(const std::vector<std::string>& paths, ImportReport& report);

  absl::StatusOr<std::optional<SourceItem>> Next(ImportReport& report) override;
  double Progress() const override;

 private:
  // Files that are captures of one page; mostly one.
  using Captures = std::vector<SourceFile>;

  // Reads each file to see which page it is, and forgets it again: 800 parsed pages are too many to hold.
  void Group(const std::vector<SourceFile>& files);
  std::optional<legacy::ParsedFile> Read(const SourceFile& file, ImportReport& report);
  void Take(const Captures& captures, ImportReport& report);
  void Put(const SourceFile& file, legacy::ParsedFile parsed, ImportReport& report);
  void Tell(const SourceFile& file, const legacy::ParsedFile& parsed, ImportReport& report);
  void NeedCountry(const SourceFile& file, const std::string& country);

  std::vector<Captures> groups_;
  size_t next_ = 0;
  std::deque<SourceItem> items_;
  std::set<std::string> needed_;  // countries and themes that were given
};

}  // namespace lectern::admin
