#include "clients/admin/formats/bibtex_source.h"

#include <array>
#include <utility>

#include "clients/admin/formats/encoding.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"

namespace lectern::formats {
namespace {

constexpr size_t kMostStray = 20;
constexpr size_t kLongestShown = 80;
constexpr size_t kMostDefinitions = size_t{1} << 20;

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kMonths = {{{"jan", "January"},
                                                                                    {"feb", "February"},
                                                                                    {"mar", "March"},
                                                                                    {"apr", "April"},
                                                                                    {"may", "May"},
                                                                                    {"jun", "June"},
                                                                                    {"jul", "July"},
                                                                                    {"aug", "August"},
                                                                                    {"sep", "September"},
                                                                                    {"oct", "October"},
                                                                                    {"nov", "November"},
                                                                                    {"dec", "December"}}};

bool IsSpace(int c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

// What a type, a key or a field's name may hold.
bool IsWord(int c) {
  return c > ' ' && c != 0x7F &&
         std::string_view("{}(),=#\"%'\\@").find(static_cast<char>(c)) == std::string_view::npos;
}

bool IsLineEnd(int c) { return c == '\n' || c == '\r'; }

}  // namespace

BibtexSource::BibtexSource(ByteSource& bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {
  for (const auto& [name, value] : kMonths) strings_.emplace(name, value);
}

bool BibtexSource::Fail(Place place, std::string what) {
  if (record_.error || !fault_.ok()) return false;
  record_.error = std::move(what);
  record_.error_place = place;
  return false;
}

bool BibtexSource::Stop(Place place, std::string_view what) {
  if (fault_.ok()) fault_ = Fault(file_, place, what);
  return false;
}

// Takes a byte of the entry; kEnd at the end and where the file cannot be read further.
int BibtexSource::Take() {
  if (!fault_.ok()) return ByteSource::kEnd;
  const Place place = bytes_.place();
  const int byte = bytes_.Get();
  if (byte == ByteSource::kEnd) return byte;
  if (byte == 0) Stop(place, "there is a NUL byte, which no text has: this is no bibliography, or it is damaged.");
  if (place.column > static_cast<int64_t>(kLongestEntry)) Stop(place, "the line is longer than 4 MiB.");
  if (record_.raw.size() >= kLongestEntry)
    Stop(record_.place, "the entry that begins here is longer than 4 MiB; is a brace in it never closed?");
  if (!fault_.ok()) return ByteSource::kEnd;
  record_.raw.push_back(static_cast<char>(byte));
  return byte;
}

void BibtexSource::SkipSpace() {
  while (IsSpace(bytes_.Peek()) && Take() != ByteSource::kEnd) {
  }
}

std::string BibtexSource::Word() {
  std::string word;
  while (bytes_.Peek() != ByteSource::kEnd && IsWord(bytes_.Peek())) {
    const int byte = Take();
    if (byte == ByteSource::kEnd) break;
    word.push_back(static_cast<char>(byte));
  }
  return word;
}

// "@word{" or "@word(" is next.
bool BibtexSource::AtEntry() {
  if (bytes_.Peek() != '@') return false;
  const std::string_view ahead = bytes_.Ahead(128);
  size_t at = 1;
  while (at < ahead.size() && IsSpace(ahead[at])) ++at;
  const size_t word = at;
  while (at < ahead.size() && legacy::IsLetter(ahead[at])) ++at;
  if (at == word) return false;
  while (at < ahead.size() && IsSpace(ahead[at])) ++at;
  return at < ahead.size() && (ahead[at] == '{' || ahead[at] == '(');
}

void BibtexSource::KeepStray(int64_t line, const std::string& text) {
  const std::string_view shown = legacy::Trim(text);
  if (shown.empty() || shown.starts_with('%')) return;
  if (stray_.size() == kMostStray) {
    ++more_stray_;
    return;
  }
  bool converted = false;
  const auto utf8 = AsUtf8(shown, &converted);
  stray_.push_back(fmt::format("Line {}: what stands outside of entries is not used: {}", line,
                               utf8 ? Excerpt(*utf8, kLongestShown) : std::string("(no text)")));
}

// Moves to the next "@word{"; false at the end, or where the file cannot be read further.
bool BibtexSource::FindEntry() {
  std::string line;
  int64_t number = bytes_.place().line;
  while (bytes_.Peek() != ByteSource::kEnd && !AtEntry()) {
    const Place place = bytes_.place();
    const int byte = bytes_.Get();
    if (byte == 0)
      return Stop(place, "there is a NUL byte, which no text has: this is no bibliography, or it is damaged.");
    if (place.column > static_cast<int64_t>(kLongestEntry)) return Stop(place, "the line is longer than 4 MiB.");
    // A remark goes to the end of its line, whatever it holds.
    if (byte == '%' && legacy::IsBlank(line)) {
      while (bytes_.Peek() != ByteSource::kEnd && !IsLineEnd(bytes_.Peek()) && bytes_.Peek() != 0 &&
             bytes_.place().column <= static_cast<int64_t>(kLongestEntry))
        bytes_.Get();
      continue;
    }
    if (!IsLineEnd(byte)) {
      if (line.size() < 4 * kLongestShown) line.push_back(static_cast<char>(byte));
      continue;
    }
    KeepStray(number, line);
    line.clear();
    number = bytes_.place().line;
  }
  KeepStray(number, line);
  return bytes_.Peek() != ByteSource::kEnd;
}

std::vector<std::string> BibtexSource::TakeWarnings() {
  if (more_stray_ > 0)
    stray_.push_back(
        fmt::format("{} more lines stand outside of entries and are not used.", std::exchange(more_stray_, 0)));
  return std::exchange(stray_, {});
}

absl::StatusOr<std::optional<BibtexRecord>> BibtexSource::Next() {
  while (fault_.ok() && FindEntry()) {
    record_ = BibtexRecord();
    record_.place = bytes_.place();
    record_.offset = bytes_.offset();
    Take();
    SkipSpace();
    record_.type = legacy::AsciiLower(Word());
    SkipSpace();
    const char opener = static_cast<char>(Take());
    const char closer = opener == '{' ? '}' : ')';
    bool is_work = false;
    bool read = false;
    if (record_.type == "comment" || record_.type == "preamble") {
      read = SkipBlock(opener);
      if (read && record_.type == "preamble" && stray_.size() < kMostStray)
        stray_.push_back(fmt::format("Line {}: the @preamble is not used.", record_.place.line));
    } else if (record_.type == "string") {
      read = ReadDefinition(closer);
    } else {
      is_work = true;
      read = ReadEntry(closer);
    }
    if (!fault_.ok()) break;
    if (!read) Recover();
    if (!fault_.ok()) break;
    if (!is_work && read) continue;
    record_.warnings = TakeWarnings();
    return std::exchange(record_, BibtexRecord());
  }
  if (fault_.ok()) fault_ = bytes_.Check(file_);
  if (!fault_.ok()) return fault_;
  return std::nullopt;
}

// Moves to the line that begins the next entry; what stands before belongs to the record that cannot be read.
void BibtexSource::Recover() {
  while (!(bytes_.place().column == 1 && AtEntry()) && Take() != ByteSource::kEnd) {
  }
  while (!record_.raw.empty() && IsSpace(record_.raw.back())) record_.raw.pop_back();
}

// @comment and @preamble: to the brace that closes it.
bool BibtexSource::SkipBlock(char opener) {
  std::string ignored;
  return ReadText(opener == '{' ? '}' : ')', &ignored);
}

bool BibtexSource::ReadDefinition(char closer) {
  SkipSpace();
  const std::string name = legacy::AsciiLower(Word());
  if (name.empty()) return Fail("the name of the @string is missing.");
  SkipSpace();
  if (bytes_.Peek() != '=') return Fail("an equals sign is expected behind the name of the @string.");
  Take();
  std::string value;
  if (!ReadValue(&value)) return false;
  SkipSpace();
  if (bytes_.Peek() != closer) return Fail(fmt::format("\"{}\" is expected at the end of the @string.", closer));
  Take();
  strings_size_ += name.size() + value.size();
  if (strings_size_ > kMostDefinitions || definitions_.size() + record_.raw.size() > kMostDefinitions)
    return Stop(record_.place, "the @string definitions are larger than 1 MiB.");
  strings_[name] = std::move(value);
  definitions_ += record_.raw + "\n";
  return true;
}

bool BibtexSource::ReadEntry(char closer) {
  SkipSpace();
  while (bytes_.Peek() != ',' && bytes_.Peek() != closer) {
    // A key may hold nearly anything.
    const int byte = bytes_.Peek();
    if (byte == ByteSource::kEnd || IsLineEnd(byte) || byte == '=' || byte == '{' || byte == '}' || byte == '"')
      return Fail("a citation key and a comma are expected.");
    if (Take() == ByteSource::kEnd) return false;
    record_.key.push_back(static_cast<char>(byte));
  }
  record_.key = legacy::Trim(record_.key);
  return ReadFields(closer);
}

// Behind the key: ", name = value" until the closer.
bool BibtexSource::ReadFields(char closer) {
  while (true) {
    SkipSpace();
    if (bytes_.Peek() == closer) return Take() != ByteSource::kEnd;
    if (bytes_.Peek() == ByteSource::kEnd)
      return fault_.ok() && Fail(record_.place, "the entry that begins here never ends: a brace is missing.");
    if (bytes_.Peek() != ',')
      return Fail(AtEntry() ? "the next entry begins before this one is closed."
                            : fmt::format("a comma or \"{}\" is expected.", closer));
    Take();
    SkipSpace();
    if (bytes_.Peek() == closer || bytes_.Peek() == ',') continue;
    BibtexField field;
    field.place = bytes_.place();
    field.name = legacy::AsciiLower(Word());
    if (field.name.empty())
      return bytes_.Peek() == ByteSource::kEnd
                 ? Fail(record_.place, "the entry that begins here never ends: a brace is missing.")
                 : Fail(AtEntry() ? "the next entry begins before this one is closed." : "a field's name is expected.");
    SkipSpace();
    if (bytes_.Peek() != '=') return Fail("an equals sign is expected behind the field's name.");
    Take();
    if (!ReadValue(&field.value)) return false;
    record_.fields.push_back(std::move(field));
  }
}

bool BibtexSource::ReadValue(std::string* value) {
  do {
    if (bytes_.Peek() == '#') Take();
    SkipSpace();
    if (!ReadPart(value)) return false;
    if (value->size() > kLongestEntry) return Fail("the value is longer than 4 MiB.");
    SkipSpace();
  } while (bytes_.Peek() == '#');
  return fault_.ok();
}

bool BibtexSource::ReadPart(std::string* value) {
  const int byte = bytes_.Peek();
  if (byte == '{' || byte == '"') {
    Take();
    return ReadText(byte == '{' ? '}' : '"', value);
  }
  const Place place = bytes_.place();
  const std::string word = Word();
  if (word.empty()) {
    if (bytes_.Peek() == ByteSource::kEnd)
      return Fail(record_.place, "the entry that begins here never ends: a brace is missing.");
    return Fail("a value is expected: in braces, in quotes, a number or the name of a @string.");
  }
  if (word.find_first_not_of("0123456789") == std::string::npos) {
    *value += word;
    return true;
  }
  if (const auto known = strings_.find(legacy::AsciiLower(word)); known != strings_.end()) {
    *value += known->second;
    return true;
  }
  return Fail(place,
              fmt::format("there is no @string \"{}\"; a value must stand in braces or quotes.", Excerpt(word, 80)));
}

// Reads to the `closer` outside of braces within.
bool BibtexSource::ReadText(char closer, std::string* value) {
  const Place begin = bytes_.place();
  int depth = 0;
  while (true) {
    const Place place = bytes_.place();
    if (place.column == 1 && bytes_.Peek() == '@' && AtEntry()) {
      return Fail(
          fmt::format("the next entry begins here, but the text that begins in line {} is not closed.", begin.line));
    }
    const int byte = Take();
    if (byte == ByteSource::kEnd)
      return fault_.ok() && Fail(begin, fmt::format("the text that begins here is never closed: a {} is missing.",
                                                    closer == '"' ? "quote" : "brace"));
    if (byte == closer && depth == 0) return true;
    if (byte == '{' && ++depth > kDeepest)
      return Fail(place, fmt::format("braces are nested deeper than {}.", kDeepest));
    if (byte == '}' && --depth < 0) return Fail(place, "a brace is closed that was not opened.");
    value->push_back(static_cast<char>(byte));
  }
}

}  // namespace lectern::formats
