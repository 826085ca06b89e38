// What survives: reopening, being killed at any change of a file, damage; and what must not survive.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "rocksdb/db.h"
#include "tests/unit/search/index/index_testing.h"
#include "tests/unit/search/index/killing_environment.h"

namespace lectern::search {
namespace {

using testing::ExpectSame;
using testing::Oracle;
using testing::Random;

Batch MakeBatch(storage::Revision revision) {
  Random random(static_cast<uint64_t>(revision));
  Batch batch;
  batch.revision = revision;
  for (int d = 0; d < 30; ++d) batch.upserts.push_back(testing::MakeDocument(random, testing::MakeKey(random, 80)));
  for (int d = 0; d < 5; ++d) batch.deletions.push_back(testing::MakeKey(random, 80));
  return batch;
}

Oracle OracleAt(storage::Revision revision) {
  Oracle oracle;
  for (storage::Revision r = 1; r <= revision; ++r) oracle.Apply(MakeBatch(r));
  return oracle;
}

void ExpectState(const SearchIndex& index, const Oracle& oracle, const std::string& what) {
  Random random(11);
  for (int r = 0; r < 8; ++r) {
    const SearchRequest request = testing::MakeRequest(random);
    const auto found = Search(*index.CurrentView(), request);
    ASSERT_TRUE(found.ok()) << found.status().ToString();
    ExpectSame(oracle.Search(request), *found, what);
  }
}

// Applies revisions 1 to 6 with all kinds of work between them. Ends where the process is killed. Returns the last
// revision that was said to be durable.
storage::Revision RunUntilKilled(rocksdb::Env* environment, storage::Revision& applied) {
  storage::Revision durable = 0;
  auto index = SearchIndex::Open(testing::TestOptions(environment));
  if (!index.ok()) return durable;
  const auto flushed = [&](const absl::Status& status) {
    if (status.ok()) durable = applied;
    return status.ok();
  };
  for (storage::Revision revision = 1; revision <= 6; ++revision) {
    if (!(*index)->Apply(MakeBatch(revision)).ok()) return durable;
    applied = revision;
    if (revision != 2 && !flushed((*index)->Flush())) return durable;
    if (revision == 4 && !flushed((*index)->Merge())) return durable;
    if (revision == 6 && !flushed((*index)->Purge())) return durable;
  }
  return durable;
}

TEST(IndexStore, OpensAtTheDurableRevisionWhereverItWasKilled) {
  int64_t changes = 0;
  {
    const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    testing::KillingEnvironment environment(files.get(), INT64_MAX);
    storage::Revision applied = 0;
    ASSERT_EQ(RunUntilKilled(&environment, applied), 6);
    changes = environment.changes();
  }
  ASSERT_GT(changes, 100);
  const Oracle all = OracleAt(6);
  for (int64_t kill = 0; kill < changes; ++kill) {
    const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    storage::Revision durable = 0, applied = 0;
    {
      testing::KillingEnvironment environment(files.get(), kill);
      durable = RunUntilKilled(&environment, applied);
      environment.WaitForJoin();
    }
    const std::string what = "killed at change " + std::to_string(kill);
    auto index = SearchIndex::Open(testing::TestOptions(files.get()));
    ASSERT_TRUE(index.ok()) << what << ": " << index.status().ToString();
    const storage::Revision opened = (*index)->revision();
    ASSERT_EQ(opened, (*index)->durable_revision());
    ASSERT_GE(opened, durable) << what;
    ASSERT_LE(opened, applied) << what;
    ExpectState(**index, OracleAt(opened), what);
    for (storage::Revision revision = opened + 1; revision <= 6; ++revision)
      ASSERT_TRUE((*index)->Apply(MakeBatch(revision)).ok());
    ASSERT_TRUE((*index)->Merge().ok());
    ExpectState(**index, all, what + ", caught up");
    if (HasFailure()) return;
  }
}

// Everything that is stored is read: every word, its positions, and all lists by a merge.
absl::Status ReadAll(SearchIndex& index, const Oracle& oracle) {
  for (const auto& [form, count] : oracle.Forms(Audience::kEditors)) {
    SearchRequest request;
    request.plan = {TermLeaf{{}, form, 1, Field::kPassages}};
    request.audience = Audience::kEditors;
    const auto found = Search(*index.CurrentView(), request);
    if (!found.ok()) return found.status();
    EXPECT_EQ(found->total, oracle.Search(request).total);
  }
  return index.Merge();
}

TEST(IndexStore, AFlippedByteIsFound) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  const Oracle oracle = OracleAt(3);
  {
    auto index = SearchIndex::Open(testing::TestOptions(files.get()));
    ASSERT_TRUE(index.ok());
    for (storage::Revision revision = 1; revision <= 3; ++revision) {
      ASSERT_TRUE((*index)->Apply(MakeBatch(revision)).ok());
      ASSERT_TRUE((*index)->Flush().ok());
    }
  }
  std::vector<std::string> names;
  ASSERT_TRUE(files->GetChildren("/index", &names).ok());
  size_t found = 0, tried = 0;
  for (const std::string& name : names) {
    if (!name.ends_with(".sst")) continue;
    std::string whole;
    ASSERT_TRUE(rocksdb::ReadFileToString(files.get(), "/index/" + name, &whole).ok());
    for (size_t at = 0; at < whole.size(); at += 41 + whole.size() / 150) {
      const std::unique_ptr<rocksdb::Env> copy(rocksdb::NewMemEnv(rocksdb::Env::Default()));
      ASSERT_TRUE(copy->CreateDirIfMissing("/index").ok());
      for (const std::string& file : names) {
        std::string bytes;
        if (!rocksdb::ReadFileToString(files.get(), "/index/" + file, &bytes).ok()) continue;
        if (file == name) bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        ASSERT_TRUE(rocksdb::WriteStringToFile(copy.get(), bytes, "/index/" + file).ok());
      }
      ++tried;
      auto index = SearchIndex::Open(testing::TestOptions(copy.get()));
      const absl::Status read = index.ok() ? ReadAll(**index, oracle) : index.status();
      // Some bytes of a table are not for reading it: its creation time, for example.
      if (read.ok()) continue;
      EXPECT_EQ(read.code(), absl::StatusCode::kDataLoss) << name << " at " << at << ": " << read.ToString();
      ++found;
    }
  }
  EXPECT_GT(tried, 300u);
  EXPECT_GT(found, tried * 3 / 4);
}

TEST(IndexStore, ALostFileIsFound) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  {
    auto index = SearchIndex::Open(testing::TestOptions(files.get()));
    ASSERT_TRUE((*index)->Apply(MakeBatch(1)).ok());
    ASSERT_TRUE((*index)->Flush().ok());
  }
  std::vector<std::string> names;
  ASSERT_TRUE(files->GetChildren("/index", &names).ok());
  const auto table = std::find_if(names.begin(), names.end(), [](const auto& name) { return name.ends_with(".sst"); });
  ASSERT_NE(table, names.end());
  ASSERT_TRUE(files->DeleteFile("/index/" + *table).ok());
  EXPECT_EQ(SearchIndex::Open(testing::TestOptions(files.get())).status().code(), absl::StatusCode::kDataLoss);
}

TEST(IndexStore, AnotherStoreIsRefused) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  {
    auto index = SearchIndex::Open(testing::TestOptions(files.get()));
    ASSERT_TRUE((*index)->Apply(MakeBatch(1)).ok());
    ASSERT_TRUE((*index)->Flush().ok());
  }
  IndexOptions options = testing::TestOptions(files.get());
  options.identity = "restored";
  EXPECT_EQ(SearchIndex::Open(options).status().code(), absl::StatusCode::kFailedPrecondition);
}

// A manifest begins with the number of the format.
TEST(IndexStore, AnotherFormatIsRefused) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  {
    auto index = SearchIndex::Open(testing::TestOptions(files.get()));
    ASSERT_TRUE((*index)->Apply(MakeBatch(1)).ok());
    ASSERT_TRUE((*index)->Flush().ok());
  }
  {
    rocksdb::Options options;
    options.env = files.get();
    std::vector<rocksdb::ColumnFamilyDescriptor> families = {{rocksdb::kDefaultColumnFamilyName, options},
                                                             {"segments", options}};
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, "/index", families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    std::string manifest;
    ASSERT_TRUE(database->Get(rocksdb::ReadOptions(), handles[0], "manifest", &manifest).ok());
    EXPECT_EQ(manifest[0], 4);
    --manifest[0];
    ASSERT_TRUE(database->Put(rocksdb::WriteOptions(), handles[0], "manifest", manifest).ok());
    for (rocksdb::ColumnFamilyHandle* handle : handles) ASSERT_TRUE(database->DestroyColumnFamilyHandle(handle).ok());
  }
  const absl::Status refused = SearchIndex::Open(testing::TestOptions(files.get())).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(refused.message().find("format"), std::string::npos);
}

// Which files of the index hold `text`.
std::vector<std::string> FilesWith(rocksdb::Env* files, const std::string& text) {
  std::vector<std::string> names, found;
  EXPECT_TRUE(files->GetChildren("/index", &names).ok());
  for (const std::string& name : names) {
    std::string bytes;
    if (rocksdb::ReadFileToString(files, "/index/" + name, &bytes).ok() && bytes.find(text) != std::string::npos)
      found.push_back(name);
  }
  return found;
}

TEST(IndexStore, MergeLeavesNoFileOfWhatItMerged) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  for (storage::Revision revision = 1; revision <= 3; ++revision) {
    ASSERT_TRUE((*index)->Apply(MakeBatch(revision)).ok());
    ASSERT_TRUE((*index)->Flush().ok());
  }
  const uint64_t before = (*index)->Statistics().disk_bytes;
  EXPECT_EQ((*index)->Statistics().segments_on_disk, 3u);
  ASSERT_TRUE((*index)->Merge().ok());
  EXPECT_EQ((*index)->Statistics().segments_on_disk, 1u);
  EXPECT_LT((*index)->Statistics().disk_bytes, before);
}

TEST(IndexStore, BecomesOneSegmentWhenItRests) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  IndexOptions options = testing::TestOptions(files.get());
  options.background = true;
  options.flush_after = absl::ZeroDuration();
  options.tidy_after = absl::Hours(1);
  {
    auto index = SearchIndex::Open(options);
    for (storage::Revision revision = 1; revision <= 3; ++revision) {
      ASSERT_TRUE((*index)->Apply(MakeBatch(revision)).ok());
      ASSERT_TRUE((*index)->Flush().ok());
    }
    while (!(*index)->Statistics().busy) absl::SleepFor(absl::Milliseconds(1));
    absl::SleepFor(absl::Milliseconds(300));  // a merge of so few documents takes a tenth of that
    EXPECT_GT((*index)->Statistics().segments_on_disk, 1u) << "it has not rested for an hour";
  }
  options.tidy_after = absl::ZeroDuration();
  auto index = SearchIndex::Open(options);
  while ((*index)->Statistics().segments_on_disk > 1) absl::SleepFor(absl::Milliseconds(1));
  while ((*index)->Statistics().busy) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ((*index)->Statistics().deleted_documents, 0u);
  EXPECT_EQ((*index)->revision(), 3u);
}

TEST(IndexStore, PurgeTakesWordsOutOfAllFiles) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  Batch batch = MakeBatch(1);
  batch.upserts[0].key = "entries/expunged";
  batch.upserts[0].words.push_back({Field::kPassages, 900, "unmistakable", "unmistak"});
  batch.upserts[0].Labels(LabelColumn::kThemes) = {"onlyhere"};
  ASSERT_TRUE((*index)->Apply(batch).ok());
  ASSERT_TRUE((*index)->Flush().ok());
  EXPECT_FALSE(FilesWith(files.get(), "unmistak").empty());
  EXPECT_FALSE(FilesWith(files.get(), "onlyhere").empty());
  auto view = (*index)->CurrentView();
  ASSERT_TRUE((*index)->Apply({2, {}, {"entries/expunged"}}).ok());
  ASSERT_TRUE((*index)->Purge().ok());
  EXPECT_FALSE(FilesWith(files.get(), "unmistak").empty()) << "an older view still reads it";
  view = nullptr;
  ASSERT_TRUE((*index)->Purge().ok());
  EXPECT_TRUE(FilesWith(files.get(), "unmistak").empty());
  EXPECT_TRUE(FilesWith(files.get(), "onlyhere").empty());
  EXPECT_TRUE(FilesWith(files.get(), "entries/expunged").empty());
}

TEST(IndexStore, RefusesRevisionsThatDoNotRiseAndWrongKeys) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  ASSERT_TRUE((*index)->Apply({5, {}, {}}).ok());
  EXPECT_EQ((*index)->revision(), 5);
  EXPECT_EQ((*index)->durable_revision(), 0);
  EXPECT_EQ((*index)->Apply({5, {}, {}}).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ((*index)->Apply({6, {Document{}}, {}}).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ((*index)->Apply({6, {}, {std::string(1025, 'k')}}).code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE((*index)->Flush().ok());
  EXPECT_EQ((*index)->durable_revision(), 5);
}

}  // namespace
}  // namespace lectern::search
