// Readers of tables and bibliographies: a file in, import items out, one at a time, in bounded memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lectern/v1/import.pb.h"

namespace lectern::formats {

// A format of items.
enum class Format { kCsv, kTsv, kJsonLines, kBibtex, kRis, kCslJson };

// The format that a file's name tells by its ending (.csv, .tsv, .tab, .jsonl, .ndjson, .bib, .ris, .json), if any.
std::optional<Format> FormatOfName(std::string_view file_name);

// What the caller states for all of a file, since tables may lack these columns and bibliographies have no such fields.
// Each fills the field of entries that bring none.
struct ReaderDefaults {
  // Example: "countries/be".
  std::string country;
  // Example: "topics/street-children".
  std::string topic;
  std::string section;
  // BCP 47.
  std::string language;
};

struct ReaderOptions {
  ReaderDefaults defaults;
  // Text of a header mapping file, for tables: lines `Their header = column`, `-` for a column to ignore; `#` opens a
  // remark. Empty: none.
  std::string header_map;
  // Goes into each source_key that is made from a citation key or an identifier, so that two libraries that both call
  // a work "smith2004" do not overwrite each other. Example: the import's source.
  std::string key_scope;
};

// One record of a file.
struct ReadItem {
  // What it brings, with its place. `fields` names the fields that the file speaks of, but for JSON Lines, where the
  // record itself says so. Of a record that cannot be read, the place alone: where the error is.
  v1::ImportItem item;
  // The record's bytes as the file has them, without the line end behind it.
  std::string raw;
  // What was not used or is doubtful, a sentence each, with its line.
  std::vector<std::string> warnings;
  // Why it cannot be read, as a sentence; its place is the item's.
  std::optional<std::string> error;
};

// Reads one file from beginning to end. Not for several threads.
class ItemReader {
 public:
  virtual ~ItemReader() = default;

  // The next record; nothing behind the last one. A record that cannot be read has an `error`, and reading goes on with
  // the next one. INVALID_ARGUMENT: the file cannot be read further, with file, line and column in the message.
  // UNAVAILABLE: the system could not read it. After an error, every call answers with it again.
  virtual absl::StatusOr<std::optional<ReadItem>> Next() = 0;

  // What is to be said of the file and not of one record, so far: sentences that were not taken before.
  virtual std::vector<std::string> TakeWarnings() = 0;

  // The bytes that a file of some of the records needs in front of them, as far as read: a table's header, a
  // bibliography's @string definitions. Grows while reading.
  virtual std::string_view Preamble() const = 0;

  // Bytes of the file that have been read.
  virtual int64_t bytes_read() const = 0;
};

// Opens `path`. NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT (no regular file; of a table: a header or a header
// mapping that cannot be used).
absl::StatusOr<std::unique_ptr<ItemReader>> OpenReader(Format format, const std::filesystem::path& path,
                                                       const ReaderOptions& options);

// The same for a stream, which must outlive the reader. `file_name` is for places and messages.
absl::StatusOr<std::unique_ptr<ItemReader>> OpenReader(Format format, std::istream& in, std::string_view file_name,
                                                       const ReaderOptions& options);

// A table with the header of all columns, an explanation of each, and an example; importing it as it is does nothing.
// Parted by commas (CSV) or tabs.
std::string TableTemplate(Format format);

}  // namespace lectern::formats
