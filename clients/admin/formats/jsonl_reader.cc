#include "clients/admin/formats/jsonl_reader.h"

#include <utility>

#include "clients/admin/formats/json_scanner.h"

namespace lectern::formats {
namespace {

bool IsBlank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// {"comment": "..."} and nothing else.
bool IsComment(std::string_view line) {
  JsonScanner json(line);
  std::string text;
  return json.Take('{') && json.Peek() == '"' && json.ReadString(&text) && text == "comment" && json.Take(':') &&
         json.Peek() == '"' && json.ReadString(&text) && json.Take('}') && json.AtEnd();
}

}  // namespace

JsonLinesReader::JsonLinesReader(std::unique_ptr<ByteSource> bytes, std::string file)
    : bytes_(std::move(bytes)), file_(std::move(file)) {}

absl::StatusOr<std::optional<ReadItem>> JsonLinesReader::Next() {
  if (!fault_.ok()) return fault_;
  ReadItem read;
  std::string& line = read.raw;
  Place place;
  do {
    place = bytes_->place();
    const ByteSource::Line got = bytes_->ReadLine(kLongestLine, &line);
    if (got == ByteSource::Line::kTooLong) {
      fault_ = Fault(file_, place, "the line is longer than 4 MiB, which no item may be.");
      return fault_;
    }
    if (got == ByteSource::Line::kEnd) {
      fault_ = bytes_->Check(file_);
      if (!fault_.ok()) return fault_;
      return std::nullopt;
    }
  } while (IsBlank(line) || IsComment(line));
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();

  std::optional<JsonFault> fault = json_.Read(line, &read.item);
  if (!fault && read.item.resource_case() == v1::ImportItem::RESOURCE_NOT_SET)
    fault =
        JsonFault{0,
                  "the line brings no resource: it needs one of entry, country, countryPage, hotline, topic, theme, "
                  "teacherResource, site"};
  if (fault) {
    read.item.Clear();
    read.error = fault->what + ".";
    place = PlaceIn(line, fault->offset, place);
  } else {
    IdentifyItem(&read.item, &ordinals_);
  }
  read.item.mutable_place()->set_file(file_);
  read.item.mutable_place()->set_line(place.line);
  read.item.mutable_place()->set_column(place.column);
  return read;
}

}  // namespace lectern::formats
