#include <charconv>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/aip/page_token.h"
#include "services/aip/past_states.h"
#include "services/aip/projection.h"
#include "services/aip/read_methods.h"
#include "services/aip/resource_name.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

using storage::Audience;
using storage::RecordKind;
using storage::Revision;
using storage::Value;

// States read at once: as for listings, memory stays bounded whatever a state's size.
constexpr size_t kChunk = 64;
// Most states that one call reads.
constexpr size_t kReadBudget = 1024;

struct Request {
  const RecordKind& kind;
  std::string name;
  std::string key;
  PageRequest page;
  Decorate decorate;
};

// The newest revision that the page may show; nullopt on the first page.
absl::StatusOr<std::optional<Revision>> Before(const Backend& backend, const PageRequest& page) {
  if (page.page_token.empty()) return std::optional<Revision>();
  ASSIGN_OR_RETURN(const internal::v1::PageTokenPayload token,
                   OpenPageToken(backend.identity, page.page_token, page.request_hash));
  Revision before = 0;
  std::from_chars(token.last_key().data(), token.last_key().data() + token.last_key().size(), before);
  return std::optional<Revision>(before);
}

void AppendToken(const Backend& backend, const PageRequest& page, Revision last, rpc::ByteChain& answer) {
  internal::v1::PageTokenPayload next;
  next.set_request_hash(page.request_hash);
  next.set_epoch(static_cast<uint64_t>(backend.identity.epoch));
  next.set_last_key(absl::StrCat(last));
  std::string token = SealPageToken(backend.identity, next);
  answer.AppendFieldHeader(2, token.size());
  answer.Append(std::move(token));
}

absl::Status AppendRevisions(const Backend& backend, const rpc::Call& call, const Request& request,
                             const storage::Snapshot& snapshot, rpc::ByteChain& answer) {
  const Audience audience = call.audience();
  ASSIGN_OR_RETURN(const std::optional<Value> current, snapshot.Get(request.key));
  if (!current) return NotFound(request.kind, request.name);
  ASSIGN_OR_RETURN(const storage::RecordView now, storage::RecordView::Parse(current->bytes()));
  if (audience != Audience::kEditor && !now.visible()) return MissingOrExpunged(request.kind, request.name, *current);

  const size_t size = CoercedPageSize(request.page.page_size);
  ASSIGN_OR_RETURN(std::optional<Revision> before, Before(backend, request.page));
  Revision hidden = 0;
  if (audience != Audience::kEditor) {
    ASSIGN_OR_RETURN(hidden, HiddenThrough(request.kind, current->bytes()));
  }
  for (size_t shown = 0, read = 0; true; read += kChunk) {
    RETURN_IF_ERROR(call.StillWanted());
    // A page may come short, or empty: who may not see the states pays for no walk through all of them.
    if (read >= kReadBudget) {
      AppendToken(backend, request.page, *before, answer);
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(std::vector<Value> states, snapshot.Versions(request.key, before, kChunk));
    if (states.empty()) return absl::OkStatus();
    for (Value& state : states) {
      const Revision revision = state.revision();
      if (revision <= hidden) return absl::OkStatus();
      if (audience != Audience::kEditor) {
        ASSIGN_OR_RETURN(const bool visible, ReadersMaySee(request.kind, *current, state));
        if (!visible) {
          before = revision;
          continue;
        }
      }
      ASSIGN_OR_RETURN(
          std::optional<Projected> projected,
          Project(backend.identity, state, audience, ExtentOf(request.page.view, storage::Extent::kBasic)));
      if (request.decorate != nullptr)
        RETURN_IF_ERROR(DecorateProjected(request.kind, snapshot, audience, request.decorate, *projected));
      if (shown == size || (shown > 0 && answer.size() + projected->size() > kMaxPageBytes)) {
        AppendToken(backend, request.page, *before, answer);
        return absl::OkStatus();
      }
      answer.AppendFieldHeader(1, projected->size());
      std::move(*projected).AppendTo(answer);
      before = revision;
      ++shown;
    }
  }
}

}  // namespace

void ListRevisions(const Backend& backend, const rpc::CallPtr& call, const RecordKind& kind, std::string name,
                   PageRequest page, Decorate decorate) {
  if (page.page_size < 0) return call->Finish(FieldFault(v1::ERROR_REASON_FIELD_INVALID, "page_size", "is negative"));
  std::optional<std::string> key = kind.KeyOf(name);
  if (!key) return call->Finish(BadName(kind, "name"));
  backend.Run(call, [&backend, call,
                     request = Request{kind, std::move(name), *std::move(key), std::move(page), std::move(decorate)}] {
    auto snapshot = backend.engine.OpenSnapshot();
    if (!snapshot.ok()) return call->Finish(snapshot.status());
    rpc::ByteChain answer;
    absl::Status read = AppendRevisions(backend, *call, request, **snapshot, answer);
    if (!read.ok()) return call->Finish(read);
    call->Finish(answer.Take(), (*snapshot)->revision());
  });
}

}  // namespace lectern::aip
