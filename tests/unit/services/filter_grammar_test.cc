#include <map>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/error_reason.pb.h"
#include "services/aip/filter/filter.h"
#include "services/aip/filter/syntax.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

using filter::Comparison;
using filter::Node;
using filter::Operator;

// The tree in brackets: "(and a=1 (or b=2 c:*))".
std::string Show(const Node& node) {
  static const std::map<Operator, std::string> kOperators = {
      {Operator::kEqual, "="},        {Operator::kNotEqual, "!="}, {Operator::kLess, "<"},
      {Operator::kLessOrEqual, "<="}, {Operator::kGreater, ">"},   {Operator::kGreaterOrEqual, ">="},
      {Operator::kHas, ":"}};
  static const std::map<Node::Kind, std::string> kKinds = {
      {Node::Kind::kAll, "and"}, {Node::Kind::kAny, "or"}, {Node::Kind::kNot, "not"}};
  if (node.kind == Node::Kind::kComparison) {
    const Comparison& comparison = node.comparison;
    return comparison.path + kOperators.at(comparison.op) + (comparison.presence ? "*" : comparison.value);
  }
  std::string shown = "(" + kKinds.at(node.kind);
  for (const Node& part : node.parts) shown += " " + Show(part);
  return shown + ")";
}

std::string Parsed(std::string_view text) {
  const auto node = filter::ParseSyntax(text);
  return node.ok() ? Show(*node) : std::string(node.status().message());
}

TEST(FilterGrammar, EmptyTextMatchesAll) {
  for (const char* text : {"", " ", " \n\t"}) EXPECT_EQ(Parsed(text), "(and)");
}

TEST(FilterGrammar, ReadsEveryOperator) {
  EXPECT_EQ(Parsed("a=1 b!=2 c<3 d<=4 e>5 f>=6 g:7 h:*"), "(and a=1 b!=2 c<3 d<=4 e>5 f>=6 g:7 h:*)");
  EXPECT_EQ(Parsed("a = 1\tb\n!=\n2 c : 3"), "(and a=1 b!=2 c:3)");
}

TEST(FilterGrammar, OrBindsTighterThanAnd) {
  EXPECT_EQ(Parsed("a=1 AND b=2 OR c=3"), "(and a=1 (or b=2 c=3))");
  EXPECT_EQ(Parsed("a=1 OR b=2 AND c=3"), "(and (or a=1 b=2) c=3)");
  EXPECT_EQ(Parsed("a=1 b=2 OR c=3 d=4"), "(and a=1 (or b=2 c=3) d=4)");
  EXPECT_EQ(Parsed("a=1 b=2 AND c=3"), "(and a=1 b=2 c=3)");
  EXPECT_EQ(Parsed("(a=1 AND b=2) OR c=3"), "(or (and a=1 b=2) c=3)");
  EXPECT_EQ(Parsed("((a=1))"), "a=1");
}

TEST(FilterGrammar, NotTakesOneTerm) {
  EXPECT_EQ(Parsed("NOT a=1 b=2"), "(and (not a=1) b=2)");
  EXPECT_EQ(Parsed("-a=1 OR b=2"), "(or (not a=1) b=2)");
  EXPECT_EQ(Parsed("NOT (a=1 OR b=2)"), "(not (or a=1 b=2))");
  EXPECT_EQ(Parsed("NOT(a=1 b=2)"), "(not (and a=1 b=2))");
  EXPECT_EQ(Parsed("- a=-1"), "(not a=-1)");
  EXPECT_EQ(Parsed("NOTE=1 ORB=2 ANDY=3"), "(and NOTE=1 ORB=2 ANDY=3)");
  EXPECT_EQ(Parsed("a=1 AND(b=2) OR(c=3)"), "(and a=1 (or b=2 c=3))");
}

TEST(FilterGrammar, ReadsValues) {
  EXPECT_EQ(Parsed("country = countries/be"), "country=countries/be");
  EXPECT_EQ(Parsed("t > 2012-04-21T11:30:00.5+02:00"), "t>2012-04-21T11:30:00.5+02:00");
  EXPECT_EQ(Parsed("url : https://a.example/b?c"), "url:https://a.example/b?c");
  EXPECT_EQ(Parsed("a=-5 b=-2.5e-3"), "(and a=-5 b=-2.5e-3)");
  EXPECT_EQ(Parsed("p:Zürich q:東京"), "(and p:Zürich q:東京)");
  EXPECT_EQ(Parsed(R"(a="x y" b='x "y"' c="it's")"), R"((and a=x y b=x "y" c=it's))");
  EXPECT_EQ(Parsed(R"(a="\"\\\'\n\r\t" b='\'')"), "(and a=\"\\'\n\r\t b=')");
  EXPECT_EQ(Parsed(R"(a="" b:"*" c="AND" d="(")"), "(and a= b:* c=AND d=()");
  EXPECT_FALSE(filter::ParseSyntax(R"(b:"*")")->comparison.presence);
  EXPECT_TRUE(filter::ParseSyntax("b:*")->comparison.presence);
}

struct Refused {
  std::string text;
  int character;
  std::string expected;  // part of the message
};

TEST(FilterGrammar, RefusesWithThePlace) {
  const std::vector<Refused> cases = {
      // Words without a field
      {"trafficking", 1, "search service"},
      {"a=1 \"child labour\"", 5, "search service"},
      {"a=1 child labour", 5, "search service"},
      {"countries/be", 1, "search service"},
      {"a=1 and b=2", 5, "expects AND in capitals"},
      {"a=1 Or b=2", 5, "expects OR in capitals"},
      {"not a=1", 1, "expects NOT in capitals"},
      // Something is missing
      {"a=1 AND", 8, "expects a comparison"},
      {"a=1 OR ", 8, "expects a comparison"},
      {"NOT", 4, "expects a comparison"},
      {"-", 2, "expects a comparison"},
      {"AND a=1", 1, "expects a field or ( instead of AND"},
      {"a=1 OR OR b=2", 8, "expects a field or ( instead of OR"},
      {"NOT NOT a=1", 5, "expects a field or ( instead of NOT"},
      {"NOT -a=1", 5, "expects a field such as"},
      {"()", 2, "expects a field, NOT, - or ("},
      {"= 1", 1, "expects a field, NOT, - or ("},
      {"a =", 4, "expects a value"},
      {"a = )", 5, "expects a value"},
      {"a == 1", 4, "expects a value"},
      {"a <> 1", 4, "expects a value"},
      {"a = AND b=1", 5, "expects a value; AND"},
      {"a ! 1", 3, "expects one of the operators"},
      {"a !", 3, "expects one of the operators"},
      // Parentheses
      {"(a=1", 1, "opens a parenthesis that nothing closes"},
      {"b=1 (a=1 (c=2)", 5, "opens a parenthesis that nothing closes"},
      {"a=1)", 4, "closes a parenthesis that nothing opened"},
      {"(a=1)OR b=2", 6, "expects a space, ) or the end"},
      {"(a=1)b=2", 6, "expects a space, ) or the end"},
      {"a = (b OR c)", 5, "alternatives are written"},
      // Paths
      {"a.=1", 1, "expects a field such as"},
      {".a=1", 1, "expects a field such as"},
      {"a..b=1", 1, "expects a field such as"},
      {"1a=1", 1, "expects a field such as"},
      {"b=1 a[0].c=1", 5, "expects a field such as"},
      {"\"a\"=1", 1, "expects a field such as"},
      {"ä=1", 1, "expects a field such as"},
      // Values
      {"a=\"x", 3, "opens a quotation that nothing closes"},
      {"a='x\\'", 3, "opens a quotation that nothing closes"},
      {"\"x", 1, "opens a quotation that nothing closes"},
      {R"(a="x\d")", 5, "a backslash begins an escape"},
      {R"(a="x\)", 5, "a backslash begins an escape"},
      {"a=\"x\"y", 6, "expects a space, ) or the end"},
      {"a=O'Brien", 4, "a value with this character stands in quotes"},
      {"a=b,c", 4, "a value with this character stands in quotes"},
      {"a=b=c", 4, "a value with this character stands in quotes"},
      {"a=b\\", 4, "a value with this character stands in quotes"},
      {std::string("a=b\0", 4), 4, "a value with this character stands in quotes"},
      {"a=*", 3, "no wildcard"},
      {"a:b*", 3, "no wildcard"},
      {"a=“x”", 3, "straight quotation marks"},
      {"“x”", 1, "straight quotation marks"},
      // Functions
      {"f(a)", 1, "calls a function"},
      {"a=1 b.f(a)=2", 5, "calls a function"},
      {"a=f(b)", 3, "calls a function"},
      // Places are characters, not bytes
      {"a=\"東京\" b", 8, "search service"},
      {"a=\"\xff\" b=1", 4, "is no UTF-8"},
      {"a=\"\xe6\x9d", 4, "is no UTF-8"},
  };
  for (const Refused& refused : cases) {
    SCOPED_TRACE(refused.text);
    const absl::Status status = filter::ParseSyntax(refused.text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_FILTER_UNSUPPORTED);
    const std::string message(status.message());
    EXPECT_EQ(message.find("filter at character " + std::to_string(refused.character) + " "), 0U) << message;
    EXPECT_NE(message.find(refused.expected), std::string::npos) << message;
  }
}

TEST(FilterGrammar, TheViolationNamesTheField) {
  const absl::Status status = filter::ParseSyntax("a=").status();
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  ASSERT_TRUE(payload.has_value());
  google::rpc::BadRequest request;
  ASSERT_TRUE(request.ParseFromString(std::string(*payload)));
  ASSERT_EQ(request.field_violations_size(), 1);
  EXPECT_EQ(request.field_violations(0).field(), "filter");
  EXPECT_EQ(request.field_violations(0).description(),
            "at character 3 expects a value: a word, a number, or a text in quotes");
}

std::string Repeated(const std::string& text, int count) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

TEST(FilterGrammar, HoldsItsLimits) {
  const auto nested = [](int depth) { return Repeated("(", depth) + "a=1" + Repeated(")", depth); };
  EXPECT_EQ(Parsed(nested(16)), "a=1");
  EXPECT_EQ(Parsed(nested(17)), "filter at character 17 nests parentheses deeper than 16");
  EXPECT_EQ(Parsed(Repeated("(a=1) ", 40)), "(and" + Repeated(" a=1", 40) + ")") << "closed ones do not count";

  EXPECT_EQ(Parsed(Repeated("a=1 ", 64)), "(and" + Repeated(" a=1", 64) + ")");
  EXPECT_EQ(Parsed(Repeated("a=1 ", 65)), "filter at character 257 has more than 64 comparisons");

  const auto sized = [](size_t size) { return "a=" + std::string(size - 2, 'x'); };
  EXPECT_EQ(Parsed(sized(4096)), sized(4096));
  EXPECT_EQ(Parsed(sized(4097)), "filter has 4097 bytes; at most 4096 are allowed");
}

}  // namespace
}  // namespace lectern::aip
