#include "tests/bench/stop_signal.h"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <optional>

#include "gtest/gtest.h"

namespace lectern::bench {
namespace {

void AwaitSignal(const StopSignal& signal) {
  for (int look = 0; look < 1'000 && signal.number() == 0; ++look)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

TEST(StopSignal, CutsShortWhatIsGuarded) {
  StopSignal signal;
  EXPECT_NO_THROW(signal.Check());
  std::atomic<int> first = 0, second = 0, third = 0;
  const StopSignal::Guard guard(signal, [&] { ++first; });
  std::optional<StopSignal::Guard> ended(std::in_place, signal, [&] { ++second; });
  ended.reset();
  kill(getpid(), SIGTERM);
  AwaitSignal(signal);
  ASSERT_EQ(signal.number(), SIGTERM);
  EXPECT_THROW(signal.Check(), Stopped);
  const StopSignal::Guard late(signal, [&] { ++third; });
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 0);
  EXPECT_EQ(third, 1);
}

}  // namespace
}  // namespace lectern::bench
