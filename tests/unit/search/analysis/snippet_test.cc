#include "storage/search/analysis/snippet.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "storage/search/analysis/fold.h"
#include "unicode/brkiter.h"
#include "unicode/utext.h"

namespace lectern::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SnippetTest : public testing::Test {
 protected:
  Snippet Make(const std::vector<std::string>& texts, size_t max_bytes) {
    std::vector<SnippetSource> sources;
    for (const std::string& text : texts) sources.push_back({.text = text, .language = Language::kEnglish});
    return MakeSnippet(analyzer_, sources, highlights_, max_bytes);
  }

  // The snippet's text with its highlights in brackets and its cuts as "<" and ">".
  std::string Shown(const std::vector<std::string>& texts, size_t max_bytes) {
    const Snippet snippet = Make(texts, max_bytes);
    EXPECT_LE(snippet.text.size(), max_bytes);
    std::string shown = snippet.cut_before ? "<" : "";
    size_t at = 0;
    for (const auto& [begin, end] : snippet.highlights) {
      shown += snippet.text.substr(at, begin - at) + "[" + snippet.text.substr(begin, end - begin) + "]";
      at = end;
    }
    return shown + snippet.text.substr(at) + (snippet.cut_after ? ">" : "");
  }

  Analyzer analyzer_;
  HighlightSet highlights_;
};

TEST_F(SnippetTest, ShowsAShortTextWhole) {
  highlights_.AddStem("traffick", std::nullopt, 0);
  EXPECT_EQ(Shown({"Trafficked (trafficking)."}, 100), "[Trafficked] ([trafficking]).");
}

TEST_F(SnippetTest, TakesThePassageThatCoversMostWords) {
  highlights_.AddStem("traffick", std::nullopt, 0);
  highlights_.AddForm("children", std::nullopt, 1);
  const Snippet snippet =
      Make({"trafficking trafficking trafficking", "none", "Trafficking of children.", "children"}, 80);
  EXPECT_EQ(snippet.source, 2u);
  EXPECT_EQ(snippet.begin, 0u);
  EXPECT_THAT(snippet.highlights, ElementsAre(Snippet::Range{0, 11}, Snippet::Range{15, 23}));
}

TEST_F(SnippetTest, TakesMoreHitsThenTheFirstPassage) {
  highlights_.AddForm("a", std::nullopt, 0);
  EXPECT_EQ(Make({"a x", "a a"}, 80).source, 1u);
  EXPECT_EQ(Make({"x", "a x", "a y"}, 80).source, 1u);
}

TEST_F(SnippetTest, CutsBetweenWords) {
  highlights_.AddForm("needle", std::nullopt, 0);
  const std::string hay = "one two three four five six seven eight nine ten";
  EXPECT_EQ(Shown({hay + " (needle), " + hay}, 31), "<nine ten ([needle]), one two>");
  EXPECT_EQ(Shown({"A needle, " + hay}, 20), "A [needle], one two>");
  EXPECT_EQ(Shown({hay + ". A needle."}, 20), "<nine ten. A [needle].");
  EXPECT_EQ(Shown({hay + " needle " + hay}, 6), "<[needle]>");
}

TEST_F(SnippetTest, LeavesSignsWithTheirWordWhereThereIsRoom) {
  EXPECT_EQ(Shown({"One, two.) Three"}, 10), "One, two.)>");
  EXPECT_EQ(Shown({"One, two.) Three"}, 9), "One, two.>");
  EXPECT_EQ(Shown({"One, two.\u0301 Three"}, 9), "One, two>");
}

TEST_F(SnippetTest, BeginsBetweenCharacters) {
  highlights_.AddForm("needle", std::nullopt, 0);
  EXPECT_EQ(Shown({"bbbb @\u0301needle cc"}, 9), "<@[\u0301needle]>");
  EXPECT_EQ(Shown({"bbbb @\u0301law needle"}, 12), "<[needle]");
}

TEST_F(SnippetTest, FindsTheBestWindowWithinATextLongerThanTheBudget) {
  highlights_.AddForm("a", std::nullopt, 0);
  highlights_.AddForm("b", std::nullopt, 1);
  highlights_.AddForm("c", std::nullopt, 2);
  const std::string gap(40, '.');
  EXPECT_EQ(Shown({"a a a" + gap + "b a c" + gap + "c b"}, 5), "<[b] [a] [c]>");
}

TEST_F(SnippetTest, ShowsTheBeginningWhereNothingIsFound) {
  EXPECT_EQ(Shown({"", "one two three", "four"}, 9), "one two>");
  highlights_.AddForm("nothing", std::nullopt, 0);
  EXPECT_EQ(Make({"", "one two three"}, 9).source, 1u);
  EXPECT_EQ(Shown({"one two"}, 7), "one two");
  EXPECT_EQ(Shown({}, 9), "");
  EXPECT_EQ(Shown({"", ""}, 9), "");
}

TEST_F(SnippetTest, CutsALongWordBetweenCharacters) {
  EXPECT_EQ(Shown({std::string(50, 'x')}, 9), std::string(9, 'x') + ">");
  std::string accents;
  for (int i = 0; i < 9; ++i) accents += "e\u0301";
  EXPECT_EQ(Shown({accents}, 8), "e\u0301e\u0301>");
  EXPECT_EQ(Shown({"\U0001f469\u200d\U0001f467 x"}, 8), ">");
  EXPECT_EQ(Shown({"x"}, 0), ">");
}

TEST_F(SnippetTest, PointsOutPhrasesAsAWhole) {
  highlights_.AddPhrase({"white", "paper"}, std::nullopt, 0);
  EXPECT_EQ(Shown({"white; a paper. The White Paper"}, 80), "white; a paper. The [White] [Paper]");
  highlights_.AddPhrase({"paper", "white", "paper"}, std::nullopt, 2);
  EXPECT_EQ(Shown({"paper white paper white"}, 80), "[paper] [white] [paper] white");
}

TEST_F(SnippetTest, PointsOutBeginningsAndFields) {
  highlights_.AddPrefix("traff", std::nullopt, 0);
  highlights_.AddForm("law", Field::kTitle, 1);
  EXPECT_EQ(Shown({"Traffic law"}, 80), "[Traffic] law");
  const std::string text = "Traffic law";
  const SnippetSource title{.text = text, .language = Language::kNone, .field = Field::kTitle};
  EXPECT_THAT(MakeSnippet(analyzer_, {&title, 1}, highlights_, 80).highlights,
              ElementsAre(Snippet::Range{0, 7}, Snippet::Range{8, 11}));
}

TEST_F(SnippetTest, PointsOutAWordOnce) {
  highlights_.AddForm("law", std::nullopt, 0);
  highlights_.AddForm("law", std::nullopt, 1);
  highlights_.AddPrefix("la", std::nullopt, 2);
  EXPECT_EQ(Shown({"law"}, 80), "[law]");
}

bool IsGraphemeBoundary(const std::string& text, size_t at) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
  UText bytes = UTEXT_INITIALIZER;
  utext_openUTF8(&bytes, text.data(), static_cast<int64_t>(text.size()), &error);
  breaks->setText(&bytes, error);
  const bool boundary = breaks->isBoundary(static_cast<int32_t>(at));
  utext_close(&bytes);
  return boundary;
}

RC_GTEST_PROP(SnippetProperty, KeepsItsPromises, ()) {
  static Analyzer analyzer;
  std::vector<std::string> texts;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    std::string& text = texts.emplace_back();
    for (const std::string& part : *rc::gen::container<std::vector<std::string>>(
             rc::gen::element<std::string>("law", "Laws", "needle", "pin", " ", " ", ". ", "(", "é", "\u0301", "\u200d",
                                           "\U0001f469", "人口", "สวัสดี", "\U0001f1e7", "@", ".", "l'", "_", "x", "\n")))
      text += part;
  }
  std::vector<SnippetSource> sources;
  for (const std::string& text : texts) sources.push_back({.text = text, .language = Language::kEnglish});
  HighlightSet highlights;
  if (*rc::gen::arbitrary<bool>()) highlights.AddStem("law", std::nullopt, 0);
  if (*rc::gen::arbitrary<bool>()) highlights.AddForm("needle", std::nullopt, 1);
  if (*rc::gen::arbitrary<bool>()) highlights.AddPhrase({"needle", "pin"}, std::nullopt, 2);
  const size_t max_bytes = *rc::gen::inRange<size_t>(0, 40);
  const Snippet snippet = MakeSnippet(analyzer, sources, highlights, max_bytes);
  if (texts.empty()) return;
  const std::string& text = texts[snippet.source];
  RC_ASSERT(snippet.text.size() <= max_bytes);
  RC_ASSERT(text.substr(snippet.begin, snippet.text.size()) == snippet.text);
  RC_ASSERT(WellFormedPrefix(snippet.text) == snippet.text.size());
  RC_ASSERT(snippet.cut_before == (snippet.begin > 0));
  const size_t end = snippet.begin + snippet.text.size();
  RC_ASSERT(snippet.cut_after == (end < text.size()));
  RC_ASSERT(IsGraphemeBoundary(text, snippet.begin));
  RC_ASSERT(IsGraphemeBoundary(text, end));
  size_t behind = 0;
  for (const auto& range : snippet.highlights) {
    RC_ASSERT(range.begin >= behind && range.begin < range.end && range.end <= snippet.text.size());
    behind = range.end;
  }
  // What fits is found: a text with a hit that is no longer than the budget shows one.
  for (const SnippetSource& source : sources)
    for (const auto& hit : highlights.Find(analyzer, source.text, source.language, source.field).hits)
      if (hit.end - hit.begin + 8 <= max_bytes) RC_ASSERT(!snippet.highlights.empty());
}

}  // namespace
}  // namespace lectern::search
