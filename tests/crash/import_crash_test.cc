// lecternd is killed at random instants of a bulk import. What it acknowledged must be there after the next start, what
// it did not must be there as a whole or not at all, and sending that again must complete it.
//
// The seed is printed; LECTERN_CRASH_SEED gives the same writes and instants again (not the same scheduling).
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>

#include "lectern/v1/country_service.grpc.pb.h"
#include "tests/crash/import_load.h"
#include "tests/crash/store_checker.h"
#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kStores = 5;
constexpr int kRoundsAStore = 5;
constexpr int kConnections = 4;
constexpr int kLanes = 2 * kConnections;
constexpr size_t kMostGroupsALane = 12;  // a round; keeps the checks short
constexpr int kLongestImportMs = 500;
constexpr int kLongestStartMs = 150;

uint64_t Seed() {
  if (const char* given = std::getenv("LECTERN_CRASH_SEED")) return std::strtoull(given, nullptr, 10);
  return std::random_device()();
}

void CreateCountries(const std::shared_ptr<grpc::Channel>& channel, const std::string& key) {
  v1::BatchUpsertCountriesRequest request;
  for (const char* country : kCountries) request.add_items()->mutable_country()->set_name(country);
  grpc::ClientContext context;
  Authorize(context, key);
  v1::BatchUpsertResponse answer;
  const grpc::Status status = v1::CountryService::NewStub(channel)->BatchUpsertCountries(&context, request, &answer);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

// Kills a server while it is still coming up, perhaps in the middle of its recovery.
void KillWhileStarting(const std::filesystem::path& data, milliseconds after) {
  Program server(ProgramPath("lecternd"), {"--data", data.string(), "--listen", "127.0.0.1:0", "--metrics", ""});
  server.Wait(after);
  server.Kill();
}

class ImportCrash : public ::testing::Test {
 protected:
  milliseconds RandomTime(int longest) { return milliseconds(random_() % static_cast<unsigned>(longest)); }

  // An import that is cut off by kill -9.
  void ImportAndKill(ServerProcess& server, const std::string& key, std::vector<Lane>& lanes, int round) {
    std::vector<std::shared_ptr<grpc::Channel>> channels;
    for (int i = 0; i < kConnections; ++i) {
      channels.push_back(server.NewChannel());
      ASSERT_TRUE(channels.back()->WaitForConnected(std::chrono::system_clock::now() + seconds(30)));
    }
    const Importers importers(channels, key, corpus_, lanes, kMostGroupsALane * static_cast<size_t>(round + 1),
                              random_());
    std::this_thread::sleep_for(RandomTime(kLongestImportMs));
    server.Kill();
  }

  // After the next start: what the clients know is so.
  void Check(ServerProcess& server, const std::string& key, std::vector<Lane>& lanes) {
    StoreChecker checker(server.NewChannel(), key, corpus_);
    const int64_t revision = checker.Status().revision();
    for (const Lane& lane : lanes) {
      EXPECT_GE(revision, lane.last_revision);
      EXPECT_FALSE(lane.end.ok());
      EXPECT_EQ(lane.end.error_details(), "") << "the server refused a write: " << lane.end.error_message();
    }
    checker.CheckListings(checker.CheckGroups(lanes));
    for (const Lane& lane : lanes)
      if (!lane.groups.empty() && lane.groups.back().acknowledged != 0) checker.RepeatAcknowledged(lane.groups.back());
    EXPECT_EQ(checker.Status().revision(), revision) << "a repeated request was carried out again";
    carried_out_ += checker.RepeatPending(lanes, revision);
    checker.CheckListings(checker.CheckGroups(lanes));
  }

  const uint64_t seed_ = Seed();
  std::mt19937_64 random_{seed_};
  Corpus corpus_{seed_};
  int carried_out_ = 0;  // of the requests that were cut off
};

TEST_F(ImportCrash, WhatWasAcknowledgedIsThereAndNothingIsHalfThere) {
  std::cout << "LECTERN_CRASH_SEED=" << seed_ << std::endl;
  size_t groups = 0, pending = 0;
  for (int store = 0; store < kStores && !HasFailure(); ++store) {
    const TempDirectory directory;
    const std::filesystem::path data = directory.path() / "data";
    std::vector<Lane> lanes(kLanes);
    for (int i = 0; i < kLanes; ++i) lanes[static_cast<size_t>(i)].number = i;
    std::optional<ServerProcess> server(data);
    const std::string key = server->admin_key();
    ASSERT_NO_FATAL_FAILURE(CreateCountries(server->NewChannel(), key));
    for (int round = 0; round < kRoundsAStore && !HasFailure(); ++round) {
      SCOPED_TRACE("seed " + std::to_string(seed_) + ", store " + std::to_string(store) + ", round " +
                   std::to_string(round));
      ASSERT_NO_FATAL_FAILURE(ImportAndKill(*server, key, lanes, round));
      for (const Lane& lane : lanes)
        for (const Group& group : lane.groups) pending += group.pending != 0 ? 1 : 0;
      if (round % 2 == 1) KillWhileStarting(data, RandomTime(kLongestStartMs));
      server.emplace(data);
      Check(*server, key, lanes);
    }
    for (const Lane& lane : lanes) groups += lane.groups.size();
  }
  std::cout << kStores * kRoundsAStore << " rounds, " << groups << " groups of " << kGroupSize << " entries, "
            << pending << " requests were cut off, " << carried_out_ << " of them after their commit" << std::endl;
  // Otherwise the rounds showed nothing.
  EXPECT_GT(groups, static_cast<size_t>(kStores * kLanes));
  EXPECT_GT(pending, 0U);
}

}  // namespace
}  // namespace lectern::testing
