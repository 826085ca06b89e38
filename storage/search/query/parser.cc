#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/search/analysis/fold.h"
#include "storage/search/query/ast.h"
#include "storage/search/query/query_fault.h"
#include "storage/search/query/query_scanner.h"

namespace lectern::search {
namespace {

using NoteKind = QueryNote::Kind;

bool IsBlank(std::string_view text) {
  QueryScanner scanner(text);
  scanner.SkipAll(QuerySign::kSpace);
  return scanner.Peek() == QuerySign::kEnd;
}

// One part is itself, and groups of the same kind are one: what reads the tree need not look through them.
QueryNode Group(QueryNode::Kind kind, std::vector<QueryNode> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  QueryNode group;
  group.kind = kind;
  for (QueryNode& part : parts) {
    if (part.kind == kind)
      std::move(part.parts.begin(), part.parts.end(), std::back_inserter(group.parts));
    else
      group.parts.push_back(std::move(part));
  }
  if (!group.parts.empty()) {
    group.begin = group.parts.front().begin;
    group.end = group.parts.back().end;
  }
  return group;
}

QueryNode Negation(QueryNode node, size_t begin) {
  if (node.kind == QueryNode::Kind::kNot) {
    QueryNode inner = std::move(node.parts.front());
    return inner;
  }
  QueryNode negation;
  negation.kind = QueryNode::Kind::kNot;
  negation.begin = begin;
  negation.end = node.end;
  negation.parts.push_back(std::move(node));
  return negation;
}

// Recursive descent: one level of functions for each open parenthesis, of which there are kMaxQueryNesting at the most.
// After a failure the text is at its end, so that everything comes back at once.
class Parser {
 public:
  explicit Parser(std::string_view text) : scanner_(text) {}

  absl::StatusOr<ParsedQuery> Parse() {
    ParsedQuery query;
    query.root = All(std::nullopt);
    if (!failure_.ok()) return failure_;
    std::stable_sort(notes_.begin(), notes_.end(),
                     [](const QueryNote& left, const QueryNote& right) { return left.begin < right.begin; });
    query.notes = std::move(notes_);
    return query;
  }

 private:
  // AND or OR, waiting for its right side.
  struct Joint {
    enum class Kind : uint8_t { kNone, kAnd, kOr };
    Kind kind = Kind::kNone;
    size_t begin = 0;
    size_t end = 0;
  };

  // Up to the end or a ")" that belongs to an open parenthesis; kAll without parts where nothing is left.
  QueryNode All(std::optional<Field> field) {
    std::vector<std::vector<QueryNode>> groups;  // of what OR joins
    Joint joint;
    for (;;) {
      scanner_.SkipAll(QuerySign::kSpace);
      const size_t begin = scanner_.at();
      const QuerySign sign = scanner_.Peek();
      if (sign == QuerySign::kEnd || (sign == QuerySign::kClose && nesting_ > 0)) break;
      if (sign == QuerySign::kClose) {
        scanner_.Skip();
        Note(NoteKind::kParenthesisNotOpened, begin);
      } else if (const bool is_or = scanner_.TakeKeyword("OR"); is_or || scanner_.TakeKeyword("AND")) {
        if (groups.empty() || joint.kind != Joint::Kind::kNone)
          Note(NoteKind::kOperatorWithoutOperand, begin);
        else
          joint = {is_or ? Joint::Kind::kOr : Joint::Kind::kAnd, begin, scanner_.at()};
      } else if (std::optional<QueryNode> operand = Modified(field)) {
        if (joint.kind == Joint::Kind::kOr)
          groups.back().push_back(*std::move(operand));
        else
          groups.emplace_back().push_back(*std::move(operand));
        joint = {};
      }
    }
    if (joint.kind != Joint::Kind::kNone) Note({NoteKind::kOperatorWithoutOperand, joint.begin, joint.end});
    std::vector<QueryNode> parts;
    parts.reserve(groups.size());
    for (auto& group : groups) parts.push_back(Group(QueryNode::Kind::kAny, std::move(group)));
    return Group(QueryNode::Kind::kAll, std::move(parts));
  }

  // Minuses, NOTs and fields, and what they apply to; nullopt where that is nothing.
  std::optional<QueryNode> Modified(std::optional<Field> field) {
    bool negated = false;
    const size_t begin = scanner_.at();
    std::optional<QueryNote> last;  // what to note where nothing follows
    for (;;) {
      const size_t at = scanner_.at();
      switch (scanner_.Peek()) {
        case QuerySign::kMinus:
          scanner_.SkipAll(QuerySign::kMinus);  // "--x" is "-x"
          negated = !negated;
          last = QueryNote{NoteKind::kMinusWithoutOperand, at, scanner_.at()};
          continue;
        case QuerySign::kAsterisk:
          scanner_.SkipAll(QuerySign::kAsterisk);
          Note(NoteKind::kStrayAsterisk, at);
          continue;
        case QuerySign::kSpace:
        case QuerySign::kClose:
        case QuerySign::kEnd:
          if (last) Note(*last);
          return std::nullopt;
        case QuerySign::kOpen:
          return Finished(Parenthesis(field), negated, begin);
        case QuerySign::kQuote:
          scanner_.Skip();
          if (const auto quoted = scanner_.TakeQuoted()) return Finished(Phrase(*quoted, field, at), negated, begin);
          Note(NoteKind::kQuoteNotClosed, at);
          continue;
        case QuerySign::kNone:
          break;
      }
      if (scanner_.AtKeyword("OR") || scanner_.AtKeyword("AND")) {
        if (last) Note(*last);
        return std::nullopt;
      }
      if (scanner_.TakeKeyword("NOT")) {
        negated = !negated;
        last = QueryNote{NoteKind::kOperatorWithoutOperand, at, scanner_.at()};
        scanner_.SkipAll(QuerySign::kSpace);
      } else if (const std::optional<Field> named = scanner_.TakeField()) {
        field = named;
        last = QueryNote{NoteKind::kFieldWithoutOperand, at, scanner_.at()};
        scanner_.SkipAll(QuerySign::kSpace);
      } else {
        return Finished(Word(field), negated, begin);
      }
    }
  }

  static std::optional<QueryNode> Finished(std::optional<QueryNode> operand, bool negated, size_t begin) {
    if (operand && negated) return Negation(*std::move(operand), begin);
    return operand;
  }

  std::optional<QueryNode> Parenthesis(std::optional<Field> field) {
    const size_t begin = scanner_.at();
    scanner_.Skip();
    if (nesting_ == kMaxQueryNesting) {
      Fail(QueryFault(absl::StrCat("opens parentheses more than ", kMaxQueryNesting, " deep")));
      return std::nullopt;
    }
    ++nesting_;
    QueryNode inner = All(field);
    --nesting_;
    if (scanner_.Peek() == QuerySign::kClose)
      scanner_.Skip();
    else
      Note({NoteKind::kParenthesisNotClosed, begin, begin + 1});
    if (inner.kind != QueryNode::Kind::kAll || !inner.parts.empty()) return inner;
    Note(NoteKind::kEmptyParentheses, begin);
    return std::nullopt;
  }

  std::optional<QueryNode> Phrase(std::string_view quoted, std::optional<Field> field, size_t begin) {
    if (const size_t at = scanner_.at(); scanner_.Peek() == QuerySign::kAsterisk) {
      scanner_.SkipAll(QuerySign::kAsterisk);
      Note(NoteKind::kStrayAsterisk, at);
    }
    if (IsBlank(quoted)) {
      Note(NoteKind::kEmptyQuotes, begin);
      return std::nullopt;
    }
    return Leaf(QueryNode::Kind::kPhrase, quoted, field, begin);
  }

  std::optional<QueryNode> Word(std::optional<Field> field) {
    const size_t begin = scanner_.at();
    const std::string_view name = scanner_.PeekName();
    std::string_view word = scanner_.TakeWord();
    // Addresses and "e:x" are no fields that somebody got wrong.
    if (name.size() > 1 && word.size() > name.size() + 1 && word[name.size() + 1] != '/')
      Note({NoteKind::kUnknownField, begin, begin + name.size() + 1});
    const size_t letters = word.find_last_not_of('*') + 1;
    const bool prefix = letters < word.size();
    word = word.substr(0, letters);
    if (const size_t star = word.find('*'); star != std::string_view::npos)
      Note({NoteKind::kStrayAsterisk, begin + star, begin + star + 1});
    return Leaf(prefix ? QueryNode::Kind::kPrefix : QueryNode::Kind::kWord, word, field, begin);
  }

  std::optional<QueryNode> Leaf(QueryNode::Kind kind, std::string_view text, std::optional<Field> field, size_t begin) {
    if (++terms_ > kMaxQueryTerms) {
      Fail(TooManyWordsFault());
      return std::nullopt;
    }
    QueryNode leaf;
    leaf.kind = kind;
    leaf.text = std::string(text);
    leaf.field = field;
    leaf.begin = begin;
    leaf.end = scanner_.at();
    leaf.text_begin = scanner_.PlaceOf(text);
    return leaf;
  }

  // Of what was read since `begin`.
  void Note(NoteKind kind, size_t begin) { Note({kind, begin, scanner_.at()}); }

  void Note(const QueryNote& note) {
    if (notes_.size() < kMaxQueryNotes) notes_.push_back(note);
  }

  void Fail(absl::Status fault) {
    if (failure_.ok()) failure_ = std::move(fault);
    scanner_.SkipToEnd();
  }

  QueryScanner scanner_;
  std::vector<QueryNote> notes_;
  absl::Status failure_;
  size_t nesting_ = 0;
  size_t terms_ = 0;
};

}  // namespace

bool QueryNode::operator==(const QueryNode& other) const {
  return kind == other.kind && text == other.text && field == other.field && parts == other.parts;
}

absl::StatusOr<ParsedQuery> ParseQuery(std::string_view text) {
  if (text.size() > kMaxQueryBytes)
    return QueryFault(absl::StrCat("has ", text.size(), " bytes, at most ", kMaxQueryBytes, " are allowed"));
  if (const size_t bad = WellFormedPrefix(text); bad < text.size())
    return QueryFault(absl::StrCat("is no UTF-8 from byte ", bad, " on"));
  return Parser(text).Parse();
}

}  // namespace lectern::search
