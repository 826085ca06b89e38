#include "storage/search/upkeep/index_keeper.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "storage/engine/fault.h"
#include "storage/records/index_upkeep.h"
#include "storage/records/kinds.h"
#include "storage/records/record_value.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/support/temp_directory.h"

namespace lectern::search {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class IndexKeeperTest : public ::testing::Test {
 protected:
  IndexKeeperTest() { NewStore(); }

  void NewStore() {
    keeper_.reset();
    storage::rocks::RocksDbOptions options;
    options.in_memory = true;
    engine_ = *storage::rocks::OpenRocksDb(options);
  }

  void Open() {
    keeper_.reset();
    IndexOptions options;
    options.folder = (directory_.path() / "search").string();
    keeper_ = std::make_unique<IndexKeeper>(*engine_, options, [this](std::string_view event, const absl::Status&) {
      const std::lock_guard lock(mutex_);
      events_.emplace_back(event);
    });
  }

  storage::Revision Put(const storage::RecordKind& kind, const std::string& name, const storage::Message& record) {
    const std::string key = *kind.KeyOf(name);
    storage::CommitRequest request;
    request.batch.Put(key, *storage::EncodeRecord(kind, record), /*logged=*/true);
    for (const auto& [row, value] : storage::Derive(kind, key, record).rows) request.batch.Put(row, value);
    return storage::CommitAndWait(*engine_, std::move(request))->revision;
  }
  storage::Revision PutEntry(const std::string& id, const std::string& title,
                             v1::Lifecycle lifecycle = v1::LIFECYCLE_PUBLISHED) {
    v1::Entry entry;
    entry.set_name("entries/" + id);
    entry.add_title_lines(title);
    entry.set_lifecycle(lifecycle);
    return Put(storage::EntryRecords(), entry.name(), entry);
  }
  storage::Revision Delete(const std::string& id) {
    storage::CommitRequest request;
    request.batch.Delete(*storage::EntryRecords().KeyOf("entries/" + id), /*logged=*/true);
    return storage::CommitAndWait(*engine_, std::move(request))->revision;
  }

  absl::Status Wait(storage::Revision revision, absl::Duration patience = absl::Seconds(20)) {
    std::promise<absl::Status> reached;
    keeper_->WhenReady(revision, absl::Now() + patience,
                       [&](const absl::Status& status) { reached.set_value(status); });
    return reached.get_future().get();
  }

  // Names of the records with a word of that stem.
  std::vector<std::string> Find(const std::string& stem, Audience audience = Audience::kReaders) {
    const auto ready = keeper_->Ready();
    if (ready == nullptr) return {"nothing is ready"};
    SearchRequest request;
    request.plan = {TermLeaf{stem, {}, 1, {}}};
    request.audience = audience;
    const auto result = Search(*ready->index->CurrentView(), request);
    if (!result.ok()) return {result.status().ToString()};
    std::vector<std::string> names;
    for (const Found& found : result->found) names.emplace_back(RecordNameOf(found.key));
    return names;
  }

  bool Happened(const std::string& event) {
    const std::lock_guard lock(mutex_);
    return std::find(events_.begin(), events_.end(), event) != events_.end();
  }

  const testing::TempDirectory directory_;
  std::unique_ptr<storage::Engine> engine_;
  std::mutex mutex_;
  std::vector<std::string> events_;  // guarded by mutex_
  std::unique_ptr<IndexKeeper> keeper_;
};

TEST_F(IndexKeeperTest, FollowsTheStore) {
  PutEntry("a", "First report");
  Open();
  ASSERT_TRUE(Wait(1).ok());
  EXPECT_THAT(Find("report"), ElementsAre("entries/a"));
  ASSERT_TRUE(Wait(PutEntry("b", "Second report")).ok());
  EXPECT_THAT(Find("report"), UnorderedElementsAre("entries/a", "entries/b"));
  ASSERT_TRUE(Wait(PutEntry("a", "Now a study")).ok());
  EXPECT_THAT(Find("report"), ElementsAre("entries/b"));
  EXPECT_THAT(Find("studi"), ElementsAre("entries/a"));
  ASSERT_TRUE(Wait(Delete("b")).ok());
  EXPECT_THAT(Find("report"), ElementsAre());
}

TEST_F(IndexKeeperTest, WhatIsTakenBackIsForEditorsAlone) {
  Open();
  ASSERT_TRUE(Wait(PutEntry("a", "Report")).ok());
  ASSERT_TRUE(Wait(PutEntry("a", "Report", v1::LIFECYCLE_WITHDRAWN)).ok());
  EXPECT_THAT(Find("report"), ElementsAre());
  EXPECT_THAT(Find("report", Audience::kEditors), ElementsAre("entries/a"));
}

TEST_F(IndexKeeperTest, CatchesUpAfterAnEndWithoutWarning) {
  PutEntry("a", "Report");
  Open();
  ASSERT_TRUE(Wait(1).ok());
  keeper_.reset();
  PutEntry("b", "Report");
  Delete("a");
  Open();
  ASSERT_TRUE(Wait(3).ok());
  EXPECT_THAT(Find("report"), ElementsAre("entries/b"));
}

TEST_F(IndexKeeperTest, OfAnotherStoreIsBuiltAnew) {
  PutEntry("a", "Report");
  Open();
  ASSERT_TRUE(Wait(1).ok());
  ASSERT_TRUE(keeper_->Ready()->index->Flush().ok());
  NewStore();
  PutEntry("b", "Report");
  Open();
  ASSERT_TRUE(Wait(1).ok());
  EXPECT_THAT(Find("report"), ElementsAre("entries/b"));
  EXPECT_TRUE(Happened("search-index-rebuild"));
}

TEST_F(IndexKeeperTest, ADamagedOneIsBuiltAnewWhenItIsOpened) {
  for (int i = 0; i < 200; ++i) PutEntry("e" + std::to_string(i), "Report of year " + std::to_string(i));
  Open();
  ASSERT_TRUE(Wait(200).ok());
  ASSERT_TRUE(keeper_->Ready()->index->Flush().ok());
  keeper_.reset();
  size_t flipped = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory_.path())) {
    if (!file.is_regular_file() || file.path().extension() != ".sst") continue;
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(file.file_size() / 2);
    bytes.seekg(middle);
    const char old = static_cast<char>(bytes.get());
    bytes.seekp(middle);
    bytes.put(static_cast<char>(old ^ 1));
    ++flipped;
  }
  ASSERT_GT(flipped, 0u);
  Open();
  ASSERT_TRUE(Wait(200).ok());
  // The damage shows when the index is opened or when a search meets it.
  if (Find("report").size() != 10) {
    const auto ready = keeper_->Ready();
    ASSERT_NE(ready, nullptr);
    keeper_->ReportDamage(*ready);
    for (int i = 0; i < 1000 && (keeper_->Ready() == nullptr || keeper_->Ready() == ready); ++i)
      absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(Find("report").size(), 10u);
  EXPECT_TRUE(Happened("search-index-rebuild"));
}

TEST_F(IndexKeeperTest, AReportedOneAnswersNoMore) {
  PutEntry("a", "Report");
  Open();
  ASSERT_TRUE(Wait(1).ok());
  const auto before = keeper_->Ready();
  keeper_->ReportDamage(*before);
  EXPECT_NE(keeper_->Ready(), before);
  for (int i = 0; i < 1000 && keeper_->Ready() == nullptr; ++i) absl::SleepFor(absl::Milliseconds(10));
  ASSERT_NE(keeper_->Ready(), nullptr);
  EXPECT_NE(keeper_->Ready()->instance, before->instance);
  EXPECT_THAT(Find("report"), ElementsAre("entries/a"));
}

TEST_F(IndexKeeperTest, RebuildsWhileItIsWrittenAndSearched) {
  for (int i = 0; i < 600; ++i) PutEntry("e" + std::to_string(i), "Report " + std::to_string(i));
  Open();
  ASSERT_TRUE(Wait(600).ok());
  const uint64_t before = keeper_->Ready()->instance;
  std::atomic<bool> done{false};
  std::atomic<int> searches{0};
  std::thread writer([&] {
    for (int i = 0; !done; ++i) PutEntry("w" + std::to_string(i % 50), "Study");
  });
  std::thread searcher([&] {
    for (; !done; ++searches) EXPECT_EQ(Find("report").size(), 10u);
  });
  std::vector<storage::Revision> reported;
  EXPECT_TRUE(keeper_
                  ->Rebuild([&](const RebuildProgress& progress) {
                    reported.push_back(progress.revision);
                    return absl::OkStatus();
                  })
                  .ok());
  done = true;
  writer.join();
  searcher.join();
  EXPECT_GT(searches, 0);
  EXPECT_GT(reported.size(), 2u);
  EXPECT_TRUE(std::is_sorted(reported.begin(), reported.end()));
  EXPECT_NE(keeper_->Ready()->instance, before);
  ASSERT_TRUE(Wait(engine_->Latest()).ok());
  EXPECT_EQ(keeper_->Statistics().documents, 650u);
}

TEST_F(IndexKeeperTest, ARebuildThatIsCalledOffChangesNothing) {
  PutEntry("a", "Report");
  Open();
  ASSERT_TRUE(Wait(1).ok());
  const auto before = keeper_->Ready();
  EXPECT_EQ(keeper_->Rebuild([](const RebuildProgress&) { return absl::CancelledError("enough"); }).code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(keeper_->Ready(), before);
  EXPECT_THAT(Find("report"), ElementsAre("entries/a"));
}

TEST_F(IndexKeeperTest, KnowsTheTermsOfTheTaxonomy) {
  Open();
  v1::Theme theme;
  theme.set_name("themes/a");
  theme.add_labels()->set_text("human trafficking");
  theme.add_legacy_terms()->set_text("white slavery");
  ASSERT_TRUE(Wait(Put(storage::ThemeRecords(), theme.name(), theme)).ok());
  Analyzer analyzer;
  LanguageSet english;
  english.set(static_cast<size_t>(Language::kEnglish));
  const auto matches = [&](const std::string& text) {
    const std::vector<QueryWord> words = AnalyzeQuery(analyzer, text, english);
    const auto ready = keeper_->Ready();
    return ready->terms->synonyms.LongestAt(words, 0, false).words;
  };
  EXPECT_EQ(matches("white slavery"), 2u);
  EXPECT_EQ(matches("human trafficking"), 0u);
  theme.add_synonyms()->set_text("trade in persons");
  ASSERT_TRUE(Wait(Put(storage::ThemeRecords(), theme.name(), theme)).ok());
  EXPECT_EQ(matches("human trafficking"), 2u);
}

TEST_F(IndexKeeperTest, ANewEditionWithEachLanguage) {
  Open();
  ASSERT_TRUE(Wait(PutEntry("a", "Report")).ok());
  const uint64_t before = keeper_->Ready()->edition;
  ASSERT_TRUE(Wait(PutEntry("b", "Report")).ok());
  EXPECT_EQ(keeper_->Ready()->edition, before);
  v1::Entry entry;
  entry.set_name("entries/c");
  entry.add_title_lines("Les enfants");
  entry.set_language("fr");
  ASSERT_TRUE(Wait(Put(storage::EntryRecords(), entry.name(), entry)).ok());
  EXPECT_NE(keeper_->Ready()->edition, before);
  EXPECT_TRUE(keeper_->Ready()->languages.test(static_cast<size_t>(Language::kFrench)));
}

TEST_F(IndexKeeperTest, WhatIsErasedLeavesItsFiles) {
  const auto files_with = [&](const std::string& word) {
    int files = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(directory_.path())) {
      if (!file.is_regular_file()) continue;
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      files += bytes.find(word) != std::string::npos ? 1 : 0;
    }
    return files;
  };
  Open();
  PutEntry("a", "Zaphirowska spoke");
  ASSERT_TRUE(Wait(PutEntry("b", "Report")).ok());
  ASSERT_TRUE(keeper_->Ready()->index->Flush().ok());
  ASSERT_GT(files_with("zaphirowska"), 0);
  Delete("a");
  ASSERT_TRUE(keeper_->Purge([] { return absl::OkStatus(); }).ok());
  for (int i = 0; i < 500 && files_with("zaphirowska") > 0; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(files_with("zaphirowska"), 0);
  EXPECT_THAT(Find("report"), ElementsAre("entries/b"));
}

TEST_F(IndexKeeperTest, EndsWhileSomebodyWaits) {
  Open();
  std::promise<absl::Status> reached;
  keeper_->WhenReady(1000, absl::InfiniteFuture(), [&](const absl::Status& status) { reached.set_value(status); });
  keeper_.reset();
  EXPECT_EQ(reached.get_future().get().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace lectern::search
