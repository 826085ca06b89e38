// Jobs in a process that a test kills: operations_jobs_program DATA. Ends by itself once all operations have ended.
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "absl/time/clock.h"
#include "google/protobuf/wrappers.pb.h"
#include "services/operations/jobs.h"
#include "storage/engine/fault.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace {

using google::protobuf::Any;
using lectern::operations::JobContext;

constexpr int kLast = 5000;

// Counts to kLast in its metadata, from where a run before stood, and writes a byte for each step.
absl::StatusOr<Any> Count(JobContext& context) {
  google::protobuf::Int32Value step;
  context.metadata().UnpackTo(&step);
  while (step.value() < kLast) {
    if (absl::Status wanted = context.StillWanted(); !wanted.ok()) return wanted;
    step.set_value(step.value() + 1);
    if (absl::Status taken = context.Progress(step); !taken.ok()) return taken;
    std::fputc('.', stdout);
    std::fflush(stdout);
    absl::SleepFor(absl::Milliseconds(1));
  }
  Any response;
  response.PackFrom(step);
  return response;
}

// Never ends by itself.
absl::StatusOr<Any> Once(JobContext& context) {
  for (;;) {
    if (absl::Status wanted = context.StillWanted(); !wanted.ok()) return wanted;
    absl::SleepFor(absl::Milliseconds(10));
  }
}

absl::StatusOr<bool> AllEnded(const lectern::storage::Engine& engine) {
  ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
  bool ended = true;
  RETURN_IF_ERROR(lectern::operations::ForEachOperation(
      *snapshot, lectern::storage::Direction::kForward, "",
      [&ended](const std::string&, const lectern::operations::StoredOperation& operation) {
        ended = ended && operation.operation().done();
        return ended;
      }));
  return ended;
}

absl::Status Run(const std::filesystem::path& data) {
  lectern::storage::rocks::RocksDbOptions options;
  options.directory = data;
  ASSIGN_OR_RETURN(const auto engine, lectern::storage::rocks::OpenRocksDb(options));
  lectern::operations::JobsOptions often;
  often.progress_interval = absl::Milliseconds(10);
  lectern::operations::Jobs jobs(*engine, often);
  jobs.Register({"count", Count, /*resumable=*/true});
  jobs.Register({"once", Once});
  RETURN_IF_ERROR(jobs.Open());
  for (;;) {
    ASSIGN_OR_RETURN(const bool ended, AllEnded(*engine));
    if (ended) return absl::OkStatus();
    absl::SleepFor(absl::Milliseconds(10));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const absl::Status status = Run(argv[1]);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
