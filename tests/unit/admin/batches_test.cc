#include "clients/admin/batches.h"

#include <algorithm>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "tests/unit/admin/fake_catalogue.h"

namespace lectern::admin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CutIntoBatches, KeepsToBothLimits) {
  EXPECT_THAT(CutIntoBatches({}, 3, 100), IsEmpty());
  EXPECT_THAT(CutIntoBatches({1, 1, 1, 1}, 3, 100), ElementsAre(Range{0, 3}, Range{3, 4}));
  EXPECT_THAT(CutIntoBatches({60, 40, 1}, 3, 100), ElementsAre(Range{0, 2}, Range{2, 3}));
  EXPECT_THAT(CutIntoBatches({1, 500, 1}, 3, 100), ElementsAre(Range{0, 1}, Range{1, 2}, Range{2, 3}));
}

TEST(CutIntoBatches, LosesNothingAndNeverCouldHaveTakenOneMore) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::vector<size_t> sizes(random() % 40);
    for (size_t& size : sizes) size = random() % 130;
    const auto batches = CutIntoBatches(sizes, 5, 100);
    size_t next = 0;
    for (const Range& batch : batches) {
      ASSERT_EQ(batch.begin, next);
      ASSERT_GT(batch.size(), 0u);
      ASSERT_LE(batch.size(), 5u);
      size_t bytes = 0;
      for (size_t i = batch.begin; i < batch.end; ++i) bytes += sizes[i];
      ASSERT_TRUE(bytes <= 100 || batch.size() == 1);
      if (batch.end < sizes.size()) {
        ASSERT_TRUE(batch.size() == 5 || bytes + sizes[batch.end] > 100);
      }
      next = batch.end;
    }
    ASSERT_EQ(next, sizes.size());
  }
}

// A receiver that refuses a batch with any of `bad` in it, as an atomic upsert does.
class Receiver {
 public:
  explicit Receiver(std::set<size_t> bad) : bad_(std::move(bad)) {}

  grpc::Status Take(Range range, v1::BatchUpsertResponse& answer) {
    ++calls;
    if (calls == fail_at) return {grpc::StatusCode::UNAVAILABLE, "gone"};
    for (size_t i = range.begin; i < range.end; ++i)
      if (bad_.contains(i))
        return testing::MakeStatus(grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "no",
                                   {{"items", std::to_string(i)}});
    for (size_t i = range.begin; i < range.end; ++i) {
      taken.push_back(i);
      answer.add_results()->set_name("entries/" + std::to_string(i));
    }
    return grpc::Status::OK;
  }

  SendRange Send() {
    return [this](Range range, v1::BatchUpsertResponse& answer) { return Take(range, answer); };
  }

  int calls = 0;
  int fail_at = -1;
  std::vector<size_t> taken;

 private:
  const std::set<size_t> bad_;
};

TEST(SendBisecting, SendsAllAtOnceWhereNothingIsRefused) {
  Receiver receiver({});
  std::vector<ItemResult> results;
  EXPECT_TRUE(SendBisecting({0, 128}, receiver.Send(), {}, results).ok());
  EXPECT_EQ(receiver.calls, 1);
  EXPECT_EQ(results.size(), 128u);
}

TEST(SendBisecting, RefusesTheBadItemsAloneWhereverTheyStand) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    const size_t size = 1 + random() % 128;
    std::set<size_t> bad;
    for (size_t i = random() % 6; i > 0; --i) bad.insert(random() % size);
    Receiver receiver(bad);
    std::vector<ItemResult> results;
    ASSERT_TRUE(SendBisecting({0, size}, receiver.Send(), {}, results).ok());
    ASSERT_EQ(results.size(), size);
    for (size_t i = 0; i < size; ++i) {
      ASSERT_EQ(results[i].refusal.has_value(), bad.contains(i)) << i;
      if (results[i].refusal) {
        ASSERT_EQ(results[i].refusal->fields.at(0).description, std::to_string(i));
      } else {
        ASSERT_EQ(results[i].name, "entries/" + std::to_string(i));
      }
    }
    ASSERT_EQ(receiver.taken.size(), size - bad.size()) << "an item was sent twice, or not at all";
  }
}

TEST(SendBisecting, KeepsWhatWasAcknowledgedBeforeTheServerWentAway) {
  Receiver receiver({7});
  receiver.fail_at = 3;  // the whole, its first half, its second half
  std::vector<ItemResult> results;
  EXPECT_EQ(SendBisecting({0, 8}, receiver.Send(), {}, results).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(results.size(), 4u);
}

TEST(SendBisecting, DoesNotTrustAnAnswerOfAnotherLength) {
  const SendRange send = [](Range, v1::BatchUpsertResponse& answer) {
    answer.add_results();
    return grpc::Status::OK;
  };
  std::vector<ItemResult> results;
  EXPECT_EQ(SendBisecting({0, 2}, send, {}, results).error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(results, IsEmpty());
}

}  // namespace
}  // namespace lectern::admin
