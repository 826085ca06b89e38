// The load generator: calls one method over several connections, from one thread that never waits for a single answer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/slice.h"
#include "tests/bench/histogram.h"

namespace lectern::bench {

// Which calls: each is one of `requests`, picked evenly at random.
struct Workload {
  std::string path;  // "/lectern.v1.EntryService/GetEntry"
  std::vector<grpc::Slice> requests;
};

// How hard, and for how long; longer where no call has ended by then. Calls of the warm-up are made alike and not
// counted.
struct Pressure {
  size_t in_flight = 1;       // closed loop: that many calls at once, each followed by the next
  double calls_a_second = 0;  // where more than 0, open loop: a call at each tick, whatever became of those before
  double warm_up_seconds = 0.3;
  double seconds = 3;
};

struct Outcome {
  uint64_t calls = 0;  // that ended well within the time
  uint64_t failed = 0;
  std::string failure;    // of the first that failed
  uint64_t bytes = 0;     // of the answers
  double seconds = 0;     // between the two marks
  Histogram nanoseconds;  // closed loop: from a call's start; open loop: from the tick it belongs to
};

class LoadClient {
 public:
  LoadClient(const std::string& address, int connections);
  ~LoadClient();
  LoadClient(const LoadClient&) = delete;
  LoadClient& operator=(const LoadClient&) = delete;

  // `mark` is called when counting begins and when it ends. Returns when every call has ended.
  Outcome Run(const Workload& workload, const Pressure& pressure, const std::function<void()>& mark);

 private:
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  grpc::CompletionQueue queue_;
};

}  // namespace lectern::bench
