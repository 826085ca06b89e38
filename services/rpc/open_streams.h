// All streams of a server that have not ended: they are bounded in number, end when the server stops, when their
// caller's credential does, and when their caller does not take what it asked for.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "services/rpc/stream_call.h"

namespace lectern::rpc {

struct StreamLimits {
  size_t most_open = 256;
  // How long a caller may leave a message lying; as long again until its connection's stream is cut.
  absl::Duration patience = absl::Seconds(30);
};

// Thread-safe.
class OpenStreams {
 public:
  // Says why an open stream may go on no longer, every second.
  using Check = std::function<absl::Status(const grpc::CallbackServerContext&)>;

  OpenStreams(StreamLimits limits, Check check);
  // gRPC is done with all streams before.
  ~OpenStreams();

  // Watches over `stream` until gRPC is done with it. RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) where most_open are open;
  // UNAVAILABLE (SHUTTING_DOWN) after EndAll.
  absl::Status Add(const StreamCallPtr& stream);
  // Ends all streams (SHUTTING_DOWN), and takes no more.
  void EndAll();
  // Cuts those that have not come to their end since.
  void CutAll();

 private:
  std::vector<StreamCallPtr> All() const;
  void Remove(StreamCall* stream);
  void Watch();

  const StreamLimits limits_;
  const Check check_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::set<StreamCallPtr> streams_;  // guarded by mutex_
  bool ending_ = false;              // guarded by mutex_
  bool stopping_ = false;            // guarded by mutex_
  std::thread watcher_;
};

}  // namespace lectern::rpc
