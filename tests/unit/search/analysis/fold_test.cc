#include "storage/search/analysis/fold.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace lectern::search {
namespace {

std::string Form(std::string_view raw) {
  FoldedWord folded;
  FoldWord(raw, folded);
  return folded.form;
}

TEST(Fold, TakesCaseAndAccentsOff) {
  EXPECT_EQ(Form("Trafficking"), "trafficking");
  EXPECT_EQ(Form("École"), "ecole");
  EXPECT_EQ(Form("E\u0301cole"), "ecole");
  EXPECT_EQ(Form("São"), "sao");
  EXPECT_EQ(Form("Łódź"), "lodz");
  EXPECT_EQ(Form("STRASSE"), Form("Straße"));
  EXPECT_EQ(Form("İstanbul"), "istanbul");
  EXPECT_EQ(Form("ısı"), "isi");
  EXPECT_EQ(Form("Ærø"), "aero");
  EXPECT_EQ(Form("Þorður"), "thordur");
  EXPECT_EQ(Form("œuvre"), "oeuvre");
  EXPECT_EQ(Form("đường"), "duong");
  EXPECT_EQ(Form("Ёлка"), "елка");
  EXPECT_EQ(Form("ΠΑΙΔΊ"), "παιδι");
  EXPECT_EQ(Form("ς"), Form("Σ"));
}

TEST(Fold, TakesCompatibilityFormsOff) {
  EXPECT_EQ(Form("ﬁnance"), "finance");
  EXPECT_EQ(Form("Ｈｅｌｐ"), "help");
  EXPECT_EQ(Form("soft\u00adhyphen"), "softhyphen");
  EXPECT_EQ(Form("٢٠٠٩"), "2009");
  EXPECT_EQ(Form("２００９"), "2009");
  EXPECT_EQ(Form("ﷺ").find(' '), std::string::npos);
}

TEST(Fold, KeepsMarksThatMakeAnotherLetter) {
  EXPECT_EQ(Form("が"), "が");
  EXPECT_NE(Form("が"), Form("か"));
  EXPECT_EQ(Form("เด็ก"), "เด็ก");
  EXPECT_EQ(Form("बच्चे"), "बच्चे");
  EXPECT_EQ(Form("어린이"), "어린이");
}

TEST(Fold, TakesVowelMarksOffWhereReadersLeaveThemOut) {
  EXPECT_EQ(Form("أَطْفَال"), "اطفال");
  EXPECT_EQ(Form("أطفـــال"), "اطفال");
  EXPECT_EQ(Form("יְלָדִים"), "ילדים");
}

TEST(Fold, HasOneApostropheAndNoDotInsideWords) {
  EXPECT_EQ(Form("children\u2019s"), "children's");
  EXPECT_EQ(Form("children\u2018s"), "children's");
  EXPECT_EQ(Form("Children\u02bcs"), "children's");
  EXPECT_EQ(Form("col\u00b7lecció"), "colleccio");
  EXPECT_EQ(Form("U.S.A"), "usa");
  EXPECT_EQ(Form("É.U"), "eu");
  EXPECT_EQ(Form("E\u0301.U"), "eu");
  EXPECT_EQ(Form("3.14"), "3.14");
  EXPECT_EQ(Form("u.sa"), "u.sa");
}

TEST(Fold, LeavesAccentsToTheStemmers) {
  FoldedWord folded;
  FoldWord("EXPLOITÉES", folded);
  EXPECT_EQ(folded.accented, "exploitées");
  FoldWord("children\u2019s", folded);
  EXPECT_EQ(folded.accented, "children's");
}

TEST(Fold, CutsLongWordsAndTellsThemApart) {
  const std::string at_limit(kMaxFormBytes, 'a');
  EXPECT_EQ(Form(at_limit), at_limit);
  const std::string form = Form(at_limit + "a");
  EXPECT_EQ(form.size(), kMaxFormBytes);
  EXPECT_EQ(form.substr(0, 48), std::string(47, 'a') + "~");
  EXPECT_EQ(form, Form(at_limit + "A"));  // folded before it is hashed
  EXPECT_NE(form, Form(at_limit + "b"));
  EXPECT_NE(form, Form(at_limit + "aa"));
  FoldedWord folded;
  FoldWord(at_limit + "a", folded);
  EXPECT_TRUE(folded.hashed);
  FoldWord(at_limit, folded);
  EXPECT_FALSE(folded.hashed);
}

TEST(Fold, CutsBetweenCharacters) {
  std::string word = "a";
  for (int i = 0; i < 40; ++i) word += "д";
  const std::string form = Form(word);
  EXPECT_LE(form.size(), kMaxFormBytes);
  EXPECT_EQ(WellFormedPrefix(form), form.size());
  EXPECT_EQ(form.find('~'), 47u);
}

TEST(Fold, HashesVeryLongWordsAsWritten) {
  const std::string long_word(size_t{1} << 20, 'x');
  EXPECT_EQ(Form(long_word).size(), kMaxFormBytes);
  EXPECT_NE(Form(long_word), Form(long_word + "y"));
  EXPECT_NE(Form(long_word + "Y"), Form(long_word + "y"));
  EXPECT_EQ(Form(long_word), Form(long_word));
  std::string marks = "a";  // put into order, these would take time by the square of their number
  for (int i = 0; i < (1 << 18); ++i) marks += i % 2 == 0 ? "\u0301" : "\u0327";
  EXPECT_EQ(Form(marks + "b").substr(0, 2), "a~");
}

TEST(Fold, IsEmptyWhereNothingIsLeft) {
  EXPECT_EQ(Form(""), "");
  EXPECT_EQ(Form("\u0640"), "");
  EXPECT_EQ(Form("\u0301"), "");
  FoldedWord folded;
  FoldWord(std::string(200, ' ').replace(0, 2, "\u0301"), folded);
  EXPECT_EQ(WithoutAccents(""), "");
}

TEST(Fold, FindsTheFirstByteThatIsNoText) {
  EXPECT_EQ(WellFormedPrefix("abc é \U0001f600"), 11u);
  EXPECT_EQ(WellFormedPrefix(""), 0u);
  for (const char* bad : {"\x80", "\xc0\x80", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf0\x9f\x98", "\xf4\x90\x80\x80",
                          "\xf8\x88\x80\x80\x80", "\xff", "\xfe"})
    EXPECT_EQ(WellFormedPrefix(std::string("ab") + bad), 2u);
}

icu::UnicodeString AnyLetters() {
  icu::UnicodeString text;
  const auto letters = *rc::gen::container<std::vector<int32_t>>(rc::gen::element<int32_t>(
      'a', 'Z', '1', 0xe9, 0xdf, 0x130, 0x131, 0x1d0, 0x1f22, 0x3a3, 0x3c2, 0x439, 0x451, 0x5d0, 0x5b8, 0x623, 0x64b,
      0x661, 0x915, 0x93f, 0xe01, 0xe34, 0x1100, 0x1161, 0xac00, 0x304b, 0x3099, 0x4eba, 0xfb01, 0xff21, 0x301, 0x327,
      0x1d400, 0x1e9e, 0x2019, '\'', 0xb7));
  for (const int32_t c : letters) text.append(static_cast<UChar32>(c));
  return text;
}

RC_GTEST_PROP(FoldProperty, IsTheSameForEveryWayOfWritingIt, ()) {
  const icu::UnicodeString text = AnyLetters();
  RC_PRE(text.length() < 20);
  UErrorCode error = U_ZERO_ERROR;
  std::string composed;
  std::string apart;
  std::string upper;
  icu::Normalizer2::getNFCInstance(error)->normalize(text, error).toUTF8String(composed);
  icu::Normalizer2::getNFDInstance(error)->normalize(text, error).toUTF8String(apart);
  icu::UnicodeString(text).foldCase().toUTF8String(upper);
  RC_ASSERT(Form(composed) == Form(apart));
  RC_ASSERT(Form(composed) == Form(upper));
}

RC_GTEST_PROP(FoldProperty, ChangesNothingTheSecondTime, ()) {
  std::string text;
  AnyLetters().toUTF8String(text);
  const std::string form = Form(text);
  RC_ASSERT(form.size() <= kMaxFormBytes);
  RC_ASSERT(WellFormedPrefix(form) == form.size());
  if (text.size() <= kMaxRawBytes) RC_ASSERT(Form(form) == form);
}

}  // namespace
}  // namespace lectern::search
