// Items of tables and bibliographies.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "clients/admin/formats/item_reader.h"
#include "clients/admin/import/item_source.h"

namespace lectern::admin {

class TableSource final : public ItemSource {
 public:
  TableSource(formats::Format format, std::vector<std::string> paths, formats::ReaderOptions options);

  absl::StatusOr<std::optional<SourceItem>> Next(ImportReport& report) override;
  double Progress() const override;

  formats::Format format() const { return format_; }
  // What a file of some of the records of the file that was read last needs in front of them.
  std::string_view Preamble() const { return reader_ == nullptr ? "" : reader_->Preamble(); }
  // Records that cannot be read are given to it as well, for a file of what was refused.
  using Unreadable = std::function<void(const formats::ReadItem& record, std::string_view preamble)>;
  void set_unreadable(Unreadable unreadable) { unreadable_ = std::move(unreadable); }

 private:
  const formats::Format format_;
  const std::vector<std::string> paths_;
  const formats::ReaderOptions options_;
  int64_t bytes_ = 0, bytes_before_ = 0;  // of all files, and of those before the one that is read
  size_t next_ = 0;                       // file
  std::string shown_;
  std::unique_ptr<formats::ItemReader> reader_;
  Unreadable unreadable_;
};

}  // namespace lectern::admin
