#include "storage/search/analysis/segmenter.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace lectern::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Words(std::string_view text) {
  Segmenter segmenter;
  std::vector<std::string> words;
  segmenter.Split(text, [&](const Segment& segment) {
    words.emplace_back(text.substr(segment.begin, segment.end - segment.begin));
  });
  return words;
}

TEST(Segmenter, FindsWordsInEveryScript) {
  EXPECT_THAT(Words("Street children, aged 9-12."), ElementsAre("Street", "children", "aged", "9", "12"));
  EXPECT_THAT(Words("enfants exploités à Liège"), ElementsAre("enfants", "exploités", "à", "Liège"));
  EXPECT_THAT(Words("торговля людьми"), ElementsAre("торговля", "людьми"));
  EXPECT_THAT(Words("الاتجار بالبشر"), ElementsAre("الاتجار", "بالبشر"));
  EXPECT_THAT(Words("贩卖人口"), ElementsAre("贩卖", "人口"));
  EXPECT_THAT(Words("人身取引"), ElementsAre("人身", "取引"));
  EXPECT_THAT(Words("สวัสดีครับ"), ElementsAre("สวัสดี", "ครับ"));
  EXPECT_THAT(Words("बच्चों की तस्करी"), ElementsAre("बच्चों", "की", "तस्करी"));
}

TEST(Segmenter, KeepsWordsWithApostrophesAndNumbersWhole) {
  EXPECT_THAT(Words("children's 1,000.5 a:b don\u2019t"), ElementsAre("children's", "1,000.5", "a", "b", "don\u2019t"));
  EXPECT_THAT(Words("'quoted' U.S.A."), ElementsAre("quoted", "U.S.A"));
  EXPECT_THAT(Words("a' 1. .b"), ElementsAre("a", "1", "b"));
}

TEST(Segmenter, PartsAtUnderscoresAndTheLike) {
  EXPECT_THAT(Words("help@ecpat.org a.@.b a'@ @ @b"), ElementsAre("help", "ecpat.org", "a", "b", "a", "b"));
  EXPECT_THAT(Words("дети@ק'.@b"), ElementsAre("дети", "ק", "b"));
  EXPECT_THAT(Words("_word_ a_b __"), ElementsAre("word", "a", "b"));
  EXPECT_THAT(Words("10\u202f000 пять_ק_שש"), ElementsAre("10", "000", "пять", "ק", "שש"));
}

TEST(Segmenter, FindsNoWordInSigns) {
  EXPECT_THAT(Words(""), IsEmpty());
  EXPECT_THAT(Words(" \t\n – — … © ™ \U0001f600 ☎ \u0301"), IsEmpty());
}

TEST(Segmenter, TakesBytesThatAreNoTextAsSigns) {
  EXPECT_THAT(Words(std::string_view("a\0b", 3)), ElementsAre("a", "b"));
  for (const char* bad : {"\x80", "\xc0\x80", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xf0\x9f\x98", "\xf4\x90\x80\x80",
                          "\xf8\x88\x80\x80\x80", "\xff", "\xfe"})
    EXPECT_THAT(Words(std::string("one") + bad + "two"), ElementsAre("one", "two"));
  EXPECT_THAT(Words("one\xf0"), ElementsAre("one"));
}

// Compares what the table makes of `text` with what ICU makes of it.
void ExpectAlike(std::string_view text) {
  Segmenter segmenter;
  std::vector<std::pair<size_t, size_t>> ours;
  std::vector<std::pair<size_t, size_t>> theirs;
  segmenter.Split(text, [&ours](const Segment& segment) { ours.emplace_back(segment.begin, segment.end); });
  segmenter.SplitByIcu(text, [&theirs](const Segment& segment) { theirs.emplace_back(segment.begin, segment.end); });
  ASSERT_EQ(ours, theirs) << testing::PrintToString(std::string(text));
}

TEST(SegmenterAgainstIcu, AgreesOnEveryTripleOfAsciiKinds) {
  const std::string kinds = "aZ19'\".,:;_- \n!@\x00\x7f";
  for (const char a : kinds)
    for (const char b : kinds)
      for (const char c : kinds)
        for (const char d : kinds) ExpectAlike(std::string({a, b, c, d}));
}

TEST(SegmenterAgainstIcu, AgreesOnJoinersBetweenLettersAndDigits) {
  for (const char* joiner :
       {"'",      ".",      ",",      ";",      ":", "\u00b7", "\u0387", "\u2018", "\u2019", "\u2024", "\u2027",
        "\u037e", "\u055f", "\u0589", "\u2044", "@", "_",      "\u203f", "-",      "\u2010", "\u201c"})
    for (const char* left : {"a", "1", "é", "д", " ", joiner})
      for (const char* right : {"a", "1", "é", "д", " ", joiner})
        ExpectAlike(std::string(left) + joiner + right + joiner + left);
  EXPECT_THAT(Words("col\u00b7lecció 1\u00b72"), ElementsAre("col\u00b7lecció", "1", "2"));
}

RC_GTEST_PROP(SegmenterAgainstIcu, AgreesOnAscii, ()) {
  ExpectAlike(*rc::gen::container<std::string>(
      rc::gen::weightedOneOf<char>({{3, rc::gen::inRange<char>(0, 127)},
                                    {3, rc::gen::element('a', 'B', '7', '\'', '.', ',', '_', ' ', ';', ':')}})));
}

RC_GTEST_PROP(SegmenterAgainstIcu, AgreesOnAnyMixtureOfScripts, ()) {
  const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", "b", "Z", "1", "2", " ", " ", " ", "\n", "'", ".", ",", ";", ":", "_", "@", "\"", "-", "\u2019", "\u2018",
      "\u201c", "\u2013", "\u2026", "\u2024", "\u00b7", "\u00ad", "\u00a0", "\u202f", "\u203f", "\u2028", "\u200d",
      "\u200b", "é", "Ł", "ß", "\u02bc", "д", "Й", "\u0487", "α", "\u037e", "\u0387", "ա", "\u058a", "א", "\u05b8",
      "\u05f4", "أ", "\u064b", "٢", "ก", "า", "็", "人", "口", "か", "カ", "ー", "\u3000", "가", "क", "\u093f", "\u0301",
      "\u0300", "\U0001f600", "\U0001f1e7", "\U0001f1ea", "©", "\u20e3", "\x80", "\xc3", "\xed\xa0\x80", "\xff",
      std::string(1, '\0')));
  std::string text;
  for (const std::string& part : parts) text += part;
  ExpectAlike(text);
}

RC_GTEST_PROP(SegmenterAgainstIcu, AgreesOnAnyCharacters, ()) {
  std::string text;
  for (const uint32_t point : *rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange<uint32_t>(0, 0x2100))) {
    if (point < 0x80) {
      text += static_cast<char>(point);
    } else if (point < 0x800) {
      text += static_cast<char>(0xc0 | (point >> 6));
      text += static_cast<char>(0x80 | (point & 0x3f));
    } else {
      text += static_cast<char>(0xe0 | (point >> 12));
      text += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
      text += static_cast<char>(0x80 | (point & 0x3f));
    }
  }
  ExpectAlike(text);
}

TEST(Segmenter, IsLinearInHostileTexts) {
  const size_t size = size_t{1} << 20;
  std::string alternating;
  while (alternating.size() < size) alternating += "a ก ";
  std::string joined;
  while (joined.size() < size) joined += "a.";
  for (const std::string& text :
       {std::string(size, 'a'), std::string(size, '\''), std::string(size, '\xff'), alternating, joined}) {
    size_t words = 0;
    Segmenter segmenter;
    segmenter.Split(text, [&words](const Segment&) { ++words; });
    EXPECT_LE(words, size / 2);
  }
}

}  // namespace
}  // namespace lectern::search
