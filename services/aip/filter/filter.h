// The filter language of lists, after AIP-160: comparisons of a resource's fields, joined by AND, OR and NOT.
//
//   country = "countries/be" AND topic = topics/street-children
//   publisher:ecpat (source_type = REPORT OR source_type = TREATY) -link_state = GONE
//   published.edtf >= 2005 AND published.edtf < 2010 AND passages.claim.status:DISPUTED AND NOT archive_links:*
//
// - Text in double or single quotes, with the escapes \\ \" \' \n \r \t; quotes may be left off where there is no
// space,
//   quote, parenthesis, comma, semicolon, backslash or any of = < > ! * in it.
// - AND, OR and NOT in capitals. Comparisons side by side are joined by AND. OR binds tighter than AND: a AND b OR c is
//   a AND (b OR c). NOT (or - in front) takes one comparison or parenthesis.
// - Text: = != < <= > >= by bytes, so EDTF dates compare as such ("2009" < "2009-05" < "2010"). `:` looks for part of
//   it without case and compatibility forms (NFKC_Casefold); where the field holds a resource's name, for the whole.
// - Numbers and times: = != < <= > >=; numbers also `:`, as =. A time is RFC 3339 or a date (0:00 UTC).
// - Enums, by name with or without their prefix, and true, false: = != and `:`, as =.
// - field:* holds where the field is set: not empty, not zero, a list with an item.
// - Lists, and all that lies within their items, have `:` alone: it holds where it holds for one item.
// - What is not set equals the empty text, zero, false or the enum's UNSPECIFIED. No text that is empty and no time
// that
//   is not set comes before or after another; such a time equals none.
// - At most 4,096 bytes, 64 comparisons, 16 nested parentheses. No functions, no wildcards, no words without a field.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace lectern::aip {

namespace filter {
struct Condition;
}  // namespace filter

// Immutable once parsed; may be used by any number of threads, and is cheap to move and to copy.
class Filter {
 public:
  // `path = "value"` of a text field, path and value in full.
  struct Equality {
    std::string path;
    std::string value;
    bool operator==(const Equality&) const = default;
  };

  // Matches everything.
  Filter() = default;

  // `text` as a filter over `resource`, whose descriptor must outlive it; empty text matches everything. Fields of the
  // resource are offered up to number `highest_field` (storage::kFirstEditorField - 1 for readers and educators,
  // storage::kFirstStampField - 1 for editors); revision and update_time where `with_stamps`. Fields of messages inside
  // the resource go with their message.
  // INVALID_ARGUMENT (FILTER_UNSUPPORTED) names the place (character, from 1) and what was expected there.
  static absl::StatusOr<Filter> Parse(std::string_view text, const google::protobuf::Descriptor& resource,
                                      int highest_field, bool with_stamps = false);

  // Whether `record`, of the resource it was parsed for, fulfils it. `record` must hold what the caller may see and no
  // more: by asking often enough, a filter gives away each field it looks at. Takes time linear in the record's size
  // for each comparison.
  bool Matches(const google::protobuf::Message& record) const;

  // True where it needs no look at a record.
  bool MatchesAll() const { return conjuncts_.empty(); }

  // The highest number among the resource's own fields that it looks at, 0 where there is none: below
  // storage::kFirstFullField, Matches needs the BASIC part of a record alone; from storage::kFirstStampField on, it
  // needs the stamps.
  int HighestField() const;

  // All of it that must hold, for who answers it from an index of its own.
  const std::vector<std::shared_ptr<const filter::Condition>>& conjuncts() const { return conjuncts_; }

  // The equalities that every match fulfils, in the text's order; `:` on a resource's name is one. A path may occur
  // twice, with values that differ, and then nothing matches.
  std::vector<Equality> EqualityConjuncts() const;

  // What is left to ask of records that are known to fulfil each of `answered`, by an index for example.
  Filter Without(const std::vector<Equality>& answered) const;

 private:
  std::vector<std::shared_ptr<const filter::Condition>> conjuncts_;
};

}  // namespace lectern::aip
