// Calls to one server: address, key, deadlines and tries in one place.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <tuple>

#include "clients/admin/credential.h"
#include "clients/admin/errors.h"
#include "clients/admin/retry.h"
#include "google/longrunning/operations.grpc.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "lectern/v1/admin_service.grpc.pb.h"
#include "lectern/v1/change_service.grpc.pb.h"
#include "lectern/v1/entry_service.grpc.pb.h"
#include "lectern/v1/erasure_service.grpc.pb.h"
#include "lectern/v1/export_service.grpc.pb.h"
#include "lectern/v1/import_service.grpc.pb.h"
#include "lectern/v1/publication_service.grpc.pb.h"
#include "lectern/v1/search_service.grpc.pb.h"

namespace lectern::admin {

using AdminApi = v1::AdminService::StubInterface;
using ChangeApi = v1::ChangeService::StubInterface;
using EntryApi = v1::EntryService::StubInterface;
using ErasureApi = v1::ErasureService::StubInterface;
using ExportApi = v1::ExportService::StubInterface;
using ImportApi = v1::ImportService::StubInterface;
using OperationsApi = google::longrunning::Operations::StubInterface;
using PublicationApi = v1::PublicationService::StubInterface;
using SearchApi = v1::SearchService::StubInterface;

// What a connection is made of.
struct ConnectionOptions {
  // ADDR:PORT.
  std::string server;
  Credential credential;
  // The role that calls are carried out with, below the key's: "reader", "educator" or "editor"; "" means the key's.
  std::string act_as = "";
  // Calls wait until the server has reached this revision; 0 asks for none.
  int64_t at_least = 0;
  // For each try of a call.
  std::chrono::milliseconds timeout{30'000};
  // How long the very first call waits for the server to be there.
  std::chrono::milliseconds first_contact{3'000};
  RetryPolicy retry = {};
};

// Whether a call whose answer was lost may be sent again.
enum class Repeat { kSafe, kNever };

// One caller's calls to one server, one at a time. Not thread-safe.
class Connection {
 public:
  // Does not touch the network.
  explicit Connection(ConnectionOptions options);

  // Calls `method` of one of the interfaces above. A failure that may pass (see MayPass) is tried again with the same
  // request, by the policy; the first call of all gives up earlier where no server is there.
  // UNAVAILABLE without details: the server is not there.
  template <typename Api, typename Request, typename Response>
  grpc::Status Call(grpc::Status (Api::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response, Repeat repeat = Repeat::kSafe) {
    Api& stub = *std::get<std::unique_ptr<Api>>(stubs_);
    return Try(repeat, [&](grpc::ClientContext& context) {
      response.Clear();
      return (stub.*method)(&context, request, &response);
    });
  }

  // The same for a method that is told by its path. Example: "/lectern.v1.EntryService/GetEntry". `request` and
  // `response` must be of the method's types.
  grpc::Status Call(const std::string& path, const google::protobuf::Message& request,
                    google::protobuf::Message& response, Repeat repeat = Repeat::kSafe);

  // Opens a stream, without a deadline and without a second try; nullptr where no server is there. `context` is a new
  // one and outlives the stream.
  template <typename Api, typename Request, typename Response>
  std::unique_ptr<grpc::ClientReaderInterface<Response>> Open(
      std::unique_ptr<grpc::ClientReaderInterface<Response>> (Api::*method)(grpc::ClientContext*, const Request&),
      const Request& request, grpc::ClientContext& context) {
    if (!Reach()) return nullptr;
    Introduce(context);
    return (*std::get<std::unique_ptr<Api>>(stubs_).*method)(&context, request);
  }

  // The same for a stream in both directions.
  template <typename Api, typename Request, typename Response>
  std::unique_ptr<grpc::ClientReaderWriterInterface<Request, Response>> Open(
      std::unique_ptr<grpc::ClientReaderWriterInterface<Request, Response>> (Api::*method)(grpc::ClientContext*),
      grpc::ClientContext& context) {
    if (!Reach()) return nullptr;
    Introduce(context);
    return (*std::get<std::unique_ptr<Api>>(stubs_).*method)(&context);
  }

  // Waits for `pause`, and looks for the server meanwhile, so that one that is back is found.
  void Pause(std::chrono::milliseconds pause);

  const Caller& caller() const { return caller_; }
  std::chrono::milliseconds timeout() const { return options_.timeout; }
  // Of `status`, which is not OK.
  Failure Explained(const grpc::Status& status) const { return Explain(status, caller_); }

 private:
  grpc::Status Try(Repeat repeat, const std::function<grpc::Status(grpc::ClientContext&)>& call);
  bool Reach();
  // Who calls, and what for: the metadata of every call.
  void Introduce(grpc::ClientContext& context) const;

  const ConnectionOptions options_;
  const Caller caller_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::tuple<std::unique_ptr<AdminApi>, std::unique_ptr<ChangeApi>, std::unique_ptr<EntryApi>,
                   std::unique_ptr<ErasureApi>, std::unique_ptr<ExportApi>, std::unique_ptr<ImportApi>,
                   std::unique_ptr<OperationsApi>, std::unique_ptr<PublicationApi>, std::unique_ptr<SearchApi>>
      stubs_;
  grpc::TemplatedGenericStub<google::protobuf::Message, google::protobuf::Message> by_path_;
  std::mt19937_64 random_{std::random_device{}()};
  bool reached_ = false;
};

}  // namespace lectern::admin
