// A running lecternd: store, services, gRPC.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "services/server/settings.h"
#include "storage/engine/engine.h"

namespace lectern::server {

// What the start may be told beside the settings.
struct StartOptions {
  bool new_admin_key = false;  // make another administrator's key, whatever keys there are
};

class Server {
 public:
  // Opens the store that the settings name, and serves. Each error is one line that says what to do.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Settings& settings, const StartOptions& options);
  // The same on an engine that is open already.
  static absl::StatusOr<std::unique_ptr<Server>> StartOn(std::unique_ptr<storage::Engine> engine,
                                                         const Settings& settings, const StartOptions& options);
  // Ends at once what is still going on.
  virtual ~Server() = default;

  // Where it serves, with the port that was chosen for ":0".
  virtual std::string address() const = 0;
  // Where the administrator's key was written at this start; empty where it was not.
  virtual std::string admin_key_file() const = 0;
  // A channel that does not go through the network. It ends with the server.
  virtual std::shared_ptr<grpc::Channel> InProcessChannel() = 0;
  // Takes no more calls, and waits for those in flight for as long as the settings say.
  virtual void Drain() = 0;
};

}  // namespace lectern::server
