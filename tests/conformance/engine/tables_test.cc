// The bytes of the tables, as storage/KEYS.md specifies them. A test that fails here means a new format version.
#include "storage/rocksdb/tables.h"

#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/rocksdb/data_directory.h"

namespace lectern::storage::rocks {
namespace {

using std::string_literals::operator""s;

TEST(TablesTest, BytesAreAsSpecified) {
  EXPECT_EQ(kFormatVersion, 1);
  EXPECT_THAT(kTableNames, ::testing::ElementsAre("default"s, "kv"s, "hist"s, "log"s, "tx"s, "req"s, "blob"s));
  const absl::Time time = absl::FromUnixMicros(0x0102);
  EXPECT_EQ(EncodeRevision(258), "\0\0\0\0\0\0\1\2"s);
  EXPECT_EQ(EncodeCurrent(3, time, "v"), "\0\0\0\0\0\0\0\3"s + "\0\0\0\0\0\0\1\2"s + "v");
  EXPECT_EQ(EncodeHistoryPrefix("a"), "a\0\1"s);
  EXPECT_EQ(EncodeHistoryKey("a\0"s, 5, 4), "a\0\xff\0\1"s + "\0\0\0\0\0\0\0\5"s + "\0\0\0\0\0\0\0\4"s);
  EXPECT_EQ(EncodeLogKey(1, 258), "\0\0\0\0\0\0\0\1"s + "\0\0\1\2"s);
  EXPECT_EQ(EncodeRequest({time, absl::FromUnixMicros(1), 7, "hash", "result"}),
            "\0\0\0\0\0\0\1\2"s + "\0\0\0\0\0\0\0\1"s + "\0\0\0\0\0\0\0\7"s + "\0\0\0\0\0\0\0\4"s + "hashresult");
}

TEST(TablesTest, RowsComeBackAsTheyWere) {
  CurrentRow row;
  ASSERT_TRUE(DecodeCurrent(EncodeCurrent(9, absl::FromUnixMicros(-5), ""), row));
  EXPECT_EQ(row.revision, 9);
  EXPECT_EQ(row.time, absl::FromUnixMicros(-5));
  EXPECT_EQ(row.bytes, "");
  RequestEntry entry;
  ASSERT_TRUE(DecodeRequest(EncodeRequest({absl::FromUnixMicros(1), absl::FromUnixMicros(2), 3, "h\0"s, "r"}), entry));
  EXPECT_EQ(entry.time, absl::FromUnixMicros(1));
  EXPECT_EQ(entry.commit_time, absl::FromUnixMicros(2));
  EXPECT_EQ(entry.revision, 3);
  EXPECT_EQ(entry.hash, "h\0"s);
  EXPECT_EQ(entry.result, "r");
}

TEST(TablesTest, TornRowsAreRefused) {
  CurrentRow row;
  RequestEntry entry;
  HistoryKey key;
  const std::string request = EncodeRequest({absl::UnixEpoch(), absl::UnixEpoch(), 1, "hash", ""});
  for (size_t length = 0; length < request.size(); ++length)
    EXPECT_FALSE(DecodeRequest(request.substr(0, length), entry));
  for (size_t length = 0; length < 16; ++length) EXPECT_FALSE(DecodeCurrent(std::string(length, 'x'), row));
  const std::string history = EncodeHistoryKey("k\0"s, 2, 1);
  for (size_t length = 0; length < history.size(); ++length)
    EXPECT_FALSE(DecodeHistoryKey(history.substr(0, length), key)) << length;
  EXPECT_FALSE(DecodeHistoryKey(history + "x", key));
  EXPECT_FALSE(DecodeHistoryKey("a\0\2"s + std::string(16, '\0'), key));
}

TEST(TablesTest, HistoryKeysOrderByKeyThenByAge) {
  std::mt19937 random(1);
  static const char kBytes[] = {'\0', '\1', '\2', 'a', '\xfe', '\xff'};
  std::vector<HistoryKey> keys;
  for (int i = 0; i < 2000; ++i) {
    std::string key;
    for (size_t length = random() % 4; key.size() < length;) key.push_back(kBytes[random() % sizeof kBytes]);
    keys.push_back({key, static_cast<Revision>(random() % 1000), static_cast<Revision>(random() % 1000)});
  }
  for (size_t i = 1; i < keys.size(); ++i) {
    const HistoryKey &a = keys[i - 1], &b = keys[i];
    const std::string left = EncodeHistoryKey(a.key, a.to, a.from), right = EncodeHistoryKey(b.key, b.to, b.from);
    EXPECT_EQ(left < right, std::tie(a.key, a.to, a.from) < std::tie(b.key, b.to, b.from));
    HistoryKey back;
    ASSERT_TRUE(DecodeHistoryKey(left, back));
    EXPECT_EQ(std::tie(back.key, back.to, back.from), std::tie(a.key, a.to, a.from));
  }
}

}  // namespace
}  // namespace lectern::storage::rocks
