#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "storage/engine/fault.h"
#include "storage/search/query/ast.h"

namespace lectern::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = QueryNode::Kind;
using NoteKind = QueryNote::Kind;

ParsedQuery Parse(std::string_view text) {
  auto parsed = ParseQuery(text);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return parsed.ok() ? *std::move(parsed) : ParsedQuery();
}

std::string Canonical(std::string_view text) { return PrintQuery(Parse(text).root); }

std::vector<NoteKind> Notes(std::string_view text) {
  std::vector<NoteKind> kinds;
  for (const QueryNote& note : Parse(text).notes) kinds.push_back(note.kind);
  return kinds;
}

// The parts of each note's text.
std::vector<std::string> Noted(std::string_view text) {
  std::vector<std::string> parts;
  for (const QueryNote& note : Parse(text).notes) parts.emplace_back(text.substr(note.begin, note.end - note.begin));
  return parts;
}

TEST(QueryParser, JoinsWordsByAnd) {
  const QueryNode root = Parse("street  children").root;
  EXPECT_EQ(root.kind, Kind::kAll);
  ASSERT_EQ(root.parts.size(), 2u);
  EXPECT_EQ(root.parts[0].kind, Kind::kWord);
  EXPECT_EQ(root.parts[0].text, "street");
  EXPECT_EQ(root.parts[1].begin, 8u);
  EXPECT_EQ(root.parts[1].end, 16u);
  EXPECT_EQ(root.begin, 0u);
  EXPECT_EQ(root.end, 16u);
  EXPECT_EQ(Parse("street AND children").root, root);
  EXPECT_EQ(Parse("street\u3000children").root, root);
}

TEST(QueryParser, IsEverythingWhereNothingIsAsked) {
  for (const char* text : {"", " \t\n", "()", "\"\"", "- AND", "title:"}) {
    const QueryNode root = Parse(text).root;
    EXPECT_EQ(root.kind, Kind::kAll) << text;
    EXPECT_THAT(root.parts, IsEmpty()) << text;
    EXPECT_EQ(PrintQuery(root), "");
  }
  EXPECT_THAT(Notes(""), IsEmpty());
}

TEST(QueryParser, HasOrBindTighterThanAnd) {
  const QueryNode root = Parse("a b OR c d").root;
  ASSERT_EQ(root.parts.size(), 3u);
  EXPECT_EQ(root.parts[1].kind, Kind::kAny);
  EXPECT_EQ(root, Parse("a (b OR c) d").root);
  EXPECT_EQ(root, Parse("a AND b OR c AND d").root);
  EXPECT_EQ(Canonical("(a b) OR c"), "(a b) OR c");
  EXPECT_EQ(Canonical("a or b and not c"), "a or b and not c");  // words, in small letters
  EXPECT_EQ(Parse("a or b").root.parts.size(), 3u);
}

TEST(QueryParser, TakesParenthesesThatChangeNothingAway) {
  EXPECT_EQ(Canonical("((a)) (b (c d))"), "a b c d");
  EXPECT_EQ(Canonical("(a OR (b OR c))"), "a OR b OR c");
  EXPECT_EQ(Canonical("a(b)c"), "a b c");
  EXPECT_EQ(Canonical("\uff08a OR b\uff09 c"), "a OR b c");
}

TEST(QueryParser, Excludes) {
  const QueryNode root = Parse("a -b").root;
  ASSERT_EQ(root.parts.size(), 2u);
  EXPECT_EQ(root.parts[1].kind, Kind::kNot);
  EXPECT_EQ(root.parts[1].begin, 2u);
  EXPECT_EQ(root.parts[1].end, 4u);
  EXPECT_EQ(root.parts[1].parts[0].text, "b");
  EXPECT_EQ(Parse("a NOT b").root, root);
  EXPECT_EQ(Parse("a --b").root, root);
  EXPECT_EQ(Parse("a \u2212b").root, root);
  EXPECT_EQ(Parse("-b").root.kind, Kind::kNot);
  EXPECT_EQ(Canonical("-(a b)"), "-(a b)");
  EXPECT_EQ(Canonical("-(a OR b) c"), "-(a OR b) c");
  EXPECT_EQ(Canonical("-\"a b\""), "-\"a b\"");
  EXPECT_EQ(Canonical("NOT -a"), "a");
  EXPECT_EQ(Canonical("-(-a)"), "a");
  EXPECT_EQ(Canonical("under-age"), "under-age");
  EXPECT_EQ(Parse("under-age").root.kind, Kind::kWord);
}

TEST(QueryParser, Quotes) {
  const QueryNode root = Parse("\"white paper\"").root;
  EXPECT_EQ(root.kind, Kind::kPhrase);
  EXPECT_EQ(root.text, "white paper");
  EXPECT_EQ(root.begin, 0u);
  EXPECT_EQ(root.end, 13u);
  for (const char* text : {"“white paper”", "„white paper“", "«white paper»", "「white paper」", "“white paper\""})
    EXPECT_EQ(Parse(text).root, root) << text;
  EXPECT_EQ(Canonical("a\"b (OR -c*\"d"), "a \"b (OR -c*\" d");
}

TEST(QueryParser, LooksInFields) {
  EXPECT_EQ(Parse("title:law").root.field, Field::kTitle);
  EXPECT_EQ(Parse("Author:ecpat").root.field, Field::kContributors);
  EXPECT_EQ(Parse("PUBLISHER:ecpat").root.field, Field::kPublisher);
  EXPECT_EQ(Parse("text:\"a b\"").root.field, Field::kPassages);
  EXPECT_EQ(Parse("notes:a*").root.field, Field::kNotes);
  EXPECT_EQ(Parse("lesson: prevention").root.field, Field::kLessonText);
  EXPECT_EQ(Parse("country:belgium").root.field, Field::kPlaceNames);
  EXPECT_EQ(Parse("law").root.field, std::nullopt);
  EXPECT_EQ(Canonical("title:(law OR author:smith \"a b\") x"), "title:law OR contributors:smith title:\"a b\" x");
  EXPECT_EQ(Canonical("title:-law"), "-title:law");
  EXPECT_EQ(Canonical("title:author:law"), "contributors:law");
  EXPECT_EQ(Canonical("a-title:law"), "a-title:law");
}

TEST(QueryParser, LooksForBeginnings) {
  const QueryNode root = Parse("traffick*").root;
  EXPECT_EQ(root.kind, Kind::kPrefix);
  EXPECT_EQ(root.text, "traffick");
  EXPECT_EQ(Canonical("title:traffick**"), "title:traffick*");
  EXPECT_EQ(Canonical("OR*"), "OR*");
}

TEST(QueryParser, SaysWhatItLeftOut) {
  EXPECT_EQ(Canonical("\"human trafficking"), "human trafficking");
  EXPECT_THAT(Notes("\"human trafficking"), ElementsAre(NoteKind::kQuoteNotClosed));
  EXPECT_EQ(Canonical("\"a b\" c\""), "\"a b\" c");
  EXPECT_EQ(Canonical("-\"a b"), "-a b");
  EXPECT_EQ(Canonical("(a OR b"), "a OR b");
  EXPECT_THAT(Notes("(a OR b"), ElementsAre(NoteKind::kParenthesisNotClosed));
  EXPECT_EQ(Canonical("a) b)"), "a b");
  EXPECT_THAT(Notes("a) b)"), ElementsAre(NoteKind::kParenthesisNotOpened, NoteKind::kParenthesisNotOpened));
  EXPECT_THAT(Notes("a ()"), ElementsAre(NoteKind::kEmptyParentheses));
  EXPECT_THAT(Notes("a \" \""), ElementsAre(NoteKind::kEmptyQuotes));
  EXPECT_EQ(Canonical("OR a AND OR b OR"), "a b");
  EXPECT_THAT(Noted("OR a AND OR b OR"), ElementsAre("OR", "OR", "OR"));
  EXPECT_THAT(Notes("NOT"), ElementsAre(NoteKind::kOperatorWithoutOperand));
  EXPECT_EQ(Canonical("a - b -"), "a b");
  EXPECT_THAT(Notes("a - b -"), ElementsAre(NoteKind::kMinusWithoutOperand, NoteKind::kMinusWithoutOperand));
  EXPECT_EQ(Canonical("a -OR b"), "a OR b");
  EXPECT_THAT(Notes("title: OR b"), ElementsAre(NoteKind::kFieldWithoutOperand, NoteKind::kOperatorWithoutOperand));
  EXPECT_EQ(Canonical("a * *b c*d \"e\"*"), "a b c*d \"e\"");
  EXPECT_THAT(Noted("a * *b c*d \"e\"*"), ElementsAre("*", "*", "*", "*"));
}

TEST(QueryParser, TakesUnknownFieldsAsWords) {
  EXPECT_EQ(Canonical("colour:red"), "colour:red");
  EXPECT_EQ(Parse("colour:red").root.field, std::nullopt);
  EXPECT_THAT(Notes("colour:red"), ElementsAre(NoteKind::kUnknownField));
  EXPECT_THAT(Noted("colour:red"), ElementsAre("colour:"));
  EXPECT_THAT(Notes("https://www.ecpat.org 10:30 a:b Summary:"), IsEmpty());
}

TEST(QueryParser, NotesInTheTextsOrderAndNotForEver) {
  EXPECT_THAT(Noted("(a OR"), ElementsAre("(", "OR"));
  EXPECT_THAT(Noted("( OR a ) ) (b"), ElementsAre("OR", ")", "("));
  EXPECT_EQ(Notes(std::string(1000, ')')).size(), kMaxQueryNotes);
}

void ExpectRefused(std::string_view text, std::string_view part) {
  const auto parsed = ParseQuery(text);
  ASSERT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument) << part;
  EXPECT_EQ(ReasonOf(parsed.status()), v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_NE(std::string(parsed.status().message()).find(part), std::string::npos) << parsed.status();
  EXPECT_LT(parsed.status().message().size(), 200u);
  const auto payload = parsed.status().GetPayload("type.googleapis.com/google.rpc.BadRequest");
  ASSERT_TRUE(payload.has_value());
  google::rpc::BadRequest request;
  ASSERT_TRUE(request.ParseFromString(std::string(*payload)));
  EXPECT_EQ(request.field_violations(0).field(), "query");
}

std::string Times(std::string_view text, size_t count) {
  std::string times;
  for (size_t i = 0; i < count; ++i) times += text;
  return times;
}

TEST(QueryParser, RefusesWhatIsNoQuestion) {
  ExpectRefused(std::string(size_t{1} << 20, 'x'), "has 1048576 bytes");
  EXPECT_TRUE(ParseQuery(std::string(kMaxQueryBytes, 'x')).ok());
  ExpectRefused(Times("x ", 10'000), "more than 1024 words");
  EXPECT_TRUE(ParseQuery(Times("x ", kMaxQueryTerms)).ok());
  ExpectRefused(Times("x ", kMaxQueryTerms + 1), "more than 1024 words");
  ExpectRefused(Times("\"x\"", kMaxQueryTerms + 1), "more than 1024 words");
  EXPECT_TRUE(ParseQuery(Times("(", kMaxQueryNesting) + "x").ok());
  ExpectRefused(Times("(", kMaxQueryNesting + 1) + "x", "more than 64 deep");
  EXPECT_TRUE(ParseQuery(Times("(x)", 1000)).ok());
}

TEST(QueryParser, RefusesBytesThatAreNoText) {
  for (const char* bad : {"\x80", "\xc0\x80", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf0\x9f\x98", "\xf4\x90\x80\x80",
                          "\xf8\x88\x80\x80\x80", "\xff", "\xfe"})
    ExpectRefused(absl::StrCat("ab", bad, " c"), "no UTF-8 from byte 2");
  EXPECT_TRUE(ParseQuery(std::string_view("a\0b", 3)).ok());
}

TEST(QueryParser, IsLinearInHostileTexts) {
  for (const char* part : {"-", "*", "\"", "(", ")", "NOT ", "title:", "OR ", "\u2212", "a:", "((", "-(", "title:("}) {
    const std::string text = Times(part, (kMaxQueryBytes - 8) / std::string(part).size());
    const auto parsed = ParseQuery(text);
    if (parsed.ok()) {
      EXPECT_LE(parsed->notes.size(), kMaxQueryNotes) << part;
    }
  }
}

// A tree that the parser could have made.
QueryNode AnyNode(int depth, Kind above) {
  QueryNode node;
  const int kind = *rc::gen::inRange(0, depth > 0 ? 6 : 3);
  if (kind < 3) {
    node.kind = kind == 0 ? Kind::kWord : kind == 1 ? Kind::kPhrase : Kind::kPrefix;
    node.text = *rc::gen::element<std::string>("a", "children", "under-age", "é'x", "x:y", "or", "NOT-a", "Ü*b");
    if (node.kind == Kind::kPhrase && *rc::gen::arbitrary<bool>()) node.text += " (OR) -title:x* ";
    if (*rc::gen::arbitrary<bool>())
      node.field = static_cast<Field>(*rc::gen::inRange(0, static_cast<int>(kFieldCount)));
    return node;
  }
  node.kind = kind == 3 ? Kind::kNot : kind == 4 ? Kind::kAll : Kind::kAny;
  if (node.kind == above) node.kind = above == Kind::kAll ? Kind::kAny : Kind::kAll;
  const int parts = node.kind == Kind::kNot ? 1 : *rc::gen::inRange(2, 4);
  for (int i = 0; i < parts; ++i) node.parts.push_back(AnyNode(depth - 1, node.kind));
  return node;
}

RC_GTEST_PROP(QueryPrinter, PrintsWhatIsParsedToTheSame, ()) {
  const QueryNode node = AnyNode(*rc::gen::inRange(0, 5), Kind::kWord);
  const std::string text = PrintQuery(node);
  const auto parsed = ParseQuery(text);
  RC_ASSERT(parsed.ok());
  if (!(parsed->root == node)) RC_FAIL(text + " became " + PrintQuery(parsed->root));
}

RC_GTEST_PROP(QueryPrinter, PrintsAnyQueryAsOneThatMeansTheSame, ()) {
  std::string text;
  for (const std::string& part : *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
           "a", "b", " ", " ", " ", "\"", "(", ")", "-", "*", ":", "title:", "author:", "OR", "AND", "NOT", " OR ", "“",
           "»", "\u2212", "\uff08", "é", ".", "'", std::string(1, '\0'))))
    text += part;
  const auto parsed = ParseQuery(text);
  RC_ASSERT(parsed.ok());
  const std::string printed = PrintQuery(parsed->root);
  const auto again = ParseQuery(printed);
  RC_ASSERT(again.ok());
  if (!(again->root == parsed->root)) RC_FAIL(text + " became " + printed + " became " + PrintQuery(again->root));
  RC_ASSERT(PrintQuery(again->root) == printed);
}

}  // namespace
}  // namespace lectern::search
