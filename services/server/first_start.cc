#include "services/server/first_start.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <future>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "services/auth/secret.h"
#include "services/editing/edit_session.h"
#include "services/server/default_texts.h"
#include "services/site/site_service.h"
#include "services/taxonomy/taxonomy_service.h"
#include "storage/engine/fault.h"
#include "storage/records/index_upkeep.h"
#include "storage/records/kinds.h"

namespace lectern::server {
namespace {

// Adds `record` to the session unless it is there.
absl::Status CreateMissing(editing::EditSession& session, const editing::ResourceRules& rules,
                           const google::protobuf::Message& record, const std::string& name) {
  ASSIGN_OR_RETURN(const auto there, session.snapshot().Get(rules.kind->KeyOf(name).value()));
  if (there) return absl::OkStatus();
  return session.Create(rules, record, "").status();
}

// Durable when it returns, and never readable by others, not even for a moment.
absl::Status WriteSecretFile(const std::filesystem::path& file, const std::string& secret) {
  const std::filesystem::path temporary = file.string() + ".new";
  const int out = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string line = secret + "\n";
  const bool written =
      out >= 0 && ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(out) == 0;
  const int error = errno;
  if (out >= 0) ::close(out);
  if (!written || ::rename(temporary.c_str(), file.c_str()) != 0)
    return absl::PermissionDeniedError(
        absl::StrCat("the administrator's key cannot be written to ", file.string(), ": ", std::strerror(error)));
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteDefaults(storage::Engine& engine, const storage::StoreIdentity& identity) {
  ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
  editing::EditSession session(identity, *snapshot, absl::Now(), nullptr);
  for (const v1::Topic& topic : DefaultTopics())
    RETURN_IF_ERROR(CreateMissing(session, taxonomy::TopicRules(), topic, topic.name()));
  const v1::Site site = DefaultSite();
  RETURN_IF_ERROR(CreateMissing(session, site::SiteRules(), site, site.name()));
  if (session.batch().empty()) return absl::OkStatus();
  storage::CommitRequest commit = session.batch().Take();
  commit.principal = "system";
  commit.method = "first-start";
  return storage::CommitAndWait(engine, std::move(commit)).status();
}

absl::StatusOr<bool> WriteAdminKey(auth::KeyRing& keys, const std::filesystem::path& file, bool force) {
  if (!force && !keys.List().empty()) return false;
  v1::ApiKey key;
  key.set_display_name("administrator, made at the server's start");
  key.set_role(v1::ROLE_ADMIN);
  *key.mutable_create_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(absl::Now()));
  const std::string secret = auth::NewSecret(auth::RandomId());
  // The file first: a key that nobody has would be worth nothing.
  RETURN_IF_ERROR(WriteSecretFile(file, secret));
  std::promise<absl::Status> stored;
  keys.Create(std::move(key), secret, "system",
              [&stored](absl::StatusOr<v1::ApiKey> made) { stored.set_value(made.status()); });
  RETURN_IF_ERROR(stored.get_future().get());
  return true;
}

}  // namespace lectern::server
