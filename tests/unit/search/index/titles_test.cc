// The order by title, and the titles themselves.
#include "storage/search/index/titles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "rapidcheck/gtest.h"
#include "storage/search/index/memory_segment.h"
#include "storage/search/index/segment_builder.h"
#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

using testing::Below;
using testing::Random;

std::shared_ptr<const Segment> Build(const std::vector<Document>& documents) {
  MemorySink sink;
  EXPECT_TRUE(BuildSegment(documents, sink).ok());
  auto segment = sink.Take();
  EXPECT_TRUE(segment.ok()) << segment.status().ToString();
  return *segment;
}

Document Titled(const std::string& key, const std::string& title) {
  Document document;
  document.key = key;
  document.title_order = title;
  return document;
}

RC_GTEST_PROP(Titles, AreReadAndFoundAsTheyWereWritten, (uint64_t seed)) {
  Random random(seed);
  const auto make = [&] {
    std::string title(1 + Below(random, 5), 'a');
    for (char& letter : title) letter = static_cast<char>(Below(random, 3) == 0 ? Below(random, 256) : 'b');
    return title;
  };
  std::set<std::string> titles;
  std::vector<Document> documents;
  for (uint64_t count = Below(random, 400); count > 0; --count) {
    const std::string title = Below(random, 5) == 0 ? std::string() : make();
    documents.push_back(Titled("k" + std::to_string(count), title));
    if (!title.empty()) titles.insert(title);
  }
  const auto segment = Build(documents);
  RC_ASSERT(segment->table().titles() == titles.size());
  const std::vector<std::string> sorted(titles.begin(), titles.end());
  TitleReader reader(*segment);
  for (const Document& document : documents) {
    const int64_t number = segment->table().Titles()[segment->table().Find(document.key)];
    RC_ASSERT((number == kNoNumber) == document.title_order.empty());
    if (number == kNoNumber) continue;
    const auto read = reader.Read(static_cast<uint32_t>(number));
    RC_ASSERT(read.ok());
    RC_ASSERT(*read == document.title_order);
  }
  for (int times = 0; times < 50; ++times) {
    const std::string asked = make();
    const auto expected = std::lower_bound(sorted.begin(), sorted.end(), asked);
    const auto place = reader.Find(asked);
    RC_ASSERT(place.ok());
    RC_ASSERT(place->number == static_cast<uint32_t>(expected - sorted.begin()));
    RC_ASSERT(place->same == (expected != sorted.end() && *expected == asked));
  }
  RC_ASSERT(reader.Read(segment->table().titles()).status().code() == absl::StatusCode::kDataLoss);
}

std::string Keys(const SearchIndex& index, const Order& order, const std::optional<Cursor>& after) {
  SearchRequest request;
  request.order = order;
  request.after = after;
  const auto found = Search(*index.CurrentView(), request);
  EXPECT_TRUE(found.ok()) << found.status().ToString();
  std::string keys;
  if (found.ok())
    for (const Found& one : found->found) keys += one.key + " ";
  return keys;
}

// A cursor may be of a title that no document has any longer, or that only another segment has.
TEST(Titles, PagesBeginBehindAnyTitle) {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto index = SearchIndex::Open(testing::TestOptions(files.get()));
  ASSERT_TRUE(index.ok());
  ASSERT_TRUE((*index)->Apply({1, {Titled("1", "d"), Titled("2", "b"), Titled("3", ""), Titled("4", "f")}, {}}).ok());
  ASSERT_TRUE((*index)->Apply({2, {Titled("5", "b"), Titled("6", ""), Titled("7", "e")}, {}}).ok());
  ASSERT_TRUE((*index)->Flush().ok());
  ASSERT_TRUE((*index)->Apply({3, {Titled("8", "a"), Titled("0", "d")}, {}}).ok());
  const Order ascending{Order::By::kTitle, NumberColumn::kDate, false};
  const Order descending{Order::By::kTitle, NumberColumn::kDate, true};
  EXPECT_EQ(Keys(**index, ascending, {}), "8 2 5 0 1 7 4 3 6 ");
  EXPECT_EQ(Keys(**index, descending, {}), "4 7 0 1 2 5 8 3 6 ");
  EXPECT_EQ(Keys(**index, ascending, Cursor{0, "2", "b"}), "5 0 1 7 4 3 6 ");
  EXPECT_EQ(Keys(**index, descending, Cursor{0, "2", "b"}), "5 8 3 6 ");
  EXPECT_EQ(Keys(**index, ascending, Cursor{0, "5", "c"}), "0 1 7 4 3 6 ");
  EXPECT_EQ(Keys(**index, descending, Cursor{0, "5", "c"}), "2 5 8 3 6 ");
  EXPECT_EQ(Keys(**index, ascending, Cursor{0, "5", "z"}), "3 6 ");
  EXPECT_EQ(Keys(**index, descending, Cursor{0, "5", " "}), "3 6 ");
  EXPECT_EQ(Keys(**index, ascending, Cursor{0, "3", ""}), "6 ");
}

TEST(Titles, OnlyTheirFirstBytesCount) {
  const std::string same(kMaxTitleOrderBytes, 'x');
  const auto segment = Build({Titled("1", same + "b"), Titled("2", same + "a"), Titled("3", same)});
  EXPECT_EQ(segment->table().titles(), 1u);
}

}  // namespace
}  // namespace lectern::search
