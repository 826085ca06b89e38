// A stream of bytes, read block by block, with line and column.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace lectern::formats {

// A place in a file, from 1; the column counts bytes.
struct Place {
  int64_t line = 1;
  int64_t column = 1;

  bool operator==(const Place&) const = default;
};

// Where the byte at `offset` of `text` stands, if `text` begins at `begin`. Lines end with LF, CRLF or CR.
Place PlaceIn(std::string_view text, size_t offset, Place begin);

// INVALID_ARGUMENT "FILE: line L, column C: SENTENCE".
absl::Status Fault(std::string_view file, Place place, std::string_view sentence);

class ByteSource {
 public:
  static constexpr int kEnd = -1;

  // `in` outlives it.
  explicit ByteSource(std::istream& in);

  // The next byte without taking it; kEnd at the end, or where reading failed.
  int Peek() { return at_ < buffer_.size() || Refill(1) ? static_cast<unsigned char>(buffer_[at_]) : kEnd; }
  // Takes it.
  int Get();
  // The next bytes without taking them: `count` of them (at most 4,096), fewer at the end.
  std::string_view Ahead(size_t count);

  enum class Line { kRead, kEnd, kTooLong };
  // Takes a line with its end (LF, CRLF or CR). kTooLong: it is longer than `most` bytes; nothing more may be read
  // then.
  Line ReadLine(size_t most, std::string* line);

  // Takes a byte order mark off. INVALID_ARGUMENT: the file is UTF-16. UNAVAILABLE as Check.
  absl::Status Begin(std::string_view file);
  // UNAVAILABLE where the system could not read; to be asked at the end.
  absl::Status Check(std::string_view file) const;

  Place place() const { return place_; }
  int64_t offset() const { return taken_ + static_cast<int64_t>(at_); }

 private:
  bool Refill(size_t wanted);

  std::istream& in_;
  std::string buffer_;
  size_t at_ = 0;
  int64_t taken_ = 0;  // bytes before buffer_
  Place place_;
};

}  // namespace lectern::formats
