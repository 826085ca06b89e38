// A small server of the contract for lecternctl's tests, over TCP: it keeps what is upserted, and can be told to
// fail and to lose answers. Real rules are the real server's; this one has only what a client can notice.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "lectern/v1/admin_service.grpc.pb.h"
#include "lectern/v1/entry_service.grpc.pb.h"

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

  // Each call's key must be this one, if set. Only before the first call.
  std::optional<std::string> secret;

  // The next calls of BatchUpsertEntries get these statuses, and nothing is carried out.
  void FailNext(std::vector<grpc::Status> statuses);
  // The next call of BatchUpsertEntries is carried out, its answer lost.
  void LoseNextAnswer();
  // ListEntries answers with the same page token for ever.
  void ListForEver();

  // What was called with what, in order.
  std::vector<v1::BatchUpsertEntriesRequest> entry_batches() const;
  // What is kept, by source_key.
  std::map<std::string, v1::Entry> entries() const;

 private:
  class Admin;
  class Entries;
  struct State;

  const std::unique_ptr<State> state_;
  std::unique_ptr<Admin> admin_;
  std::unique_ptr<Entries> entries_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace lectern::admin::testing
