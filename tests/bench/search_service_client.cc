#include "tests/bench/search_service_client.h"

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "grpcpp/create_channel.h"

namespace lectern::bench {
namespace {

constexpr auto kDeadline = std::chrono::seconds(30);
constexpr auto kLook = std::chrono::milliseconds(2);

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void SetUp(grpc::ClientContext& context) { context.set_deadline(std::chrono::system_clock::now() + kDeadline); }

void Must(const grpc::Status& status, const char* what) {
  if (!status.ok()) throw std::runtime_error(std::string(what) + ": " + status.error_message());
}

}  // namespace

ServiceClient::ServiceClient(const std::string& address)
    : search_(v1::SearchService::NewStub(Connect(address))), admin_(v1::AdminService::NewStub(Connect(address))) {}

v1::SearchResponse ServiceClient::Search(const v1::SearchRequest& request) {
  grpc::ClientContext context;
  SetUp(context);
  v1::SearchResponse response;
  Must(search_->Search(&context, request, &response), "a search failed");
  return response;
}

v1::GetStatusResponse ServiceClient::Status() {
  grpc::ClientContext context;
  SetUp(context);
  v1::GetStatusResponse response;
  Must(admin_->GetStatus(&context, {}, &response), "the server does not say how it stands");
  return response;
}

void ServiceClient::WaitUntilIndexed(const StopSignal& signal) {
  for (;;) {
    const v1::GetStatusResponse status = Status();
    if (status.search_index().ready() && status.search_index().revision() >= status.revision()) return;
    signal.Check();
    std::this_thread::sleep_for(kLook);
  }
}

BytesClient::BytesClient(const std::string& address, std::string path)
    : stub_(Connect(address)), path_(std::move(path)) {}

BytesClient::~BytesClient() {
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

void BytesClient::Call(const grpc::Slice& request) {
  grpc::ClientContext context;
  SetUp(context);
  const auto reader = stub_.PrepareUnaryCall(&context, path_, grpc::ByteBuffer(&request, 1), &queue_);
  grpc::ByteBuffer response;
  grpc::Status status;
  reader->StartCall();
  reader->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue_.Next(&tag, &ok);
  Must(status, "a call failed");
}

}  // namespace lectern::bench
