// Views, completion, similar words, and threads that work while others ask.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "rapidcheck/gtest.h"
#include "storage/search/index/edit_distance.h"
#include "storage/search/index/unpruned_search.h"
#include "storage/search/index/view.h"
#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

using testing::Below;
using testing::ExpectSame;
using testing::Oracle;
using testing::Random;

Batch MakeBatch(Random& random, storage::Revision revision, size_t documents, uint64_t keys) {
  Batch batch;
  batch.revision = revision;
  while (batch.upserts.size() < documents)
    batch.upserts.push_back(testing::MakeDocument(random, testing::MakeKey(random, keys)));
  for (size_t d = 0; d < documents / 5; ++d) batch.deletions.push_back(testing::MakeKey(random, keys));
  return batch;
}

TEST(Views, PagesOfOneViewStayTheSame) {
  Random random(5);
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  Oracle oracle;
  const Batch first = MakeBatch(random, 1, 300, 400);
  oracle.Apply(first);
  ASSERT_TRUE((*index)->Apply(first).ok());
  ASSERT_TRUE((*index)->Flush().ok());
  const uint64_t id = (*index)->KeepView((*index)->CurrentView());
  EXPECT_EQ((*index)->KeepView((*index)->CurrentView()), id);
  SearchRequest request;
  request.plan = {AnyOf{{{TermLeaf{"w0x", {}, 1, {}}}, {TermLeaf{"w1x", {}, 1, {}}}}}};
  request.limit = 1'000;
  const SearchResult expected = oracle.Search(request);
  request.limit = 7;
  SearchResult all;
  for (storage::Revision revision = 2;; ++revision) {
    ASSERT_TRUE((*index)->Apply(MakeBatch(random, revision, 50, 400)).ok());
    ASSERT_TRUE((*index)->Merge().ok());
    const auto view = (*index)->FindView(id);
    ASSERT_TRUE(view.ok());
    EXPECT_EQ(RevisionOf(**view), 1);
    const auto page = Search(**view, request);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->total, expected.total);
    all.found.insert(all.found.end(), page->found.begin(), page->found.end());
    all.total = page->total;
    if (!page->more) break;
    request.after = Cursor{page->found.back().value, page->found.back().key, {}};
  }
  ExpectSame(expected, all, "pages");
}

TEST(Views, ExpireAndAreBounded) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  IndexOptions options = testing::TestOptions(files.get());
  options.max_kept_views = 3;
  options.view_life = absl::Milliseconds(200);
  auto index = SearchIndex::Open(options);
  std::vector<uint64_t> ids;
  for (storage::Revision revision = 1; revision <= 5; ++revision) {
    ASSERT_TRUE((*index)->Apply({revision, {}, {}}).ok());
    ids.push_back((*index)->KeepView((*index)->CurrentView()));
  }
  EXPECT_EQ((*index)->Statistics().kept_views, 3u);
  EXPECT_EQ((*index)->FindView(ids[1]).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_TRUE((*index)->FindView(ids[2]).ok());
  absl::SleepFor(absl::Milliseconds(300));
  EXPECT_EQ((*index)->FindView(ids[4]).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ((*index)->FindView(99).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(Search, StopsWhenTold) {
  Random random(5);
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  ASSERT_TRUE((*index)->Apply(MakeBatch(random, 1, 500, 5'000)).ok());
  for (int asked = 0; asked < 4; ++asked) {
    SearchRequest request;
    request.plan = {AnyOf{{{TermLeaf{"w0x", {}, 1, {}}}, {PrefixLeaf{"w1"}}, {PhraseLeaf{{"w0x", "w0x"}}}}}};
    int left = asked;
    request.stop = [&] { return left-- <= 0; };
    EXPECT_EQ(Search(*(*index)->CurrentView(), request).status().code(), absl::StatusCode::kDeadlineExceeded);
  }
}

// How often a search asks whether to go on: of work that scores document by document it does so often.
int StopsAsked(const View& view, const PlanNode& plan) {
  int asked = 0;
  SearchRequest request;
  request.plan = plan;
  request.stop = [&] {
    ++asked;
    return false;
  };
  EXPECT_TRUE(Search(view, request).ok());
  return asked;
}

// What no document of a segment holds costs no more there than looking it up.
TEST(Search, AlternativesThatAreNotThereCostNothing) {
  Random random(8);
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  ASSERT_TRUE((*index)->Apply(MakeBatch(random, 1, 20'000, 90'000)).ok());
  const auto view = (*index)->CurrentView();
  const PlanNode word = {TermLeaf{"w0x", {}, 1, {}}}, absent = {TermLeaf{"absent", {}, 1, {}}};
  const PlanNode everything = {Everything{}};
  const int alone = StopsAsked(*view, word);
  constexpr int kLookUp = 2;  // opening a word, and weighing it
  EXPECT_EQ(StopsAsked(*view, {AnyOf{{absent, word}}}), alone + kLookUp);
  EXPECT_EQ(StopsAsked(*view, {AllOf{{word, {Not{{absent}}}}}}), alone + kLookUp);
  EXPECT_EQ(StopsAsked(*view, {AllOf{{everything, {AnyOf{{absent, word}}}}}}), alone + kLookUp);
  EXPECT_EQ(StopsAsked(*view, {AnyOf{{{AllOf{{absent, {PhraseLeaf{{"w0x", "absent"}}}}}}, word}}}),
            alone + 3 * kLookUp);
  EXPECT_GT(StopsAsked(*view, {AnyOf{{{TermLeaf{"w1x", {}, 1, {}}}, word}}}), alone + kLookUp);
  EXPECT_LE(StopsAsked(*view, {AllOf{{word, absent}}}), alone + kLookUp);
}

TEST(Search, RefusesWhatItCannotAnswer) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  const auto code = [&](const SearchRequest& request) {
    return Search(*(*index)->CurrentView(), request).status().code();
  };
  Document document;
  document.key = "k";
  document.words = {{Field::kTitle, 0, "a", "a"}};
  ASSERT_TRUE((*index)->Apply({1, {document}, {}}).ok());
  SearchRequest request;
  EXPECT_EQ(code(request), absl::StatusCode::kOk);
  request.limit = kMaxLimit + 1;
  EXPECT_EQ(code(request), absl::StatusCode::kInvalidArgument);
  for (const PlanNode& plan :
       std::vector<PlanNode>{{TermLeaf{}},
                             {PhraseLeaf{}},
                             {PhraseLeaf{{"a", ""}}},
                             {PrefixLeaf{}},
                             {Not{}},
                             {TermLeaf{"a", {}, -1, {}}},
                             {TermLeaf{"a", {}, 1e9, {}}},
                             {AllOf{std::vector<PlanNode>(8'193, {TermLeaf{"a", {}, 1, {}}})}}}) {
    request = {};
    request.plan = plan;
    EXPECT_EQ(code(request), absl::StatusCode::kInvalidArgument);
  }
  PlanNode deep;
  for (int i = 0; i < 100; ++i) deep = {AllOf{{deep}}};
  request = {};
  request.plan = deep;
  EXPECT_EQ(code(request), absl::StatusCode::kInvalidArgument);
  request = {};
  request.filter = {FilterNot{}};
  EXPECT_EQ(code(request), absl::StatusCode::kInvalidArgument);
}

// Matches lie where the words are.
TEST(Search, TellsWhereLeavesMatch) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  Document document;
  document.key = "entries/1";
  document.words = {{Field::kTitle, 0, "street", "street"},    {Field::kTitle, 1, "children", "child"},
                    {Field::kPassages, 4, "child", "child"},   {Field::kPassages, 5, "street", "street"},
                    {Field::kPassages, 9, "street", "street"}, {Field::kPassages, 10, "children", "child"}};
  ASSERT_TRUE((*index)->Apply({1, {document}, {}}).ok());
  SearchRequest request;
  request.plan = {AllOf{{{TermLeaf{"child", {}, 1, {}}},
                         {PhraseLeaf{{"street", "children"}, 1, Field::kPassages}},
                         {TermLeaf{{}, "child", 1, {}}},
                         {Not{{{TermLeaf{"nothing", {}, 1, {}}}}}}}}};
  request.matches_per_leaf = 10;
  const auto found = Search(*(*index)->CurrentView(), request);
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->found.size(), 1u);
  std::string matches;
  for (const Match& match : found->found[0].matches)
    matches += std::to_string(match.leaf) + ":" + std::to_string(static_cast<int>(match.field)) + ":" +
               std::to_string(match.position) + ":" + match.form + " ";
  EXPECT_EQ(matches, "0:0:1:children 0:3:4:child 0:3:10:children 1:3:9:street 1:3:10:children 2:3:4:child ");
}

// Neither what is hidden nor what was deleted is completed.
TEST(Walks, CompleteAgreesWithAllDocuments) {
  Random random(9);
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  Oracle oracle;
  for (storage::Revision revision = 1; revision <= 4; ++revision) {
    const Batch batch = MakeBatch(random, revision, 40, 60);
    oracle.Apply(batch);
    ASSERT_TRUE((*index)->Apply(batch).ok());
    if (revision != 2) continue;
    ASSERT_TRUE((*index)->Flush().ok());
  }
  for (const Audience audience : {Audience::kReaders, Audience::kEducators, Audience::kEditors}) {
    for (const std::string& prefix : {std::string(), std::string("w1"), std::string("w2x"), std::string("q")}) {
      std::vector<FormCount> expected;
      for (const auto& [form, count] : oracle.Forms(audience))
        if (form.starts_with(prefix)) expected.push_back({form, count, 0});
      std::stable_sort(expected.begin(), expected.end(),
                       [](const FormCount& a, const FormCount& b) { return a.documents > b.documents; });
      for (const size_t limit : {size_t{0}, size_t{3}, size_t{1'000}}) {
        const auto forms = Complete(*(*index)->CurrentView(), prefix, audience, limit);
        ASSERT_TRUE(forms.ok());
        ASSERT_EQ(forms->size(), std::min(limit, expected.size()));
        for (size_t i = 0; i < forms->size(); ++i) {
          EXPECT_EQ((*forms)[i].form, expected[i].form);
          EXPECT_EQ((*forms)[i].documents, expected[i].documents);
        }
      }
    }
  }
}

// Counting anew gives what was counted before.
TEST(Views, CountsAreKeptUnlessToldNotTo) {
  for (const bool remember : {false, true}) {
    Random random(14);
    const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    IndexOptions options = testing::TestOptions(files.get());
    options.remember_counts = remember;
    auto index = SearchIndex::Open(options);
    ASSERT_TRUE((*index)->Apply(MakeBatch(random, 1, 4'000, 90'000)).ok());
    for (const bool on_disk : {false, true}) {
      ASSERT_TRUE(!on_disk || (*index)->Merge().ok());
      ASSERT_TRUE((*index)->Apply({(*index)->revision() + 1, {}, {testing::MakeKey(random, 90'000)}}).ok());
      const auto view = (*index)->CurrentView();
      for (const SegmentView& part : view->segments()) EXPECT_EQ(part.visibility->counts() != nullptr, remember);
      const auto first = CountStems(*view, {"w0x"}, Audience::kReaders);
      ASSERT_TRUE(first.ok());
      EXPECT_GT((*first)[0], 1'000u);
      EXPECT_EQ(*CountStems(*view, {"w0x"}, Audience::kReaders), *first);
    }
  }
}

TEST(Walks, StemsAreCountedAsTheyAreFound) {
  Random random(12);
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  for (storage::Revision revision = 1; revision <= 3; ++revision)
    ASSERT_TRUE((*index)->Apply(MakeBatch(random, revision, 60, 90)).ok());
  const std::vector<std::string> stems = {"w0x", "w7x", "unknown"};
  const auto counts = CountStems(*(*index)->CurrentView(), stems, Audience::kEducators);
  ASSERT_TRUE(counts.ok());
  ASSERT_EQ(counts->size(), stems.size());
  for (size_t s = 0; s < stems.size(); ++s) {
    SearchRequest request;
    request.plan = {TermLeaf{stems[s], {}, 1, {}}};
    request.audience = Audience::kEducators;
    const auto found = Search(*(*index)->CurrentView(), request);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ((*counts)[s], found->total);
  }
  EXPECT_GT((*counts)[0], 0u);
}

// By trying everything.
uint32_t Distance(const std::u32string& a, const std::u32string& b, size_t i, size_t k) {
  if (i == 0 || k == 0) return static_cast<uint32_t>(i + k);
  uint32_t least = Distance(a, b, i - 1, k - 1) + (a[i - 1] == b[k - 1] ? 0 : 1);
  least = std::min({least, Distance(a, b, i - 1, k) + 1, Distance(a, b, i, k - 1) + 1});
  if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
    least = std::min(least, Distance(a, b, i - 2, k - 2) + 1);
  return least;
}

RC_GTEST_PROP(Walks, SimilarFormsAreThoseOfAFewEdits, (uint64_t seed)) {
  Random random(seed);
  const std::vector<std::string> letters = {"a", "b", "c", "\xc3\xa4", "\xd0\xb6", "\xe4\xb8\xad", "\xff"};
  const auto word = [&] {
    std::string made;
    for (uint64_t length = 1 + Below(random, 5); length > 0; --length)
      made += letters[std::min(Below(random, letters.size()), Below(random, letters.size()))];
    return made;
  };
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  Document document;
  document.key = "k";
  for (uint32_t w = 0; w < 300; ++w) {
    const std::string form = word();
    document.words.push_back({Field::kNotes, w, form, form});
  }
  Oracle oracle;
  oracle.Apply({1, {document}, {}});
  RC_ASSERT((*index)->Apply({1, {document}, {}}).ok());
  for (int times = 0; times < 6; ++times) {
    const std::string asked = word();
    const auto most = static_cast<uint32_t>(Below(random, 3));
    const size_t same = Below(random, 3);
    const std::u32string points = CodePoints(asked);
    std::vector<std::pair<uint32_t, std::string>> expected, actual;
    for (const auto& [form, count] : oracle.Forms(Audience::kReaders)) {
      const std::u32string other = CodePoints(form);
      const uint32_t edits = Distance(points, other, points.size(), other.size());
      if (edits <= most && other.starts_with(points.substr(0, same))) expected.emplace_back(edits, form);
    }
    std::sort(expected.begin(), expected.end());
    const auto forms = SimilarForms(*(*index)->CurrentView(), asked, most, same, Audience::kReaders, 1'000);
    RC_ASSERT(forms.ok());
    for (const FormCount& form : *forms) actual.emplace_back(form.distance, form.form);
    RC_ASSERT(actual == expected);
  }
}

TEST(Index, AgreesWhileThreadsWork) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  IndexOptions options = testing::TestOptions(files.get());
  options.background = true;
  options.memory_bytes = 200'000;
  auto index = SearchIndex::Open(options);
  ASSERT_TRUE(index.ok());
  Oracle oracle;
  std::atomic<bool> done = false;
  std::thread reader([&] {
    Random random(4);
    while (!done) {
      const auto view = (*index)->CurrentView();
      const SearchRequest request = testing::MakeRequest(random);
      const auto pruned = Search(*view, request), unpruned = SearchUnpruned(*view, request);
      ASSERT_TRUE(pruned.ok()) << pruned.status().ToString();
      ExpectSame(*unpruned, *pruned, "while threads work");
    }
  });
  Random random(6);
  for (storage::Revision revision = 1; revision <= 150; ++revision) {
    const Batch batch = MakeBatch(random, revision, 1 + Below(random, 40), 1'500);
    oracle.Apply(batch);
    EXPECT_TRUE((*index)->Apply(batch).ok());
  }
  done = true;
  reader.join();
  EXPECT_TRUE((*index)->Health().ok()) << (*index)->Health().ToString();
  EXPECT_GT((*index)->Statistics().merges, 10u);
  for (int r = 0; r < 40; ++r) {
    const SearchRequest request = testing::MakeRequest(random);
    const auto found = Search(*(*index)->CurrentView(), request);
    ASSERT_TRUE(found.ok());
    ExpectSame(oracle.Search(request), *found, "at the end");
  }
  ASSERT_TRUE((*index)->Flush().ok());
  *index = nullptr;
  index = SearchIndex::Open(options);
  ASSERT_TRUE(index.ok());
  for (int r = 0; r < 20; ++r) {
    const SearchRequest request = testing::MakeRequest(random);
    ExpectSame(oracle.Search(request), *Search(*(*index)->CurrentView(), request), "reopened");
  }
}

}  // namespace
}  // namespace lectern::search
