#include "tests/bench/answers.h"

#include <cstring>
#include <fstream>
#include <stdexcept>

#include "grpcpp/create_channel.h"
#include "lectern/v1/entry_service.grpc.pb.h"

namespace lectern::bench {
namespace {

constexpr int32_t kPageSize = 50;
constexpr int32_t kStride = 1000;  // the largest page there is
constexpr size_t kAtOnce = 64;

grpc::Slice ToSlice(const google::protobuf::Message& message) { return grpc::Slice(message.SerializeAsString()); }

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

struct FetchedCall {
  grpc::ClientContext context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
};

// `count` requests from number `first` on, all at once.
void FetchSome(grpc::GenericStub& stub, const Workload& workload, size_t first, size_t count, Answers& answers) {
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<FetchedCall>> calls;
  for (size_t i = first; i < first + count; ++i) {
    calls.push_back(std::make_unique<FetchedCall>());
    FetchedCall& call = *calls.back();
    call.reader =
        stub.PrepareUnaryCall(&call.context, workload.path, grpc::ByteBuffer(&workload.requests[i], 1), &queue);
    call.reader->StartCall();
    call.reader->Finish(&call.response, &call.status, &call);
  }
  void* tag = nullptr;
  bool ok = false;
  for (size_t i = 0; i < count; ++i) queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
  for (const auto& call : calls) {
    if (!call->status.ok()) throw std::runtime_error("an answer could not be had: " + call->status.error_message());
    answers.bodies.push_back(ToString(call->response));
  }
  for (const auto& [key, value] : calls.back()->context.GetServerTrailingMetadata())
    answers.trailers[{key.data(), key.size()}] = {value.data(), value.size()};
}

}  // namespace

grpc::Slice GetRequest(const std::string& name) {
  v1::GetEntryRequest request;
  request.set_name(name);
  return ToSlice(request);
}

grpc::Slice ListRequest(const std::string& page_token) {
  v1::ListEntriesRequest request;
  request.set_page_size(kPageSize);
  request.set_page_token(page_token);
  return ToSlice(request);
}

std::vector<std::string> MiddleTokens(const std::string& address, size_t count) {
  const auto stub = v1::EntryService::NewStub(Connect(address));
  v1::ListEntriesRequest request;
  request.set_page_size(kPageSize);
  std::vector<std::string> tokens;
  for (int64_t seen = 0, total = 1; seen < total;) {
    grpc::ClientContext context;
    v1::ListEntriesResponse page;
    const grpc::Status status = stub->ListEntries(&context, request, &page);
    if (!status.ok()) throw std::runtime_error("the entries cannot be listed: " + status.error_message());
    if (page.next_page_token().empty()) break;
    seen += page.entries_size();
    total = page.total_size();
    if (seen > total / 4 && seen < total - total / 4) tokens.push_back(page.next_page_token());
    // A token goes with any page size: large steps lead to the middle sooner.
    const bool small_steps = total < 100 * kStride;
    request.set_page_size(small_steps ? kPageSize : kStride);
    request.set_page_token(page.next_page_token());
  }
  if (tokens.empty()) throw std::runtime_error("the listing has no middle: load more entries");
  std::vector<std::string> spread;
  for (size_t i = 0; i < std::min(count, tokens.size()); ++i)
    spread.push_back(tokens[i * tokens.size() / std::min(count, tokens.size())]);
  return spread;
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) throw std::runtime_error("an answer cannot be read");
  std::string bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

Answers Fetch(const std::string& address, const Workload& workload) {
  grpc::GenericStub stub(Connect(address));
  Answers answers;
  for (size_t at = 0; at < workload.requests.size(); at += kAtOnce)
    FetchSome(stub, workload, at, std::min(kAtOnce, workload.requests.size() - at), answers);
  return answers;
}

void WriteBodies(const std::filesystem::path& file, const std::vector<std::string>& bodies) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  for (const std::string& body : bodies) {
    const auto size = static_cast<uint32_t>(body.size());
    for (int shift = 0; shift < 32; shift += 8) out.put(static_cast<char>(size >> shift));
    out << body;
  }
  if (!out.flush()) throw std::runtime_error(file.string() + " cannot be written");
}

std::vector<std::string_view> ReadBodies(const std::string& bytes) {
  std::vector<std::string_view> bodies;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    if (rest.size() < 4) throw std::runtime_error("a file of answers is cut short");
    uint32_t size = 0;
    for (int i = 3; i >= 0; --i) size = size << 8 | static_cast<uint8_t>(rest[static_cast<size_t>(i)]);
    rest.remove_prefix(4);
    if (rest.size() < size) throw std::runtime_error("a file of answers is cut short");
    bodies.push_back(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  if (bodies.empty()) throw std::runtime_error("a file of answers is empty");
  return bodies;
}

}  // namespace lectern::bench
