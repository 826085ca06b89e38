#include "tests/bench/stop_signal.h"

#include <pthread.h>
#include <signal.h>

#include <string>
#include <utility>

namespace lectern::bench {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

sigset_t SetOfSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : kSignals) sigaddset(&set, signal);
  return set;
}

}  // namespace

StopSignal::StopSignal() {
  const sigset_t set = SetOfSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A shell starts what runs behind it with SIGINT ignored, and what is ignored never comes to be waited for.
  for (const int signal : kSignals) ::signal(signal, SIG_DFL);
  waiting_ = std::thread([this] { Wait(); });
}

StopSignal::~StopSignal() {
  ended_ = true;
  pthread_kill(waiting_.native_handle(), SIGHUP);
  waiting_.join();
}

void StopSignal::Wait() {
  const sigset_t set = SetOfSignals();
  int signal = 0;
  while (sigwait(&set, &signal) != 0) continue;
  if (ended_) return;
  const std::lock_guard lock(mutex_);
  number_ = signal;
  for (const auto& cut_short : guards_) cut_short();
}

void StopSignal::Check() const {
  if (number_ != 0) throw Stopped("stopped by signal " + std::to_string(number_));
}

StopSignal::Guard::Guard(StopSignal& signal, std::function<void()> cut_short) : signal_(signal) {
  const std::lock_guard lock(signal_.mutex_);
  if (signal_.number_ != 0) cut_short();
  place_ = signal_.guards_.insert(signal_.guards_.end(), std::move(cut_short));
}

StopSignal::Guard::~Guard() {
  const std::lock_guard lock(signal_.mutex_);
  signal_.guards_.erase(place_);
}

}  // namespace lectern::bench
