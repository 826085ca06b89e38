// The entries of a BibTeX or BibLaTeX file as they are written.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/formats/byte_source.h"

namespace lectern::formats {

struct BibtexField {
  // In lower case.
  std::string name;
  // Without the outer braces or quotes; what `#` joins is joined, @string names are replaced.
  std::string value;
  Place place;
};

struct BibtexRecord {
  // In lower case. Example: "techreport".
  std::string type;
  std::string key;
  std::vector<BibtexField> fields;
  // From the "@" to the closing brace.
  std::string raw;
  Place place;
  int64_t offset = 0;
  // What stood before it and is not used, a sentence each.
  std::vector<std::string> warnings;
  // Why it cannot be read, and where.
  std::optional<std::string> error;
  Place error_place;
};

class BibtexSource {
 public:
  // Longest entry and longest line, in bytes.
  static constexpr size_t kLongestEntry = size_t{4} << 20;
  // Deepest nesting of braces.
  static constexpr int kDeepest = 64;

  // `bytes` outlives it.
  BibtexSource(ByteSource& bytes, std::string file);

  // The next entry; nothing behind the last one. An entry that cannot be read has an error, and reading goes on where a
  // line begins the next one. INVALID_ARGUMENT: the file cannot be read further. UNAVAILABLE: reading failed.
  absl::StatusOr<std::optional<BibtexRecord>> Next();

  // The @string definitions so far, as written.
  const std::string& definitions() const { return definitions_; }
  // What stood behind the last entry and is not used.
  std::vector<std::string> TakeWarnings();

 private:
  bool AtEntry();
  bool FindEntry();
  void KeepStray(int64_t line, const std::string& text);
  int Take();
  void SkipSpace();
  std::string Word();
  bool Fail(std::string what) { return Fail(bytes_.place(), std::move(what)); }
  bool Fail(Place place, std::string what);
  bool Stop(Place place, std::string_view what);
  bool ReadEntry(char closer);
  bool ReadFields(char closer);
  bool ReadDefinition(char closer);
  bool SkipBlock(char opener);
  bool ReadValue(std::string* value);
  bool ReadPart(std::string* value);
  bool ReadText(char closer, std::string* value);
  void Recover();

  ByteSource& bytes_;
  const std::string file_;
  BibtexRecord record_;
  std::map<std::string, std::string, std::less<>> strings_;
  size_t strings_size_ = 0;
  std::string definitions_;
  std::vector<std::string> stray_;
  size_t more_stray_ = 0;
  absl::Status fault_;
};

}  // namespace lectern::formats
