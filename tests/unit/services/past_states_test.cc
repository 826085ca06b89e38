#include "services/aip/past_states.h"

#include "absl/time/clock.h"
#include "lectern/v1/taxonomy.pb.h"
#include "storage/engine/fault.h"
#include "stored_history.h"

namespace lectern::aip {
namespace {

using storage::EntryRecords;
using storage::Value;
using testing::Deleted;
using testing::EntryOf;
using testing::StoredHistory;

constexpr char kName[] = "entries/a";

class PastStates : public ::testing::Test {
 protected:
  storage::Revision Write(const v1::Entry& entry) {
    history_.Put(entry);
    return history_.Commit();
  }
  Value At(storage::Revision revision) {
    return std::move(history_.engine().GetAt(StoredHistory::KeyOf(kName), revision).value().value());
  }
  bool Shown(storage::Revision current, storage::Revision past) {
    const Value now = At(current), then = At(past);
    return ReadersMaySee(EntryRecords(), now, then).value();
  }

  StoredHistory history_;
};

TEST_F(PastStates, AreShownWhileNothingWasTakenAway) {
  const auto first = Write(EntryOf(kName, "one", v1::LIFECYCLE_PUBLISHED));
  const auto second = Write(EntryOf(kName, "two", v1::LIFECYCLE_PUBLISHED));
  EXPECT_TRUE(Shown(second, first));
  EXPECT_TRUE(Shown(second, second));
}

TEST_F(PastStates, AreNotShownAtOrBelowWhatIsHidden) {
  const auto first = Write(EntryOf(kName, "one", v1::LIFECYCLE_PUBLISHED));
  const auto second = Write(EntryOf(kName, "two", v1::LIFECYCLE_PUBLISHED));
  const auto third = Write(EntryOf(kName, "three", v1::LIFECYCLE_PUBLISHED, second));
  const auto fourth = Write(EntryOf(kName, "four", v1::LIFECYCLE_PUBLISHED, second));
  EXPECT_FALSE(Shown(fourth, first));
  EXPECT_FALSE(Shown(fourth, second));
  EXPECT_TRUE(Shown(fourth, third));
  EXPECT_TRUE(Shown(fourth, fourth));
}

TEST_F(PastStates, AreNotShownWhereTheyOrTheRecordAreInvisible) {
  const auto draft = Write(EntryOf(kName, "one", v1::LIFECYCLE_DRAFT));
  const auto published = Write(EntryOf(kName, "two", v1::LIFECYCLE_PUBLISHED));
  const auto deleted = Write(Deleted(EntryOf(kName, "three", v1::LIFECYCLE_PUBLISHED)));
  EXPECT_FALSE(Shown(published, draft));
  EXPECT_FALSE(Shown(deleted, published));
  EXPECT_FALSE(Shown(deleted, deleted));
}

TEST_F(PastStates, KindsWithoutLifecycleHideNothing) {
  v1::Topic topic;
  topic.set_name("topics/torture");
  history_.Put(topic.name(), topic);
  history_.Commit();
  const auto value = history_.engine().GetAt(StoredHistory::KeyOf(topic.name()), 1).value().value().bytes();
  EXPECT_EQ(HiddenThrough(storage::TopicRecords(), value).value(), 0);
}

TEST_F(PastStates, ADamagedRecordIsDataLoss) {
  EXPECT_EQ(ReasonOf(HiddenThrough(EntryRecords(), "damaged").status()), v1::ERROR_REASON_RECORD_CORRUPT);
  Write(EntryOf(kName, "one", v1::LIFECYCLE_PUBLISHED));
  const Value good = At(1);
  const Value bad(1, absl::Now(), "damaged", nullptr);
  EXPECT_EQ(ReasonOf(ReadersMaySee(EntryRecords(), good, bad).status()), v1::ERROR_REASON_RECORD_CORRUPT);
  EXPECT_EQ(ReasonOf(ReadersMaySee(EntryRecords(), bad, good).status()), v1::ERROR_REASON_RECORD_CORRUPT);
}

}  // namespace
}  // namespace lectern::aip
