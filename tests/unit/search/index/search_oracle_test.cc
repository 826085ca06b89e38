// The index against a search that looks at every document: after updates, deletions, merges, flushes and reopening.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "rapidcheck/gtest.h"
#include "storage/search/index/unpruned_search.h"
#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

using testing::AllPages;
using testing::Below;
using testing::ExpectSame;
using testing::Oracle;
using testing::Random;

std::unique_ptr<SearchIndex> OpenOrDie(const IndexOptions& options) {
  auto opened = SearchIndex::Open(options);
  EXPECT_TRUE(opened.ok()) << opened.status().ToString();
  return opened.ok() ? *std::move(opened) : nullptr;
}

Batch MakeBatch(Random& random, storage::Revision revision, uint64_t documents, uint64_t keys) {
  Batch batch;
  batch.revision = revision;
  for (uint64_t d = 0; d < documents; ++d)
    batch.upserts.push_back(testing::MakeDocument(random, testing::MakeKey(random, keys)));
  for (uint64_t d = 0; d < documents / 8; ++d) batch.deletions.push_back(testing::MakeKey(random, keys));
  return batch;
}

// How many of what `request` finds hold a form is how many the request finds together with the form.
void CompareCounts(const View& view, const Oracle& oracle, const SearchRequest& request, Random& random,
                   const std::string& what) {
  const std::vector<std::string> forms = {testing::MakeForm(random), testing::MakeForm(random), "nowhere"};
  const auto counts = CountForms(view, request, forms);
  ASSERT_TRUE(counts.ok()) << counts.status().ToString();
  for (size_t f = 0; f < forms.size(); ++f) {
    SearchRequest together = request;
    together.plan = PlanNode{AllOf{{request.plan, {TermLeaf{{}, forms[f], 1, {}}}}}};
    EXPECT_EQ(counts->at(f), oracle.Search(together).total) << what << ", form " << forms[f];
  }
}

void CompareSeen(const View& view, const Oracle& oracle, Random& random) {
  const std::string key = testing::MakeKey(random, 200);
  const auto found = oracle.documents().find(key);
  for (const Audience audience : {Audience::kReaders, Audience::kEducators, Audience::kEditors}) {
    const bool sees = found != oracle.documents().end() && (found->second.audiences & Only(audience)) != 0;
    EXPECT_EQ(Sees(view, key, audience), sees) << key;
  }
}

void Compare(const SearchIndex& index, const Oracle& oracle, Random& random, int requests, const std::string& what) {
  const auto view = index.CurrentView();
  for (int r = 0; r < requests; ++r) {
    SearchRequest request = testing::MakeRequest(random);
    const SearchResult expected = oracle.Search(request);
    const auto actual = Search(*view, request);
    ASSERT_TRUE(actual.ok()) << actual.status().ToString();
    ExpectSame(expected, *actual, what + ", request " + std::to_string(r));
    const auto unpruned = SearchUnpruned(*view, request);
    ASSERT_TRUE(unpruned.ok());
    ExpectSame(expected, *unpruned, what + ", unpruned, request " + std::to_string(r));
    if (::testing::Test::HasFatalFailure() || ::testing::Test::HasNonfatalFailure()) return;
    CompareCounts(*view, oracle, request, random, what + ", request " + std::to_string(r));
    CompareSeen(*view, oracle, random);
    if (r % 4 != 0) continue;
    request.limit = 1'000'000;
    SearchResult whole = oracle.Search(request);
    const SearchResult pages = AllPages(*view, request, 1 + Below(random, 30));
    whole.more = pages.more;
    ExpectSame(whole, pages, what + ", pages, request " + std::to_string(r));
  }
}

RC_GTEST_PROP(SearchOracle, AgreesThroughUpdatesMergesAndReopening, (uint64_t seed)) {
  Random random(seed);
  const std::unique_ptr<rocksdb::Env> environment(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = OpenOrDie(testing::TestOptions(environment.get()));
  Oracle oracle;
  storage::Revision revision = 0;
  for (int step = 0; step < 12; ++step) {
    const uint64_t choice = Below(random, 8);
    if (choice < 4) {
      const Batch batch = MakeBatch(random, ++revision, Below(random, 60), 200);
      oracle.Apply(batch);
      ASSERT_TRUE(index->Apply(batch).ok());
    } else if (choice == 4) {
      ASSERT_TRUE(index->Flush().ok());
    } else if (choice == 5) {
      ASSERT_TRUE(index->Merge().ok());
    } else if (choice == 6) {
      ASSERT_TRUE(index->Purge().ok());
    } else {
      ASSERT_TRUE(index->Flush().ok());
      index = nullptr;
      index = OpenOrDie(testing::TestOptions(environment.get()));
      ASSERT_EQ(index->revision(), revision);
    }
    Compare(*index, oracle, random, 6, "seed " + std::to_string(seed) + ", step " + std::to_string(step));
    RC_ASSERT(!::testing::Test::HasFailure());
  }
}

// Enough documents for many blocks, windows and bitmaps.
TEST(SearchOracle, AgreesOnManyDocuments) {
  Random random(7);
  const std::unique_ptr<rocksdb::Env> environment(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = OpenOrDie(testing::TestOptions(environment.get()));
  Oracle oracle;
  for (storage::Revision revision = 1; revision <= 4; ++revision) {
    const Batch batch = MakeBatch(random, revision, 2'500, 90'000);
    oracle.Apply(batch);
    ASSERT_TRUE(index->Apply(batch).ok());
    if (revision != 2) continue;
    ASSERT_TRUE(index->Merge().ok());
  }
  Compare(*index, oracle, random, 60, "four parts");
  ASSERT_TRUE(index->Merge().ok());
  Compare(*index, oracle, random, 60, "one part");
}

// An index and its oracle with the documents of one batch.
struct Indexed {
  explicit Indexed(Batch batch) {
    oracle.Apply(batch);
    const absl::Status applied = index->Apply(std::move(batch));
    EXPECT_TRUE(applied.ok()) << applied.ToString();
  }

  const std::unique_ptr<rocksdb::Env> files{rocksdb::NewMemEnv(rocksdb::Env::Default())};
  const std::unique_ptr<SearchIndex> index = OpenOrDie(testing::TestOptions(files.get()));
  Oracle oracle;
};

// Many words of few documents each are scored word by word.
TEST(SearchOracle, AgreesOnManyRareWords) {
  Random random(5);
  Batch batch;
  batch.revision = 1;
  for (uint64_t number = 0; number < 20'000; ++number) {
    Document& document = batch.upserts.emplace_back();
    document.key = std::to_string(number);
    document.words = {{Field::kNotes, 0, "every", "every"}};
    if (Below(random, 200) != 0) continue;
    for (uint32_t w = 1; w <= 1 + Below(random, 6); ++w) {
      const std::string word = "rare" + std::string(1, static_cast<char>('a' + Below(random, 12)));
      document.words.push_back({Field::kNotes, w, word, word});
    }
  }
  const Indexed indexed(std::move(batch));
  SearchRequest request;
  request.plan = {PrefixLeaf{"rare"}};
  request.limit = 200;
  const auto found = Search(*indexed.index->CurrentView(), request);
  ASSERT_TRUE(found.ok()) << found.status().ToString();
  EXPECT_GT(found->total, 50u);
  ExpectSame(indexed.oracle.Search(request), *found, "many rare words");
}

// A list with nearly all postings is gone through by its impacts, the others' documents between those.
TEST(SearchOracle, AgreesOnOneFrequentWordAndRareOnes) {
  Random random(9);
  Batch batch;
  batch.revision = 1;
  for (uint64_t number = 0; number < 12'000; ++number) {
    Document& document = batch.upserts.emplace_back();
    document.key = std::to_string(number);
    // Few frequencies and lengths: many documents score the same, and their order counts.
    for (uint32_t w = 0; w < 2 + Below(random, 3); ++w)
      document.words.push_back({Field::kNotes, w, "frequent", "frequent"});
    if (Below(random, 100) == 0) document.words.push_back({Field::kNotes, 9, "frequency", "frequency"});
    if (Below(random, 100) == 0) document.words.push_back({Field::kNotes, 10, "freq", "freq"});
  }
  const Indexed indexed(std::move(batch));
  SearchRequest request;
  request.plan = {PrefixLeaf{"freq"}};
  for (const size_t limit : {10, 150, 9'000}) {
    request.limit = limit;
    const auto found = Search(*indexed.index->CurrentView(), request);
    ASSERT_TRUE(found.ok()) << found.status().ToString();
    ExpectSame(indexed.oracle.Search(request), *found, std::to_string(limit) + " of a prefix");
  }
}

// Where more is wanted than the words have, what matches without them fills the page.
TEST(SearchOracle, AgreesOnMatchesWithoutTheWord) {
  Batch batch;
  batch.revision = 1;
  for (uint64_t number = 0; number < 20'000; ++number) {
    Document& document = batch.upserts.emplace_back();
    document.key = std::to_string(number);
    const std::string word = number % 20 == 7 ? "rare" : number % 1'000 == 8 ? "rarely" : "every";
    document.words = {{Field::kNotes, 0, word, word}};
  }
  const Indexed indexed(std::move(batch));
  const PlanNode other = {Not{{{TermLeaf{"absent", "", 1, {}}}}}};
  SearchRequest request;
  request.limit = 2'000;
  for (const PlanNode& word : {PlanNode{TermLeaf{"rare", "", 1, {}}}, PlanNode{PrefixLeaf{"rare"}}}) {
    request.plan = {AnyOf{{word, other}}};
    const auto found = Search(*indexed.index->CurrentView(), request);
    ASSERT_TRUE(found.ok()) << found.status().ToString();
    EXPECT_EQ(found->found.size(), request.limit);
    ExpectSame(indexed.oracle.Search(request), *found, "rare words, or not another");
  }
}

}  // namespace
}  // namespace lectern::search
