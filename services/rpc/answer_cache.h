// Answers to reads, kept for as long as the store does not change: what a front end asks for all the time, a country's
// page or the first page of a listing, costs no more than sending it.
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "grpcpp/support/byte_buffer.h"
#include "services/auth/principal.h"
#include "storage/engine/engine.h"

namespace lectern::rpc {

// Only for methods whose answer follows from the request, the caller's role and the store alone; not from the time, nor
// from who calls. Any commit makes all of it void: nothing withdrawn, redacted or erased is served from here.
// Thread-safe.
class AnswerCache {
 public:
  static constexpr size_t kMostRequestBytes = 1024;
  static constexpr size_t kMostAnswerBytes = size_t{256} << 10;

  // What was asked, and of which state of the store.
  struct Question {
    std::string key;
    storage::Revision at = 0;
  };
  struct Hit {
    grpc::ByteBuffer answer;
    storage::Revision revision = 0;  // that the answer shows
  };

  // Holds `most_bytes` of answers, roughly; 0 keeps none. `engine` outlives it.
  AnswerCache(const storage::Engine& engine, size_t most_bytes);

  // nullopt where the answer is not to be kept.
  std::optional<Question> Ask(std::string_view method, v1::Role role, const grpc::ByteBuffer& request) const;
  std::optional<Hit> Find(const Question& question);
  // Nothing where the store has changed since it was asked. Copies the answer: what it is made of may belong to the
  // store.
  void Keep(Question question, const grpc::ByteBuffer& answer, storage::Revision revision);

 private:
  struct Kept {
    grpc::Slice answer;
    storage::Revision revision = 0;
  };
  // A part of the answers. What is young and used becomes old, and what is old and not used goes: two steps of age are
  // enough to keep what is asked for all the time, at no cost for each hit but a look into two tables.
  struct Shard {
    std::mutex mutex;
    storage::Revision at = 0;  // of all of it
    std::unordered_map<std::string, Kept> young, old;
    size_t young_bytes = 0;
  };
  static constexpr size_t kShards = 16;

  Shard& ShardOf(const std::string& key) { return shards_[std::hash<std::string>()(key) % kShards]; }
  // Forgets what another state of the store gave. False where `at` is the older one.
  static bool Follow(Shard& shard, storage::Revision at);
  void Insert(Shard& shard, std::string key, Kept kept) const;

  const storage::Engine& engine_;
  const size_t most_young_bytes_;  // of a shard
  std::array<Shard, kShards> shards_;
};

}  // namespace lectern::rpc
