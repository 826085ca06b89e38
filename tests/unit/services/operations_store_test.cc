// Names of operations, and changes of one that race.
#include <thread>

#include "services/operations/operation_store.h"
#include "services/operations/task_thread.h"
#include "storage/engine/fault.h"
#include "tests/unit/services/operations_jobs_testing.h"

namespace lectern::operations {
namespace {

TEST(OperationName, NamesAndKeysOrderByTime) {
  std::string last_name, last_key;
  for (int i = 0; i < 1000; ++i) {
    const std::string name = NewOperationName(absl::UnixEpoch() + absl::Hours(i) * i);
    const std::string key = KeyOfOperation(name).value();
    EXPECT_EQ(name.size(), std::string("operations/").size() + 18);
    EXPECT_LT(last_name, name);
    EXPECT_LT(last_key, key);
    last_name = name;
    last_key = key;
  }
  const absl::Time now = absl::Now();
  EXPECT_NE(NewOperationName(now), NewOperationName(now));
}

TEST(OperationName, OtherNamesHaveNoKey) {
  for (const char* name : {"", "operations", "operations/", "operations/a/b", "operations/a b", "entries/a", "/a",
                           "operationsxa", "operations/\xc3\xa9", "operations/a@3"})
    EXPECT_FALSE(KeyOfOperation(name)) << name;
  EXPECT_FALSE(KeyOfOperation("operations/" + std::string(65, 'a')));
  EXPECT_TRUE(KeyOfOperation("operations/" + std::string(64, 'a')));
}

TEST_F(JobsTest, ChangesThatRaceAreAllMade) {
  const std::string name = NewOperationName(absl::Now());
  StoredOperation operation;
  operation.mutable_operation()->set_name(name);
  storage::CommitRequest commit;
  commit.batch.Put(KeyOfOperation(name).value(), operation.SerializeAsString());
  ASSERT_TRUE(storage::CommitAndWait(*engine_, std::move(commit)).ok());
  constexpr int kThreads = 4, kRounds = 50;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < kRounds; ++round)
        EXPECT_TRUE(ChangeOperation(*engine_, name, {"key:me", "test"}, [](StoredOperation& changed) {
                      changed.set_type(changed.type() + "x");
                      return Verdict::kPut;
                    }).ok());
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Stored(name)->type(), std::string(kThreads * kRounds, 'x'));
  EXPECT_EQ(engine_->Transaction(engine_->Latest())->method, "test");
}

TEST(TaskThread, RunsInTheOrderOfTimesAndDropsWhatIsForLater) {
  std::vector<int> order;
  std::promise<void> two_ran;
  TaskThread thread;
  thread.After(absl::Milliseconds(60), [&] {
    order.push_back(2);
    two_ran.set_value();
  });
  thread.After(absl::ZeroDuration(), [&] { order.push_back(1); });
  two_ran.get_future().wait();
  thread.After(absl::Hours(1), [&] { order.push_back(100); });
  thread.After(absl::ZeroDuration(), [&] {
    order.push_back(3);
    thread.After(absl::ZeroDuration(), [&] { order.push_back(4); });
  });
  thread.Stop();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3, 4}));
}

}  // namespace
}  // namespace lectern::operations
