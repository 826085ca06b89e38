// Whether a store holds what its clients know of it.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "lectern/v1/admin_service.grpc.pb.h"
#include "lectern/v1/entry_service.grpc.pb.h"
#include "tests/crash/import_load.h"

namespace lectern::testing {

// Checks one running server; what is wrong is reported as failures of the test.
class StoreChecker {
 public:
  StoreChecker(const std::shared_ptr<grpc::Channel>& channel, std::string key, const Corpus& corpus);

  v1::GetStatusResponse Status();

  // Every group is there as a whole, in the generation that was acknowledged or in the pending one, or not at all where
  // none was acknowledged. Answers with the names of the entries that are there.
  std::set<std::string> CheckGroups(const std::vector<Lane>& lanes);

  // Each of `names`, and nothing else, is in every listing of the catalogue exactly once, and is counted.
  void CheckListings(const std::set<std::string>& names);

  // Sends what is pending once more. It is carried out once: now, or it was before the server was killed. Either way it
  // is acknowledged from now on. `revision` is the store's before. Answers with how many had been
  // carried out before.
  int RepeatPending(std::vector<Lane>& lanes, int64_t revision);

  // Sends again what was acknowledged; the answer is the one of then.
  void RepeatAcknowledged(const Group& group);

 private:
  // The group's entries; empty where there are none.
  std::vector<v1::Entry> Read(int group);
  bool RepeatPending(Group& group, int64_t revision);
  // The generation of a group that is whole; 0 where it is not there.
  int CheckGroup(const Group& group, std::set<std::string>& names);
  std::vector<v1::Entry> List(const std::string& filter, const std::string& order_by);

  const std::unique_ptr<v1::EntryService::Stub> entries_;
  const std::unique_ptr<v1::AdminService::Stub> admin_;
  const std::string key_;
  const Corpus& corpus_;
};

}  // namespace lectern::testing
