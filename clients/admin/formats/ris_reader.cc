#include "clients/admin/formats/ris_reader.h"

#include <algorithm>
#include <utility>

#include "clients/admin/formats/encoding.h"
#include "clients/admin/formats/enum_words.h"
#include "clients/admin/formats/partial_dates.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"

namespace lectern::formats {
namespace {

using legacy::IsDigit;
using legacy::IsUpper;
using legacy::Trim;

constexpr size_t kMostStray = 20;

// The tag of "AU  - Doe, Jane"; empty where the line has none. `value` gets what is behind it.
std::string_view TagOf(std::string_view line, std::string_view* value) {
  if (line.size() < 3 || !IsUpper(line[0]) || !(IsUpper(line[1]) || IsDigit(line[1]))) return {};
  size_t at = 2;
  while (at < line.size() && line[at] == ' ') ++at;
  if (at == 2 || at > 4 || at == line.size() || line[at] != '-') return {};
  ++at;
  if (at < line.size() && line[at] != ' ') return {};
  *value = line.substr(std::min(at + 1, line.size()));
  return line.substr(0, 2);
}

std::string_view WithoutLineEnd(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Types beside those that the contract names.
constexpr std::pair<std::string_view, v1::SourceType> kTypes[] = {{"GOVDOC", v1::SOURCE_TYPE_REPORT},
                                                                  {"PAMP", v1::SOURCE_TYPE_REPORT},
                                                                  {"UNPB", v1::SOURCE_TYPE_REPORT},
                                                                  {"BILL", v1::SOURCE_TYPE_LEGISLATION},
                                                                  {"INPR", v1::SOURCE_TYPE_ARTICLE_JOURNAL},
                                                                  {"EJOUR", v1::SOURCE_TYPE_ARTICLE_JOURNAL},
                                                                  {"ABST", v1::SOURCE_TYPE_ARTICLE_JOURNAL},
                                                                  {"JFULL", v1::SOURCE_TYPE_ARTICLE_JOURNAL},
                                                                  {"CONF", v1::SOURCE_TYPE_BOOK},
                                                                  {"EDBOOK", v1::SOURCE_TYPE_BOOK},
                                                                  {"EBOOK", v1::SOURCE_TYPE_BOOK},
                                                                  {"SER", v1::SOURCE_TYPE_BOOK},
                                                                  {"CPAPER", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"ECHAP", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"ENCYC", v1::SOURCE_TYPE_CHAPTER},
                                                                  {"BLOG", v1::SOURCE_TYPE_WEBPAGE},
                                                                  {"ICOMM", v1::SOURCE_TYPE_WEBPAGE},
                                                                  {"WEB", v1::SOURCE_TYPE_WEBPAGE},
                                                                  {"VIDEO", v1::SOURCE_TYPE_MOTION_PICTURE},
                                                                  {"SOUND", v1::SOURCE_TYPE_MOTION_PICTURE}};

v1::SourceType TypeOf(std::string_view name) {
  for (const auto& [known, type] : kTypes) {
    if (known == name) return type;
  }
  return SourceTypeOfRis(name);
}

// "Doe, Jane, Jr." or "A Body".
v1::Contributor NameOf(std::string_view text) {
  v1::Contributor who;
  text = Trim(text);
  const size_t comma = text.find(',');
  if (comma == std::string_view::npos) {
    who.set_literal(std::string(text));
  } else if (const std::string_view given = Trim(text.substr(comma + 1)); given.empty()) {
    who.set_literal(std::string(Trim(text.substr(0, comma))));
  } else {
    who.set_family(std::string(Trim(text.substr(0, comma))));
    who.set_given(std::string(given));
  }
  return who;
}

// "2003/04/05/words" as EDTF; empty where it is none of this form.
std::string DateOf(std::string_view text) {
  int parts[3] = {};
  size_t part = 0;
  size_t digits = 0;
  for (const char c : Trim(text)) {
    if (IsDigit(c) && digits < 4) {
      parts[part] = parts[part] * 10 + (c - '0');
      ++digits;
    } else if (c == '/' && part < 2) {
      ++part;
      digits = 0;
    } else if (c == '/') {
      break;
    } else {
      return {};
    }
  }
  return EdtfOf(parts[0], parts[1], parts[2]);
}

// "2003/04//" without slashes that part nothing.
std::string Printed(std::string_view date) {
  date = Trim(date);
  while (date.ends_with('/')) date.remove_suffix(1);
  return std::string(date);
}

}  // namespace

RisReader::RisReader(std::unique_ptr<ByteSource> bytes, std::string file, const ReaderOptions& options)
    : bytes_(std::move(bytes)), library_{std::move(file), options, {}, {}} {}

bool RisReader::Fetch() {
  if (has_ahead_) return true;
  if (!fault_.ok()) return false;
  ahead_place_ = bytes_->place();
  ahead_offset_ = bytes_->offset();
  const ByteSource::Line got = bytes_->ReadLine(kLongestLine, &ahead_);
  if (got == ByteSource::Line::kTooLong) {
    fault_ = Fault(library_.file, ahead_place_, "the line is longer than 1 MiB.");
  } else if (got == ByteSource::Line::kEnd) {
    fault_ = bytes_->Check(library_.file);
    return false;
  } else if (const size_t nul = ahead_.find('\0'); nul != std::string::npos) {
    fault_ = Fault(library_.file, {ahead_place_.line, static_cast<int64_t>(nul) + 1},
                   "there is a NUL byte, which no text has: this is no bibliography, or it is damaged.");
  }
  has_ahead_ = fault_.ok();
  return has_ahead_;
}

void RisReader::KeepStray(const std::string& line, int64_t number) {
  const std::string_view text = Trim(line);
  std::string_view value;
  if (text.empty() || TagOf(text, &value) == "XX") return;
  if (stray_.size() == kMostStray) {
    ++more_stray_;
    return;
  }
  bool converted = false;
  stray_.push_back(fmt::format("Line {}: what stands outside of records is not used: {}", number,
                               Excerpt(AsUtf8(text.substr(0, 400), &converted).value_or("(no text)"), 80)));
}

std::vector<std::string> RisReader::TakeWarnings() {
  if (more_stray_ > 0)
    stray_.push_back(
        fmt::format("{} more lines stand outside of records and are not used.", std::exchange(more_stray_, 0)));
  return std::exchange(stray_, {});
}

// Reads from "TY  - " to "ER  - ", or to the next "TY  - " or the end; false where there is no more record.
bool RisReader::ReadRecord(Record* record) {
  while (Fetch()) {
    std::string_view value;
    const std::string tag(TagOf(WithoutLineEnd(ahead_), &value));
    const bool begins = tag == "TY";
    if (begins && !record->lines.empty()) return true;
    if (record->lines.empty()) {
      if (!begins) {
        KeepStray(ahead_, ahead_place_.line);
        has_ahead_ = false;
        continue;
      }
      record->place = ahead_place_;
      record->offset = ahead_offset_;
    }
    record->raw += ahead_;
    has_ahead_ = false;
    if (record->raw.size() > kLongestRecord) {
      fault_ = Fault(library_.file, record->place,
                     "the record that begins here is longer than 4 MiB; is its \"ER  - \" missing?");
      return false;
    }
    record->closed = tag == "ER";
    if (record->closed) return true;
    if (tag != "XX")
      record->lines.push_back({tag, std::string(tag.empty() ? WithoutLineEnd(ahead_) : value), ahead_place_.line});
  }
  return fault_.ok() && !record->lines.empty();
}

absl::StatusOr<std::optional<ReadItem>> RisReader::Next() {
  Record record;
  if (!ReadRecord(&record)) {
    if (!fault_.ok()) return fault_;
    return std::nullopt;
  }
  record.raw = WithoutLineEnd(record.raw);
  std::vector<std::string> before = TakeWarnings();
  ReadItem read = record.closed ? Read(std::move(record))
                                : Unreadable(library_, std::move(record.raw), record.place,
                                             "the record that begins here has no end: \"ER  - \" is missing.");
  read.warnings.insert(read.warnings.begin(), before.begin(), before.end());
  return read;
}

ReadItem RisReader::Read(Record record) {
  WorkBuilder work(library_);
  v1::Entry& entry = work.entry();
  // A line without a tag goes on with the one before.
  std::vector<Line> lines;
  for (Line& line : record.lines) {
    bool converted = false;
    std::optional<std::string> text = AsUtf8(line.value, &converted);
    if (!text) work.Warn(line.number, "the line holds bytes that are neither UTF-8 nor Windows-1252; it is left out.");
    if (!text) continue;
    if (converted) work.Warn(line.number, "the line holds bytes that are no UTF-8 and were read as Windows-1252.");
    if (line.tag.empty() && !lines.empty()) {
      lines.back().value += "\n" + *text;
    } else {
      lines.push_back({line.tag, *std::move(text), line.number});
    }
  }
  std::string secondary_title;
  bool has_date = false;
  for (const Line& line : lines) has_date = has_date || (line.tag == "DA" && !DateOf(line.value).empty());
  for (const Line& line : lines) {
    const std::string& tag = line.tag;
    const std::string& value = line.value;
    const int64_t number = line.number;
    if (legacy::IsBlank(value)) continue;
    if (tag == "TY") {
      entry.set_source_type(TypeOf(Trim(value)));
      if (entry.source_type() == v1::SOURCE_TYPE_UNSPECIFIED && Trim(value) != "GEN")
        work.Warn(number,
                  fmt::format("{} is no kind of work that is known; the kind is left open.", Excerpt(value, 40)));
    } else if (tag == "TI" || tag == "T1" || tag == "CT" || (tag == "BT" && record.lines.front().value != "CHAP")) {
      if (entry.title_lines().empty()) {
        work.AddTitle(value);
      } else if (entry.title_lines(0) != legacy::Collapse(value)) {
        work.NotUsed(number, tag, value);
      }
    } else if (tag == "AU" || tag == "A1") {
      work.AddContributor(NameOf(value), "author");
    } else if (tag == "A2" || tag == "ED" || tag == "A3") {
      work.AddContributor(NameOf(value), "editor");
    } else if (tag == "A4" || tag == "TA") {
      work.AddContributor(NameOf(value), "translator");
    } else if (tag == "T2" || tag == "JO" || tag == "JF" || tag == "T3" || tag == "BT" || tag == "JA") {
      work.Set(entry.mutable_series(), value, number, tag);
    } else if (tag == "PB") {
      work.Set(entry.mutable_publisher(), value, number, tag);
    } else if (tag == "CY" || tag == "PP") {
      work.Set(entry.mutable_place(), value, number, tag);
    } else if (tag == "DA" || ((tag == "PY" || tag == "Y1") && !has_date)) {
      work.SetPublished(Printed(value), DateOf(value), number, tag);
    } else if (tag == "PY" || tag == "Y1") {
      // The year of a date that DA gives in full.
      for (const Line& date : lines) {
        if (date.tag == "DA" && DateOf(date.value).substr(0, 4) != DateOf(value).substr(0, 4))
          work.NotUsed(number, tag, value);
      }
    } else if (tag == "UR" || tag == "L1" || tag == "L2" || tag == "LK") {
      work.SetUrl(value, number);
    } else if (tag == "DO") {
      work.SetDoi(value);
    } else if (tag == "Y2") {
      work.AddAccess(Printed(value), DateOf(value));
    } else if (tag == "AB" || tag == "N2") {
      work.AddAnnotation(value);
    } else if (tag == "N1") {
      work.AddNote(value);
    } else if (tag == "LA") {
      work.Set(entry.mutable_language(), value, number, tag);
    } else if (tag == "ID") {
      work.SetId(std::string(Trim(value)));
    } else {
      work.NotUsed(number, tag, value);
    }
  }
  return work.Finish(std::move(record.raw), record.place, record.offset);
}

}  // namespace lectern::formats
