// What an import is asked for, and where it is kept so that it can be resumed.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/formats/item_reader.h"
#include "lectern/v1/batch.pb.h"

namespace lectern::admin {

struct ImportOptions {
  // "legacy", "csv", "tsv", "jsonl", "bibtex", "ris" or "csl".
  std::string format;
  std::vector<std::string> paths;
  // Empty: by the format and the first file's name.
  std::string source;
  formats::ReaderDefaults defaults;
  // Path of a header mapping file.
  std::string header_map;
  // Publishes what is imported.
  std::optional<v1::Publication> publication;
  bool dry_run = false;
  // Stops once the plan is there.
  bool review = false;
  bool keep_going = false;
  // Items to merge, and the entries to merge them into.
  std::vector<std::pair<int64_t, std::string>> merges;
  // Where to write what was refused; "" for beside the input.
  std::string refused_to;
  // Where to write the report as a page to look at; "" for nowhere.
  std::string html;
};

// The format called `name`; nullopt for "legacy" and what is none.
std::optional<formats::Format> TableFormat(const std::string& name);

// Notes, on this machine and for this user, what the import `operation` was asked for: with absolute paths, below
// $XDG_STATE_HOME/lectern/imports (by default ~/.local/state). A failure keeps nobody from importing.
absl::Status NoteImport(const std::string& operation, const ImportOptions& options);
// What was noted. NOT_FOUND.
absl::StatusOr<ImportOptions> NotedImport(const std::string& operation);
void ForgetImport(const std::string& operation);

}  // namespace lectern::admin
