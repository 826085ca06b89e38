#include "clients/admin/resources.h"

#include <regex>
#include <set>

#include "clients/admin/random_id.h"
#include "gtest/gtest.h"

namespace lectern::admin {
namespace {

TEST(KindOf, TellsKindsByTheirCollections) {
  EXPECT_EQ(KindOf("entries/a"), Kind::kEntry);
  EXPECT_EQ(KindOf("entries/a@17"), Kind::kEntry);
  EXPECT_EQ(KindOf("countries/be"), Kind::kCountry);
  EXPECT_EQ(KindOf("countries/be/pages/torture"), Kind::kCountryPage);
  EXPECT_EQ(KindOf("countries/be/hotlines/103"), Kind::kHotline);
  EXPECT_EQ(KindOf("topics/torture"), Kind::kTopic);
  EXPECT_EQ(KindOf("themes/prevention"), Kind::kTheme);
  EXPECT_EQ(KindOf("teacherResources/a"), Kind::kTeacherResource);
  EXPECT_EQ(KindOf("site"), Kind::kSite);
}

TEST(KindOf, KnowsNothingElse) {
  for (const char* name : {"", "entries", "entries/", "/entries/a", "entries/a/b", "countries/be/pages", "sites",
                           "site/", "countries//pages/x", "countries/be/cities/x", "apiKeys/a", "Entries/a"})
    EXPECT_EQ(KindOf(name), std::nullopt) << name;
}

TEST(RandomId, IsAUuidOfVersion4AndNeverTheSame) {
  const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = RandomUuid();
    ASSERT_TRUE(std::regex_match(uuid, form)) << uuid;
    ASSERT_TRUE(seen.insert(uuid).second);
  }
}

}  // namespace
}  // namespace lectern::admin
