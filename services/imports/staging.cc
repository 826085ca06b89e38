// Taking the items of an import, chunk by chunk.
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lectern/v1/import_service.pb.h"
#include "services/aip/violations.h"
#include "services/imports/import_operation.h"
#include "services/imports/import_rows.h"
#include "services/imports/import_service.h"
#include "storage/engine/fault.h"

namespace lectern::imports {
namespace {

constexpr int kMaxItems = 128;
constexpr int kMaxChunk = 99'999;
// A chunk is one value of the store.
constexpr size_t kMaxChunkBytes = 960 << 10;

// Answers, once the chunk is durable.
using Answer = void (*)(const rpc::TurnPtr& turn, const v1::StageItemsResponse& staged, storage::Revision revision);

absl::Status CheckChunk(const v1::StageItemsRequest& request, size_t bytes) {
  aip::Violations violations;
  if (request.chunk() < 0 || request.chunk() > kMaxChunk)
    violations.Add("chunk", absl::StrCat("is not from 0 to ", kMaxChunk));
  if (request.items().empty() || request.items_size() > kMaxItems)
    violations.Add("items", absl::StrCat("has ", request.items_size(), "; 1 to ", kMaxItems, " are allowed"));
  RETURN_IF_ERROR(violations.ToStatus());
  if (bytes <= kMaxChunkBytes) return absl::OkStatus();
  return Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
               absl::StrCat("the items have ", bytes, " bytes together; at most ", kMaxChunkBytes,
                            " are allowed: send fewer at a time"),
               {{"limit", absl::StrCat(kMaxChunkBytes)}});
}

struct Staging {
  storage::CommitRequest commit;
  bool there = false;  // the same chunk was staged before
};

absl::StatusOr<Staging> PlanStaging(const storage::Snapshot& snapshot, const auth::Principal& principal,
                                    const v1::StageItemsRequest& request, const std::string& bytes) {
  ASSIGN_OR_RETURN(const ImportOperation import, FindImport(snapshot, principal, request.operation()));
  if (!WaitsIn(import, v1::IMPORT_STATE_STAGING)) return WrongState(import, "STAGING");
  Staging staging;
  const std::string key = RowKey(import.name(), Part::kStaged, request.chunk());
  ASSIGN_OR_RETURN(const std::optional<storage::Value> before, snapshot.Get(key));
  if (before && before->bytes() != bytes)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "items",
                           absl::StrCat("chunk ", request.chunk(), " was staged with other items: begin a new import"));
  staging.there = before.has_value();
  staging.commit.batch.Put(key, bytes);
  staging.commit.preconditions = {{import.key, import.revision}, {key, 0}};
  staging.commit.operation = import.name();
  return staging;
}

void Stage(const aip::Backend& backend, const rpc::TurnPtr& turn, v1::StageItemsRequest request, Answer answer);

// Another sender of the same chunk was first, or the import went on: looked at anew.
void Staged(const aip::Backend& backend, const rpc::TurnPtr& turn, v1::StageItemsRequest request, Answer answer,
            const absl::StatusOr<storage::CommitResult>& result) {
  if (ReasonOf(result.status()) == v1::ERROR_REASON_WRITE_CONTENTION)
    return Stage(backend, turn, std::move(request), answer);
  if (!result.ok()) return turn->Finish(result.status());
  v1::StageItemsResponse response;
  response.set_chunk(request.chunk());
  answer(turn, response, result->revision);
}

void Stage(const aip::Backend& backend, const rpc::TurnPtr& turn, v1::StageItemsRequest request, Answer answer) {
  backend.Run(turn, [&backend, turn, request = std::move(request), answer]() mutable {
    internal::v1::StagedChunk chunk;
    chunk.mutable_items()->Swap(request.mutable_items());
    const std::string bytes = chunk.SerializeAsString();
    chunk.mutable_items()->Swap(request.mutable_items());
    absl::StatusOr<Staging> staging = [&]() -> absl::StatusOr<Staging> {
      RETURN_IF_ERROR(CheckChunk(request, bytes.size()));
      ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
      return PlanStaging(*snapshot, turn->principal(), request, bytes);
    }();
    if (!staging.ok()) return turn->Finish(staging.status());
    if (staging->there) {
      storage::CommitResult before;
      before.revision = backend.engine.Latest();
      return Staged(backend, turn, std::move(request), answer, before);
    }
    staging->commit.principal = turn->principal().id;
    staging->commit.method = std::string(turn->method());
    backend.engine.Commit(std::move(staging->commit), [&backend, turn, request = std::move(request), answer](
                                                          const absl::StatusOr<storage::CommitResult>& result) mutable {
      Staged(backend, turn, std::move(request), answer, result);
    });
  });
}

}  // namespace

void AddStagingMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  methods.Add<v1::StageItemsRequest>("lectern.v1.ImportService/StageItems",
                                     [&backend](const rpc::CallPtr& call, v1::StageItemsRequest request) {
                                       Stage(backend, call, std::move(request),
                                             [](const rpc::TurnPtr& turn, const v1::StageItemsResponse& staged,
                                                storage::Revision revision) { turn->Finish(staged, revision); });
                                     });
  methods.AddExchange<v1::StreamItemsRequest>(
      "lectern.v1.ImportService/StreamItems", [&backend](const rpc::TurnPtr& turn, v1::StreamItemsRequest request) {
        Stage(backend, turn, std::move(*request.mutable_chunk()),
              [](const rpc::TurnPtr& answered, const v1::StageItemsResponse& staged, storage::Revision revision) {
                v1::StreamItemsResponse response;
                *response.mutable_chunk() = staged;
                answered->Finish(response, revision);
              });
      });
}

}  // namespace lectern::imports
