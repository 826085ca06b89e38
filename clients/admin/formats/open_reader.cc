#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

#include "clients/admin/formats/bibtex_reader.h"
#include "clients/admin/formats/csl_reader.h"
#include "clients/admin/formats/encoding.h"
#include "clients/admin/formats/item_reader.h"
#include "clients/admin/formats/jsonl_reader.h"
#include "clients/admin/formats/ris_reader.h"
#include "clients/admin/formats/table_reader.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"

namespace lectern::formats {
namespace {

namespace fs = std::filesystem;

// Limit of ImportPlace.file.
constexpr size_t kLongestName = 512;

// A file's name as UTF-8, whatever bytes the system has for it.
std::string NameOf(std::string_view name) {
  bool converted = false;
  std::string text = AsUtf8(name, &converted).value_or("");
  if (text.empty()) text = "file";
  return std::string(legacy::Shorten(text, kLongestName));
}

// A reader with the stream that it reads.
class FileReader : public ItemReader {
 public:
  FileReader(std::unique_ptr<std::ifstream> file, std::unique_ptr<ItemReader> reader)
      : file_(std::move(file)), reader_(std::move(reader)) {}

  absl::StatusOr<std::optional<ReadItem>> Next() override { return reader_->Next(); }
  std::vector<std::string> TakeWarnings() override { return reader_->TakeWarnings(); }
  std::string_view Preamble() const override { return reader_->Preamble(); }
  int64_t bytes_read() const override { return reader_->bytes_read(); }

 private:
  const std::unique_ptr<std::ifstream> file_;
  const std::unique_ptr<ItemReader> reader_;
};

}  // namespace

std::optional<Format> FormatOfName(std::string_view file_name) {
  static constexpr std::pair<std::string_view, Format> kEndings[] = {
      {".csv", Format::kCsv},         {".tsv", Format::kTsv},          {".tab", Format::kTsv},
      {".jsonl", Format::kJsonLines}, {".ndjson", Format::kJsonLines}, {".bib", Format::kBibtex},
      {".ris", Format::kRis},         {".json", Format::kCslJson}};
  const std::string name = legacy::AsciiLower(file_name);
  for (const auto& [ending, format] : kEndings) {
    if (name.ends_with(ending)) return format;
  }
  return std::nullopt;
}

absl::StatusOr<std::unique_ptr<ItemReader>> OpenReader(Format format, std::istream& in, std::string_view file_name,
                                                       const ReaderOptions& options) {
  std::string name = NameOf(file_name);
  auto bytes = std::make_unique<ByteSource>(in);
  if (absl::Status begun = bytes->Begin(name); !begun.ok()) return begun;
  switch (format) {
    case Format::kCsv:
      return TableReader::Open(std::move(bytes), std::move(name), ',', options);
    case Format::kTsv:
      return TableReader::Open(std::move(bytes), std::move(name), '\t', options);
    case Format::kJsonLines:
      return std::make_unique<JsonLinesReader>(std::move(bytes), std::move(name));
    case Format::kBibtex:
      return std::make_unique<BibtexReader>(std::move(bytes), std::move(name), options);
    case Format::kRis:
      return std::make_unique<RisReader>(std::move(bytes), std::move(name), options);
    case Format::kCslJson:
      return std::make_unique<CslReader>(std::move(bytes), std::move(name), options);
  }
  return absl::InvalidArgumentError("there is no such format.");
}

absl::StatusOr<std::unique_ptr<ItemReader>> OpenReader(Format format, const fs::path& path,
                                                       const ReaderOptions& options) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  const std::string shown = NameOf(path.string());
  if (status.type() == fs::file_type::not_found) return absl::NotFoundError(shown + ": there is no such file.");
  if (error) return absl::PermissionDeniedError(fmt::format("{}: cannot be read: {}.", shown, error.message()));
  if (status.type() == fs::file_type::directory)
    return absl::InvalidArgumentError(shown + ": this is a folder and not a file.");
  errno = 0;
  auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*file) return absl::PermissionDeniedError(fmt::format("{}: cannot be read: {}.", shown, std::strerror(errno)));
  auto reader = OpenReader(format, *file, path.filename().string(), options);
  if (!reader.ok()) return reader.status();
  return std::make_unique<FileReader>(std::move(file), *std::move(reader));
}

}  // namespace lectern::formats
