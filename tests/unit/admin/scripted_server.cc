#include "tests/unit/admin/scripted_server.h"

#include <chrono>
#include <utility>

#include "grpcpp/generic/async_generic_service.h"

namespace lectern::admin::testing {
namespace {

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (buffer.Dump(&slices).ok())
    for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace

// One call: reads its request, writes the answers one after another, and ends.
class ScriptedServer::Reactor final : public grpc::ServerGenericBidiReactor {
 public:
  Reactor(ScriptedServer& server, grpc::GenericCallbackServerContext& context) : server_(server) {
    call_.method = context.method().substr(1);
    for (const auto& [key, value] : context.client_metadata())
      call_.metadata[std::string(key.data(), key.size())] = std::string(value.data(), value.size());
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status(grpc::StatusCode::INTERNAL, "no request"));
    call_.request = BytesOf(request_);
    std::vector<std::string> answers;
    status_ = server_.Answer(std::move(call_), answers);
    for (const std::string& answer : answers) answers_.push_back(BufferOf(answer));
    Next();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    Next();
  }

  void OnCancel() override {
    bool was_open = false;
    {
      const std::lock_guard lock(mutex_);
      cancelled_ = true;
      was_open = std::exchange(open_, false);
    }
    if (was_open) Finish(grpc::Status::CANCELLED);
  }

  void OnDone() override { delete this; }

 private:
  void Next() {
    if (written_ < answers_.size()) return StartWrite(&answers_[written_++]);
    if (status_) return Finish(*status_);
    bool gone = false;
    {
      const std::lock_guard lock(mutex_);
      gone = cancelled_;
      open_ = !gone;
    }
    // Not under the lock: this may be gone as soon as the call is.
    if (gone) Finish(grpc::Status::CANCELLED);
  }

  ScriptedServer& server_;
  Call call_;
  grpc::ByteBuffer request_;
  std::vector<grpc::ByteBuffer> answers_;
  size_t written_ = 0;
  std::optional<grpc::Status> status_;
  std::mutex mutex_;
  bool cancelled_ = false;
  bool open_ = false;  // all is written, and the call stays open
};

class ScriptedServer::Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(ScriptedServer& server) : server_(server) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    return new Reactor(server_, *context);  // deletes itself when it is done
  }

 private:
  ScriptedServer& server_;
};

ScriptedServer::ScriptedServer() : service_(std::make_unique<Service>(*this)) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterCallbackGenericService(service_.get());
  server_ = builder.BuildAndStart();
  address_ = "127.0.0.1:" + std::to_string(port);
}

ScriptedServer::~ScriptedServer() { server_->Shutdown(std::chrono::system_clock::now()); }

void ScriptedServer::Set(const std::string& method, RawHandler handler) {
  const std::lock_guard lock(mutex_);
  handlers_[method] = std::move(handler);
}

std::optional<grpc::Status> ScriptedServer::Answer(Call call, std::vector<std::string>& answers) {
  RawHandler handler;
  {
    const std::lock_guard lock(mutex_);
    calls_.push_back(call);
    if (const auto found = handlers_.find(call.method); found != handlers_.end()) handler = found->second;
  }
  if (!handler) return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "");
  return handler(call.request, answers);
}

std::vector<std::string> ScriptedServer::methods() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> methods;
  for (const Call& call : calls_) methods.push_back(call.method);
  return methods;
}

std::map<std::string, std::string> ScriptedServer::metadata() const {
  const std::lock_guard lock(mutex_);
  return calls_.empty() ? std::map<std::string, std::string>() : calls_.back().metadata;
}

}  // namespace lectern::admin::testing
