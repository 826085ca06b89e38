// Pairs of frequent words: phrases of them are found by lists of their own, and found the same.
#include "storage/search/index/pairs.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/search/index/unpruned_search.h"
#include "storage/search/index/view.h"
#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

using testing::Below;
using testing::Random;

// Words of a stem with two forms, one of which most documents hold, and of three more stems; some at the same position,
// some behind a gap, the last of a field before the first of the next.
Document MakeDocument(Random& random, uint64_t number) {
  static const std::vector<std::pair<std::string, std::string>> kWords = {
      {"the", "the"}, {"child", "child"}, {"children", "child"}, {"of", "of"}, {"rare", "rare"}};
  Document document;
  document.key = std::to_string(number);
  for (const Field field : {Field::kTitle, Field::kPassages, Field::kNotes}) {
    uint32_t position = 0;
    for (uint64_t count = Below(random, 9); count > 0; --count) {
      const size_t word = Below(random, 400) == 0 ? 4 : std::min(Below(random, 4), Below(random, 4));
      const auto& [form, stem] = kWords[word];
      document.words.push_back({field, position, form, stem});
      position += Below(random, 12) == 0 ? 0 : 1 + (Below(random, 9) == 0 ? 1 : 0);
    }
  }
  document.Number(NumberColumn::kYear) = static_cast<int64_t>(Below(random, 200));
  return document;
}

int StopsAsked(const View& view, SearchRequest request) {
  int asked = 0;
  request.stop = [&] {
    ++asked;
    return false;
  };
  EXPECT_TRUE(Search(view, request).ok());
  return asked;
}

class PairsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = SearchIndex::Open(testing::TestOptions(files_.get()));
    ASSERT_TRUE(opened.ok());
    index_ = *std::move(opened);
  }
  void Apply(uint64_t documents) {
    Batch batch;
    batch.revision = index_->revision() + 1;
    for (; documents > 0; --documents) batch.upserts.push_back(MakeDocument(random_, next_++));
    if (next_ > 5) batch.deletions = {std::to_string(Below(random_, next_ / 2))};
    oracle_.Apply(batch);
    ASSERT_TRUE(index_->Apply(std::move(batch)).ok());
  }
  void ExpectSamePhrases(const std::string& what) {
    const auto view = index_->CurrentView();
    const std::vector<std::string> forms = {"the", "child", "children", "of", "rare"};
    for (const std::string& first : forms) {
      for (const std::string& second : forms) {
        for (const bool filtered : {false, true}) {
          SearchRequest request;
          request.plan = {PhraseLeaf{{first, second}}};
          if (filtered) request.filter = {NumberIn{NumberColumn::kYear, 5, 5}};
          Compare(*view, request, what + ": " + first + " " + second);
          request.plan = {AllOf{{{TermLeaf{"of", {}, 1, {}}}, {PhraseLeaf{{first, second}}}}}};
          Compare(*view, request, what + ": of, and " + first + " " + second);
          request.plan = {AnyOf{{{TermLeaf{"rare", {}, 1, {}}}, {PhraseLeaf{{first, second}}}}}};
          Compare(*view, request, what + ": rare, or " + first + " " + second);
        }
        SearchRequest request;
        request.plan = {PhraseLeaf{{first, second}, 1, Field::kPassages}};
        Compare(*view, request, what + ": in a field, " + first + " " + second);
        request.plan = {PhraseLeaf{{first, second, "the"}}};
        Compare(*view, request, what + ": " + first + " " + second + " the");
      }
    }
  }

  const std::unique_ptr<rocksdb::Env> files_{rocksdb::NewMemEnv(rocksdb::Env::Default())};
  std::unique_ptr<SearchIndex> index_;
  testing::Oracle oracle_;

 private:
  void Compare(const View& view, const SearchRequest& request, const std::string& what) const {
    const auto found = Search(view, request);
    ASSERT_TRUE(found.ok()) << found.status().ToString();
    testing::ExpectSame(oracle_.Search(request), *found, what);
  }

  Random random_{21};
  uint64_t next_ = 0;
};

TEST_F(PairsTest, FindWhatPositionsFind) {
  Apply(PairTable::kLeastDocuments);
  const PairTable& built = index_->CurrentView()->segments()[0].segment->pairs();
  EXPECT_EQ(built.forms().size(), 4u) << "all but the rare one";
  ExpectSamePhrases("built at once");
  Apply(500);
  Apply(300);
  ASSERT_TRUE(index_->Merge().ok());
  ASSERT_EQ(index_->CurrentView()->segments().size(), 1u);
  EXPECT_EQ(index_->CurrentView()->segments()[0].segment->pairs().forms().size(), 4u);
  ExpectSamePhrases("merged");
}

TEST_F(PairsTest, AreNotKeptOfFewDocumentsNorOfRareWords) {
  Apply(PairTable::kLeastDocuments - 1);
  EXPECT_TRUE(index_->CurrentView()->segments()[0].segment->pairs().forms().empty());
  const PairTable table({{0, 0, 900}, {0, 2, 200}, {7, 0, 260}}, 1'000);
  EXPECT_EQ(table.Find(0, 0, 0, 0), 0u);
  EXPECT_EQ(table.Find(0, 0, 7, 0), 2u);
  EXPECT_EQ(table.Find(7, 0, 0, 0), 6u);
  EXPECT_EQ(table.Find(0, 2, 7, 0), std::nullopt) << "too few documents hold both";
  EXPECT_EQ(table.Find(0, 1, 0, 0), std::nullopt);
  EXPECT_EQ(table.Find(8, 0, 0, 0), std::nullopt);
}

// Whoever reads positions asks every 256 documents whether to go on.
TEST_F(PairsTest, SpareLookingAtPositions) {
  Apply(PairTable::kLeastDocuments - 1);
  SearchRequest request;
  request.plan = {PhraseLeaf{{"the", "the"}}};
  const int by_positions = StopsAsked(*index_->CurrentView(), request);
  ASSERT_TRUE(index_->Merge().ok());
  Apply(200);
  ASSERT_TRUE(index_->Merge().ok());
  const auto view = index_->CurrentView();
  EXPECT_LE(StopsAsked(*view, request) + 8, by_positions);
  // And whoever adds to scores alone does not read them either.
  request.plan = {AllOf{{{TermLeaf{"of", {}, 1, {}}}, {PhraseLeaf{{"the", "the"}}}}}};
  EXPECT_LE(StopsAsked(*view, request) + 8, by_positions);
}

}  // namespace
}  // namespace lectern::search
