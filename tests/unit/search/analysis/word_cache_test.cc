#include "storage/search/analysis/word_cache.h"

#include <map>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace lectern::search {
namespace {

void Put(WordCache& cache, std::string_view raw, Language language, std::string_view form, std::string_view stem) {
  cache.Put(raw, language, WordCache::Hash(raw, language), {.form = form, .stem = stem});
}

// "form/stem", or "" where it is not there.
std::string Find(const WordCache& cache, std::string_view raw, Language language) {
  WordCache::Entry entry;
  if (!cache.Find(raw, language, WordCache::Hash(raw, language), entry)) return "";
  return std::string(entry.form).append("/").append(entry.stem);
}

TEST(WordCache, GivesBackWhatWasPut) {
  WordCache cache;
  EXPECT_EQ(Find(cache, "Trafficking", Language::kEnglish), "");
  Put(cache, "Trafficking", Language::kEnglish, "trafficking", "traffick");
  EXPECT_EQ(Find(cache, "Trafficking", Language::kEnglish), "trafficking/traffick");
  EXPECT_EQ(Find(cache, "trafficking", Language::kEnglish), "");
  EXPECT_EQ(Find(cache, "Trafficking", Language::kFrench), "");
  EXPECT_EQ(Find(cache, "", Language::kNone), "");
}

TEST(WordCache, LeavesOutWhatIsTooLong) {
  WordCache cache;
  const std::string half(28, 'a');
  Put(cache, half, Language::kNone, std::string(30, 'b'), std::string(30, 'b'));
  EXPECT_EQ(Find(cache, half, Language::kNone), half.substr(0, 0) + std::string(30, 'b') + "/" + std::string(30, 'b'));
  Put(cache, half, Language::kEnglish, std::string(31, 'b'), "b");
  EXPECT_EQ(Find(cache, half, Language::kEnglish), "");
  const std::string most(58, 'a');
  Put(cache, most, Language::kNone, most, most);
  EXPECT_EQ(Find(cache, most, Language::kNone), most + "/" + most);
  Put(cache, most + "a", Language::kNone, most + "a", most);
  EXPECT_EQ(Find(cache, most + "a", Language::kNone), "");
}

RC_GTEST_PROP(WordCacheProperty, NeverGivesAnothersWord, ()) {
  static WordCache cache;
  static std::map<std::pair<std::string, int>, std::string> expected;
  const auto raw = *rc::gen::container<std::string>(rc::gen::element('a', 'b', '\0', '\xff'));
  const int language = *rc::gen::inRange(0, static_cast<int>(kLanguageCount));
  const auto form = *rc::gen::container<std::string>(rc::gen::inRange('a', 'z'));
  const auto stem = *rc::gen::container<std::string>(rc::gen::inRange('a', 'z'));
  Put(cache, raw, static_cast<Language>(language), form, stem);
  const std::string found = Find(cache, raw, static_cast<Language>(language));
  auto& known = expected[{raw, language}];
  if (found == form + "/" + stem) known = found;
  RC_ASSERT(found.empty() || found == known);
  for (const auto& [key, value] : expected) {
    const std::string kept = Find(cache, key.first, static_cast<Language>(key.second));
    RC_ASSERT(kept.empty() || kept == value);
  }
}

}  // namespace
}  // namespace lectern::search
