// Text in which something is pointed out, for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/session.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lectern/v1/search.pb.h"

namespace lectern::admin {

using TextRanges = google::protobuf::RepeatedPtrField<v1::TextRange>;

// The bytes of `text` that `range` names; empty where it names none, or would part a character.
std::string_view PartOf(std::string_view text, const v1::TextRange& range);

// Built up piece by piece, as one paragraph that no terminal obeys.
class MarkedText {
 public:
  // Adds `text`, in which nothing is pointed out.
  void Add(std::string_view text);
  // Adds `text`, in which `ranges` are. A range that is not behind the one before, leaves the text, or would part a
  // character is not pointed out. A line's end within `text` becomes `between_lines`.
  void Add(std::string_view text, const TextRanges& ranges, std::string_view between_lines = " ");

  bool empty() const { return text_.empty(); }

  // Prints it in lines that keep to the output's width, each behind `margin`; nothing where it is empty. What is
  // pointed out is bold and underlined where the output can show that, and like all else where not.
  void Print(Output& output, std::string_view margin) const;

 private:
  // Bytes of text_.
  struct Mark {
    size_t begin;
    size_t end;
  };

  void AddPiece(std::string_view piece, std::string_view between_lines);
  std::string Styled(std::string_view line) const;

  std::string text_;
  std::vector<Mark> marks_;
};

}  // namespace lectern::admin
