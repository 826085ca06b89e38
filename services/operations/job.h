// What the server does in the background for an operation, and what it is given.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/message.h"
#include "storage/engine/batch.h"

namespace lectern::operations {

// Most bytes of what an operation holds, so that all of it fits into one value of the store.
inline constexpr size_t kMaxArgumentBytes = 256 << 10;
inline constexpr size_t kMaxMetadataBytes = 64 << 10;
inline constexpr size_t kMaxResponseBytes = 512 << 10;

// One run of a job. Used on the job's own thread; StillWanted() and Progress() from any.
class JobContext {
 public:
  virtual ~JobContext() = default;

  // "operations/{id}": for the commits of the job (CommitRequest.operation).
  virtual const std::string& name() const = 0;
  // Who asked for it: "key:{id}".
  virtual const std::string& principal() const = 0;
  // As they were when the operation was made.
  virtual const google::protobuf::Any& arguments() const = 0;
  // The operation's metadata as they were stored when this run began: where a run before this one stood.
  virtual const google::protobuf::Any& metadata() const = 0;
  // The commit that last changed the operation before this run, or made it: what it was asked for because of is there.
  virtual storage::Revision revision() const = 0;

  // OK while the job shall go on: CANCELLED (OPERATION_CANCELLED), UNAVAILABLE (SHUTTING_DOWN). To be asked every
  // second at least, and handed back as the job's own error, which leaves the store so that the job can go on.
  virtual absl::Status StillWanted() const = 0;

  // Sets the operation's metadata. Never waits: they are stored within a second, the newest ones at the end.
  // RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) where they have more than kMaxMetadataBytes.
  virtual absl::Status Progress(const google::protobuf::Message& metadata) = 0;
};

// What a run hands back as its error that waits for its caller: the operation stays, with these metadata, until
// somebody changes it so that it goes on (StoredOperation.waits_for_caller) and calls Jobs::Begin(). Whoever sees the
// metadata may do so.
absl::Status WaitForCaller(const google::protobuf::Message& metadata);
// The metadata of such a status; nullopt for any other.
std::optional<google::protobuf::Any> WaitsForCaller(const absl::Status& status);

// Gives the operation's response, or its error.
using JobRunner = std::function<absl::StatusOr<google::protobuf::Any>(JobContext& context)>;

struct JobType {
  std::string name;  // stored with each operation. Example: "compact"
  JobRunner run;
  // It may be run again, from its arguments and metadata, where the server stopped before it was done. Otherwise such
  // an operation ends with ABORTED (OPERATION_INTERRUPTED).
  bool resumable = false;
  // One runs at a time, and Jobs::Start() answers with the one that has not ended where there is one.
  bool single = false;
  // Called once an operation of this type has ended, by a thread that may block: to take away what it has stored beside
  // itself. Of one that ended when the server stopped it is not called. May be null.
  std::function<void(const std::string& name)> ended = nullptr;
};

// What is known of an operation when it has ended; no argument, no result.
struct JobRecord {
  std::string type;
  std::string name;
  std::string principal;
  absl::Status status;
  absl::Duration duration;  // since it was asked for
};
using JobObserver = std::function<void(const JobRecord&)>;

}  // namespace lectern::operations
