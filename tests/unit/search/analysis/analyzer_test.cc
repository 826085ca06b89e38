#include "storage/search/analysis/analyzer.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "storage/search/analysis/fold.h"

namespace lectern::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "form/stem@position[begin,end)" and "'" behind an elided word.
std::vector<std::string> Full(Analyzer& analyzer, std::string_view text, Language language) {
  std::vector<std::string> words;
  analyzer.Analyze(text, language, 0, [&words](const AnalyzedWord& word) {
    words.push_back(std::string(word.form) + "/" + std::string(word.stem) + "@" + std::to_string(word.position) + "[" +
                    std::to_string(word.begin) + "," + std::to_string(word.end) + ")" + (word.elided ? "'" : ""));
  });
  return words;
}

std::vector<std::string> Forms(std::string_view text, Language language = Language::kNone) {
  Analyzer analyzer;
  std::vector<std::string> forms;
  analyzer.Analyze(text, language, 0, [&forms](const AnalyzedWord& word) { forms.emplace_back(word.form); });
  return forms;
}

TEST(Analyzer, SaysWhereWordsStand) {
  Analyzer analyzer;
  EXPECT_THAT(Full(analyzer, "Trafficked  children.", Language::kEnglish),
              ElementsAre("trafficked/traffick@0[0,10)", "children/children@1[12,20)"));
  EXPECT_THAT(Full(analyzer, "«Exploitées» à Liège", Language::kFrench),
              ElementsAre("exploitees/exploit@0[2,13)", "a/a@1[16,18)", "liege/lieg@2[19,25)"));
}

TEST(Analyzer, CountsPositionsOn) {
  Analyzer analyzer;
  std::vector<uint32_t> positions;
  const auto sink = [&positions](const AnalyzedWord& word) { positions.push_back(word.position); };
  uint32_t next = analyzer.Analyze("one two", Language::kNone, 0, sink);
  EXPECT_EQ(next, 2u);
  next = analyzer.Analyze("three", Language::kNone, next + kItemGap, sink);
  EXPECT_EQ(next, 11u);
  EXPECT_EQ(analyzer.Analyze("", Language::kNone, next, sink), next);
  EXPECT_THAT(positions, ElementsAre(0, 1, 10));
}

TEST(Analyzer, StemsByTheTextsLanguage) {
  Analyzer analyzer;
  EXPECT_THAT(Full(analyzer, "pays", Language::kEnglish), ElementsAre("pays/pay@0[0,4)"));
  EXPECT_THAT(Full(analyzer, "pays", Language::kSwedish), ElementsAre("pays/pays@0[0,4)"));
  EXPECT_THAT(Full(analyzer, "tráfico trafico", Language::kSpanish),
              ElementsAre("trafico/trafic@0[0,8)", "trafico/trafic@1[9,16)"));
  EXPECT_THAT(Full(analyzer, "Trafficking", Language::kNone), ElementsAre("trafficking/trafficking@0[0,11)"));
  EXPECT_THAT(Full(analyzer, "exploração explorações", Language::kPortuguese),
              ElementsAre("exploracao/explor@0[0,12)", "exploracoes/explor@1[13,26)"));
}

TEST(Analyzer, PartsWordsAtDotsButNotNumbersAndAcronyms) {
  EXPECT_THAT(Forms("trafficking.The www.ecpat.org"), ElementsAre("trafficking", "the", "www", "ecpat", "org"));
  EXPECT_THAT(Forms("U.S.A. U.S. e.g. 3.14 v2.0 x.yz"), ElementsAre("usa", "us", "eg", "3.14", "v2.0", "x", "yz"));
  EXPECT_THAT(Forms("снг.Россия С.Н.Г."), ElementsAre("снг", "россия", "снг"));
}

TEST(Analyzer, MakesAnElidedArticleAWordOfItsOwn) {
  Analyzer analyzer;
  EXPECT_THAT(Full(analyzer, "L'enfant", Language::kFrench), ElementsAre("l/l@0[0,1)'", "enfant/enfant@1[2,8)"));
  EXPECT_THAT(Full(analyzer, "qu\u2019elle", Language::kNone), ElementsAre("qu/qu@0[0,2)'", "elle/elle@1[5,9)"));
  EXPECT_THAT(Forms("dell'Unione D\u2018accord d'"), ElementsAre("dell", "unione", "d", "accord", "d"));
  EXPECT_THAT(Forms("children's O\u2019Brien don't aujourd'hui"),
              ElementsAre("children's", "o'brien", "don't", "aujourd'hui"));
  EXPECT_THAT(Full(analyzer, "children\u2019s", Language::kEnglish), ElementsAre("children's/children@0[0,12)"));
}

TEST(Analyzer, FindsNoWordInSigns) {
  EXPECT_THAT(Forms(" \t– © \U0001f600 _ \u0640 ..."), IsEmpty());
  EXPECT_THAT(Forms("a_b **bold**"), ElementsAre("a", "b", "bold"));
}

TEST(Analyzer, BoundsWhatIsHostile) {
  const std::string word(size_t{1} << 20, 'w');
  const auto forms = Forms(word + " end", Language::kEnglish);
  ASSERT_EQ(forms.size(), 2u);
  EXPECT_EQ(forms[0].size(), kMaxFormBytes);
  EXPECT_EQ(forms[1], "end");
  EXPECT_THAT(Forms(std::string_view("one\0two", 7)), ElementsAre("one", "two"));
  EXPECT_THAT(Forms("one\xc0\x80two\xed\xa0\x80three\xf4\x90\x80\x80"), ElementsAre("one", "two", "three"));
  std::string dots;
  while (dots.size() < (size_t{1} << 20)) dots += "a.";
  EXPECT_EQ(Forms(dots).size(), 1u);
  std::string names;
  while (names.size() < (size_t{1} << 20)) names += "ab.";
  EXPECT_EQ(Forms(names).size(), names.size() / 3);
  EXPECT_EQ(Forms(std::string(kMaxTextBytes, ' ') + "behind").size(), 0u);
}

std::string AnyText() {
  std::string text;
  for (const std::string& part : *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
           "children", "Trafficking", "exploitées", "l'", "d\u2019", "Дети", "أطفال", "贩卖人口", "สวัสดี", " ", " ",
           "\n", ".", ",", "'", "1", "2009", "é", "ß", "\u0301", "\u0640", "-", "_", "@", "\xff", "U.S.", "A", "b",
           std::string(70, 'x'))))
    text += part;
  return text;
}

RC_GTEST_PROP(AnalyzerProperty, RemembersWordsRightly, ()) {
  static Analyzer used;
  const std::string text = AnyText();
  const auto language = static_cast<Language>(*rc::gen::inRange(0, static_cast<int>(kLanguageCount)));
  Analyzer fresh;
  RC_ASSERT(Full(used, text, language) == Full(fresh, text, language));
}

RC_GTEST_PROP(AnalyzerProperty, KeepsItsPromises, ()) {
  static Analyzer analyzer;
  const std::string text = AnyText();
  uint32_t position = 5;
  uint32_t behind = 0;
  const uint32_t end = analyzer.Analyze(text, Language::kFrench, 5, [&](const AnalyzedWord& word) {
    RC_ASSERT(word.position == position++);
    RC_ASSERT(word.begin >= behind && word.begin < word.end && word.end <= text.size());
    behind = word.end;
    for (const std::string_view part : {word.form, word.stem}) {
      RC_ASSERT(!part.empty() && part.size() <= kMaxFormBytes);
      RC_ASSERT(WellFormedPrefix(part) == part.size());
    }
    const std::string raw = text.substr(word.begin, word.end - word.begin);
    RC_ASSERT(WellFormedPrefix(raw) == raw.size());
  });
  RC_ASSERT(end == position);
}

TEST(AnalyzeQuery, StemsAWordByEachLanguageOnce) {
  Analyzer analyzer;
  LanguageSet languages;
  for (const Language language : {Language::kEnglish, Language::kFrench, Language::kSpanish, Language::kNone})
    languages.set(static_cast<size_t>(language));
  const auto words = AnalyzeQuery(analyzer, "L'Exploitées trafficking", languages);
  ASSERT_EQ(words.size(), 3u);
  EXPECT_TRUE(words[0].elided);
  EXPECT_EQ(words[1].form, "exploitees");
  EXPECT_THAT(words[1].stems, ElementsAre("exploitees", "exploite", "exploit"));
  EXPECT_EQ(words[1].begin, 2u);
  EXPECT_EQ(words[1].end, 13u);
  EXPECT_THAT(words[2].stems, ElementsAre("trafficking", "traffick"));
}

TEST(AnalyzeQuery, HasTheFormAsStemWhereTheCorpusHasNoLanguage) {
  Analyzer analyzer;
  const auto words = AnalyzeQuery(analyzer, "Trafficking", {});
  ASSERT_EQ(words.size(), 1u);
  EXPECT_THAT(words[0].stems, ElementsAre("trafficking"));
}

}  // namespace
}  // namespace lectern::search
