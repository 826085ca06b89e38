#include "services/operations/compaction.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "lectern/v1/admin_service.pb.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"

namespace lectern::operations {
namespace {

using google::protobuf::Any;

constexpr char kType[] = "compact";
constexpr int kAttempts = 20;  // of half a minute

// One after another: the job is single.
class Compactions {
 public:
  Compactions(storage::Engine& engine, std::function<absl::Status(const JobContext&)> others)
      : engine_(engine), others_(std::move(others)) {}

  absl::StatusOr<Any> Run(JobContext& context) {
    RETURN_IF_ERROR(context.StillWanted());
    // A compaction takes along all that was committed before it.
    if (!last_ || last_began_ < context.revision()) RETURN_IF_ERROR(Compact(context));
    v1::CompactMetadata metadata;
    context.metadata().UnpackTo(&metadata);
    *metadata.mutable_end_time() = ToTimestamp(absl::Now());
    RETURN_IF_ERROR(context.Progress(metadata));
    Any response;
    response.PackFrom(*last_);
    return response;
  }

 private:
  absl::Status Compact(JobContext& context) {
    const storage::Revision began = engine_.Latest();
    v1::CompactResponse response;
    response.set_bytes_before(engine_.DiskBytes());
    absl::Status compacted;
    // Somebody's snapshot may be older for a while; what was erased must leave the disk all the same.
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      RETURN_IF_ERROR(context.StillWanted());
      compacted = engine_.Compact();
      if (ReasonOf(compacted) != v1::ERROR_REASON_DEADLINE_PASSED) break;
    }
    RETURN_IF_ERROR(compacted);
    RETURN_IF_ERROR(others_(context));
    response.set_bytes_after(engine_.DiskBytes());
    last_ = response;
    last_began_ = began;
    return absl::OkStatus();
  }

  storage::Engine& engine_;
  const std::function<absl::Status(const JobContext&)> others_;
  std::optional<v1::CompactResponse> last_;
  storage::Revision last_began_ = 0;
};

}  // namespace

JobType CompactionJob(storage::Engine& engine, std::function<absl::Status(const JobContext&)> others) {
  return {kType,
          [compactions = std::make_shared<Compactions>(engine, std::move(others))](JobContext& context) {
            return compactions->Run(context);
          },
          /*resumable=*/true, /*single=*/true};
}

JobOrder CompactionOrder(std::string principal, absl::Time now) {
  v1::CompactMetadata metadata;
  *metadata.mutable_start_time() = ToTimestamp(now);
  JobOrder order{kType, std::move(principal), {}, {}};
  order.metadata.PackFrom(metadata);
  return order;
}

}  // namespace lectern::operations
