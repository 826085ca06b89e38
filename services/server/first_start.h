// What a new store gets: its topics, its site, and a key for its administrator.
#pragma once

#include <filesystem>

#include "absl/status/statusor.h"
#include "services/auth/key_ring.h"
#include "storage/engine/engine.h"

namespace lectern::server {

// Writes the four topics and the site where the store has neither. What an editor has changed stays.
absl::Status WriteDefaults(storage::Engine& engine, const storage::StoreIdentity& identity);

// Makes an administrator's key and writes its secret to `file`, which only its owner may read. The key does not expire:
// it is as good as access to the directory it lies in. Where `force` is false, only in a store without any key.
// True where a key was made.
absl::StatusOr<bool> WriteAdminKey(auth::KeyRing& keys, const std::filesystem::path& file, bool force);

}  // namespace lectern::server
