// A bulk import that several clients carry out at once, and what they know of it when the server is killed.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "grpcpp/channel.h"
#include "lectern/v1/entry_service.grpc.pb.h"

namespace lectern::testing {

inline constexpr int kGroupSize = 16;
inline constexpr const char* kCountries[] = {"countries/be", "countries/ke", "countries/nl", "countries/ph"};
inline constexpr const char* kTopics[] = {"topics/human-trafficking", "topics/street-children", "topics/torture"};

// Entries that are written by one request, again and again: each time is a generation, from 1.
struct Group {
  int number = 0;
  // The newest generation that the server has answered for, 0 for none, and that answer.
  int acknowledged = 0;
  v1::BatchUpsertResponse answer;
  // A generation that was sent and not answered for; 0 for none. It may be in the store or not.
  int pending = 0;
};

// What is written; the same for the same seed.
class Corpus {
 public:
  explicit Corpus(uint64_t seed) : seed_(seed) {}

  static std::string Name(int group, int item);
  v1::Entry MakeEntry(int group, int generation, int item) const;
  // With the request_id that this generation of the group always has.
  v1::BatchUpsertEntriesRequest MakeRequest(int group, int generation) const;
  // The generation that an entry was written in.
  static int GenerationOf(const v1::Entry& entry);

 private:
  std::mt19937_64 RandomFor(int group, int generation, int item) const;

  const uint64_t seed_;
};

// The groups of one client thread.
struct Lane {
  int number = 0;
  std::vector<Group> groups;
  // Newest revision that an answer told.
  int64_t last_revision = 0;
  // What the call that ended it failed with.
  grpc::Status end;
};

// One thread a lane, from the constructor until a call of each fails. Two lanes share a connection.
class Importers {
 public:
  // A lane makes new groups up to `most_groups`, and rewrites those it has.
  Importers(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::string& key, const Corpus& corpus,
            std::vector<Lane>& lanes, size_t most_groups, uint64_t seed);
  // Waits for the threads.
  ~Importers();
  Importers(const Importers&) = delete;
  Importers& operator=(const Importers&) = delete;

 private:
  std::vector<std::thread> threads_;
};

// Sends generation `generation` of a group.
grpc::Status Send(v1::EntryService::StubInterface& stub, const std::string& key,
                  const v1::BatchUpsertEntriesRequest& request, v1::BatchUpsertResponse& answer);

}  // namespace lectern::testing
