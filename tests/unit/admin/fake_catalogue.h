// A small server of the contract for lecternctl's tests, over TCP: it keeps what is upserted, and can be told to
// refuse, to fail and to lose answers. Real rules are the real server's; this one has only what a client can notice.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "lectern/v1/admin_service.grpc.pb.h"
#include "lectern/v1/country_service.grpc.pb.h"
#include "lectern/v1/entry_service.grpc.pb.h"
#include "lectern/v1/teacher_resource_service.grpc.pb.h"

namespace lectern::admin::testing {

// A status as lecternd makes it: ErrorInfo with `reason`, a BadRequest for each of `fields`, RetryInfo.
grpc::Status MakeStatus(grpc::StatusCode code, const std::string& reason, const std::string& message,
                        const std::vector<std::pair<std::string, std::string>>& fields = {},
                        const std::map<std::string, std::string>& metadata = {}, int retry_millis = 0);

class FakeCatalogue {
 public:
  FakeCatalogue();
  ~FakeCatalogue();

  // "127.0.0.1:PORT".
  const std::string& address() const { return address_; }
  // Ends the server; calls fail from then on.
  void Stop();

  // Entries are refused (INVALID_ARGUMENT) where this says so. Only before the first call.
  std::function<bool(const v1::Entry&)> refuse_entry = [](const v1::Entry&) { return false; };
  // Country pages likewise, all of them.
  bool refuse_pages = false;
  // Each call's key must be this one, if set. Only before the first call.
  std::optional<std::string> secret;

  // The next calls of BatchUpsertEntries get these statuses, and nothing is carried out.
  void FailNext(std::vector<grpc::Status> statuses);
  // The next call of BatchUpsertEntries is carried out, its answer lost.
  void LoseNextAnswer();
  // ListEntries answers with the same page token for ever.
  void ListForEver();
  // The server goes away in the call of BatchUpsertEntries after the next `calls`.
  void GoAwayAfter(int calls);

  // What was called with what, in order.
  std::vector<v1::BatchUpsertEntriesRequest> entry_batches() const;
  std::vector<v1::BatchUpsertHotlinesRequest> hotline_batches() const;
  std::vector<v1::BatchUpsertCountryPagesRequest> page_batches() const;
  std::vector<v1::BatchUpsertCountriesRequest> country_batches() const;
  std::vector<v1::BatchUpsertTeacherResourcesRequest> resource_batches() const;
  // What is kept, by source_key.
  std::map<std::string, v1::Entry> entries() const;

 private:
  class Admin;
  class Countries;
  class Entries;
  class TeacherResources;
  struct State;

  const std::unique_ptr<State> state_;
  std::unique_ptr<Admin> admin_;
  std::unique_ptr<Countries> countries_;
  std::unique_ptr<Entries> entries_;
  std::unique_ptr<TeacherResources> resources_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  std::thread stopper_;
};

}  // namespace lectern::admin::testing
