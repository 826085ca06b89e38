// A client of lecternd that asks one call after the other.
#pragma once

#include <memory>
#include <string>

#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "lectern/v1/admin_service.grpc.pb.h"
#include "lectern/v1/search_service.grpc.pb.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

// Anonymous, over a connection of its own. Each call throws std::runtime_error where it fails. Thread-safe.
class ServiceClient {
 public:
  explicit ServiceClient(const std::string& address);

  v1::SearchResponse Search(const v1::SearchRequest& request);
  v1::GetStatusResponse Status();
  // Returns once the search index answers and knows of every commit so far. Throws Stopped.
  void WaitUntilIndexed(const StopSignal& signal);

 private:
  const std::unique_ptr<v1::SearchService::Stub> search_;
  const std::unique_ptr<v1::AdminService::Stub> admin_;
};

// Calls of one method with bytes, and answers that nobody reads, over a connection of its own. Not thread-safe.
class BytesClient {
 public:
  // `path` as in Workload.
  BytesClient(const std::string& address, std::string path);
  ~BytesClient();
  BytesClient(const BytesClient&) = delete;
  BytesClient& operator=(const BytesClient&) = delete;

  // Throws std::runtime_error where it fails.
  void Call(const grpc::Slice& request);

 private:
  grpc::GenericStub stub_;
  grpc::CompletionQueue queue_;
  const std::string path_;
};

}  // namespace lectern::bench
