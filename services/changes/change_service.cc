#include "services/changes/change_service.h"

#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lectern/v1/change_service.pb.h"
#include "services/aip/page_token.h"
#include "services/aip/violations.h"
#include "services/changes/feed_reader.h"
#include "services/changes/watch.h"
#include "storage/engine/fault.h"

namespace lectern::changes {
namespace {

using internal::v1::PageTokenPayload;
using storage::Extent;

// A page takes another part while it has fewer bytes: one change, which has 1 MiB at most, still fits then.
constexpr size_t kPageFullBytes = aip::kMaxPageBytes - (1 << 20);

ChangeReader ReaderOf(const aip::Backend& backend, std::shared_ptr<const Decorators> decorators,
                      const rpc::CallBase& call, v1::View view) {
  return {backend, std::move(decorators), call.audience(), aip::ExtentOf(view, Extent::kFull)};
}

// Where a page begins.
absl::StatusOr<FeedPosition> Locate(const aip::Backend& backend, const v1::ListChangesRequest& request, uint64_t hash) {
  if (request.page_token().empty()) return FeedPosition{request.after_revision() + 1, 0};
  ASSIGN_OR_RETURN(const PageTokenPayload token, aip::OpenPageToken(backend.identity, request.page_token(), hash));
  FeedPosition position{token.revision(), 0};
  if (!absl::SimpleAtoi(token.last_key(), &position.sequence))
    return Fault(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL_FAULT, "a page token of ours cannot be read");
  return position;
}

std::string TokenAt(const aip::Backend& backend, const FeedPosition& position, uint64_t hash) {
  PageTokenPayload token;
  token.set_request_hash(hash);
  token.set_epoch(static_cast<uint64_t>(backend.identity.epoch));
  token.set_revision(position.revision);
  token.set_last_key(absl::StrCat(position.sequence));
  return aip::SealPageToken(backend.identity, token);
}

absl::Status AppendPage(const aip::Backend& backend, const rpc::Call& call, const v1::ListChangesRequest& request,
                        uint64_t hash, FeedReader reader, rpc::ByteChain& answer, storage::Revision& latest) {
  size_t left = aip::CoercedPageSize(request.page_size());
  bool caught_up = false;
  while (left > 0 && answer.size() < kPageFullBytes && !caught_up) {
    RETURN_IF_ERROR(call.StillWanted());
    ASSIGN_OR_RETURN(FeedPart part, reader.Next({left, aip::kMaxPageBytes - answer.size()}));
    caught_up = part.caught_up;
    if (part.count == 0 && !part.continues) break;
    left -= part.count;
    answer.AppendFieldHeader(1, part.size());
    std::move(part).AppendTo(answer);
  }
  latest = backend.engine.Latest();
  v1::ListChangesResponse rest;
  if (reader.position().revision <= latest) rest.set_next_page_token(TokenAt(backend, reader.position(), hash));
  rest.set_next_after_revision(reader.position().revision - 1);
  rest.set_latest_revision(latest);
  rest.set_feed_id(FeedId(backend.identity));
  answer.Append(rest.SerializeAsString());
  return absl::OkStatus();
}

void ListChanges(const aip::Backend& backend, const std::shared_ptr<const Decorators>& decorators,
                 const rpc::CallPtr& call, v1::ListChangesRequest request) {
  if (request.page_size() < 0)
    return call->Finish(aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "page_size", "is negative"));
  if (absl::Status resumable = CheckResume(backend, request.after_revision(), request.feed_id()); !resumable.ok())
    return call->Finish(resumable);
  absl::StatusOr<ChangeKinds> kinds = ChangeKindsOf(request.kinds());
  if (!kinds.ok()) return call->Finish(kinds.status());
  const uint64_t hash = aip::ListingHash(*call, request);
  const absl::StatusOr<FeedPosition> position = Locate(backend, request, hash);
  if (!position.ok()) return call->Finish(position.status());
  backend.Run(call, [&backend, call, request, hash, kinds = *std::move(kinds), position = *position,
                     changes = ReaderOf(backend, decorators, *call, request.view())] {
    rpc::ByteChain answer;
    storage::Revision latest = 0;
    absl::Status read =
        AppendPage(backend, *call, request, hash, FeedReader(changes, backend, kinds, position), answer, latest);
    if (!read.ok()) return call->Finish(read);
    call->Finish(answer.Take(), latest);
  });
}

void StartWatch(const aip::Backend& backend, const std::shared_ptr<const Decorators>& decorators,
                const rpc::StreamCallPtr& call, const v1::WatchRequest& request) {
  const storage::Revision after = request.has_after_revision() ? request.after_revision() : backend.engine.Latest();
  if (absl::Status resumable = CheckResume(backend, after, request.feed_id()); !resumable.ok())
    return call->Finish(resumable);
  absl::StatusOr<ChangeKinds> kinds = ChangeKindsOf(request.kinds());
  if (!kinds.ok()) return call->Finish(kinds.status());
  Watch(backend, call,
        FeedReader(ReaderOf(backend, decorators, *call, request.view()), backend, *std::move(kinds), {after + 1, 0}));
}

}  // namespace

void AddChangeMethods(const aip::Backend& backend, Decorators decorators, rpc::MethodTable& methods) {
  const auto shared = std::make_shared<const Decorators>(std::move(decorators));
  methods.Add<v1::ListChangesRequest>("lectern.v1.ChangeService/ListChanges",
                                      [&backend, shared](rpc::CallPtr call, v1::ListChangesRequest request) {
                                        ListChanges(backend, shared, call, std::move(request));
                                      });
  methods.AddStream<v1::WatchRequest>("lectern.v1.ChangeService/Watch",
                                      [&backend, shared](rpc::StreamCallPtr call, v1::WatchRequest request) {
                                        StartWatch(backend, shared, call, request);
                                      });
}

}  // namespace lectern::changes
