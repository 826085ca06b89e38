// Segments: merging gives what building at once gives, to the byte.
#include "storage/search/index/segment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "rapidcheck/gtest.h"
#include "storage/search/index/memory_segment.h"
#include "storage/search/index/merge_policy.h"
#include "storage/search/index/segment_builder.h"
#include "storage/search/index/segment_merger.h"
#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

using testing::Below;
using testing::Random;

class RecordingSink : public SegmentSink {
 public:
  absl::Status Add(SegmentList list, uint32_t number, std::string_view bytes) override {
    auto& lists = lists_[list];
    EXPECT_TRUE(lists.empty() || lists.rbegin()->first < number);
    lists[number] = bytes;
    return absl::OkStatus();
  }
  absl::Status Finish(SegmentParts parts) override {
    parts_ = std::move(parts);
    return absl::OkStatus();
  }
  bool operator==(const RecordingSink& other) const { return lists_ == other.lists_ && parts_ == other.parts_; }

 private:
  std::map<SegmentList, std::map<uint32_t, std::string>> lists_;
  SegmentParts parts_;
};

std::shared_ptr<const Segment> Build(const std::vector<Document>& documents) {
  MemorySink sink;
  EXPECT_TRUE(BuildSegment(documents, sink).ok());
  auto segment = sink.Take();
  EXPECT_TRUE(segment.ok()) << segment.status().ToString();
  return *segment;
}

RC_GTEST_PROP(Segments, MergedAreThoseBuiltAtOnce, (uint64_t seed)) {
  Random random(seed);
  std::map<std::string, Document> all;
  for (uint64_t count = 1 + Below(random, 400); count > 0; --count) {
    const std::string key = testing::MakeKey(random, 50'000);
    all[key] = testing::MakeDocument(random, key);
  }
  const size_t sources = 1 + Below(random, 5);
  std::vector<std::vector<Document>> groups(sources);
  std::vector<Document> live;
  std::map<std::string, bool> deleted;
  for (const auto& [key, document] : all) {
    groups[Below(random, sources)].push_back(document);
    deleted[key] = Below(random, 4) == 0;
    if (!deleted[key]) live.push_back(document);
  }
  std::vector<MergeSource> merged_from;
  for (const std::vector<Document>& group : groups) {
    auto segment = Build(group);
    std::vector<uint32_t> gone;
    for (uint32_t d = 0; d < segment->documents(); ++d)
      if (deleted[std::string(segment->table().Key(d))]) gone.push_back(d);
    merged_from.push_back({segment, Visibility::Of(segment->table())->Without(segment->table(), gone)});
  }
  RecordingSink merged, built;
  DocumentMap map;
  RC_ASSERT(MergeSegments(merged_from, merged, map, [] { return false; }).ok());
  std::shuffle(live.begin(), live.end(), random);
  RC_ASSERT(BuildSegment(live, built).ok());
  RC_ASSERT(merged == built);
  for (size_t s = 0; s < sources; ++s)
    for (uint32_t d = 0; d < map[s].size(); ++d)
      RC_ASSERT((map[s][d] == kLeftOut) == !merged_from[s].visibility->IsLive(d));
}

TEST(Segments, MergingStops) {
  Random random(1);
  const auto segment = Build({testing::MakeDocument(random, "a", true), testing::MakeDocument(random, "b", true)});
  RecordingSink sink;
  DocumentMap map;
  EXPECT_EQ(MergeSegments({{segment, Visibility::Of(segment->table())}}, sink, map, [] { return true; }).code(),
            absl::StatusCode::kCancelled);
}

// Words that cannot be kept are left out, and nothing else with them.
TEST(Segments, LeaveOutWhatIsTooLong) {
  Document document;
  document.key = "k";
  document.words = {{Field::kPassages, 0, "first", "first"},
                    {Field::kPassages, 1, std::string(256, 'a'), "a"},
                    {Field::kPassages, 2, "b", std::string(256, 'b')},
                    {Field::kPassages, 3, "", "c"},
                    {Field::kPassages, 4, "last", "last"},
                    {Field::kPassages, kMaxPosition + 1, "behind", "behind"}};
  const auto segment = Build({document});
  EXPECT_EQ(segment->forms().size(), 2u);
  EXPECT_EQ(segment->stems().size(), 2u);
  EXPECT_EQ(segment->table().Layout(0)[static_cast<size_t>(Field::kPassages)], 5u);
}

TEST(MergePolicy, TakesFourOfASizeOrOneThatIsMostlyDeleted) {
  EXPECT_TRUE(ChooseMerge({}).empty());
  EXPECT_TRUE(ChooseMerge({{1, 0}, {20, 0}, {300, 0}, {5'000, 0}, {80'000, 0}}).empty());
  EXPECT_EQ(ChooseMerge({{1'000, 0}, {300, 0}, {310, 0}, {290, 0}, {256, 9}}), (std::vector<size_t>{1, 2, 3, 4}));
  EXPECT_TRUE(ChooseMerge({{1'000, 400}}).empty());
  EXPECT_EQ(ChooseMerge({{9, 0}, {1'000, 600}}), (std::vector<size_t>{1}));
}

TEST(MergePolicy, WhatIsOutsideTheLargestOrDeletedIsUntidy) {
  EXPECT_FALSE(IsUntidy({}));
  EXPECT_FALSE(IsUntidy({{1'000, 0}}));
  EXPECT_FALSE(IsUntidy({{1'000, 10}, {10, 0}, {10, 0}}));
  EXPECT_TRUE(IsUntidy({{1'000, 10}, {20, 0}, {10, 0}}));
  EXPECT_TRUE(IsUntidy({{1'000, 40}}));
}

}  // namespace
}  // namespace lectern::search
