// Reads entries from BibTeX and BibLaTeX.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/formats/bibtex_source.h"
#include "clients/admin/formats/work_builder.h"

namespace lectern::formats {

class BibtexReader : public ItemReader {
 public:
  BibtexReader(std::unique_ptr<ByteSource> bytes, std::string file, const ReaderOptions& options);

  absl::StatusOr<std::optional<ReadItem>> Next() override;
  std::vector<std::string> TakeWarnings() override { return source_.TakeWarnings(); }
  std::string_view Preamble() const override { return source_.definitions(); }
  int64_t bytes_read() const override { return bytes_->offset(); }

 private:
  ReadItem Read(BibtexRecord record);

  const std::unique_ptr<ByteSource> bytes_;
  Library library_;
  BibtexSource source_;
};

}  // namespace lectern::formats
