// Operations that wait for their caller between two runs of their job.
#include <atomic>

#include "operations_jobs_testing.h"

namespace lectern::operations {
namespace {

class WaitingTest : public JobsTest {
 protected:
  void SetUp() override {
    JobsTest::SetUp();
    types_ = {{"ask",
               [this](JobContext& context) -> absl::StatusOr<Any> {
                 ++runs_;
                 if (Text(context.metadata()) == "answered") return Packed("went on");
                 google::protobuf::StringValue asked;
                 asked.set_value("asked");
                 // A save that is planned for later must not come behind what the caller answers.
                 EXPECT_TRUE(context.Progress(asked).ok());
                 return WaitForCaller(asked);
               },
               /*resumable=*/true, /*single=*/false, [this](const std::string& name) { ended_ = name; }}};
    Restart();
  }
  void TearDown() override { jobs_.reset(); }

  std::string StartAndWait() {
    const std::string name = Start("ask");
    EXPECT_TRUE(Eventually([&] { return Stored(name)->waits_for_caller(); }));
    return name;
  }

  void Answer(const std::string& name) {
    ASSERT_TRUE(ChangeOperation(*engine_, name, {"key:me", "test"}, [](StoredOperation& stored) {
                  google::protobuf::StringValue answered;
                  answered.set_value("answered");
                  stored.mutable_operation()->mutable_metadata()->PackFrom(answered);
                  stored.set_waits_for_caller(false);
                  return Verdict::kPut;
                }).ok());
    jobs_->Begin(name);
  }

  std::atomic<int> runs_ = 0;
  std::string ended_;  // read once an operation is gone or done, and the upkeep thread with it
};

TEST_F(WaitingTest, ItGoesOnWhenItsCallerSaysSo) {
  const std::string name = StartAndWait();
  EXPECT_EQ(Text(Stored(name)->operation().metadata()), "asked");
  EXPECT_FALSE(Stored(name)->operation().done());
  jobs_->Begin(name);  // nobody has answered
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(runs_, 1);
  Answer(name);
  EXPECT_EQ(Text(Ended(name).response()), "went on");
  EXPECT_EQ(runs_, 2);
  jobs_.reset();
  EXPECT_EQ(ended_, name);
}

TEST_F(WaitingTest, AStartOfTheServerDoesNotBeginIt) {
  const std::string name = StartAndWait();
  Restart();
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_TRUE(Stored(name)->waits_for_caller());
  EXPECT_EQ(runs_, 1);
  Answer(name);
  EXPECT_EQ(Text(Ended(name).response()), "went on");
}

TEST_F(WaitingTest, ItCanBeCancelled) {
  const std::string name = StartAndWait();
  ASSERT_TRUE(Cancel(name).ok());
  EXPECT_EQ(ReasonIn(Ended(name)), "OPERATION_CANCELLED");
  EXPECT_EQ(runs_, 1);
  jobs_.reset();
  EXPECT_EQ(ended_, name);
}

TEST_F(WaitingTest, ItGoesWhereNobodyWantsToHearOfItAnyMore) {
  const std::string name = StartAndWait();
  ASSERT_TRUE(Discard(name).ok());
  EXPECT_TRUE(Eventually([&] { return !Stored(name).has_value(); }));
}

TEST_F(WaitingTest, ItMayWaitFromTheBeginning) {
  JobOrder order{"ask", "key:me", Packed(""), {}};
  order.waits_for_caller = true;
  const NewOperation made = jobs_->New(std::move(order)).value();
  storage::CommitRequest commit;
  commit.batch.Put(made.key, made.value);
  ASSERT_TRUE(storage::CommitAndWait(*engine_, std::move(commit)).ok());
  Restart();
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(runs_, 0);
  Answer(made.name());
  EXPECT_EQ(Text(Ended(made.name()).response()), "went on");
}

}  // namespace
}  // namespace lectern::operations
