#include "services/changes/watch.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/time/clock.h"

namespace lectern::changes {
namespace {

constexpr PartLimits kPartLimits{1000, 1 << 20};
// Longest time without a message.
constexpr absl::Duration kSilence = absl::Seconds(10);
// Longest wait at once, so that little is left of a stream soon after its end.
constexpr absl::Duration kNap = absl::Seconds(1);

// Gives a stream its messages. One step at a time: it reads on the executor, or waits in the engine, or gRPC has the
// message and asks for the next.
class Feed : public std::enable_shared_from_this<Feed> {
 public:
  Feed(const aip::Backend& backend, rpc::StreamCallPtr call, FeedReader reader)
      : backend_(backend), call_(std::move(call)), reader_(std::move(reader)), feed_id_(FeedId(backend.identity)) {}

  void Pull() {
    call_->Run(backend_.executor, [self = shared_from_this()] { self->Work(); });
  }

 private:
  void Work() {
    if (!call_->Open()) return;
    if (!greeted_) {
      greeted_ = true;
      FeedPart begin;
      begin.revision = reader_.position().revision - 1;
      return Send(std::move(begin));
    }
    absl::StatusOr<FeedPart> part = reader_.Next(kPartLimits);
    if (!part.ok()) return call_->Finish(part.status());
    if (part->caught_up && absl::Now() < last_sent_ + kSilence) return Wait();
    Send(*std::move(part));
  }

  void Wait() {
    backend_.engine.WaitFor(reader_.position().revision, std::min(absl::Now() + kNap, last_sent_ + kSilence),
                            [self = shared_from_this()](const absl::Status& reached) { self->Woken(reached); });
  }

  // On the engine's thread: only hands over.
  void Woken(const absl::Status& reached) {
    if (!call_->Open()) return;
    if (reached.code() == absl::StatusCode::kCancelled) return call_->EndForShutdown();
    if (reached.ok() || absl::Now() >= last_sent_ + kSilence) return Pull();
    Wait();
  }

  void Send(FeedPart part) {
    if (part.last) complete_ = part.revision;
    last_sent_ = absl::Now();
    rpc::ByteChain message;  // a v1::WatchResponse
    message.AppendFieldHeader(1, feed_id_.size());
    message.Append(feed_id_);
    message.AppendFieldHeader(2, part.size());
    std::move(part).AppendTo(message);
    call_->Send(message.Take(), complete_);
  }

  const aip::Backend& backend_;
  const rpc::StreamCallPtr call_;
  FeedReader reader_;
  const std::string feed_id_;
  bool greeted_ = false;
  absl::Time last_sent_;
  storage::Revision complete_ = 0;  // all up to here has been sent as a whole
};

}  // namespace

void Watch(const aip::Backend& backend, const rpc::StreamCallPtr& call, FeedReader reader) {
  auto feed = std::make_shared<Feed>(backend, call, std::move(reader));
  call->Serve([feed = std::move(feed)] { feed->Pull(); });
}

}  // namespace lectern::changes
