// Reads words, quoted texts and operators off the front of a filter's text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/aip/filter/syntax.h"

namespace lectern::aip::filter {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  size_t at() const { return at_; }
  bool AtEnd() const { return at_ == text_.size(); }
  // The next byte; 0 at the end.
  char Peek() const { return AtEnd() ? '\0' : text_[at_]; }
  bool AtQuote() const { return Peek() == '"' || Peek() == '\''; }

  void SkipSpace();
  bool Take(char c);
  // Takes a word where it is exactly `keyword`.
  bool TakeKeyword(std::string_view keyword);
  std::optional<Operator> TakeOperator();
  // Letters, digits and what else needs no quotes; empty where there is none of it. Ends before a colon where it may
  // be a field, and goes over colons where it can only be a value (times, addresses).
  std::string_view TakeField() { return TakeWord(false); }
  std::string_view TakeValue() { return TakeWord(true); }
  // The text between the quotes that open here, escapes resolved.
  absl::StatusOr<std::string> TakeQuoted();

  absl::Status RefuseAt(size_t at, std::string_view rule) const { return Refuse(text_, at, rule); }

 private:
  std::string_view PeekWord(bool colons) const;
  std::string_view TakeWord(bool colons);

  const std::string_view text_;
  size_t at_ = 0;
};

// AND, OR or NOT, in capitals.
bool IsKeyword(std::string_view word);

// Names of letters, digits and underscores, joined by dots.
bool IsPath(std::string_view word);

// Begins with quotation marks of a word processor, which quote nothing here.
bool BeginsWithCurlyQuote(std::string_view word);

// The first byte that is not part of well-formed UTF-8; nullopt where all of `text` is.
std::optional<size_t> FirstBadByte(std::string_view text);

}  // namespace lectern::aip::filter
