#include "services/admin/admin_service.h"

#include "absl/time/clock.h"
#include "lectern/v1/admin_service.pb.h"
#include "services/aip/violations.h"
#include "services/auth/secret.h"
#include "services/editing/field_rules.h"
#include "services/operations/compaction.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/records/record_reader.h"

namespace lectern::admin {
namespace {

void FillIndexStatus(const search::IndexKeeper& keeper, bool editor, v1::SearchIndexStatus& status) {
  const search::IndexStatistics statistics = keeper.Statistics();
  status.set_ready(keeper.Ready() != nullptr);
  status.set_revision(statistics.revision);
  if (editor) status.set_documents(static_cast<int64_t>(statistics.documents));
  status.set_disk_bytes(static_cast<int64_t>(statistics.disk_bytes));
  status.set_memory_bytes(static_cast<int64_t>(statistics.memory_bytes));
}

absl::Status FillStatus(const aip::Backend& backend, const search::IndexKeeper& keeper, const rpc::Call& call,
                        v1::GetStatusResponse& status, storage::Revision& revision) {
  const bool editor = call.audience() == storage::Audience::kEditor;
  ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
  revision = snapshot->revision();
  status.set_version(kVersion);
  if (editor) status.set_store_id(backend.identity.store_id);
  status.set_epoch(backend.identity.epoch);
  status.set_revision(revision);
  status.set_oldest_revision(backend.engine.Oldest());
  status.set_role(call.principal().role);
  status.set_writable(backend.engine.Writable());
  FillIndexStatus(keeper, editor, *status.mutable_search_index());
  for (const storage::RecordKind* kind : storage::AllRecordKinds()) {
    ASSIGN_OR_RETURN(const int64_t count,
                     storage::CountRecords(*snapshot, kind->StandardIndex(),
                                           editor ? storage::Scope::kEditors : storage::Scope::kReaders, {}));
    auto* line = status.add_counts();
    line->set_kind(std::string(kind->plural));
    line->set_count(static_cast<int32_t>(count));
  }
  return absl::OkStatus();
}

// The key to make, with its times; or what is wrong with it.
absl::StatusOr<v1::ApiKey> Complete(v1::ApiKey key, absl::Time now) {
  aip::Violations violations("api_key.");
  key.clear_name();
  key.clear_revoke_time();
  *key.mutable_create_time() = ToTimestamp(now);
  if (!key.has_expire_time()) *key.mutable_expire_time() = ToTimestamp(now + kDefaultKeyLife);
  const absl::Time end = FromTimestamp(key.expire_time());
  if (end <= now) violations.Add("expire_time", "is past");
  if (end > now + kMaxKeyLife) violations.Add("expire_time", "is more than 366 days away");
  editing::CheckFields(key, violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return key;
}

void AddCompact(const aip::Backend& backend, operations::Jobs& jobs, rpc::MethodTable& methods) {
  methods.Add<v1::CompactRequest>(
      "lectern.v1.AdminService/Compact", [&backend, &jobs](rpc::CallPtr call, const v1::CompactRequest&) {
        auto operation = jobs.New(operations::CompactionOrder(call->principal().id, absl::Now()));
        if (!operation.ok()) return call->Finish(operation.status());
        jobs.Start(*std::move(operation), std::string(call->method()),
                   [&backend, call](const absl::StatusOr<google::longrunning::Operation>& started) {
                     if (!started.ok()) return call->Finish(started.status());
                     call->Finish(*started, backend.engine.Latest());
                   });
      });
}

}  // namespace

void AddAdminMethods(const aip::Backend& backend, auth::KeyRing& keys, operations::Jobs& jobs,
                     search::IndexKeeper& keeper, rpc::MethodTable& methods) {
  AddCompact(backend, jobs, methods);
  methods.Add<v1::GetStatusRequest>(
      "lectern.v1.AdminService/GetStatus", [&backend, &keeper](rpc::CallPtr call, v1::GetStatusRequest) {
        backend.Run(call, [&backend, &keeper, call] {
          v1::GetStatusResponse status;
          storage::Revision revision = 0;
          if (absl::Status filled = FillStatus(backend, keeper, *call, status, revision); !filled.ok())
            return call->Finish(filled);
          call->Finish(status, revision);
        });
      });
  methods.Add<v1::CreateApiKeyRequest>(
      "lectern.v1.AdminService/CreateApiKey", [&backend, &keys](rpc::CallPtr call, v1::CreateApiKeyRequest request) {
        absl::StatusOr<v1::ApiKey> key = Complete(std::move(*request.mutable_api_key()), absl::Now());
        if (!key.ok()) return call->Finish(key.status());
        const std::string secret = auth::NewSecret(auth::RandomId());
        keys.Create(*std::move(key), secret, absl::Now(), call->principal().id,
                    [&backend, call, secret](absl::StatusOr<v1::ApiKey> made) {
                      if (!made.ok()) return call->Finish(made.status());
                      v1::CreateApiKeyResponse answer;
                      *answer.mutable_api_key() = *std::move(made);
                      answer.set_secret(secret);
                      call->Finish(answer, backend.engine.Latest());
                    });
      });
  methods.Add<v1::ListApiKeysRequest>("lectern.v1.AdminService/ListApiKeys",
                                      [&backend, &keys](rpc::CallPtr call, v1::ListApiKeysRequest) {
                                        v1::ListApiKeysResponse answer;
                                        for (v1::ApiKey& key : keys.List()) *answer.add_api_keys() = std::move(key);
                                        call->Finish(answer, backend.engine.Latest());
                                      });
  methods.Add<v1::RevokeApiKeyRequest>(
      "lectern.v1.AdminService/RevokeApiKey", [&backend, &keys](rpc::CallPtr call, v1::RevokeApiKeyRequest request) {
        if (!request.name().starts_with("apiKeys/"))
          return call->Finish(
              aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "name", "is no name of the form apiKeys/{id}"));
        keys.Revoke(request.name(), absl::Now(), call->principal().id,
                    [&backend, call](absl::StatusOr<v1::ApiKey> revoked) {
                      if (!revoked.ok()) return call->Finish(revoked.status());
                      call->Finish(*revoked, backend.engine.Latest());
                    });
      });
}

}  // namespace lectern::admin
