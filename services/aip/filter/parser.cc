#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/aip/filter/scanner.h"
#include "services/aip/filter/syntax.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::aip::filter {
namespace {

constexpr std::string_view kNoFunctions = "calls a function; none is offered";
constexpr std::string_view kStraightQuotes = "expects straight quotation marks, \" or '";

// A group of one is that one: what reads the tree need not look through it.
Node Group(Node::Kind kind, std::vector<Node> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  Node node;
  node.kind = kind;
  node.parts = std::move(parts);
  return node;
}

// Recursive descent; each function begins at what it reads, white space skipped.
class Parser {
 public:
  explicit Parser(std::string_view text) : scanner_(text) {}

  absl::StatusOr<Node> Parse() {
    scanner_.SkipSpace();
    if (scanner_.AtEnd()) return Node();
    ASSIGN_OR_RETURN(Node root, Expression());
    if (!scanner_.AtEnd()) return scanner_.RefuseAt(scanner_.at(), "closes a parenthesis that nothing opened");
    return root;
  }

 private:
  // Ends at the end of the text or before a ")".
  absl::StatusOr<Node> Expression() {
    std::vector<Node> parts;
    do {
      ASSIGN_OR_RETURN(Node part, Factor());
      parts.push_back(std::move(part));
      if (scanner_.TakeKeyword("AND"))
        scanner_.SkipSpace();
      else if (scanner_.AtEnd() || scanner_.Peek() == ')')
        return Group(Node::Kind::kAll, std::move(parts));
    } while (true);
  }

  absl::StatusOr<Node> Factor() {
    std::vector<Node> parts;
    do {
      scanner_.SkipSpace();
      ASSIGN_OR_RETURN(Node part, Term());
      parts.push_back(std::move(part));
      scanner_.SkipSpace();
    } while (scanner_.TakeKeyword("OR"));
    return Group(Node::Kind::kAny, std::move(parts));
  }

  absl::StatusOr<Node> Term() {
    const bool negated = scanner_.TakeKeyword("NOT") || scanner_.Take('-');
    scanner_.SkipSpace();
    ASSIGN_OR_RETURN(Node node, scanner_.Peek() == '(' ? Composite() : Restriction());
    RETURN_IF_ERROR(ExpectBreak());
    if (!negated) return node;
    Node negation;
    negation.kind = Node::Kind::kNot;
    negation.parts.push_back(std::move(node));
    return negation;
  }

  absl::StatusOr<Node> Composite() {
    const size_t start = scanner_.at();
    scanner_.Take('(');
    if (++nesting_ > kMaxNesting)
      return scanner_.RefuseAt(start, absl::StrCat("nests parentheses deeper than ", kMaxNesting));
    scanner_.SkipSpace();
    ASSIGN_OR_RETURN(Node node, Expression());
    if (!scanner_.Take(')')) return scanner_.RefuseAt(start, "opens a parenthesis that nothing closes");
    --nesting_;
    return node;
  }

  absl::StatusOr<Node> Restriction() {
    Node node;
    node.kind = Node::Kind::kComparison;
    Comparison& comparison = node.comparison;
    comparison.path_at = scanner_.at();
    RETURN_IF_ERROR(Path(comparison.path));
    comparison.op_at = scanner_.at();
    const std::optional<Operator> op = scanner_.TakeOperator();
    if (!op) return RefuseBare(comparison);
    comparison.op = *op;
    if (!IsPath(comparison.path))
      return scanner_.RefuseAt(comparison.path_at, "expects a field such as published.edtf before the operator");
    if (++comparisons_ > kMaxComparisons)
      return scanner_.RefuseAt(comparison.path_at, absl::StrCat("has more than ", kMaxComparisons, " comparisons"));
    scanner_.SkipSpace();
    comparison.value_at = scanner_.at();
    RETURN_IF_ERROR(Value(comparison));
    return node;
  }

  // Whatever stands before an operator, and the white space behind it.
  absl::Status Path(std::string& path) {
    const size_t start = scanner_.at();
    if (scanner_.AtEnd()) return scanner_.RefuseAt(start, "expects a comparison such as publisher = \"ECPAT\"");
    if (scanner_.AtQuote()) {
      RETURN_IF_ERROR(scanner_.TakeQuoted().status());
      path = "\"\"";  // no path, whatever was quoted
    } else {
      path = scanner_.TakeField();
    }
    if (path.empty()) return scanner_.RefuseAt(start, "expects a field, NOT, - or (");
    if (IsKeyword(path)) return scanner_.RefuseAt(start, absl::StrCat("expects a field or ( instead of ", path));
    if (BeginsWithCurlyQuote(path)) return scanner_.RefuseAt(start, kStraightQuotes);
    if (scanner_.Peek() == '(') return scanner_.RefuseAt(start, kNoFunctions);
    scanner_.SkipSpace();
    return absl::OkStatus();
  }

  // A word or a quoted text alone: AIP-160's search in all fields, or a slip.
  absl::Status RefuseBare(const Comparison& comparison) const {
    for (const char* keyword : {"AND", "OR", "NOT"})
      if (absl::EqualsIgnoreCase(comparison.path, keyword))
        return scanner_.RefuseAt(comparison.path_at, absl::StrCat("expects ", keyword, " in capitals"));
    if (scanner_.Peek() == '!')
      return scanner_.RefuseAt(comparison.op_at, "expects one of the operators =, !=, <, <=, >, >=, :");
    return scanner_.RefuseAt(comparison.path_at,
                             "expects a field, an operator (=, !=, <, <=, >, >=, :) and a value, such as "
                             "publisher:ECPAT; words in any field are looked up by the search service");
  }

  absl::Status Value(Comparison& comparison) {
    const size_t start = comparison.value_at;
    if (scanner_.AtQuote()) {
      ASSIGN_OR_RETURN(comparison.value, scanner_.TakeQuoted());
      return absl::OkStatus();
    }
    const std::string_view word = scanner_.TakeValue();
    if (word.empty() && scanner_.Peek() == '(')
      return scanner_.RefuseAt(start, "expects one value; alternatives are written a = \"x\" OR a = \"y\"");
    if (word.empty()) return scanner_.RefuseAt(start, "expects a value: a word, a number, or a text in quotes");
    if (scanner_.Peek() == '(') return scanner_.RefuseAt(start, kNoFunctions);
    if (IsKeyword(word)) return scanner_.RefuseAt(start, "expects a value; AND, OR and NOT stand in quotes as values");
    if (BeginsWithCurlyQuote(word)) return scanner_.RefuseAt(start, kStraightQuotes);
    comparison.presence = word == "*";
    if (comparison.presence && comparison.op == Operator::kHas) return absl::OkStatus();
    if (word.find('*') != std::string_view::npos)
      return scanner_.RefuseAt(start, "offers no wildcard but field:* (is set); a * that is meant stands in quotes");
    comparison.value = word;
    return absl::OkStatus();
  }

  // Nothing clings to a comparison: a="x"y is a slip, not two comparisons.
  absl::Status ExpectBreak() {
    const size_t start = scanner_.at();
    if (scanner_.AtEnd() || scanner_.Peek() == ')') return absl::OkStatus();
    scanner_.SkipSpace();
    if (scanner_.at() > start) return absl::OkStatus();
    return scanner_.RefuseAt(start, "expects a space, ) or the end; a value with this character stands in quotes");
  }

  Scanner scanner_;
  int nesting_ = 0;
  int comparisons_ = 0;
};

}  // namespace

absl::StatusOr<Node> ParseSyntax(std::string_view text) {
  if (text.size() > kMaxBytes)
    return FieldFault(v1::ERROR_REASON_FILTER_UNSUPPORTED, "filter",
                      absl::StrCat("has ", text.size(), " bytes; at most ", kMaxBytes, " are allowed"));
  if (const std::optional<size_t> bad = FirstBadByte(text)) return Refuse(text, *bad, "is no UTF-8");
  return Parser(text).Parse();
}

absl::Status Refuse(std::string_view text, size_t at, std::string_view rule) {
  const auto characters = std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at),
                                        [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; });
  return FieldFault(v1::ERROR_REASON_FILTER_UNSUPPORTED, "filter",
                    absl::StrCat("at character ", characters + 1, " ", Absl(rule)));
}

}  // namespace lectern::aip::filter
