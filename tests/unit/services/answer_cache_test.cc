#include "services/rpc/answer_cache.h"

#include <array>

#include "gtest/gtest.h"
#include "storage/records/index_upkeep.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace lectern::rpc {
namespace {

grpc::ByteBuffer Buffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string Text(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  EXPECT_TRUE(buffer.DumpToSingleSlice(&slice).ok());
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

class AnswerCacheTest : public ::testing::Test {
 protected:
  AnswerCacheTest() {
    storage::rocks::RocksDbOptions options;
    options.in_memory = true;
    engine_ = storage::rocks::OpenRocksDb(options).value();
  }

  void Commit() {
    storage::CommitRequest commit;
    commit.batch.Put("k", std::to_string(++commits_));
    ASSERT_TRUE(storage::CommitAndWait(*engine_, std::move(commit)).ok());
  }

  void Keep(AnswerCache& cache, const std::string& request, const std::string& answer) {
    auto question = cache.Ask("S/Get", v1::ROLE_READER, Buffer(request));
    ASSERT_TRUE(question);
    cache.Keep(*std::move(question), Buffer(answer), 7);
  }

  // What is kept for a request; "" where nothing is.
  std::string Find(AnswerCache& cache, const std::string& request, v1::Role role = v1::ROLE_READER,
                   const std::string& method = "S/Get") {
    const auto question = cache.Ask(method, role, Buffer(request));
    if (!question) return "";
    auto hit = cache.Find(*question);
    if (!hit) return "";
    EXPECT_EQ(hit->revision, 7);
    return Text(hit->answer);
  }

  int commits_ = 0;
  std::unique_ptr<storage::Engine> engine_;
};

TEST_F(AnswerCacheTest, GivesTheAnswerToTheSameQuestionAlone) {
  AnswerCache cache(*engine_, 1 << 20);
  EXPECT_EQ(Find(cache, "a"), "");
  Keep(cache, "a", "answer");
  EXPECT_EQ(Find(cache, "a"), "answer");
  EXPECT_EQ(Find(cache, "b"), "");
  EXPECT_EQ(Find(cache, "a", v1::ROLE_EDITOR), "");
  EXPECT_EQ(Find(cache, "a", v1::ROLE_READER, "S/List"), "");
}

// How the network cuts a request is no part of it.
TEST_F(AnswerCacheTest, KnowsARequestInSeveralPieces) {
  AnswerCache cache(*engine_, 1 << 20);
  Keep(cache, std::string(100, 'a') + std::string(100, 'b'), "answer");
  const std::array<grpc::Slice, 2> pieces{grpc::Slice(std::string(100, 'a')), grpc::Slice(std::string(100, 'b'))};
  const auto question = cache.Ask("S/Get", v1::ROLE_READER, grpc::ByteBuffer(pieces.data(), pieces.size()));
  ASSERT_TRUE(question);
  EXPECT_TRUE(cache.Find(*question));
}

TEST_F(AnswerCacheTest, AnyCommitMakesItVoid) {
  AnswerCache cache(*engine_, 1 << 20);
  Keep(cache, "a", "old");
  auto asked_before = cache.Ask("S/Get", v1::ROLE_READER, Buffer("b"));
  Commit();
  EXPECT_EQ(Find(cache, "a"), "");
  // Nor is an answer kept that was worked out while the store changed.
  cache.Keep(*std::move(asked_before), Buffer("old"), 7);
  EXPECT_EQ(Find(cache, "b"), "");
  Keep(cache, "a", "new");
  EXPECT_EQ(Find(cache, "a"), "new");
}

TEST_F(AnswerCacheTest, HoldsNoMoreThanItMayAndKeepsWhatIsUsed) {
  constexpr size_t kBytes = 1 << 20;
  AnswerCache cache(*engine_, kBytes);
  Keep(cache, "often", "x");
  size_t kept = 0;
  for (int i = 0; i < 4000; ++i) {
    Keep(cache, std::to_string(i), std::string(1000, 'x'));
    EXPECT_EQ(Find(cache, "often"), "x") << i;
  }
  for (int i = 0; i < 4000; ++i) kept += Find(cache, std::to_string(i)).size();
  EXPECT_GT(kept, kBytes / 4);
  EXPECT_LE(kept, kBytes);
}

TEST_F(AnswerCacheTest, LeavesOutWhatIsLargeAndCanBeOff) {
  AnswerCache cache(*engine_, 16 << 20);
  EXPECT_FALSE(cache.Ask("S/Get", v1::ROLE_READER, Buffer(std::string(AnswerCache::kMostRequestBytes + 1, 'x'))));
  Keep(cache, "a", std::string(AnswerCache::kMostAnswerBytes + 1, 'x'));
  EXPECT_EQ(Find(cache, "a"), "");
  AnswerCache off(*engine_, 0);
  EXPECT_FALSE(off.Ask("S/Get", v1::ROLE_READER, Buffer("a")));
}

}  // namespace
}  // namespace lectern::rpc
