#include "clients/admin/connection.h"

#include <algorithm>
#include <future>
#include <thread>

#include "fmt/format.h"

namespace lectern::admin {
namespace {

using std::chrono::milliseconds;

// Answers are at most some 4 MiB by the contract; the client's own limit must not stand in the way of one that is.
constexpr int kLongestAnswer = 64 << 20;
constexpr int kFirstReconnectMs = 100;
constexpr int kLongestReconnectMs = 2'000;

std::shared_ptr<grpc::Channel> MakeChannel(const ConnectionOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLongestAnswer);
  // A server that comes back is found again within one wait of the retry policy. GRPC_ARG_MIN_RECONNECT_BACKOFF_MS
  // keeps its default: despite the name it is how long an attempt to connect may take.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestReconnectMs);
  // The address that was asked for, and no proxy of the environment: the key would go through it.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetUserAgentPrefix("lecternctl");
  return grpc::CreateCustomChannel(options.server, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

Connection::Connection(ConnectionOptions options)
    : options_(std::move(options)),
      caller_{options_.server, options_.credential.origin, options_.act_as},
      channel_(MakeChannel(options_)),
      stubs_(v1::AdminService::NewStub(channel_), v1::ChangeService::NewStub(channel_),
             v1::EntryService::NewStub(channel_), v1::ErasureService::NewStub(channel_),
             v1::ExportService::NewStub(channel_), v1::ImportService::NewStub(channel_),
             google::longrunning::Operations::NewStub(channel_), v1::PublicationService::NewStub(channel_),
             v1::SearchService::NewStub(channel_)),
      by_path_(channel_) {}

void Connection::Introduce(grpc::ClientContext& context) const {
  if (!options_.credential.secret.empty())
    context.AddMetadata("authorization", fmt::format("Bearer {}", options_.credential.secret));
  if (!options_.act_as.empty()) context.AddMetadata("lectern-act-as", options_.act_as);
  if (options_.at_least > 0) context.AddMetadata("lectern-min-revision", std::to_string(options_.at_least));
}

bool Connection::Reach() {
  const milliseconds patience = std::min(options_.first_contact, options_.timeout);
  reached_ = reached_ || channel_->WaitForConnected(std::chrono::system_clock::now() + patience);
  return reached_;
}

void Connection::Pause(milliseconds pause) {
  // gRPC goes on with connecting only while somebody waits for it.
  const auto end = std::chrono::system_clock::now() + pause;
  channel_->WaitForConnected(end);
  std::this_thread::sleep_until(end);
}

grpc::Status Connection::Call(const std::string& path, const google::protobuf::Message& request,
                              google::protobuf::Message& response, Repeat repeat) {
  return Try(repeat, [&](grpc::ClientContext& context) {
    response.Clear();
    // Shared: the thread that sets the value may still be at it when this one goes on.
    const auto done = std::make_shared<std::promise<grpc::Status>>();
    std::future<grpc::Status> status = done->get_future();
    by_path_.UnaryCall(&context, path, {}, &request, &response,
                       [done](grpc::Status ended) { done->set_value(std::move(ended)); });
    return status.get();
  });
}

grpc::Status Connection::Try(Repeat repeat, const std::function<grpc::Status(grpc::ClientContext&)>& call) {
  if (!Reach()) return {grpc::StatusCode::UNAVAILABLE, "nothing that speaks gRPC is there"};
  Backoff backoff(options_.retry, Backoff::Clock::now(), random_);
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + options_.timeout);
    Introduce(context);
    const grpc::Status status = call(context);
    if (status.ok() || repeat == Repeat::kNever) return status;
    const Failure failure = Explained(status);
    if (!MayPass(failure)) return status;
    const milliseconds wait = backoff.Next(Backoff::Clock::now(), failure.retry_delay);
    if (wait < milliseconds::zero()) return status;
    Pause(wait);
  }
}

}  // namespace lectern::admin
