#include "clients/admin/import/table_source.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "clients/admin/text_width.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

int64_t SizeOf(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? 0 : static_cast<int64_t>(size);
}

}  // namespace

TableSource::TableSource(formats::Format format, std::vector<std::string> paths, formats::ReaderOptions options)
    : format_(format), paths_(std::move(paths)), options_(std::move(options)) {
  for (const std::string& path : paths_) bytes_ += SizeOf(path);
}

absl::StatusOr<std::optional<SourceItem>> TableSource::Next(ImportReport& report) {
  while (true) {
    if (reader_ == nullptr) {
      if (next_ == paths_.size()) return std::optional<SourceItem>();
      const std::string& path = paths_[next_++];
      shown_ = AsUtf8(path);
      auto reader = formats::OpenReader(format_, path, options_);
      if (!reader.ok())
        return absl::Status(reader.status().code(),
                            fmt::format("{}: {}", shown_, std::string(reader.status().message())));
      reader_ = *std::move(reader);
    }
    auto record = reader_->Next();
    for (std::string& warning : reader_->TakeWarnings()) report.warnings.push_back({shown_, 0, std::move(warning)});
    if (!record.ok()) return record.status();
    if (!*record) {
      bytes_before_ += SizeOf(paths_[next_ - 1]);
      reader_.reset();
      continue;
    }
    formats::ReadItem& read = **record;
    const auto line = static_cast<int>(read.item.place().line());
    for (std::string& warning : read.warnings) report.warnings.push_back({shown_, line, std::move(warning)});
    if (read.error) {
      report.Refuse(shown_, line, static_cast<int>(read.item.place().column()), *read.error);
      if (unreadable_) unreadable_(read, Preamble());
      continue;
    }
    SourceItem item;
    item.item = std::move(read.item);
    // Lines of JSON say all that there is to say themselves.
    if (format_ != formats::Format::kJsonLines && item.item.has_entry())
      item.item.mutable_entry()->mutable_provenance()->set_file(item.item.place().file());
    item.file = shown_;
    item.raw = std::move(read.raw);
    item.file_index = next_ - 1;
    return std::optional<SourceItem>(std::move(item));
  }
}

double TableSource::Progress() const {
  const int64_t read = bytes_before_ + (reader_ == nullptr ? 0 : reader_->bytes_read());
  return bytes_ == 0 ? 1 : std::min(1.0, static_cast<double>(read) / static_cast<double>(bytes_));
}

}  // namespace lectern::admin
