#include "storage/search/index/index_home.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

Batch OneDocument(storage::Revision revision, const std::string& word) {
  Document document;
  document.key = "entries/1";
  document.words = {{Field::kTitle, 0, word, word}};
  return {revision, {document}, {}};
}

uint64_t TotalOf(const SearchIndex& index, const std::string& word) {
  SearchRequest request;
  request.plan = {TermLeaf{word, {}, 1, {}}};
  const auto found = Search(*index.CurrentView(), request);
  EXPECT_TRUE(found.ok());
  return found.ok() ? found->total : 0;
}

size_t Generations(rocksdb::Env* files) {
  std::vector<std::string> names;
  EXPECT_TRUE(files->GetChildren("/index", &names).ok());
  size_t count = 0;
  for (const std::string& name : names) count += name.starts_with("generation-") ? 1 : 0;
  return count;
}

TEST(IndexHome, ServesTheOldOneUntilTheRebuiltOneIsAdopted) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  {
    auto home = IndexHome::Open(testing::TestOptions(files.get()));
    ASSERT_TRUE(home.ok()) << home.status().ToString();
    auto active = (*home)->OpenActive();
    ASSERT_TRUE(active.ok()) << active.status().ToString();
    ASSERT_TRUE((*active)->Apply(OneDocument(1, "old")).ok());
    ASSERT_TRUE((*active)->Flush().ok());
    auto rebuilt = (*home)->BeginRebuild();
    ASSERT_TRUE(rebuilt.ok()) << rebuilt.status().ToString();
    EXPECT_EQ((*rebuilt)->revision(), 0);
    ASSERT_TRUE((*rebuilt)->Apply(OneDocument(1, "cut off")).ok());
    ASSERT_TRUE((*rebuilt)->Flush().ok());
  }
  {
    auto home = IndexHome::Open(testing::TestOptions(files.get()));
    ASSERT_TRUE(home.ok()) << home.status().ToString();
    EXPECT_EQ(Generations(files.get()), 1u);
    auto active = (*home)->OpenActive();
    ASSERT_TRUE(active.ok());
    EXPECT_EQ(TotalOf(**active, "old"), 1u);
    auto rebuilt = (*home)->BeginRebuild();
    ASSERT_TRUE((*rebuilt)->Apply(OneDocument(2, "new")).ok());
    ASSERT_TRUE((*rebuilt)->Flush().ok());
    ASSERT_TRUE((*home)->Adopt().ok());
    EXPECT_EQ(TotalOf(**active, "old"), 1u);
    *active = nullptr;
    ASSERT_TRUE((*home)->RemoveOthers().ok());
    EXPECT_EQ(TotalOf(**rebuilt, "new"), 1u);
    EXPECT_EQ(Generations(files.get()), 1u);
  }
  auto home = IndexHome::Open(testing::TestOptions(files.get()));
  auto active = (*home)->OpenActive();
  ASSERT_TRUE(active.ok());
  EXPECT_EQ((*active)->revision(), 2);
  EXPECT_EQ(TotalOf(**active, "new"), 1u);
  EXPECT_EQ(TotalOf(**active, "old"), 0u);
}

}  // namespace
}  // namespace lectern::search
