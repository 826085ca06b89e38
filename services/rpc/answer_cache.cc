#include "services/rpc/answer_cache.h"

#include <vector>

namespace lectern::rpc {
namespace {

// What an answer costs beside its bytes: its key, and its place in a table.
constexpr size_t kOverhead = 256;

// All bytes in one slice of its own.
grpc::Slice Flat(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return grpc::Slice();
  std::string bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return grpc::Slice(bytes);
}

}  // namespace

AnswerCache::AnswerCache(const storage::Engine& engine, size_t most_bytes)
    : engine_(engine), most_young_bytes_(most_bytes / kShards / 2) {}

std::optional<AnswerCache::Question> AnswerCache::Ask(std::string_view method, v1::Role role,
                                                      const grpc::ByteBuffer& request) const {
  if (most_young_bytes_ == 0 || request.Length() > kMostRequestBytes) return std::nullopt;
  // A request comes in several slices where the network cut it so.
  std::vector<grpc::Slice> slices;
  if (!request.Dump(&slices).ok()) return std::nullopt;
  Question question;
  question.at = engine_.Latest();
  question.key.reserve(method.size() + 2 + request.Length());
  question.key.append(method).push_back('\n');
  question.key.push_back(static_cast<char>(role));
  for (const grpc::Slice& slice : slices)
    question.key.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return question;
}

std::optional<AnswerCache::Hit> AnswerCache::Find(const Question& question) {
  Shard& shard = ShardOf(question.key);
  Kept kept;
  {
    std::lock_guard lock(shard.mutex);
    if (!Follow(shard, question.at)) return std::nullopt;
    if (const auto young = shard.young.find(question.key); young != shard.young.end()) {
      kept = young->second;
    } else {
      auto old = shard.old.extract(question.key);
      if (old.empty()) return std::nullopt;
      kept = old.mapped();
      Insert(shard, std::move(old.key()), std::move(old.mapped()));
    }
  }
  return Hit{grpc::ByteBuffer(&kept.answer, 1), kept.revision};
}

void AnswerCache::Keep(Question question, const grpc::ByteBuffer& answer, storage::Revision revision) {
  if (answer.Length() > kMostAnswerBytes || engine_.Latest() != question.at) return;
  Kept kept{Flat(answer), revision};
  Shard& shard = ShardOf(question.key);
  std::lock_guard lock(shard.mutex);
  if (Follow(shard, question.at)) Insert(shard, std::move(question.key), std::move(kept));
}

bool AnswerCache::Follow(Shard& shard, storage::Revision at) {
  if (shard.at == at) return true;
  if (shard.at > at) return false;
  shard.young.clear();
  shard.old.clear();
  shard.young_bytes = 0;
  shard.at = at;
  return true;
}

void AnswerCache::Insert(Shard& shard, std::string key, Kept kept) const {
  const size_t bytes = key.size() + kept.answer.size() + kOverhead;
  if (shard.young_bytes + bytes > most_young_bytes_) {
    shard.old = std::move(shard.young);
    shard.young.clear();
    shard.young_bytes = 0;
  }
  if (shard.young.emplace(std::move(key), std::move(kept)).second) shard.young_bytes += bytes;
}

}  // namespace lectern::rpc
