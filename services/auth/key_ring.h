// The API keys of the store. They are few (at most 1,000 in use), so all of them are held in memory.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lectern/internal/v1/store.pb.h"
#include "storage/engine/engine.h"

namespace lectern::auth {

inline constexpr size_t kMaxKeys = 1000;

// Thread-safe.
class KeyRing {
 public:
  using Done = std::function<void(absl::StatusOr<v1::ApiKey>)>;

  // Reads all keys. Waits for the disk.
  static absl::StatusOr<std::unique_ptr<KeyRing>> Open(storage::Engine& engine);

  // The key behind a secret, if it is known, unexpired and not revoked at `now`; else UNAUTHENTICATED
  // (CREDENTIAL_INVALID), without saying which of these.
  absl::StatusOr<v1::ApiKey> Check(std::string_view secret, absl::Time now) const;

  // Stores a key under a new name; `done` gets it once it is durable, and it is good from then on.
  // RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) where 1,000 are in use at `now`. Otherwise errors as Engine::Commit.
  void Create(v1::ApiKey key, const std::string& secret, absl::Time now, const std::string& principal, Done done);

  // Ends a key. NOT_FOUND; a key that is revoked already stays as it is.
  void Revoke(const std::string& name, absl::Time now, const std::string& principal, Done done);

  // All keys by name.
  std::vector<v1::ApiKey> List() const;

 private:
  explicit KeyRing(storage::Engine& engine) : engine_(engine) {}
  void Store(const std::string& id, internal::v1::StoredApiKey stored, const std::string& principal,
             const std::string& method, Done done);

  storage::Engine& engine_;
  mutable std::mutex mutex_;
  std::map<std::string, internal::v1::StoredApiKey> keys_;  // by id; guarded by mutex_
};

}  // namespace lectern::auth
