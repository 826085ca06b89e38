// Reads a query's characters and tokens; knows nothing of their grammar.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "storage/search/index/document.h"

namespace lectern::search {

enum class QuerySign : uint8_t { kNone, kSpace, kQuote, kOpen, kClose, kMinus, kAsterisk, kEnd };

class QueryScanner {
 public:
  explicit QueryScanner(std::string_view text) : text_(text) {}

  size_t at() const { return at_; }
  // Where `part`, which was taken from here, stands.
  size_t PlaceOf(std::string_view part) const { return static_cast<size_t>(part.data() - text_.data()); }
  std::string_view Between(size_t begin, size_t end) const { return text_.substr(begin, end - begin); }

  // What stands here; kNone for a character of a word.
  QuerySign Peek() const { return SignAt(at_).sign; }
  void Skip() { at_ += SignAt(at_).length; }
  void SkipToEnd() { at_ = text_.size(); }
  void SkipAll(QuerySign sign);

  // Takes `keyword` where it stands here as a word of its own.
  bool TakeKeyword(std::string_view keyword);
  bool AtKeyword(std::string_view keyword) const;

  // The letters in front of a colon, where some stand here; the place stays.
  std::string_view PeekName() const;
  // Takes "name:" where the name is a field's.
  std::optional<Field> TakeField();

  // The text up to the next quotation mark, which is taken as well. nullopt where none is left: the place stays.
  std::optional<std::string_view> TakeQuoted();
  // The characters up to white space, a parenthesis or a quotation mark; not empty where Peek() is kNone.
  std::string_view TakeWord();

 private:
  struct Sign {
    QuerySign sign;
    size_t length;
  };
  Sign SignAt(size_t at) const;

  const std::string_view text_;
  size_t at_ = 0;
};

}  // namespace lectern::search
