// The signs of a JSON text (RFC 8259), each with its place. Iterative and strict; nothing is copied but strings.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::formats {

// What is wrong, as a sentence without its full stop, and the byte where.
struct JsonFault {
  size_t offset = 0;
  std::string what;
};

// Walks over one text. Every method skips white space first; those that return false, or nothing, have set the fault.
class JsonScanner {
 public:
  // Deepest nesting that SkipValue takes.
  static constexpr int kDeepest = 64;

  explicit JsonScanner(std::string_view text) : text_(text) {}

  // The next sign that is no white space, without taking it; '\0' at the end.
  char Peek();
  // Takes `sign` if it is next.
  bool Take(char sign);
  // Takes `sign` or faults.
  bool Expect(char sign);
  // Takes a string, without escapes in UTF-8.
  bool ReadString(std::string* out);
  // Takes a number as it is written.
  bool ReadNumber(std::string_view* out);
  // Takes true, false or null.
  bool ReadWord(std::string_view* out);
  // Takes any value.
  bool SkipValue();
  // Faults unless nothing but white space is left.
  bool AtEnd();

  // Where the next sign stands; call Peek before.
  size_t offset() const { return at_; }
  bool Fail(size_t offset, std::string what);
  const std::optional<JsonFault>& fault() const { return fault_; }

 private:
  bool ReadEscape(std::string* out);
  bool ReadHex(uint32_t* out);
  bool SkipScalar();

  std::string_view text_;
  size_t at_ = 0;
  std::optional<JsonFault> fault_;
  std::string skipped_;
};

}  // namespace lectern::formats
