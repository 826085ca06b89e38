#include "services/rpc/exchange_call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/rpc/wire.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {

class ExchangeCall::Message final : public Turn {
 public:
  Message(ExchangeCallPtr exchange, absl::Duration most) : Turn(*exchange, most), exchange_(std::move(exchange)) {}
  ~Message() { exchange_->LetGo(*this); }

  void Finish(const absl::Status& error) override { exchange_->Answered(*this, error); }
  void Finish(grpc::ByteBuffer answer, storage::Revision revision) override {
    exchange_->Answered(*this, Answer{std::move(answer), revision});
  }
  void Finish(const google::protobuf::Message& answer, storage::Revision revision) override {
    Finish(Serialize(answer), revision);
  }

  void SetUnwanted() { set_cancelled(); }

 private:
  const ExchangeCallPtr exchange_;
};

ExchangeCallPtr ExchangeCall::Start(const MethodInfo& method, grpc::CallbackServerContext* context,
                                    absl::Duration patience) {
  ExchangeCallPtr call = std::make_shared<ExchangeCall>(Private(), method, context, patience);
  call->Keep(call);
  return call;
}

void ExchangeCall::Serve(const ExchangeMethod& exchange) {
  handler_ = exchange.handler;
  most_in_hand_ = exchange.most_in_hand;
  std::lock_guard lock(mutex_);
  Listen();
}

void ExchangeCall::Listen() {
  if (ended() || reading_ || closed_ || failed_ || in_hand_.size() >= most_in_hand_) return;
  reading_ = true;
  quiet_since_ = absl::Now();
  StartRead(&incoming_);
}

void ExchangeCall::OnReadDone(bool ok) {
  TurnPtr turn;
  std::optional<absl::Status> end;
  bool gone = false;
  {
    std::lock_guard lock(mutex_);
    if (ended()) return;
    if (ok) {
      auto message = std::make_shared<Message>(shared_from_this(), patience_);
      in_hand_.push_back({message.get(), std::nullopt});
      ++holders_;
      turn = std::move(message);
    } else {
      closed_ = true;
      reading_ = false;
      gone = cancelled();
      if (!gone) end = Advance();
    }
  }
  if (gone) return EndCancelled();
  if (end) Finish(*end);
  if (!ok) return;
  handler_(std::move(turn), incoming_);
  std::lock_guard lock(mutex_);
  incoming_.Clear();
  reading_ = false;
  Listen();
}

void ExchangeCall::OnWriteDone(bool ok) {
  std::optional<absl::Status> end;
  {
    std::lock_guard lock(mutex_);
    Written();
    // Where it was not taken the caller is gone, which OnCancel is told as well.
    if (ended() || !ok) return;
    in_hand_.pop_front();
    quiet_since_ = absl::Now();
    end = Advance();
    Listen();
  }
  if (end) Finish(*end);
}

std::optional<absl::Status> ExchangeCall::Advance() {
  if (ended() || writing()) return std::nullopt;
  if (in_hand_.empty()) return closed_ ? std::optional(absl::OkStatus()) : std::nullopt;
  std::optional<absl::StatusOr<Answer>>& answer = in_hand_.front().answer;
  if (!answer) return std::nullopt;
  if (!answer->ok()) return answer->status();
  Write(std::move((*answer)->message), (*answer)->revision);
  return std::nullopt;
}

ExchangeCall::InHand* ExchangeCall::Find(const Message& message) {
  const auto found =
      std::find_if(in_hand_.begin(), in_hand_.end(), [&](const InHand& each) { return each.message == &message; });
  return found == in_hand_.end() ? nullptr : &*found;
}

void ExchangeCall::Answered(const Message& message, absl::StatusOr<Answer> answer) {
  std::optional<absl::Status> end;
  {
    std::lock_guard lock(mutex_);
    InHand* asked = Find(message);
    if (asked == nullptr || asked->answer) return;
    failed_ = failed_ || !answer.ok();
    asked->answer = std::move(answer);
    end = Advance();
  }
  if (end) Finish(*end);
}

void ExchangeCall::LetGo(const Message& message) {
  Answered(message, absl::InternalError(absl::StrCat(method_info().name, " let a message go without an answer")));
  {
    std::lock_guard lock(mutex_);
    if (InHand* asked = Find(message)) asked->message = nullptr;
  }
  Release();
}

absl::Status ExchangeCall::Overdue(absl::Time now, const StreamLimits& limits) const {
  for (const InHand& each : in_hand_)
    if (!each.answer && each.message->deadline() <= now)
      return Fault(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED,
                   "a message of the stream was not answered in time");
  if (in_hand_.empty() && now - quiet_since_ > limits.idle)
    return Fault(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED,
                 absl::StrCat("nothing was sent on the stream for ", absl::FormatDuration(limits.idle),
                              "; open another once there is more to send"));
  return absl::OkStatus();
}

void ExchangeCall::OnEnd() {
  for (const InHand& each : in_hand_)
    if (each.message != nullptr) each.message->SetUnwanted();
  in_hand_.clear();
}

void ExchangeCall::OnDone() {
  Done();
  handler_ = nullptr;
  Release();
}

void ExchangeCall::Release() {
  bool last = false;
  {
    std::lock_guard lock(mutex_);
    last = --holders_ == 0;
  }
  if (last) Gone();
}

}  // namespace lectern::rpc
