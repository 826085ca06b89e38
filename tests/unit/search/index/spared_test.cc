// What would take long is not begun on a thread that others wait for.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "storage/engine/memory_only.h"
#include "storage/search/index/view.h"
#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

constexpr size_t kDocuments = 400;

// "w0x" and "w1x" are in many documents, "once" in one that has "w0x" as well.
class SparedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    testing::Random random(5);
    Batch batch;
    batch.revision = 1;
    while (batch.upserts.size() < kDocuments)
      batch.upserts.push_back(testing::MakeDocument(random, "entries/" + std::to_string(batch.upserts.size())));
    batch.upserts.back().words = {{Field::kTitle, 0, "w0x", "w0x"}, {Field::kTitle, 1, "once", "once"}};
    index_ = SearchIndex::Open(testing::TestOptions(files_.get())).value();
    ASSERT_TRUE(index_->Apply(std::move(batch)).ok());
  }

  // Whether a thread that others wait for answers, where it may go through `spared` postings.
  bool Answered(PlanNode plan, uint64_t spared, Filter filter = {FilterAll{}}) {
    SearchRequest request;
    request.plan = std::move(plan);
    request.filter = std::move(filter);
    request.spared_postings = spared;
    const auto view = index_->CurrentView();
    const auto made = storage::TryFromMemory([&] { return Search(*view, request); });
    EXPECT_TRUE(Search(*view, request).ok()) << "whoever may wait gets it";
    return made.has_value() && made->ok();
  }

  const PlanNode first_{TermLeaf{"w0x", {}, 1, {}}}, second_{TermLeaf{"w1x", {}, 1, {}}};
  const PlanNode once_{TermLeaf{"once", {}, 1, {}}}, none_{TermLeaf{"nowhere", {}, 1, {}}};

 private:
  const std::unique_ptr<rocksdb::Env> files_{rocksdb::NewMemEnv(rocksdb::Env::Default())};
  std::unique_ptr<SearchIndex> index_;
};

TEST_F(SparedTest, AWordByItselfIsShortHoweverFrequent) { EXPECT_TRUE(Answered(first_, 0)); }

TEST_F(SparedTest, AllOfTheAlternativesAreGoneThrough) {
  EXPECT_FALSE(Answered(PlanNode{AnyOf{{first_, second_}}}, 100));
  EXPECT_TRUE(Answered(PlanNode{AnyOf{{first_, second_}}}, 1'000));
}

TEST_F(SparedTest, TheRarestOfWhatMustAllMatchLeadsTheWay) {
  EXPECT_FALSE(Answered(PlanNode{AllOf{{first_, second_}}}, 100));
  EXPECT_TRUE(Answered(PlanNode{AllOf{{first_, once_}}}, 2));
  EXPECT_TRUE(Answered(PlanNode{AllOf{{first_, none_}}}, 0));
  EXPECT_FALSE(Answered(PlanNode{AllOf{{first_, PlanNode{Not{{once_}}}}}}, 100));
}

TEST_F(SparedTest, APhraseTakesEightTimesAsLong) {
  const PlanNode phrase{PhraseLeaf{{"w0x", "once"}}};
  EXPECT_FALSE(Answered(phrase, 8 * 2 - 1));
  EXPECT_TRUE(Answered(phrase, 8 * 2));
}

// Sixteen of which take as long as a posting.
TEST_F(SparedTest, AFilterLooksAtEveryDocument) {
  const Filter range{NumberIn{NumberColumn::kYear, 1900, 2100}};
  EXPECT_TRUE(Answered(PlanNode{Everything{}}, 0));
  EXPECT_FALSE(Answered(once_, kDocuments / 20, range));
  EXPECT_TRUE(Answered(once_, 1 + kDocuments / 16, range));
}

}  // namespace
}  // namespace lectern::search
