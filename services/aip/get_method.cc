#include <memory>

#include "absl/strings/str_cat.h"
#include "services/aip/past_states.h"
#include "services/aip/projection.h"
#include "services/aip/read_methods.h"
#include "services/aip/resource_name.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"
#include "storage/engine/memory_only.h"

namespace lectern::aip {
namespace {

constexpr size_t kMaxBatch = 128;

using storage::Audience;
using storage::Extent;
using storage::RecordKind;
using storage::Revision;
using storage::Snapshot;
using storage::Value;

// A record to read, and in which state.
struct Wanted {
  const RecordKind& kind;
  std::string name;  // without "@{revision}"
  std::string key;
  Revision pinned = 0;  // the state that this commit wrote; 0: none in particular
};

absl::StatusOr<Wanted> WantedOf(const RecordKind& kind, std::string_view name, std::string_view field) {
  const std::optional<PinnedName> parsed = ParsePinnedName(name);
  std::optional<std::string> key = parsed ? kind.KeyOf(parsed->name) : std::nullopt;
  if (!key) return BadName(kind, field);
  return Wanted{kind, std::string(parsed->name), *std::move(key), parsed->revision};
}

// Answers with what was read, as the caller may see it.
absl::StatusOr<Projected> Show(const Backend& backend, const rpc::Call& call, const Wanted& wanted,
                               const GetOptions& options, const Snapshot& snapshot, std::optional<Value> value) {
  if (!value) return NotFound(wanted.kind, wanted.name);
  ASSIGN_OR_RETURN(std::optional<Projected> projected,
                   Project(backend.identity, *value, call.audience(), ExtentOf(options.view, Extent::kFull)));
  if (!projected) return MissingOrExpunged(wanted.kind, wanted.name, *value);
  if (options.decorate != nullptr)
    RETURN_IF_ERROR(DecorateProjected(wanted.kind, snapshot, call.audience(), options.decorate, *projected));
  return *std::move(projected);
}

// The state of an earlier revision; nullopt where there was none, or none that the caller may see.
absl::StatusOr<std::optional<Value>> ReadPast(const Backend& backend, const rpc::Call& call, const Wanted& wanted,
                                              Revision at, const Snapshot& snapshot) {
  if (at > snapshot.revision()) {
    if (wanted.pinned != 0) return std::optional<Value>();
    return RevisionAhead(at, snapshot.revision());
  }
  ASSIGN_OR_RETURN(std::optional<Value> value, backend.engine.GetAt(wanted.key, at));
  if (!value || (wanted.pinned != 0 && value->revision() != wanted.pinned)) return std::optional<Value>();
  if (call.audience() == Audience::kEditor) return value;
  ASSIGN_OR_RETURN(const std::optional<Value> current, snapshot.Get(wanted.key));
  if (!current) return std::optional<Value>();
  ASSIGN_OR_RETURN(const bool shown, ReadersMaySee(wanted.kind, *current, *value));
  if (!shown) value.reset();
  return value;
}

void Answer(const rpc::CallPtr& call, absl::StatusOr<Projected> projected, Revision revision) {
  if (!projected.ok()) return call->Finish(projected.status());
  rpc::ByteChain answer;
  (*std::move(projected)).AppendTo(answer);
  call->Finish(answer.Take(), revision);
}

absl::StatusOr<Projected> GetNow(const Backend& backend, const rpc::Call& call, const Wanted& wanted,
                                 const GetOptions& options, const Snapshot& snapshot) {
  ASSIGN_OR_RETURN(std::optional<Value> value, snapshot.Get(wanted.key));
  return Show(backend, call, wanted, options, snapshot, std::move(value));
}

absl::StatusOr<Projected> GetPast(const Backend& backend, const rpc::Call& call, const Wanted& wanted,
                                  const GetOptions& options, const Snapshot& snapshot) {
  const Revision at = wanted.pinned != 0 ? wanted.pinned : options.read_revision;
  ASSIGN_OR_RETURN(std::optional<Value> value, ReadPast(backend, call, wanted, at, snapshot));
  if (!value) {
    ASSIGN_OR_RETURN(const std::optional<Value> current, snapshot.Get(wanted.key));
    return current ? MissingOrExpunged(wanted.kind, wanted.name, *current) : NotFound(wanted.kind, wanted.name);
  }
  return Show(backend, call, wanted, options, snapshot, std::move(value));
}

absl::Status AppendBatch(const Backend& backend, const rpc::Call& call, const std::vector<Wanted>& batch,
                         const GetOptions& options, const Snapshot& snapshot, rpc::ByteChain& answer) {
  std::vector<std::optional<Value>> values;
  if (options.read_revision == 0) {
    std::vector<std::string> keys;
    for (const Wanted& wanted : batch) keys.push_back(wanted.key);
    ASSIGN_OR_RETURN(values, snapshot.MultiGet(keys));
  }
  for (size_t i = 0; i < batch.size(); ++i) {
    const bool past = options.read_revision != 0 || batch[i].pinned != 0;
    ASSIGN_OR_RETURN(Projected projected, past
                                              ? GetPast(backend, call, batch[i], options, snapshot)
                                              : Show(backend, call, batch[i], options, snapshot, std::move(values[i])));
    if (answer.size() + projected.size() > kMaxPageBytes)
      return Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
                   absl::StrCat("the answer would have more than ", kMaxPageBytes,
                                " bytes; ask for fewer at once, or for the view BASIC"),
                   {{"limit", absl::StrCat(kMaxPageBytes)}});
    answer.AppendFieldHeader(1, projected.size());
    std::move(projected).AppendTo(answer);
  }
  return absl::OkStatus();
}

// A name that says which state, and a request that says another.
absl::Status CheckReadRevision(Revision read_revision, Revision pinned) {
  if (read_revision < 0) return FieldFault(v1::ERROR_REASON_FIELD_INVALID, "read_revision", "is negative");
  if (read_revision != 0 && pinned != 0)
    return FieldFault(v1::ERROR_REASON_FIELD_INVALID, "read_revision", "goes with names that state no revision");
  return absl::OkStatus();
}

}  // namespace

void Get(const Backend& backend, const rpc::CallPtr& call, const RecordKind& kind, const std::string& name,
         GetOptions options) {
  absl::StatusOr<Wanted> wanted = WantedOf(kind, name, "name");
  if (!wanted.ok()) return call->Finish(wanted.status());
  if (absl::Status fits = CheckReadRevision(options.read_revision, wanted->pinned); !fits.ok())
    return call->Finish(fits);
  auto snapshot = backend.engine.OpenSnapshot();
  if (!snapshot.ok()) return call->Finish(snapshot.status());
  const bool past = options.read_revision != 0 || wanted->pinned != 0;
  if (!past && options.decorate == nullptr) {
    auto shown = storage::TryFromMemory([&] { return GetNow(backend, *call, *wanted, options, **snapshot); });
    if (shown) return Answer(call, *std::move(shown), (*snapshot)->revision());
  }
  backend.Run(call, [&backend, call, wanted = *std::move(wanted), options = std::move(options),
                     snapshot = *std::move(snapshot), past] {
    Answer(call, (past ? GetPast : GetNow)(backend, *call, wanted, options, *snapshot), snapshot->revision());
  });
}

void BatchGet(const Backend& backend, const rpc::CallPtr& call, const RecordKind& kind, std::vector<std::string> names,
              GetOptions options) {
  if (names.empty() || names.size() > kMaxBatch)
    return call->Finish(FieldFault(v1::ERROR_REASON_FIELD_INVALID, "names",
                                   absl::StrCat("has ", names.size(), " items; 1 to ", kMaxBatch, " are allowed")));
  std::vector<Wanted> batch;
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StatusOr<Wanted> wanted = WantedOf(kind, names[i], absl::StrCat("names[", i, "]"));
    if (!wanted.ok()) return call->Finish(wanted.status());
    if (absl::Status fits = CheckReadRevision(options.read_revision, wanted->pinned); !fits.ok())
      return call->Finish(fits);
    batch.push_back(*std::move(wanted));
  }
  backend.Run(call, [&backend, call, batch = std::move(batch), options = std::move(options)] {
    auto snapshot = backend.engine.OpenSnapshot();
    if (!snapshot.ok()) return call->Finish(snapshot.status());
    rpc::ByteChain answer;
    if (absl::Status read = AppendBatch(backend, *call, batch, options, **snapshot, answer); !read.ok())
      return call->Finish(read);
    call->Finish(answer.Take(), (*snapshot)->revision());
  });
}

}  // namespace lectern::aip
