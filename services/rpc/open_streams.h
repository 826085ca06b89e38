// All streams of a server that have not ended: they are bounded in number, end when the server stops, when their
// caller's credential does, and when their caller does not take what it asked for.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "services/rpc/open_stream.h"

namespace lectern::rpc {

// Thread-safe.
class OpenStreams {
 public:
  // Says why an open stream may go on no longer, every second.
  using Check = std::function<absl::Status(const grpc::CallbackServerContext&)>;

  OpenStreams(StreamLimits limits, Check check);
  // gRPC is done with all streams before. Waits for what handlers still do for them.
  ~OpenStreams();

  // Watches over `stream` until it is gone. RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) where most_open are open;
  // UNAVAILABLE (SHUTTING_DOWN) after EndAll.
  absl::Status Add(const OpenStreamPtr& stream);
  // Ends all streams (SHUTTING_DOWN), and takes no more.
  void EndAll();
  // Cuts those that have not come to their end since.
  void CutAll();

  const StreamLimits& limits() const { return limits_; }

 private:
  std::vector<OpenStreamPtr> All() const;
  void Remove(OpenStream* stream);
  void Watch();

  const StreamLimits limits_;
  const Check check_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::set<OpenStreamPtr> streams_;  // guarded by mutex_
  bool ending_ = false;              // guarded by mutex_
  bool stopping_ = false;            // guarded by mutex_
  std::thread watcher_;
};

}  // namespace lectern::rpc
