// Calls of the generated client that tests of whole servers share.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "lectern/v1/entry_service.grpc.pb.h"
#include "tests/support/server_process.h"

namespace lectern::testing {

// One caller with one connection. Not thread-safe.
class CatalogueClient {
 public:
  CatalogueClient(std::shared_ptr<grpc::Channel> channel, std::string key)
      : channel_(std::move(channel)), entries_(v1::EntryService::NewStub(channel_)), key_(std::move(key)) {}

  v1::EntryService::Stub& entries() { return *entries_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Calls with the key and a deadline of a minute.
  template <class Request, class Answer, class Stub>
  grpc::Status Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                    const Request& request, Answer& answer) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
    Authorize(context, key_);
    return (stub.*method)(&context, request, &answer);
  }

  // The same, with an exception for an answer that is none.
  template <class Request, class Answer, class Stub>
  Answer MustCall(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                  const Request& request) {
    Answer answer;
    const grpc::Status status = Call(stub, method, request, answer);
    if (!status.ok()) throw std::runtime_error(status.error_message());
    return answer;
  }

  v1::BatchUpsertResponse Upsert(const v1::BatchUpsertEntriesRequest& request) {
    return MustCall(*entries_, &v1::EntryService::Stub::BatchUpsertEntries, request);
  }

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::EntryService::Stub> entries_;
  const std::string key_;
};

// "entries/e00042".
inline std::string EntryName(int number) {
  std::string digits = std::to_string(number);
  return "entries/e" + std::string(5 - digits.size(), '0') + digits;
}

// Writes `count` entries from EntryName(first) on.
inline void WriteEntries(CatalogueClient& client, int first, int count, const std::string& title) {
  for (int done = 0; done < count;) {
    v1::BatchUpsertEntriesRequest request;
    for (; done < count && request.items_size() < 100; ++done) {
      auto& entry = *request.add_items()->mutable_entry();
      entry.set_name(EntryName(first + done));
      entry.add_title_lines(title + " " + std::to_string(first + done));
      entry.set_topic("topics/torture");
    }
    client.Upsert(request);
  }
}

}  // namespace lectern::testing
