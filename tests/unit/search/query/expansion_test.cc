#include "storage/search/query/expansion.h"

#include <variant>

#include "expansion_testing.h"
#include "gmock/gmock.h"
#include "storage/engine/fault.h"

namespace lectern::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(ExpansionTest, FindsWordsByTheirStemsInEveryLanguageOfTheCorpus) {
  corpus_.Add("Victims were trafficked.");
  corpus_.Add("Les enfants exploités", Language::kFrench);
  corpus_.Add("Crianças exploradas", Language::kPortuguese);
  EXPECT_THAT(Find("trafficking victim"), ElementsAre(0));
  EXPECT_THAT(Find("exploitées"), ElementsAre(1));
  EXPECT_THAT(Find("criança"), ElementsAre(2));
  EXPECT_THAT(Find("enfant OR victim"), ElementsAre(0, 1));
  EXPECT_THAT(Find("-enfant"), ElementsAre(0, 2));
}

TEST_F(ExpansionTest, FindsWordsTypedWithoutTheirAccents) {
  corpus_.Add("Une fille exploitée", Language::kFrench);
  corpus_.Add("Des filles exploitées", Language::kFrench);
  EXPECT_THAT(Find("exploitee"), ElementsAre(0, 1));
  EXPECT_THAT(Find("EXPLOITEE fille"), ElementsAre(0, 1));
  EXPECT_THAT(Explained("exploitee"), IsEmpty());  // it is not misspelt
}

TEST_F(ExpansionTest, IsOneLeafForOneWord) {
  corpus_.Add("Children");
  corpus_.Add("nichts", Language::kGerman);
  corpus_.Add("rien", Language::kFrench);
  const Expansion expansion = Expand("title:children");
  const auto* leaf = std::get_if<TermLeaf>(&expansion.plan.node);
  ASSERT_NE(leaf, nullptr);
  EXPECT_EQ(leaf->stem, "children");
  EXPECT_EQ(leaf->form, "");
  EXPECT_EQ(leaf->boost, 1.0f);
  EXPECT_EQ(leaf->field, Field::kTitle);
}

TEST_F(ExpansionTest, FindsQuotedTextsAsWritten) {
  corpus_.Add("A white paper on forced labour");
  corpus_.Add("White papers on forced labour");
  corpus_.Add("A paper, white");
  EXPECT_THAT(Find("\"White Paper\""), ElementsAre(0));
  EXPECT_THAT(Find("white paper"), ElementsAre(0, 1, 2));
  EXPECT_THAT(Find("\"papers\""), ElementsAre(1));
  EXPECT_THAT(Find("\"whites paper\""), IsEmpty());
  EXPECT_THAT(Find("\"labuor\""), IsEmpty());
  EXPECT_THAT(Find("text:\"white paper\""), ElementsAre(0));
  EXPECT_THAT(Find("title:\"white paper\""), IsEmpty());
}

TEST_F(ExpansionTest, FindsBeginnings) {
  corpus_.Add("trafficking");
  corpus_.Add("Traffickers under age");
  corpus_.Add("ethics");
  EXPECT_THAT(Find("Traffick*"), ElementsAre(0, 1));
  EXPECT_THAT(Find("under-ag*"), ElementsAre(1));
  EXPECT_THAT(Find("l'eth*"), ElementsAre(2));
  EXPECT_THAT(Find("trafik*"), IsEmpty());
  corpus_.Add(std::string(80, 'x'));
  EXPECT_THAT(Find(std::string(70, 'x') + "*"), ElementsAre(3));
}

TEST_F(ExpansionTest, AsksForNoElidedArticleButInQuotes) {
  corpus_.Add("L'enfant", Language::kFrench);
  corpus_.Add("Un enfant", Language::kFrench);
  EXPECT_THAT(Find("l'enfant"), ElementsAre(0, 1));
  EXPECT_THAT(Find("\"l\u2019enfant\""), ElementsAre(0));
  EXPECT_THAT(Find("l'"), ElementsAre(0));  // a letter
}

TEST_F(ExpansionTest, LeavesOutWhatHasNoWord) {
  corpus_.Add("one");
  corpus_.Add("two");
  EXPECT_THAT(Find("one & \"...\" !*"), ElementsAre(0));
  EXPECT_THAT(Find("(& OR one) -!"), ElementsAre(0));
  EXPECT_THAT(Find(""), ElementsAre(0, 1));
  EXPECT_THAT(Find("?!"), ElementsAre(0, 1));
  const auto notes = Expand("one & \"...\"").notes;
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0], (QueryNote{QueryNote::Kind::kNothingToSearch, 4, 5}));
  EXPECT_EQ(notes[1], (QueryNote{QueryNote::Kind::kNothingToSearch, 6, 11}));
}

TEST_F(ExpansionTest, KeepsTheParsersNotes) {
  corpus_.Add("one");
  const auto notes = Expand("(one").notes;
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].kind, QueryNote::Kind::kParenthesisNotClosed);
}

TEST(MostEdits, GrowWithTheWord) {
  EXPECT_EQ(MostEdits(""), 0u);
  EXPECT_EQ(MostEdits("law"), 0u);
  EXPECT_EQ(MostEdits("laws"), 1u);
  EXPECT_EQ(MostEdits("victims"), 1u);
  EXPECT_EQ(MostEdits("children"), 2u);
  EXPECT_EQ(MostEdits("дет"), 0u);  // letters, not bytes
  EXPECT_EQ(MostEdits("дети"), 1u);
  EXPECT_EQ(MostEdits("children's"), 2u);
  EXPECT_EQ(MostEdits("2009"), 0u);
  EXPECT_EQ(MostEdits("c029abcd"), 0u);
  EXPECT_EQ(MostEdits(std::string(47, 'x') + "~0123456789abcdef"), 0u);
}

TEST_F(ExpansionTest, FindsMisspeltWords) {
  corpus_.Add("trafficking of children");
  corpus_.Add("slavery");
  corpus_.Add("laws of 2009");
  EXPECT_THAT(Find("traficking"), ElementsAre(0));
  EXPECT_THAT(Explained("traficking"), ElementsAre("traficking => trafficking"));
  EXPECT_THAT(Find("trafikcing"), ElementsAre(0));  // an exchange and a letter too few
  EXPECT_THAT(Find("childrne"), ElementsAre(0));
  EXPECT_THAT(Find("slaverry"), ElementsAre(1));
  EXPECT_THAT(Find("sllaverry"), ElementsAre(1));
  EXPECT_THAT(Find("slavrry OR nothing"), ElementsAre(1));
  EXPECT_THAT(Find("slvry"), IsEmpty());  // five letters, two edits
  EXPECT_THAT(Find("lavs"), ElementsAre(2));
  EXPECT_THAT(Find("lav"), IsEmpty());
  EXPECT_THAT(Find("2008"), IsEmpty());
  EXPECT_THAT(Explained("trafficking"), IsEmpty());
}

TEST_F(ExpansionTest, FindsTheStemsOfWhatWasMeant) {
  corpus_.Add("trafficking");
  corpus_.Add("trafficked");
  EXPECT_THAT(Find("traficking"), ElementsAre(0, 1));
}

TEST_F(ExpansionTest, CorrectsNothingInQuotesBeginningsAndWhatIsExcluded) {
  corpus_.Add("trafficking");
  EXPECT_THAT(Find("\"traficking\""), IsEmpty());
  EXPECT_THAT(Find("traficking*"), IsEmpty());
  EXPECT_THAT(Find("-traficking"), ElementsAre(0));
  EXPECT_EQ(corpus_.lookups(), 0u);
}

TEST_F(ExpansionTest, TakesTheNearestAlone) {
  corpus_.Add("zxcvbnmk");
  corpus_.Add("zxcvbnml");
  corpus_.Add("zxcvbnqq");
  EXPECT_THAT(Explained("zxcvbnmj"), ElementsAre("zxcvbnmj => zxcvbnmk, zxcvbnml"));
  EXPECT_THAT(Explained("zxcvbjmj"), ElementsAre("zxcvbjmj => zxcvbnmk, zxcvbnml"));
}

TEST_F(ExpansionTest, CorrectsARareWordOnlyToAFarMoreFrequentOne) {
  corpus_.Add("a traficking misprint");
  for (int i = 0; i < 9; ++i) corpus_.Add("trafficking");
  EXPECT_THAT(Find("traficking").size(), 1u);
  corpus_.Add("trafficking");
  EXPECT_EQ(Find("traficking").size(), 11u);
  EXPECT_THAT(Explained("traficking"), ElementsAre("traficking -> trafficking"));
  for (int i = 0; i < 4; ++i) corpus_.Add("traficking");
  for (int i = 0; i < 100; ++i) corpus_.Add("trafficking");
  EXPECT_EQ(Find("traficking").size(), 5u);  // no longer rare
}

TEST_F(ExpansionTest, WeighsWhatWasTypedMost) {
  corpus_.Add("traficking");
  for (int i = 0; i < 20; ++i) corpus_.Add("trafficking");
  const Expansion expansion = Expand("traficking");
  const auto* any = std::get_if<AnyOf>(&expansion.plan.node);
  ASSERT_NE(any, nullptr);
  ASSERT_EQ(any->children.size(), 2u);
  EXPECT_EQ(std::get<TermLeaf>(any->children[0].node).boost, 1.0f);
  EXPECT_EQ(std::get<TermLeaf>(any->children[1].node).boost, kOneEditBoost);
}

TEST_F(ExpansionTest, LooksUpSoManyWordsAndNoMore) {
  corpus_.Add("something");
  std::string query;
  for (char a = 'a'; a <= 'z'; ++a) query += std::string("qwert") + a + "x " + "zxcvb" + a + "y ";
  const Expansion expansion = Expand(query);
  EXPECT_EQ(corpus_.lookups(), kMaxSpellingLookups);
  ASSERT_EQ(expansion.notes.size(), 1u);
  EXPECT_EQ(expansion.notes[0].kind, QueryNote::Kind::kTooManyVariants);
  EXPECT_EQ(query.substr(expansion.notes[0].begin, expansion.notes[0].end - expansion.notes[0].begin), "qwertqx");
}

TEST_F(ExpansionTest, EndsWithTheVocabularysFault) {
  corpus_.Add("something");
  corpus_.fault = Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "damaged");
  const auto expansion =
      ExpandQuery(*ParseQuery("somethign"), corpus_.analyzer(), corpus_.languages(), corpus_, synonyms_);
  EXPECT_EQ(expansion.status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(ExpansionTest, RefusesMoreWordsThanAQueryMayHave) {
  corpus_.Add("a");
  std::string dashes;
  for (size_t i = 0; i < kMaxQueryTerms; ++i) dashes += "a-";
  EXPECT_TRUE(ExpandQuery(*ParseQuery(dashes), corpus_.analyzer(), corpus_.languages(), corpus_, synonyms_).ok());
  const auto expansion =
      ExpandQuery(*ParseQuery(dashes + "a"), corpus_.analyzer(), corpus_.languages(), corpus_, synonyms_);
  EXPECT_EQ(expansion.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(expansion.status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(ExpansionTest, PointsOutWhatWasLookedFor) {
  corpus_.Add("trafficking of children");
  const std::string text = "Trafficked child; children trafficking, white paper, a paper. Slaves.";
  const auto hits = [&](std::string_view query) {
    std::vector<std::string> found;
    for (const auto& hit :
         Expand(query).highlights.Find(corpus_.analyzer(), text, Language::kEnglish, Field::kTitle).hits)
      found.push_back(text.substr(hit.begin, hit.end - hit.begin) + std::to_string(hit.group));
    return found;
  };
  EXPECT_THAT(hits("children traficking"), ElementsAre("Trafficked1", "children0", "trafficking1"));
  EXPECT_THAT(hits("\"white paper\" slav*"), ElementsAre("white0", "paper1", "Slaves2"));
  EXPECT_THAT(hits("child -paper"), ElementsAre("child0"));
  EXPECT_THAT(hits("text:children"), IsEmpty());
  EXPECT_THAT(hits("title:children"), ElementsAre("children0"));
}

}  // namespace
}  // namespace lectern::search
