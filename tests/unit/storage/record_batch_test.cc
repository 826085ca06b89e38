// Random writes against a plain model: listings, counters and unique parts always agree with the records.
#include "storage/records/record_batch.h"

#include <algorithm>
#include <random>

#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "storage/engine/fault.h"
#include "storage/records/index_upkeep.h"
#include "storage/records/kinds.h"
#include "storage/records/record_value.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace lectern::storage {
namespace {

std::unique_ptr<Engine> OpenInMemory() {
  rocks::RocksDbOptions options;
  options.in_memory = true;
  return rocks::OpenRocksDb(options).value();
}

std::optional<StoredRecord> Read(const Snapshot& snapshot, const std::string& name) {
  return ReadRecord(snapshot, EntryRecords(), EntryRecords().KeyOf(name).value()).value();
}

v1::Entry RandomEntry(std::mt19937& random, const std::string& name) {
  v1::Entry entry;
  entry.set_name(name);
  entry.set_country("countries/c" + std::to_string(random() % 3));
  entry.set_topic("topics/t" + std::to_string(random() % 2));
  entry.set_rank(std::string(1, static_cast<char>('A' + random() % 4)));
  entry.set_publisher("p" + std::to_string(random() % 3));
  entry.set_lifecycle(random() % 2 == 0 ? v1::LIFECYCLE_DRAFT : v1::LIFECYCLE_PUBLISHED);
  if (random() % 2 == 0) entry.set_source_key("key-" + name);
  if (random() % 5 == 0) entry.mutable_delete_time()->set_seconds(1);
  return entry;
}

std::vector<std::string> NamesListed(const Snapshot& snapshot, Scope scope, const IndexParts& prefix,
                                     Direction direction) {
  std::vector<std::string> names;
  ListQuery query{.index = &EntryRecords().StandardIndex(),
                  .scope = scope,
                  .prefix = prefix,
                  .direction = direction,
                  .after = {},
                  .limit = 3};
  while (true) {
    const std::vector<ListRow> rows = ListRows(snapshot, query).value();
    for (const ListRow& row : rows) names.push_back(EntryRecords().NameOf(row.record_key).value());
    if (rows.size() < query.limit) return names;
    query.after = rows.back().position;
  }
}

std::vector<std::string> NamesExpected(const std::map<std::string, v1::Entry>& model, Scope scope,
                                       const IndexParts& prefix) {
  std::vector<std::tuple<std::string, std::string, std::string, std::string>> rows;
  for (const auto& [name, entry] : model) {
    if (IsDeleted(entry) || (scope == Scope::kReaders && !VisibleToReaders(entry))) continue;
    if (!prefix.empty() && entry.country() != prefix[0]) continue;
    if (prefix.size() > 1 && entry.topic() != prefix[1]) continue;
    rows.emplace_back(entry.country(), entry.topic(), entry.rank(), name);
  }
  std::sort(rows.begin(), rows.end());
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(std::get<3>(row));
  return names;
}

TEST(RecordBatch, IndexesAgreeWithTheRecordsAfterEveryWrite) {
  const auto engine = OpenInMemory();
  std::map<std::string, v1::Entry> model;
  std::mt19937 random(99);
  for (int round = 0; round < 300; ++round) {
    const auto before = engine->OpenSnapshot().value();
    RecordBatch batch;
    for (int i = 0; i < 3; ++i) {
      const std::string name = "entries/e" + std::to_string(i * 10 + static_cast<int>(random() % 10));
      const v1::Entry entry = RandomEntry(random, name);
      const auto old = Read(*before, name);
      ASSERT_TRUE(batch.Put(EntryRecords(), EntryRecords().KeyOf(name).value(), old ? &*old : nullptr, entry).ok());
      model[name] = entry;
    }
    ASSERT_TRUE(CommitAndWait(*engine, batch.Take()).ok());

    const auto snapshot = engine->OpenSnapshot().value();
    for (const Scope scope : {Scope::kEditors, Scope::kReaders})
      for (const IndexParts& prefix :
           {IndexParts{}, IndexParts{"countries/c1"}, IndexParts{"countries/c2", "topics/t1"}}) {
        std::vector<std::string> expected = NamesExpected(model, scope, prefix);
        ASSERT_EQ(NamesListed(*snapshot, scope, prefix, Direction::kForward), expected);
        ASSERT_EQ(CountRecords(*snapshot, EntryRecords().StandardIndex(), scope, prefix).value(),
                  static_cast<int64_t>(expected.size()));
        std::reverse(expected.begin(), expected.end());
        ASSERT_EQ(NamesListed(*snapshot, scope, prefix, Direction::kBackward), expected);
      }
  }
}

TEST(RecordBatch, ARecordThatChangedMeanwhileIsNotOverwritten) {
  const auto engine = OpenInMemory();
  v1::Entry entry;
  entry.set_name("entries/a");
  const std::string key = EntryRecords().KeyOf("entries/a").value();
  RecordBatch first, second;
  ASSERT_TRUE(first.Put(EntryRecords(), key, nullptr, entry).ok());
  ASSERT_TRUE(second.Put(EntryRecords(), key, nullptr, entry).ok());
  ASSERT_TRUE(CommitAndWait(*engine, first.Take()).ok());
  EXPECT_EQ(ReasonOf(CommitAndWait(*engine, second.Take()).status()), v1::ERROR_REASON_WRITE_CONTENTION);
}

TEST(RecordBatch, ASourceKeyBelongsToOneRecord) {
  const auto engine = OpenInMemory();
  v1::Entry entry;
  entry.set_source_key("same");
  RecordBatch first, second;
  ASSERT_TRUE(first.Put(EntryRecords(), EntryRecords().KeyOf("entries/a").value(), nullptr, entry).ok());
  ASSERT_TRUE(second.Put(EntryRecords(), EntryRecords().KeyOf("entries/b").value(), nullptr, entry).ok());
  ASSERT_TRUE(CommitAndWait(*engine, first.Take()).ok());
  EXPECT_EQ(ReasonOf(CommitAndWait(*engine, second.Take()).status()), v1::ERROR_REASON_WRITE_CONTENTION);
  const auto found = FindUnique(**engine->OpenSnapshot(), *EntryRecords().FindIndex(kBySourceKey), "same").value();
  EXPECT_EQ(found, EntryRecords().KeyOf("entries/a"));
}

}  // namespace
}  // namespace lectern::storage
