#include "services/auth/key_ring.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "services/auth/secret.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/keys/key_codec.h"

namespace lectern::auth {
namespace {

using internal::v1::StoredApiKey;

constexpr std::string_view kCollection = "apiKeys/";

std::string KeyOf(const std::string& id) { return storage::KeyBuilder(storage::Keyspace::kApiKey).Text(id).Take(); }

bool IsGood(const v1::ApiKey& key, absl::Time now) {
  return !key.has_revoke_time() && (!key.has_expire_time() || FromTimestamp(key.expire_time()) > now);
}

absl::Status NoSuchKey(const std::string& name) {
  absl::Status status = Fault(absl::StatusCode::kNotFound, v1::ERROR_REASON_RESOURCE_NOT_FOUND,
                              "there is no such key; `lecternctl keys list` shows those there are");
  google::rpc::ResourceInfo info;
  info.set_resource_type("lectern/ApiKey");
  info.set_resource_name(name);
  AddDetail(status, info);
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<KeyRing>> KeyRing::Open(storage::Engine& engine) {
  std::unique_ptr<KeyRing> ring(new KeyRing(engine));
  ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
  const std::string prefix = storage::KeyBuilder(storage::Keyspace::kApiKey).Take();
  const auto cursor = snapshot->Scan(storage::PrefixRange(prefix));
  std::lock_guard lock(ring->mutex_);
  for (; cursor->Valid(); cursor->Next()) {
    StoredApiKey stored;
    if (!stored.ParseFromString(std::string(cursor->value())))
      return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a stored API key is damaged");
    ring->keys_.emplace(stored.api_key().name().substr(kCollection.size()), std::move(stored));
  }
  RETURN_IF_ERROR(cursor->status());
  return ring;
}

absl::StatusOr<v1::ApiKey> KeyRing::Check(std::string_view secret, absl::Time now) const {
  const absl::Status refused =
      Fault(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_CREDENTIAL_INVALID,
            "the key is not known here, has expired or was revoked; ask an administrator for a new one");
  const std::optional<std::string> id = IdOfSecret(secret);
  if (!id) return refused;
  std::lock_guard lock(mutex_);
  const auto found = keys_.find(*id);
  if (found == keys_.end()) return refused;
  const StoredApiKey& stored = found->second;
  if (!EqualInConstantTime(Sha256(secret), stored.secret_sha256())) return refused;
  if (!IsGood(stored.api_key(), now)) return refused;
  return stored.api_key();
}

void KeyRing::Create(v1::ApiKey key, const std::string& secret, absl::Time now, const std::string& principal,
                     Done done) {
  {
    std::lock_guard lock(mutex_);
    const auto good = [now](const auto& held) { return IsGood(held.second.api_key(), now); };
    if (std::count_if(keys_.begin(), keys_.end(), good) >= static_cast<std::ptrdiff_t>(kMaxKeys)) {
      done(Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
                 absl::StrCat("there are ", kMaxKeys, " keys in use already; revoke some"),
                 {{"limit", absl::StrCat(kMaxKeys)}}));
      return;
    }
  }
  const std::string id = IdOfSecret(secret).value();
  key.set_name(absl::StrCat(std::string(kCollection), id));
  StoredApiKey stored;
  *stored.mutable_api_key() = std::move(key);
  stored.set_secret_sha256(Sha256(secret));
  Store(id, std::move(stored), principal, "lectern.v1.AdminService/CreateApiKey", std::move(done));
}

void KeyRing::Revoke(const std::string& name, absl::Time now, const std::string& principal, Done done) {
  StoredApiKey stored;
  {
    std::lock_guard lock(mutex_);
    const auto found = name.starts_with(kCollection) ? keys_.find(name.substr(kCollection.size())) : keys_.end();
    if (found == keys_.end()) return done(NoSuchKey(name));
    stored = found->second;
  }
  if (stored.api_key().has_revoke_time()) return done(stored.api_key());
  *stored.mutable_api_key()->mutable_revoke_time() = ToTimestamp(now);
  // Whoever revokes it first or twice, it ends the same: no precondition, so that an unknown outcome can be repeated.
  Store(name.substr(kCollection.size()), std::move(stored), principal, "lectern.v1.AdminService/RevokeApiKey",
        std::move(done));
}

void KeyRing::Store(const std::string& id, StoredApiKey stored, const std::string& principal, const std::string& method,
                    Done done) {
  storage::CommitRequest request;
  request.batch.Put(KeyOf(id), stored.SerializeAsString());
  request.principal = principal;
  request.method = method;
  engine_.Commit(std::move(request), [this, id, stored = std::move(stored),
                                      done = std::move(done)](absl::StatusOr<storage::CommitResult> result) {
    if (!result.ok()) return done(result.status());
    {
      std::lock_guard lock(mutex_);
      keys_[id] = stored;
    }
    done(stored.api_key());
  });
}

std::vector<v1::ApiKey> KeyRing::List() const {
  std::lock_guard lock(mutex_);
  std::vector<v1::ApiKey> keys;
  for (const auto& [id, stored] : keys_) keys.push_back(stored.api_key());
  return keys;
}

}  // namespace lectern::auth
