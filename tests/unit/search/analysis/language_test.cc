#include "storage/search/analysis/language.h"

#include <libstemmer.h>

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "storage/search/analysis/stemmer.h"

namespace lectern::search {
namespace {

TEST(Language, HasEachStemmerOfTheLibraryOnce) {
  std::set<std::string> ours;
  for (size_t number = 1; number < kLanguageCount; ++number)
    EXPECT_TRUE(ours.insert(StemmerName(static_cast<Language>(number))).second) << number;
  std::set<std::string> theirs;
  for (const char** name = sb_stemmer_list(); *name != nullptr; ++name) theirs.insert(*name);
  theirs.erase("porter");  // an older one for English
  EXPECT_EQ(ours, theirs);
  EXPECT_EQ(StemmerName(Language::kNone), nullptr);
}

TEST(Language, IsTheTagsPrimarySubtag) {
  EXPECT_EQ(LanguageOf("en"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("EN-gb"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("pt-BR"), Language::kPortuguese);
  EXPECT_EQ(LanguageOf("pt_BR"), Language::kPortuguese);
  EXPECT_EQ(LanguageOf("nb"), Language::kNorwegian);
  EXPECT_EQ(LanguageOf("nn-NO"), Language::kNorwegian);
  EXPECT_EQ(LanguageOf("hr"), Language::kSerbian);
  EXPECT_EQ(LanguageOf("deu"), Language::kGerman);
  EXPECT_EQ(LanguageOf("ger"), Language::kGerman);
}

TEST(Language, IsNoneForAllElse) {
  for (const char* tag :
       {"", "e", "-", "-en", "zh", "th", "und", "english", " e", "e ", "e\xc3\xa9", "x-private", "xx", "ar ara"})
    EXPECT_EQ(LanguageOf(tag), Language::kNone) << tag;
  EXPECT_EQ(LanguageOf(std::string(1 << 20, 'e')), Language::kNone);
}

TEST(Stemmers, StemByTheLanguage) {
  Stemmers stemmers;
  EXPECT_EQ(stemmers.Stem(Language::kEnglish, "trafficking"), "traffick");
  EXPECT_EQ(stemmers.Stem(Language::kFrench, "exploitées"), "exploit");
  EXPECT_EQ(stemmers.Stem(Language::kGerman, "mädchen"), "madch");
  EXPECT_EQ(stemmers.Stem(Language::kRussian, "детей"), "дет");
  EXPECT_EQ(stemmers.Stem(Language::kNone, "trafficking"), "trafficking");
  EXPECT_EQ(stemmers.Stem(Language::kEnglish, ""), "");
}

TEST(Stemmers, OfAllLanguagesTakeAnyWord) {
  Stemmers stemmers;
  for (size_t number = 0; number < kLanguageCount; ++number)
    for (const char* word :
         {"a", "ing", "'", "''s", "παιδί", "дети", "أطفال", "बच्चे", "குழந்தை", "人身", "1", "\xf0\x9f\x98\x80"})
      EXPECT_FALSE(stemmers.Stem(static_cast<Language>(number), word).empty()) << number << " " << word;
}

}  // namespace
}  // namespace lectern::search
