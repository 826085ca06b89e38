// The threads for work that may wait.
#include "services/rpc/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>
#include <set>
#include <thread>

namespace lectern::rpc {
namespace {

TEST(Executor, OneTaskAfterAnotherIsTheSameThreads) {
  Executor executor(4);
  std::set<std::thread::id> threads;
  for (int i = 0; i < 200; ++i) {
    std::promise<std::thread::id> worked;
    ASSERT_TRUE(executor.Run([&] { worked.set_value(std::this_thread::get_id()); }));
    threads.insert(worked.get_future().get());
    std::this_thread::sleep_for(std::chrono::milliseconds(1));  // it comes to wait again
  }
  // Where the machine is slow to let it wait, another takes its place; in turn they would all be seen.
  EXPECT_LT(threads.size(), 4u);
}

TEST(Executor, AllThreadsWorkAtOnceAndWhatIsQueuedIsDoneBeforeTheEnd) {
  std::atomic<int> done = 0;
  std::latch together(3);
  {
    Executor executor(3);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(executor.Run([&] { together.arrive_and_wait(); }));
    together.wait();
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(executor.Run([gone] { gone.wait(); }));
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(executor.Run([&] { ++done; }));
    go.set_value();
  }
  EXPECT_EQ(done, 100);
}

TEST(Executor, RefusesWhatIsTooMuch) {
  std::promise<void> go, begun;  // outlive the executor, whose thread may come to them late
  Executor executor(1);
  ASSERT_TRUE(executor.Run([&] {
    begun.set_value();
    go.get_future().wait();
  }));
  begun.get_future().wait();
  for (size_t i = 0; i < Executor::kMaxQueued; ++i) ASSERT_TRUE(executor.Run([] {}));
  EXPECT_FALSE(executor.Run([] {}));
  go.set_value();
}

}  // namespace
}  // namespace lectern::rpc
