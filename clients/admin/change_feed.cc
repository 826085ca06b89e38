#include "clients/admin/change_feed.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "clients/admin/stream_watchdog.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

using std::chrono::milliseconds;

constexpr int kLargestPage = 1'000;
constexpr milliseconds kFirstWait{100};
constexpr milliseconds kLongestWait{10'000};
// The server sends a mark every 10 s at least: after so long without one, nobody is there any more.
constexpr milliseconds kLongestSilence{35'000};

// Puts the parts of a transaction together. One that is known only in part at a break is forgotten: it comes again.
class Parts {
 public:
  // True where `part` makes a transaction whole that holds changes.
  bool Add(const v1::Transaction& part) {
    if (whole_.revision() != part.revision()) whole_.Clear();
    whole_.MergeFrom(part);
    return part.last() && !whole_.changes().empty();
  }
  v1::Transaction Take() { return std::exchange(whole_, {}); }
  void Forget() { whole_.Clear(); }

 private:
  v1::Transaction whole_;
};

// Whether a stream that ended so is begun anew.
bool IsBreak(const Failure& failure) {
  if (failure.reason == "SHUTTING_DOWN" || failure.reason == "SLOW_CONSUMER" || failure.reason == "OVERLOADED")
    return true;
  if (!failure.reason.empty()) return false;
  switch (failure.code) {
    case grpc::StatusCode::OK:  // cut off without a status
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::INTERNAL:  // so gRPC calls a stream that was reset
    case grpc::StatusCode::UNKNOWN:
      return true;
    default:
      return false;
  }
}

class Follower {
 public:
  Follower(Session& session, const FeedOptions& options, const TakeTransaction& take, int64_t& position)
      : session_(session), take_(take), position_(position) {
    if (options.after) request_.set_after_revision(*options.after);
    for (const std::string& kind : options.kinds) request_.add_kinds(kind);
    request_.set_view(options.view);
  }

  grpc::Status Run() {
    milliseconds wait = kFirstWait;
    while (true) {
      heard_ = false;
      const grpc::Status status = Stream();
      if (ended_) return grpc::Status::OK;
      const Failure failure = session_.connection().Explained(status);
      // A first call that reaches nobody fails as every other verb does.
      if (!known_ || !IsBreak(failure)) return status;
      if (heard_) wait = kFirstWait;
      TellBreak(failure);
      session_.connection().Pause(wait);
      wait = std::min(2 * wait, kLongestWait);
    }
  }

 private:
  grpc::Status Stream() {
    parts_.Forget();
    grpc::ClientContext context;
    const auto stream = session_.connection().Open(&ChangeApi::Watch, request_, context);
    if (stream == nullptr) return {grpc::StatusCode::UNAVAILABLE, "nothing that speaks gRPC is there"};
    StreamWatchdog watchdog(context, kLongestSilence);
    v1::WatchResponse message;
    while (!ended_ && stream->Read(&message)) {
      watchdog.Heard();
      Heard();
      Take(message);
    }
    if (ended_) context.TryCancel();
    return stream->Finish();
  }

  void Heard() {
    if (known_ && !heard_ && lost_) session_.output().err << "The connection is back.\n";
    known_ = heard_ = true;
    lost_ = false;
  }

  void Take(const v1::WatchResponse& message) {
    const v1::Transaction& part = message.transaction();
    if (parts_.Add(part) && !take_(parts_.Take())) ended_ = true;
    if (!part.last()) return;
    position_ = part.revision();
    request_.set_after_revision(position_);
    request_.set_feed_id(message.feed_id());
  }

  void TellBreak(const Failure& failure) {
    if (!std::exchange(lost_, true))
      session_.output().err << fmt::format(
          "The connection is lost ({}); going on after revision {} as soon as it is back.\n", Text(failure), position_);
  }

  Session& session_;
  const TakeTransaction& take_;
  int64_t& position_;
  v1::WatchRequest request_;
  Parts parts_;
  bool known_ = false;  // a message has come, ever
  bool heard_ = false;  // a message has come over the present stream
  bool lost_ = false;   // the connection is, and it was said so
  bool ended_ = false;  // by `take_`
};

}  // namespace

grpc::Status ReadAll(Session& session, const FeedOptions& options, const TakeTransaction& take, int64_t& position) {
  v1::ListChangesRequest request;
  request.set_page_size(kLargestPage);
  request.set_view(options.view);
  request.set_after_revision(options.after.value_or(0));
  for (const std::string& kind : options.kinds) request.add_kinds(kind);
  position = request.after_revision();
  Parts parts;
  while (true) {
    v1::ListChangesResponse page;
    if (grpc::Status status = session.connection().Call(&ChangeApi::ListChanges, request, page); !status.ok())
      return status;
    for (const v1::Transaction& part : page.transactions())
      if (parts.Add(part) && !take(parts.Take())) return grpc::Status::OK;
    position = page.next_after_revision();
    if (page.next_page_token().empty()) return grpc::Status::OK;
    if (page.next_page_token() == request.page_token())
      return {grpc::StatusCode::INTERNAL, "the server's listing does not go on: the same page token twice"};
    request.set_page_token(page.next_page_token());
  }
}

grpc::Status Follow(Session& session, const FeedOptions& options, const TakeTransaction& take, int64_t& position) {
  return Follower(session, options, take, position).Run();
}

}  // namespace lectern::admin
