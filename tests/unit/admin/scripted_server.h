// A server over TCP whose answers a test writes itself, method by method, for verbs of which the exact calls matter. It
// speaks any method of any service, and remembers what it was asked.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/message_lite.h"
#include "grpcpp/grpcpp.h"

namespace lectern::admin::testing {

// What a method does with a call: appends its answers, as bytes, and says how the call ends. Without a status the call
// stays open until its caller goes.
using RawHandler =
    std::function<std::optional<grpc::Status>(const std::string& request, std::vector<std::string>& answers)>;

class ScriptedServer {
 public:
  ScriptedServer();
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  // "127.0.0.1:PORT".
  const std::string& address() const { return address_; }

  // Calls of `method` (as in "lectern.v1.ErasureService/Redact") are answered by `handler` from now on; methods without
  // one are UNIMPLEMENTED.
  template <typename Request, typename Answer>
  void On(const std::string& method, std::function<grpc::Status(const Request&, Answer&)> handler) {
    Set(method, [handler](const std::string& bytes, std::vector<std::string>& answers) -> std::optional<grpc::Status> {
      Request request;
      if (!request.ParseFromString(bytes)) return grpc::Status(grpc::StatusCode::INTERNAL, "another type of request");
      Answer answer;
      const grpc::Status status = handler(request, answer);
      if (status.ok()) answers.push_back(answer.SerializeAsString());
      return status;
    });
  }

  // The same for a method that streams.
  template <typename Request, typename Answer>
  void OnStream(const std::string& method,
                std::function<std::optional<grpc::Status>(const Request&, std::vector<Answer>&)> handler) {
    Set(method, [handler](const std::string& bytes, std::vector<std::string>& answers) -> std::optional<grpc::Status> {
      Request request;
      if (!request.ParseFromString(bytes)) return grpc::Status(grpc::StatusCode::INTERNAL, "another type of request");
      std::vector<Answer> messages;
      std::optional<grpc::Status> status = handler(request, messages);
      for (const Answer& message : messages) answers.push_back(message.SerializeAsString());
      return status;
    });
  }

  // What `method` was asked, in order.
  template <typename Request>
  std::vector<Request> Requests(const std::string& method) const {
    std::vector<Request> requests;
    const std::lock_guard lock(mutex_);
    for (const Call& call : calls_)
      if (call.method == method) requests.emplace_back().ParseFromString(call.request);
    return requests;
  }

  // The methods that were called, in order.
  std::vector<std::string> methods() const;
  // The metadata of the newest call.
  std::map<std::string, std::string> metadata() const;

 private:
  class Service;
  class Reactor;

  struct Call {
    std::string method;
    std::string request;
    std::map<std::string, std::string> metadata;
  };

  void Set(const std::string& method, RawHandler handler);
  std::optional<grpc::Status> Answer(Call call, std::vector<std::string>& answers);

  mutable std::mutex mutex_;
  std::map<std::string, RawHandler> handlers_;
  std::vector<Call> calls_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace lectern::admin::testing
