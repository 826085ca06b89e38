#include "services/server/first_start.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <future>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/auth/secret.h"
#include "services/editing/import_item.h"
#include "services/server/default_texts.h"
#include "services/site/site_service.h"
#include "services/taxonomy/taxonomy_service.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/records/index_upkeep.h"
#include "storage/records/kinds.h"

namespace lectern::server {
namespace {

// Adds `record` to the session unless it is there.
absl::Status CreateMissing(editing::EditSession& session, const editing::ResourceRules& rules,
                           const google::protobuf::Message& record, const std::string& name) {
  ASSIGN_OR_RETURN(const auto there, session.snapshot().Get(rules.kind->KeyOf(name).value()));
  if (there) return absl::OkStatus();
  // As an import: what nobody has changed is brought up to date by the next one.
  const editing::FieldMask all;
  editing::ItemToImport item;
  item.rules = &rules;
  item.resource = &record;
  item.fields = &all;
  item.source = "Lectern";
  return session.Import(item, "").status();
}

absl::Status CannotWrite(const std::filesystem::path& file) {
  return absl::PermissionDeniedError(
      absl::StrCat("the administrator's key cannot be written to ", file.string(), ": ", std::strerror(errno)));
}

// Durable when it returns, and never readable by others, not even for a moment.
absl::Status WriteSecretFile(const std::filesystem::path& file, const std::string& secret) {
  ::unlink(file.c_str());
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (out < 0) return CannotWrite(file);
  const std::string line = secret + "\n";
  const bool written = ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(out) == 0;
  const absl::Status status = written ? absl::OkStatus() : CannotWrite(file);
  ::close(out);
  return status;
}

// Puts `temporary` in the place of `file`, durably.
absl::Status Replace(const std::filesystem::path& temporary, const std::filesystem::path& file) {
  if (::rename(temporary.c_str(), file.c_str()) != 0) return CannotWrite(file);
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return CannotWrite(file);
  const absl::Status status = ::fsync(folder) == 0 ? absl::OkStatus() : CannotWrite(file);
  ::close(folder);
  return status;
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
  *key.mutable_create_time() = ToTimestamp(absl::Now());
  const std::string secret = auth::NewSecret(auth::RandomId());
  // Written before the key is made, since a key that nobody has is worth nothing; put into place afterwards, since the
  // file that is there may hold a good one.
  const std::filesystem::path temporary = file.string() + ".new";
  RETURN_IF_ERROR(WriteSecretFile(temporary, secret));
  std::promise<absl::Status> stored;
  keys.Create(std::move(key), secret, absl::Now(), "system",
              [&stored](absl::StatusOr<v1::ApiKey> made) { stored.set_value(made.status()); });
  RETURN_IF_ERROR(stored.get_future().get());
  RETURN_IF_ERROR(Replace(temporary, file));
  return true;
}

}  // namespace lectern::server
