// What a reader's query says, before anything is known of the index.
//
//   query   = {all}                                what stands beside another thing is joined by AND
//   all     = any {["AND"] any}
//   any     = not {"OR" not}                       OR binds tighter than AND, as in filters: a b OR c is a (b OR c)
//   not     = ["-" | "NOT"] operand
//   operand = [field ":"] (word ["*"] | quoted | "(" query ")")
//   field   = title | author | contributor | contributors | publisher | text | passages | notes | lesson | country
//             in any case; what has a field of its own inside parentheses keeps that
//
// AND, OR and NOT in capitals. Typographic quotation marks and those of other languages quote like ". Whatever a person
// may type has a meaning; what had to be left out for it is noted:
//   - A quotation mark that nothing closes is left out: what follows it are words.
//   - A parenthesis that nothing closes is closed at the end; one that nothing opened is left out, as are empty ones.
//   - AND, OR, NOT, "-" and "field:" with nothing to apply to are left out.
//   - "*" means something at a word's end alone. A minus inside a word is part of it; one that stands alone is left
//   out.
//   - name: of something that is no field is a part of the word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/document.h"

namespace lectern::search {

// Above these a query is no question any more; nobody types one.
inline constexpr size_t kMaxQueryBytes = size_t{64} << 10;
inline constexpr size_t kMaxQueryTerms = 1024;  // words, quoted texts and prefixes
inline constexpr size_t kMaxQueryNesting = 64;  // open parentheses

inline constexpr size_t kMaxQueryNotes = 64;  // what there would be more of is not noted

struct QueryNode {
  enum class Kind : uint8_t {
    kAll,     // of no parts: every document
    kAny,     // of two parts or more
    kNot,     // of one part, which is no kNot
    kWord,    // what stands between white space: analysis may find several words in it, or none
    kPhrase,  // what stood in quotation marks
    kPrefix,  // a word's beginning
  };

  Kind kind = Kind::kAll;
  std::string text;            // of the last three, as typed, without quotation marks, field and asterisk
  std::optional<Field> field;  // of the last three
  std::vector<QueryNode> parts;
  // Bytes [begin, end) of the query: of the last three with quotation marks and asterisk, of kNot with its sign, else
  // from the first part's to the last part's.
  size_t begin = 0;
  size_t end = 0;
  size_t text_begin = 0;  // of the last three: where `text` stands in the query

  // Whether they say the same; places in the text are no part of that.
  bool operator==(const QueryNode& other) const;
};

// Something that the answer does not go by, or that could not be found as typed.
struct QueryNote {
  enum class Kind : uint8_t {
    kQuoteNotClosed,
    kParenthesisNotClosed,
    kParenthesisNotOpened,
    kEmptyParentheses,
    kEmptyQuotes,
    kOperatorWithoutOperand,  // AND, OR or NOT
    kMinusWithoutOperand,
    kFieldWithoutOperand,
    kUnknownField,     // read as a part of the word
    kStrayAsterisk,    // left out
    kNothingToSearch,  // a word or quoted text without a letter or digit; left out
    kTooManyVariants,  // from here on, words are looked for as typed alone
  };

  Kind kind;
  size_t begin;  // bytes [begin, end) of the query
  size_t end;

  bool operator==(const QueryNote&) const = default;
};

struct ParsedQuery {
  QueryNode root;
  std::vector<QueryNote> notes;  // in the text's order
};

// INVALID_ARGUMENT (FIELD_INVALID) with a BadRequest for "query": bytes that are no UTF-8, or a limit from above; the
// message says which, and quotes nothing. Takes time linear in the text.
absl::StatusOr<ParsedQuery> ParseQuery(std::string_view text);

// The one way to write `node`, which ParseQuery made: it is parsed to an equal node. May be longer than the text that
// `node` was made of, since a field stands before each of its words.
std::string PrintQuery(const QueryNode& node);

// The field of a name, in any case; nullopt where it is none.
std::optional<Field> QueryFieldOf(std::string_view name);

}  // namespace lectern::search
