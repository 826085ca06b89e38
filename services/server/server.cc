#include "services/server/server.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/erasure/purge.h"
#include "services/imports/import_jobs.h"
#include "services/rpc/pipeline.h"
#include "services/server/contract.h"
#include "services/server/engine_choice.h"
#include "services/server/first_start.h"
#include "services/server/housekeeping.h"
#include "services/server/log.h"
#include "services/server/metrics.h"
#include "storage/engine/fault.h"
#include "storage/search/upkeep/index_keeper.h"

namespace lectern::server {
namespace {

constexpr int kMaxRequestBytes = 4 << 20;
constexpr int kMaxMetadataBytes = 8 << 10;
constexpr int kMaxStreams = 100;  // a connection
constexpr std::chrono::milliseconds kRefusalTime(200);
constexpr absl::Duration kPurgeEvery = absl::Hours(1);
constexpr absl::Duration kMostToReadAgain = absl::Seconds(5);

void LogCall(const rpc::CallRecord& call) {
  if (call.status.ok() && !Logs(LogLevel::kDebug)) return;  // nearly every call
  const bool fault = call.status.code() == absl::StatusCode::kInternal ||
                     call.status.code() == absl::StatusCode::kDataLoss ||
                     ReasonOf(call.status) == v1::ERROR_REASON_UNSPECIFIED;
  const LogLevel level = call.status.ok() ? LogLevel::kDebug : fault ? LogLevel::kError : LogLevel::kInfo;
  if (!Logs(level)) return;
  std::vector<std::pair<std::string_view, std::string>> fields{
      {"call_id", rpc::CallId(call.number)},
      {"method", std::string(call.method)},
      {"code", absl::StatusCodeToString(call.status.code())},
      {"principal", std::string(call.principal)},
      {"role", call.role == v1::ROLE_UNSPECIFIED ? "" : auth::RoleName(call.role)},
      {"milliseconds", absl::StrCat(absl::ToInt64Milliseconds(call.duration))}};
  if (!call.status.ok())
    fields.emplace_back("reason", v1::ErrorReason_Name(ReasonOf(call.status)).substr(sizeof("ERROR_REASON_") - 1));
  // A fault of ours says what it was; anything else may hold words of the caller's.
  if (!call.status.ok() && fault) fields.emplace_back("cause", std::string(call.status.message()));
  Log(level, "call", fields);
}

rpc::CallObserver ObserverOf(CallCounts& counts) {
  return [&counts](const rpc::CallRecord& call) {
    counts.Count(call.status.code(), call.duration);
    LogCall(call);
  };
}

// By the operation's name its caller can ask for the cause of a fault.
void LogJob(const operations::JobRecord& job) {
  const bool fault = !job.status.ok() && (ReasonOf(job.status) == v1::ERROR_REASON_UNSPECIFIED ||
                                          job.status.code() == absl::StatusCode::kDataLoss);
  std::vector<std::pair<std::string_view, std::string>> fields{
      {"operation", job.name},
      {"job", job.type},
      {"code", absl::StatusCodeToString(job.status.code())},
      {"principal", job.principal},
      {"milliseconds", absl::StrCat(absl::ToInt64Milliseconds(job.duration))}};
  if (fault) fields.emplace_back("cause", std::string(job.status.message()));
  Log(fault ? LogLevel::kError : LogLevel::kInfo, "operation-end", fields);
}

operations::JobsOptions ObservedJobs() {
  operations::JobsOptions options;
  options.observer = LogJob;
  return options;
}

// The index lies beside the store.
search::IndexOptions IndexOptionsOf(const Settings& settings) {
  search::IndexOptions options;
  options.folder = (std::filesystem::path(settings.data) / "search").string();
  options.cache_bytes = settings.search_cache_bytes;
  // After a kill, searches wait for what was written since to be read again.
  options.flush_after = kMostToReadAgain;
  return options;
}

void LogUpkeep(std::string_view event, const absl::Status& status) {
  Log(LogLevel::kError, event, {{"cause", std::string(status.message())}});
}

class RunningServer final : public Server {
 public:
  RunningServer(const Settings& settings, std::unique_ptr<storage::Engine> engine, storage::IndexReadiness ready,
                std::unique_ptr<auth::KeyRing> keys, std::string admin_key_file)
      : drain_(settings.drain),
        admin_key_file_(std::move(admin_key_file)),
        engine_(std::move(engine)),
        keys_(std::move(keys)),
        keeper_(*engine_, IndexOptionsOf(settings), LogUpkeep),
        executor_(settings.executor_threads),
        backend_{*engine_, engine_->Identity(), std::move(ready), executor_},
        jobs_(*engine_, ObservedJobs()),
        authenticator_(*keys_, settings.anonymous_reader),
        metrics_(ContractServices(), *engine_),
        pipeline_(
            *engine_, executor_, authenticator_, ContractMethods(backend_, *keys_, jobs_, keeper_),
            [this](const std::string& method) { return ObserverOf(metrics_.Of(method)); }, ContractServices(),
            rpc::StreamLimits(), settings.answer_cache_bytes) {}

  ~RunningServer() override {
    purging_.reset();
    jobs_.AskStop();
    if (server_ != nullptr) server_->Shutdown(absl::ToChronoTime(absl::Now()));
  }

  absl::Status Serve(const Settings& settings) {
    RETURN_IF_ERROR(jobs_.Open());
    if (!settings.metrics.empty()) RETURN_IF_ERROR(metrics_.Expose(settings.metrics));
    grpc::EnableDefaultHealthCheckService(true);
    // Only loopback is served, so whoever can ask may see the contract.
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(settings.listen, grpc::InsecureServerCredentials(), &port);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreams);
    builder.SetMaxReceiveMessageSize(kMaxRequestBytes);
    for (const auto& service : pipeline_.services()) builder.RegisterService(service.get());
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port == 0)
      return absl::UnavailableError(absl::StrCat(
          settings.listen, " cannot be listened on; is another lecternd running? Name another address with --listen"));
    address_ = absl::StrCat(settings.listen.substr(0, settings.listen.rfind(':')), ":", port);
    SetHealth(true);
    purging_.emplace(kPurgeEvery, [this](const std::function<bool()>& stopped) { Purge(stopped); });
    return absl::OkStatus();
  }

  std::string address() const override { return address_; }
  std::string admin_key_file() const override { return admin_key_file_; }

  std::shared_ptr<grpc::Channel> InProcessChannel() override { return server_->InProcessChannel({}); }

  void Drain() override {
    SetHealth(false);
    // gRPC cuts off a call that has only half arrived, without a word. Who calls just now is told why instead.
    pipeline_.RefuseNewCalls();
    // Those who wait for an operation are told how it stands.
    jobs_.AskStop();
    std::this_thread::sleep_for(kRefusalTime);
    pipeline_.CutStreams();
    server_->Shutdown(absl::ToChronoTime(absl::Now() + drain_));
    server_->Wait();
  }

 private:
  void SetHealth(bool serving) {
    grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
    for (const auto* service : ContractServices()) health->SetServingStatus(service->full_name(), serving);
    health->SetServingStatus(serving);
  }

  // What was deleted 30 days ago goes for good.
  void Purge(const std::function<bool()>& stopped) {
    if (absl::Status swept = imports::SweepImports(backend_, jobs_, absl::Now()); !swept.ok())
      Log(LogLevel::kError, "import-upkeep", {{"cause", std::string(swept.message())}});
    const absl::StatusOr<int> purged = erasure::PurgeDeleted(backend_, jobs_, AllRules(), absl::Now(), stopped);
    if (!purged.ok())
      Log(LogLevel::kError, "purge", {{"cause", std::string(purged.status().message())}});
    else if (*purged > 0)
      Log(LogLevel::kInfo, "purge", {{"resources", absl::StrCat(*purged)}});
  }

  const absl::Duration drain_;
  const std::string admin_key_file_;
  const std::unique_ptr<storage::Engine> engine_;
  const std::unique_ptr<auth::KeyRing> keys_;
  search::IndexKeeper keeper_;
  rpc::Executor executor_;
  const aip::Backend backend_;
  operations::Jobs jobs_;
  const auth::Authenticator authenticator_;
  Metrics metrics_;
  rpc::Pipeline pipeline_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
  std::optional<Housekeeping> purging_;  // last: it uses all of the above
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Settings& settings, const StartOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<storage::Engine> engine, OpenEngine(settings));
  return StartOn(std::move(engine), settings, options);
}

absl::StatusOr<std::unique_ptr<Server>> Server::StartOn(std::unique_ptr<storage::Engine> engine,
                                                        const Settings& settings, const StartOptions& options) {
  ASSIGN_OR_RETURN(
      storage::IndexReadiness ready,
      storage::PrepareIndexes(*engine, storage::AllRecordKinds(), [](std::string_view index, int64_t records) {
        Log(LogLevel::kInfo, "index-fill", {{"index", std::string(index)}, {"records", absl::StrCat(records)}});
      }));
  RETURN_IF_ERROR(WriteDefaults(*engine, engine->Identity()));
  ASSIGN_OR_RETURN(std::unique_ptr<auth::KeyRing> keys, auth::KeyRing::Open(*engine));
  const std::filesystem::path key_file = std::filesystem::path(settings.data) / "admin.key";
  ASSIGN_OR_RETURN(const bool made, WriteAdminKey(*keys, key_file, options.new_admin_key));
  auto server = std::make_unique<RunningServer>(settings, std::move(engine), std::move(ready), std::move(keys),
                                                made ? key_file.string() : "");
  RETURN_IF_ERROR(server->Serve(settings));
  return server;
}

}  // namespace lectern::server
