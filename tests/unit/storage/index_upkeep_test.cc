#include "storage/records/index_upkeep.h"

#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "storage/keys/key_codec.h"
#include "storage/records/kinds.h"
#include "storage/records/record_batch.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace lectern::storage {
namespace {

std::vector<IndexParts> ByPublisher(const Message& record) {
  return {{static_cast<const v1::Entry&>(record).publisher()}};
}
std::vector<IndexParts> ByRank(const Message& record) { return {{static_cast<const v1::Entry&>(record).rank()}}; }

// A kind with one index, as an older or newer version of the program would declare it.
RecordKind KindWith(uint32_t version, std::vector<IndexParts> (*rows)(const Message&)) {
  RecordKind kind = EntryRecords();
  kind.indexes = {
      {.number = 900, .name = "test", .version = version, .part_count = 1, .counted = {0, 1}, .rows = rows}};
  return kind;
}

class IndexUpkeep : public testing::Test {
 protected:
  void SetUp() override {
    rocks::RocksDbOptions options;
    options.in_memory = true;
    engine_ = rocks::OpenRocksDb(options).value();
  }

  void Write(const RecordKind& kind, int count) {
    for (int i = 0; i < count; ++i) {
      v1::Entry entry;
      entry.set_name("entries/e" + std::to_string(i));
      entry.set_publisher(i % 2 == 0 ? "even" : "odd");
      entry.set_rank("r");
      RecordBatch batch;
      ASSERT_TRUE(batch.Put(kind, kind.KeyOf(entry.name()).value(), nullptr, entry).ok());
      ASSERT_TRUE(CommitAndWait(*engine_, batch.Take()).ok());
    }
  }

  IndexReadiness Prepare(const RecordKind& kind) {
    fills_ = 0;
    return PrepareIndexes(*engine_, {&kind}, [this](std::string_view, int64_t) { ++fills_; }).value();
  }

  int64_t Count(const RecordKind& kind, const IndexParts& prefix) {
    return CountRecords(**engine_->OpenSnapshot(), kind.StandardIndex(), Scope::kEditors, prefix).value();
  }

  size_t Rows(const RecordKind& kind, const IndexParts& prefix) {
    return ListRows(**engine_->OpenSnapshot(), {.index = &kind.StandardIndex(),
                                                .scope = Scope::kEditors,
                                                .prefix = prefix,
                                                .after = {},
                                                .limit = 10'000})
        .value()
        .size();
  }

  std::unique_ptr<Engine> engine_;
  int fills_ = 0;
};

TEST_F(IndexUpkeep, AReadyIndexIsLeftAlone) {
  const RecordKind kind = KindWith(1, ByPublisher);
  const IndexReadiness first = Prepare(kind);
  Write(kind, 5);
  EXPECT_EQ(Prepare(kind), first);
  EXPECT_EQ(fills_, 0);
  EXPECT_EQ(Count(kind, {"even"}), 3);
}

TEST_F(IndexUpkeep, AChangedDefinitionIsFilledAnewAndItsOldRowsGo) {
  const RecordKind old = KindWith(1, ByPublisher);
  Prepare(old);
  Write(old, 700);
  const RecordKind changed = KindWith(2, ByRank);
  const Revision before = engine_->Latest();
  const IndexReadiness ready = Prepare(changed);
  EXPECT_GT(fills_, 1);
  EXPECT_EQ(Count(changed, {}), 700);
  EXPECT_EQ(Count(changed, {"r"}), 700);
  EXPECT_EQ(Count(changed, {"even"}), 0);
  EXPECT_EQ(Rows(changed, {"r"}), 700U);
  EXPECT_EQ(Rows(changed, {"even"}), 0U);
  // Older snapshots do not have these rows.
  EXPECT_GT(ready.at(900), before);
}

TEST_F(IndexUpkeep, AFillThatWasCutShortBeginsAgain) {
  const RecordKind kind = KindWith(1, ByPublisher);
  Prepare(kind);
  Write(kind, 4);
  // What a kill in the middle of a fill leaves: the state says FILLING, half of the rows are there, counters are wrong.
  Batch batch;
  batch.Put(KeyBuilder(Keyspace::kIndexState).Number16(900).Take(), "\x10\x01");
  batch.Add(CounterKey(kind.StandardIndex(), Scope::kEditors, {}), 17);
  CommitRequest torn;
  torn.batch = std::move(batch);
  ASSERT_TRUE(CommitAndWait(*engine_, std::move(torn)).ok());
  Prepare(kind);
  EXPECT_EQ(Count(kind, {}), 4);
  EXPECT_EQ(Count(kind, {"odd"}), 2);
  EXPECT_EQ(Rows(kind, {}), 4U);
}

}  // namespace
}  // namespace lectern::storage
