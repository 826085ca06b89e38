#include "tests/bench/measured_import.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "google/longrunning/operations.grpc.pb.h"
#include "google/protobuf/util/time_util.h"
#include "grpcpp/create_channel.h"
#include "lectern/v1/import.pb.h"
#include "tests/bench/catalogue.h"
#include "tests/bench/measure.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;
using google::protobuf::util::TimeUtil;

constexpr std::chrono::milliseconds kBetweenLooks{20};

double Now() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

// The most that a process has had so far; 0 once it has ended.
long PeakKib(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/status");
  std::string word;
  long kib = 0;
  while (in >> word)
    if (word == "VmHWM:" && in >> kib) return kib;
  return 0;
}

double Seconds(int who) {
  rusage usage = {};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// What the operation of the one import that the server has says of itself, looked at again and again.
class Watch {
 public:
  Watch(const std::string& address, std::string key)
      : stub_(
            google::longrunning::Operations::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))),
        key_(std::move(key)) {}

  void Look() {
    google::longrunning::ListOperationsResponse page;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + key_);
    if (!stub_->ListOperations(&context, {}, &page).ok()) return;  // looked at again soon
    for (const auto& operation : page.operations()) {
      if (!operation.metadata().UnpackTo(&last_)) continue;
      began_.emplace(last_.state(), static_cast<double>(TimeUtil::TimestampToNanoseconds(last_.phase_time())) / 1e9);
    }
  }

  const v1::ImportMetadata& last() const { return last_; }
  // When a state began, in seconds since 1970; nullopt where it was not seen.
  std::optional<double> Began(v1::ImportState state) const {
    const auto found = began_.find(state);
    return found == began_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  const std::unique_ptr<google::longrunning::Operations::Stub> stub_;
  const std::string key_;
  v1::ImportMetadata last_;
  std::map<v1::ImportState, double> began_;
};

}  // namespace

MeasuredImport RunImport(const fs::path& programs, const fs::path& data, const MeasuredServer& server,
                         const fs::path& file) {
  MeasuredImport measured;
  Watch watch(server.address(), AdminKeyOf(data));
  const double server_before = server.CpuSeconds(), machine_before = MachineSeconds();
  const double own_before = Seconds(RUSAGE_SELF), children_before = Seconds(RUSAGE_CHILDREN);
  const double begin = Now();
  testing::Program tool(
      programs / "lecternctl",
      {"--server", server.address(), "--token-file", (data / "admin.key").string(), "import", "jsonl", file.string()},
      {.environment = {{"XDG_STATE_HOME", (data.parent_path() / "state").string()}}});
  std::optional<int> code;
  while (!code) {
    watch.Look();
    measured.tool_peak_kib = std::max(measured.tool_peak_kib, PeakKib(tool.pid()));
    code = tool.Wait(kBetweenLooks);
  }
  measured.tool = Now() - begin;
  watch.Look();
  const auto reading = watch.Began(v1::IMPORT_STATE_PLANNING), committing = watch.Began(v1::IMPORT_STATE_COMMITTING),
             committed = watch.Began(v1::IMPORT_STATE_COMMITTED);
  if (code != 0 || !reading || !committing || !committed)
    throw std::runtime_error("the import failed with exit code " + std::to_string(*code) + ":\n" + tool.out() +
                             tool.err());
  const double planned = watch.Began(v1::IMPORT_STATE_PLANNED).value_or(*committing);
  measured.created = watch.last().counts().created();
  measured.reading = *reading - begin;
  measured.planning = planned - *reading;
  measured.deciding = *committing - planned;
  measured.writing = *committed - *committing;
  measured.whole = *committed - begin;
  measured.server_peak_kib = server.PeakKib();
  measured.server_cpu = server.CpuSeconds() - server_before;
  measured.tool_cpu = Seconds(RUSAGE_CHILDREN) - children_before;
  const double ours = measured.server_cpu + measured.tool_cpu + Seconds(RUSAGE_SELF) - own_before;
  measured.others_busy = std::max(0.0, MachineSeconds() - machine_before - ours) /
                         (measured.tool * static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN)));
  return measured;
}

}  // namespace lectern::bench
