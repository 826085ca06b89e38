// How lecternd ends on SIGTERM: it says that it stops serving, calls in flight finish, and what it answered is there
// after the next start. Also what it tells tools about itself: health and reflection.
#include <gmock/gmock.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "lectern/v1/country_service.grpc.pb.h"
#include "lectern/v1/entry_service.grpc.pb.h"
#include "tests/integration/raw_call.h"
#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

using grpc::StatusCode;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

constexpr char kHealthCheck[] = "/grpc.health.v1.Health/Check";
constexpr char kHealthWatch[] = "/grpc.health.v1.Health/Watch";
// HealthCheckResponse: `status` is field 1; SERVING is 1, NOT_SERVING 2.
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

// HealthCheckRequest: `service` is field 1.
std::string HealthRequest(const std::string& service) {
  if (service.empty()) return "";
  return std::string("\x0a") + static_cast<char>(service.size()) + service;
}

void SetDeadline(grpc::ClientContext& context, seconds deadline = seconds(30)) {
  context.set_deadline(std::chrono::system_clock::now() + deadline);
}

class Drain : public ::testing::Test {
 protected:
  // A server that gives calls so many seconds to finish.
  void Start(int drain_seconds) {
    const std::filesystem::path config = directory_.path() / "lectern.textproto";
    WriteFile(config, "drain_seconds: " + std::to_string(drain_seconds) + "\n");
    server_.emplace(data(), std::vector<std::string>{"--config", config.string()});
    key_ = server_->admin_key();
  }

  std::filesystem::path data() const { return directory_.path() / "data"; }

  // kServing, kNotServing, or the number of the code that the check failed with.
  std::string Health(const std::string& service) {
    grpc::ClientContext context;
    SetDeadline(context);
    std::string answer;
    const grpc::Status status = RawCall(*server_->NewChannel(), kHealthCheck, context, HealthRequest(service), answer);
    return status.ok() ? answer : std::to_string(status.error_code());
  }

  TempDirectory directory_;
  std::optional<ServerProcess> server_;
  std::string key_;
};

TEST_F(Drain, HealthIsTold) {
  Start(30);
  EXPECT_EQ(Health(""), kServing);
  for (const char* service : {"Admin", "Country", "Entry", "Site", "Taxonomy", "TeacherResource"})
    EXPECT_EQ(Health("lectern.v1." + std::string(service) + "Service"), kServing) << service;
  EXPECT_EQ(Health("lectern.v1.NoService"), std::to_string(StatusCode::NOT_FOUND));
}

TEST_F(Drain, ReflectionNamesTheServices) {
  Start(30);
  grpc::ClientContext context;
  SetDeadline(context);
  // ServerReflectionRequest: `list_services` is field 7.
  const auto channel = server_->NewChannel();
  const auto stream = RawStream(*channel, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                grpc::internal::RpcMethod::BIDI_STREAMING, context, std::string("\x3a\x00", 2));
  grpc::ByteBuffer answer;
  ASSERT_TRUE(stream->Read(&answer));
  for (const char* service : {"Admin", "Country", "Entry", "Site", "Taxonomy", "TeacherResource"})
    EXPECT_THAT(ToBytes(answer), ::testing::HasSubstr("lectern.v1." + std::string(service) + "Service"));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(Drain, IdleServerEndsAtOnce) {
  Start(30);
  const Clock::time_point begin = Clock::now();
  EXPECT_EQ(server_->Stop(), 0);
  EXPECT_LT(Clock::now() - begin, seconds(10));
}

TEST_F(Drain, WatchersAreToldBeforeTheEndAndCannotPutItOff) {
  Start(2);
  const auto channel = server_->NewChannel();
  grpc::ClientContext context;
  SetDeadline(context);
  const auto stream =
      RawStream(*channel, kHealthWatch, grpc::internal::RpcMethod::SERVER_STREAMING, context, HealthRequest(""));
  grpc::ByteBuffer answer;
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_EQ(ToBytes(answer), kServing);
  const Clock::time_point begin = Clock::now();
  server_->program().Signal(SIGTERM);
  ASSERT_TRUE(stream->Read(&answer)) << "the watcher was cut off instead of told";
  EXPECT_EQ(ToBytes(answer), kNotServing);
  // The watcher stays; the server goes all the same when the time that it was given is over.
  EXPECT_EQ(server_->program().Wait(seconds(30)), 0);
  EXPECT_LT(Clock::now() - begin, seconds(15));
  EXPECT_FALSE(stream->Read(&answer));
}

// Writers that go on until they are refused.
class Writers {
 public:
  Writers(ServerProcess& server, const std::string& key, int threads) : key_(key) {
    for (int i = 0; i < threads; ++i)
      threads_.emplace_back([this, channel = server.NewChannel(), i] { Write(channel, i); });
  }

  // How many calls have been answered so far.
  int answered() const { return answered_.load(); }

  void Join() {
    for (std::thread& thread : threads_) thread.join();
  }

  // Once joined: the entries that were acknowledged, and the codes of the calls that were not.
  std::set<std::string> acknowledged;
  std::multiset<StatusCode> refusals;

 private:
  static constexpr int kItems = 64;
  static constexpr int kTextBytes = 16 << 10;

  void Write(const std::shared_ptr<grpc::Channel>& channel, int number) {
    const auto stub = v1::EntryService::NewStub(channel);
    for (int call = 0;; ++call) {
      v1::BatchUpsertEntriesRequest request;
      for (int item = 0; item < kItems; ++item) {
        v1::Entry& entry = *request.add_items()->mutable_entry();
        entry.set_name("entries/w" + std::to_string(number) + "-" + std::to_string(call) + "-" + std::to_string(item));
        entry.add_title_lines("A title");
        entry.set_topic("topics/torture");
        entry.add_passages()->set_text(std::string(kTextBytes, 'x'));
      }
      grpc::ClientContext context;
      SetDeadline(context);
      Authorize(context, key_);
      v1::BatchUpsertResponse answer;
      const grpc::Status status = stub->BatchUpsertEntries(&context, request, &answer);
      const std::lock_guard lock(mutex_);
      if (!status.ok()) {
        refusals.insert(status.error_code());
        return;
      }
      for (const v1::UpsertResult& result : answer.results()) acknowledged.insert(result.name());
      ++answered_;
    }
  }

  const std::string key_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::atomic<int> answered_ = 0;
};

TEST_F(Drain, CallsInFlightFinishAndNothingElseIsWritten) {
  Start(30);
  constexpr int kThreads = 6;
  Writers writers(*server_, key_, kThreads);
  while (writers.answered() < 2 * kThreads && server_->program().Running())
    std::this_thread::sleep_for(milliseconds(1));
  const Clock::time_point begin = Clock::now();
  server_->program().Signal(SIGTERM);
  EXPECT_EQ(server_->program().Wait(seconds(60)), 0);
  EXPECT_LT(Clock::now() - begin, seconds(30));
  writers.Join();
  // Each writer ends on a call that came too late. gRPC 1.51 cancels one that had not arrived whole at that moment, of
  // its own accord and without a reason; nothing of it was carried out, as is seen below.
  EXPECT_EQ(writers.refusals.size(), static_cast<size_t>(kThreads));
  for (const StatusCode code : writers.refusals)
    EXPECT_TRUE(code == StatusCode::UNAVAILABLE || code == StatusCode::CANCELLED) << code;

  // What was begun was also answered: the store holds what was acknowledged, all of it and nothing else.
  Start(30);
  std::set<std::string> stored;
  const nlohmann::json listing = Lecternctl(server_->address(), key_).Json({"list", "entries"});
  for (const auto& entry : listing.at("entries")) stored.insert(entry.at("name"));
  EXPECT_EQ(stored.size(), writers.acknowledged.size());
  EXPECT_TRUE(stored == writers.acknowledged);
}

}  // namespace
}  // namespace lectern::testing
