#include "storage/keys/key_codec.h"

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"

namespace lectern::storage {
namespace {

using Parts = std::tuple<std::string, int64_t, std::string>;

std::string Encode(const Parts& parts) {
  return KeyBuilder(Keyspace::kEntry)
      .Text(std::get<0>(parts))
      .Signed64(std::get<1>(parts))
      .Text(std::get<2>(parts))
      .Take();
}

// Short strings over few bytes, the awkward ones among them, so that prefixes and ties are common.
std::string RandomText(std::mt19937& random) {
  constexpr char kBytes[] = {'\0', '\x01', 'a', 'b', '\xfe', '\xff'};
  std::string text(random() % 5, '\0');
  for (char& c : text) c = kBytes[random() % sizeof kBytes];
  return text;
}

int64_t RandomNumber(std::mt19937& random) {
  constexpr int64_t kNumbers[] = {INT64_MIN, -256, -1, 0, 1, 255, 256, INT64_MAX};
  return kNumbers[random() % std::size(kNumbers)];
}

bool LessBytes(const std::string& a, const std::string& b) { return a.compare(b) < 0; }

// std::string compares as unsigned bytes, as RocksDB does.
TEST(KeyCodec, ByteOrderIsTheOrderOfTheParts) {
  std::mt19937 random(20261124);
  for (int i = 0; i < 200'000; ++i) {
    const Parts a{RandomText(random), RandomNumber(random), RandomText(random)};
    const Parts b{RandomText(random), RandomNumber(random), RandomText(random)};
    ASSERT_EQ(LessBytes(Encode(a), Encode(b)), a < b) << i;
    ASSERT_EQ(Encode(a) == Encode(b), a == b) << i;
  }
}

TEST(KeyCodec, ReadsBackWhatWasWritten) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const Parts parts{RandomText(random), RandomNumber(random), RandomText(random)};
    const std::string key = Encode(parts);
    KeyReader reader(key);
    Keyspace space{};
    Parts read;
    ASSERT_TRUE(reader.Space(space));
    ASSERT_EQ(space, Keyspace::kEntry);
    ASSERT_TRUE(reader.Text(std::get<0>(read)));
    ASSERT_TRUE(reader.Signed64(std::get<1>(read)));
    ASSERT_TRUE(reader.Text(std::get<2>(read)));
    ASSERT_TRUE(reader.AtEnd());
    ASSERT_EQ(read, parts);
  }
}

TEST(KeyCodec, RefusesTornKeys) {
  const std::string key = Encode({std::string("a\0b", 3), 5, "c"});
  for (size_t length = 0; length < key.size(); ++length) {
    KeyReader reader(std::string_view(key).substr(0, length));
    Keyspace space{};
    std::string text;
    int64_t number = 0;
    EXPECT_FALSE(reader.Space(space) && reader.Text(text) && reader.Signed64(number) && reader.Text(text)) << length;
  }
}

TEST(KeyCodec, BytesOnDisk) {
  EXPECT_EQ(KeyBuilder(Keyspace::kIndex).Number16(0x0102).Byte(3).Text(std::string("x\0", 2)).Signed64(-1).bytes(),
            std::string("\x40\x01\x02\x03x\0\xff\0\x01\x7f\xff\xff\xff\xff\xff\xff\xff", 17));
}

TEST(PrefixRange, HoldsJustTheKeysWithThePrefix) {
  std::mt19937 random(11);
  for (int i = 0; i < 50'000; ++i) {
    const std::string prefix = RandomText(random);
    const std::string key = RandomText(random);
    const KeyRange range = PrefixRange(prefix);
    const bool inside = key >= range.begin && (range.end.empty() || key < range.end);
    ASSERT_EQ(inside, key.starts_with(prefix)) << i;
  }
}

}  // namespace
}  // namespace lectern::storage
