#include "storage/search/query/synonyms.h"

#include <algorithm>

#include "expansion_testing.h"
#include "gmock/gmock.h"
#include "rapidcheck/gtest.h"

namespace lectern::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SynonymsTest : public ExpansionTest {
 protected:
  SynonymsTest() {
    UseSynonyms(
        {{.term = "street kids",
          .preferred = "children in street situations",
          .language = Language::kEnglish,
          .two_way = false,
          .reason = "topics/street-children"},
         {.term = "runaways",
          .preferred = "children in street situations",
          .language = Language::kEnglish,
          .two_way = false,
          .reason = "topics/street-children"},
         {.term = "UN", .preferred = "United Nations", .language = Language::kEnglish, .two_way = true, .reason = ""}});
    old_ = corpus_.Add("Street kids of the capital");
    new_ = corpus_.Add("Support for children in street situations");
    mixed_ = corpus_.Add("A situation in which the children of one street stood");
    body_ = corpus_.Add("A report of the United Nations");
    short_ = corpus_.Add("A UN report");
  }
  size_t old_, new_, mixed_, body_, short_;
};

TEST_F(SynonymsTest, FindWhatThePreferredTermFinds) {
  EXPECT_THAT(Find("street kids"), ElementsAre(old_, new_, mixed_));
  EXPECT_THAT(Explained("street kids"),
              ElementsAre("street kids -> children in street situations [topics/street-children]"));
  EXPECT_THAT(Find("Street Kid"), ElementsAre(old_, new_, mixed_));  // by the stem
  EXPECT_THAT(Find("runaways"), ElementsAre(new_, mixed_));
}

TEST_F(SynonymsTest, WorkOneWayUnlessSaidOtherwise) {
  EXPECT_THAT(Find("children in street situations"), ElementsAre(new_, mixed_));
  EXPECT_THAT(Explained("children in street situations"), IsEmpty());
  EXPECT_THAT(Find("UN report"), ElementsAre(body_, short_));
  EXPECT_THAT(Find("report united nations"), ElementsAre(body_, short_));
  EXPECT_THAT(Explained("report united nations"), ElementsAre("united nations -> UN"));
}

TEST_F(SynonymsTest, StandAmongOtherWords) {
  EXPECT_THAT(Find("support runaways"), ElementsAre(new_));
  EXPECT_THAT(Find("capital street kids"), ElementsAre(old_));
  EXPECT_THAT(Find("street-kids support"), ElementsAre(new_));
  EXPECT_THAT(Find("runaways OR nothing"), ElementsAre(new_, mixed_));
  EXPECT_THAT(Find("street title:kids"), IsEmpty());
  EXPECT_THAT(Explained("kids street"), IsEmpty());
}

TEST_F(SynonymsTest, KeepTheField) {
  const size_t title = corpus_.Add("Children in street situations", Language::kEnglish, Field::kTitle);
  EXPECT_THAT(Find("title:runaways"), ElementsAre(title));
  EXPECT_THAT(Find("title:(street kids)"), ElementsAre(title));
}

TEST_F(SynonymsTest, AreForWholeQuotedTexts) {
  EXPECT_THAT(Find("\"street kids\""), ElementsAre(old_, new_));
  EXPECT_THAT(Find("\"street kid\""), IsEmpty());  // as written
  EXPECT_THAT(Find("\"street kids of\""), ElementsAre(old_));
  EXPECT_THAT(Find("\"un\""), ElementsAre(body_, short_));
}

TEST_F(SynonymsTest, AddNothingToWhatIsExcluded) {
  EXPECT_THAT(Find("street -runaways"), ElementsAre(old_, new_, mixed_));
  EXPECT_THAT(Find("report -un"), ElementsAre(body_));
  EXPECT_THAT(Find("report -\"un\""), ElementsAre(body_));
}

TEST_F(SynonymsTest, HaveTheirOwnSynonyms) {
  UseSynonyms({{.term = "old", .preferred = "middle", .language = Language::kNone, .two_way = false, .reason = "1"},
               {.term = "middle", .preferred = "new", .language = Language::kNone, .two_way = true, .reason = "2"}});
  const size_t middle = corpus_.Add("middle");
  const size_t latest = corpus_.Add("new");
  EXPECT_THAT(Find("old"), ElementsAre(middle, latest));
  EXPECT_THAT(Find("\"old\""), ElementsAre(middle, latest));
  EXPECT_THAT(Explained("old"), ElementsAre("old -> middle [1]", "old -> new [2]"));
  EXPECT_THAT(Find("new"), ElementsAre(middle, latest));
}

TEST_F(SynonymsTest, TakeTheLongestTerm) {
  UseSynonyms(
      {{.term = "street", .preferred = "road", .language = Language::kNone, .two_way = false, .reason = ""},
       {.term = "street kids", .preferred = "support", .language = Language::kNone, .two_way = false, .reason = ""},
       {.term = "street kids", .preferred = "capital", .language = Language::kNone, .two_way = false, .reason = ""}});
  EXPECT_THAT(Explained("street kids street"),
              ElementsAre("street kids -> support", "street kids -> capital", "street -> road"));
}

TEST_F(SynonymsTest, WeighLessThanWhatWasTyped) {
  const Expansion expansion = Expand("runaways");
  const auto& any = std::get<AnyOf>(expansion.plan.node);
  EXPECT_EQ(std::get<TermLeaf>(any.children[0].node).boost, 1.0f);
  EXPECT_EQ(std::get<TermLeaf>(std::get<AllOf>(any.children[1].node).children[0].node).boost, kSynonymBoost);
}

TEST_F(SynonymsTest, CorrectNoWordOfATerm) {
  Find("runaways");
  EXPECT_EQ(corpus_.lookups(), 0u);
}

TEST_F(SynonymsTest, LeaveOutRowsThatSayNothing) {
  UseSynonyms({{.term = "", .preferred = "new", .language = Language::kNone, .two_way = true, .reason = ""},
               {.term = "report", .preferred = "!", .language = Language::kNone, .two_way = true, .reason = ""},
               {.term = "Report", .preferred = "report", .language = Language::kNone, .two_way = true, .reason = ""}});
  for (const char* text : {"report", "new"}) {
    const auto words = AnalyzeQuery(corpus_.analyzer(), text, corpus_.languages());
    EXPECT_EQ(synonyms_.LongestAt(words, 0, false).words, 0u) << text;
  }
}

TEST_F(SynonymsTest, SayTheSameOnce) {
  const SynonymRow row{
      .term = "runaways", .preferred = "support", .language = Language::kNone, .two_way = false, .reason = ""};
  UseSynonyms({row, row});
  EXPECT_THAT(Explained("runaways"), ElementsAre("runaways -> support"));
}

TEST_F(SynonymsTest, AreBounded) {
  std::vector<SynonymRow> rows;
  for (int i = 0; i < 1000; ++i)
    rows.push_back({.term = "a" + std::to_string(i),
                    .preferred = "a" + std::to_string(i + 1),
                    .language = Language::kNone,
                    .two_way = true,
                    .reason = ""});
  UseSynonyms(rows);
  const Expansion expansion = Expand("a500 a900");
  EXPECT_LE(expansion.explanations.size(), kMaxSynonymWords);
  ASSERT_EQ(expansion.notes.size(), 1u);
  EXPECT_EQ(expansion.notes[0].kind, QueryNote::Kind::kTooManyVariants);
}

TEST_F(SynonymsTest, ArePointedOutAsTheWordsTheyStandFor) {
  const auto highlights = Expand("support runaways").highlights;
  std::vector<std::string> found;
  const std::string text = "children in situations, support for runaways";
  for (const auto& hit : highlights.Find(corpus_.analyzer(), text, Language::kEnglish, Field::kPassages).hits)
    found.push_back(text.substr(hit.begin, hit.end - hit.begin) + std::to_string(hit.group));
  EXPECT_THAT(found, ElementsAre("children1", "in1", "situations1", "support0", "runaways1"));
}

// Terms and documents of a few words, all of them likely to meet.
RC_GTEST_PROP(SynonymsProperty, ATermFindsAllThatItsTargetFinds, ()) {
  const auto any_text = [](int least) {
    std::string text;
    const int count = *rc::gen::inRange(least, 4);
    for (int i = 0; i < count; ++i)
      text += *rc::gen::element<std::string>("red ", "green ", "blue ", "greens ", "grey ", "pink ");
    return text;
  };
  SmallCorpus corpus;
  for (int i = 0; i < 12; ++i) corpus.Add(any_text(0));
  std::vector<SynonymRow> rows;
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
    rows.push_back({.term = any_text(1),
                    .preferred = any_text(1),
                    .language = Language::kEnglish,
                    .two_way = *rc::gen::arbitrary<bool>(),
                    .reason = ""});
  const Synonyms synonyms(corpus.analyzer(), rows);
  const auto find = [&](const std::string& query) {
    const auto expansion = ExpandQuery(*ParseQuery(query), corpus.analyzer(), corpus.languages(), corpus, synonyms);
    return corpus.Find(expansion->plan);
  };
  const std::string& term = rows.front().term;
  const std::string& target = rows.front().preferred;
  // Among words of the term's own that are terms too, the longest is taken: here it is the whole.
  const auto by_term = find(term);
  const Expansion literal =
      *ExpandQuery(*ParseQuery(target), corpus.analyzer(), corpus.languages(), corpus, Synonyms());
  for (const size_t document : corpus.Find(literal.plan)) RC_ASSERT(by_term.contains(document));
  if (!rows.front().two_way) return;
  const auto by_target = find(target);
  const Expansion back = *ExpandQuery(*ParseQuery(term), corpus.analyzer(), corpus.languages(), corpus, Synonyms());
  for (const size_t document : corpus.Find(back.plan)) RC_ASSERT(by_target.contains(document));
}

}  // namespace
}  // namespace lectern::search
