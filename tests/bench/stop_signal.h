// Ending a program in good order at SIGINT, SIGTERM or SIGHUP: what it started is stopped, then it leaves.
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace lectern::bench {

class Stopped : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Takes these signals while it lives. Make it before any other thread: threads inherit that they do not get them.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // Number of the signal that came; 0 as long as none did.
  int number() const { return number_; }
  // Throws Stopped once a signal has come. Long work asks again and again.
  void Check() const;

  // Work that cannot ask, such as a statement in a database: `cut_short` is called once, from another thread, when a
  // signal comes while the guard lives, or at once where it has come.
  class Guard {
   public:
    Guard(StopSignal& signal, std::function<void()> cut_short);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    StopSignal& signal_;
    std::list<std::function<void()>>::iterator place_;
  };

 private:
  void Wait();

  std::atomic<int> number_ = 0;
  std::atomic<bool> ended_ = false;
  std::mutex mutex_;  // held while guards are called: none goes away meanwhile
  std::list<std::function<void()>> guards_;
  std::thread waiting_;
};

}  // namespace lectern::bench
