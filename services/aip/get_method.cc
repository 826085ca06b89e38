#include <memory>

#include "absl/strings/str_cat.h"
#include "services/aip/projection.h"
#include "services/aip/read_methods.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

constexpr size_t kMaxBatch = 128;

using storage::Audience;
using storage::Extent;
using storage::RecordKind;
using storage::Snapshot;
using storage::Value;

absl::Status BadName(const RecordKind& kind, std::string_view field) {
  return FieldFault(
      v1::ERROR_REASON_FIELD_INVALID, field,
      absl::StrCat("is no name of the form ", kind.NamePattern(), ", ids being 1 to 63 of a-z, 0-9 and -"));
}

// Ends the call with what was read.
void Answer(const Backend& backend, const rpc::CallPtr& call, const RecordKind& kind, const std::string& name,
            Extent extent, const Decorate& decorate, const Snapshot& snapshot,
            absl::StatusOr<std::optional<Value>> value) {
  if (!value.ok()) return call->Finish(value.status());
  if (!*value) return call->Finish(NotFound(kind, name));
  absl::StatusOr<std::optional<Projected>> projected =
      Project(backend.identity, std::move(**value), call->audience(), extent);
  if (!projected.ok()) return call->Finish(projected.status());
  if (!*projected) return call->Finish(NotFound(kind, name));
  if (decorate != nullptr)
    if (absl::Status done = DecorateProjected(kind, snapshot, call->audience(), decorate, **projected); !done.ok())
      return call->Finish(done);
  rpc::ByteChain answer;
  std::move(**projected).AppendTo(answer);
  call->Finish(answer.Take(), snapshot.revision());
}

absl::Status AppendBatch(const Backend& backend, const rpc::Call& call, const RecordKind& kind,
                         const std::vector<std::string>& names, const std::vector<std::string>& keys, Extent extent,
                         const Snapshot& snapshot, rpc::ByteChain& answer) {
  ASSIGN_OR_RETURN(auto values, snapshot.MultiGet(keys));
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) return NotFound(kind, names[i]);
    ASSIGN_OR_RETURN(auto projected, Project(backend.identity, *std::move(values[i]), call.audience(), extent));
    if (!projected) return NotFound(kind, names[i]);
    if (answer.size() + projected->size() > kMaxPageBytes)
      return Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
                   absl::StrCat("the answer would have more than ", kMaxPageBytes,
                                " bytes; ask for fewer at once, or for the view BASIC"),
                   {{"limit", absl::StrCat(kMaxPageBytes)}});
    answer.AppendFieldHeader(1, projected->size());
    std::move(*projected).AppendTo(answer);
  }
  return absl::OkStatus();
}

}  // namespace

void Get(const Backend& backend, const rpc::CallPtr& call, const RecordKind& kind, const std::string& name,
         v1::View view, const Decorate& decorate, std::optional<storage::Revision> at) {
  std::optional<std::string> key = kind.KeyOf(name);
  if (!key) return call->Finish(BadName(kind, "name"));
  const Extent extent = ExtentOf(view, Extent::kFull);
  auto snapshot = backend.engine.OpenSnapshot(at);
  if (!snapshot.ok()) return call->Finish(snapshot.status());
  if (decorate == nullptr)
    if (auto cached = (*snapshot)->TryGet(*key))
      return Answer(backend, call, kind, name, extent, decorate, **snapshot, *std::move(cached));
  backend.Run(call,
              [&backend, call, &kind, name, extent, decorate, key = *std::move(key), snapshot = *std::move(snapshot)] {
                Answer(backend, call, kind, name, extent, decorate, *snapshot, snapshot->Get(key));
              });
}

void BatchGet(const Backend& backend, const rpc::CallPtr& call, const RecordKind& kind, std::vector<std::string> names,
              v1::View view) {
  if (names.empty() || names.size() > kMaxBatch)
    return call->Finish(FieldFault(v1::ERROR_REASON_FIELD_INVALID, "names",
                                   absl::StrCat("has ", names.size(), " items; 1 to ", kMaxBatch, " are allowed")));
  std::vector<std::string> keys;
  for (size_t i = 0; i < names.size(); ++i) {
    std::optional<std::string> key = kind.KeyOf(names[i]);
    if (!key) return call->Finish(BadName(kind, absl::StrCat("names[", i, "]")));
    keys.push_back(*std::move(key));
  }
  const Extent extent = ExtentOf(view, Extent::kFull);
  backend.Run(call, [&backend, call, &kind, names = std::move(names), keys = std::move(keys), extent] {
    auto snapshot = backend.engine.OpenSnapshot();
    if (!snapshot.ok()) return call->Finish(snapshot.status());
    rpc::ByteChain answer;
    if (absl::Status read = AppendBatch(backend, *call, kind, names, keys, extent, **snapshot, answer); !read.ok())
      return call->Finish(read);
    call->Finish(answer.Take(), (*snapshot)->revision());
  });
}

}  // namespace lectern::aip
