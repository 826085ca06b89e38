#include "clients/admin/formats/byte_source.h"

#include <algorithm>

#include "fmt/format.h"

namespace lectern::formats {
namespace {

constexpr size_t kBlock = size_t{64} << 10;

}  // namespace

Place PlaceIn(std::string_view text, size_t offset, Place begin) {
  Place place = begin;
  offset = std::min(offset, text.size());
  for (size_t i = 0; i < offset; ++i) {
    const bool ends = text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'));
    if (ends) {
      ++place.line;
      place.column = 1;
    } else {
      ++place.column;
    }
  }
  return place;
}

absl::Status Fault(std::string_view file, Place place, std::string_view sentence) {
  return absl::InvalidArgumentError(
      fmt::format("{}: line {}, column {}: {}", file, place.line, place.column, sentence));
}

ByteSource::ByteSource(std::istream& in) : in_(in) { buffer_.reserve(kBlock); }

bool ByteSource::Refill(size_t wanted) {
  buffer_.erase(0, at_);
  taken_ += static_cast<int64_t>(at_);
  at_ = 0;
  while (buffer_.size() < wanted && in_.good()) {
    const size_t before = buffer_.size();
    buffer_.resize(before + kBlock);
    in_.read(buffer_.data() + before, static_cast<std::streamsize>(kBlock));
    buffer_.resize(before + static_cast<size_t>(in_.gcount()));
  }
  return buffer_.size() >= wanted;
}

int ByteSource::Get() {
  const int byte = Peek();
  if (byte == kEnd) return kEnd;
  ++at_;
  if (byte == '\n' || (byte == '\r' && Peek() != '\n')) {
    ++place_.line;
    place_.column = 1;
  } else {
    ++place_.column;
  }
  return byte;
}

std::string_view ByteSource::Ahead(size_t count) {
  if (buffer_.size() - at_ < count) Refill(count);
  return std::string_view(buffer_).substr(at_, count);
}

ByteSource::Line ByteSource::ReadLine(size_t most, std::string* line) {
  line->clear();
  while (Peek() != kEnd) {
    const std::string_view rest = std::string_view(buffer_).substr(at_);
    const size_t stop = rest.find_first_of("\r\n");
    const size_t length = stop == std::string_view::npos ? rest.size() : stop + 1;
    if (line->size() + length > most + 2) return Line::kTooLong;
    line->append(rest.substr(0, length));
    at_ += length;
    if (stop == std::string_view::npos) continue;
    if (line->back() == '\r' && Peek() == '\n') {
      line->push_back('\n');
      ++at_;
    }
    ++place_.line;
    return Line::kRead;
  }
  return line->empty() ? Line::kEnd : Line::kRead;
}

absl::Status ByteSource::Begin(std::string_view file) {
  const std::string_view mark = Ahead(3);
  if (mark.starts_with("\xFF\xFE") || mark.starts_with("\xFE\xFF"))
    return Fault(file, place_, "the file is UTF-16; save it as UTF-8 and import that.");
  if (mark == "\xEF\xBB\xBF") at_ += 3;
  return Check(file);
}

absl::Status ByteSource::Check(std::string_view file) const {
  if (!in_.bad()) return absl::OkStatus();
  return absl::UnavailableError(fmt::format("{}: reading failed in line {}.", file, place_.line));
}

}  // namespace lectern::formats
