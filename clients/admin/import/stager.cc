#include "clients/admin/import/stager.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace lectern::admin {
namespace {

// The contract's limit of items, and well below that of bytes.
constexpr int kMostItems = 128;
constexpr size_t kMostBytes = 512 << 10;
// Tag and length in front of an item, at most.
constexpr size_t kItemFrame = 16;
// Chunks on their way at once.
constexpr size_t kMostOnTheirWay = 4;
constexpr int kMostRecoveries = 20;
constexpr std::chrono::milliseconds kFirstPause{100}, kLongestPause{5'000};

}  // namespace

Stager::~Stager() {
  if (stream_ == nullptr) return;
  context_->TryCancel();
  Close();
}

grpc::Status Stager::Add(v1::ImportItem item) {
  const size_t bytes = item.ByteSizeLong() + kItemFrame;
  if (!filling_.items().empty() && (filling_.items_size() >= kMostItems || filling_bytes_ + bytes > kMostBytes)) {
    if (grpc::Status sent = Send(); !sent.ok()) return sent;
  }
  *filling_.add_items() = std::move(item);
  filling_bytes_ += bytes;
  return grpc::Status::OK;
}

grpc::Status Stager::Finish() {
  if (!filling_.items().empty())
    if (grpc::Status sent = Send(); !sent.ok()) return sent;
  if (grpc::Status all = Await(0); !all.ok()) return all;
  if (stream_ == nullptr) return grpc::Status::OK;
  stream_->WritesDone();
  return Close();
}

grpc::Status Stager::Send() {
  v1::StreamItemsRequest& request = unacknowledged_.emplace_back();
  filling_.set_operation(operation_);
  filling_.set_chunk(next_chunk_++);
  request.mutable_chunk()->Swap(&filling_);
  filling_.Clear();
  filling_bytes_ = 0;
  if (grpc::Status written = Write(request); !written.ok()) return written;
  return Await(kMostOnTheirWay - 1);
}

grpc::Status Stager::Write(const v1::StreamItemsRequest& request) {
  if (stream_ == nullptr || !stream_->Write(request)) return Recover();
  return grpc::Status::OK;
}

grpc::Status Stager::Await(size_t most) {
  while (unacknowledged_.size() > most) {
    v1::StreamItemsResponse response;
    if (stream_ != nullptr && stream_->Read(&response)) {
      unacknowledged_.pop_front();
      recoveries_ = 0;
      continue;
    }
    if (grpc::Status recovered = Recover(); !recovered.ok()) return recovered;
  }
  return grpc::Status::OK;
}

grpc::Status Stager::Recover() {
  while (true) {
    if (stream_ != nullptr) {
      const grpc::Status ended = Close();
      if (!ended.ok() && (!MayPass(connection_.Explained(ended)) || recoveries_ >= kMostRecoveries)) return ended;
      const auto pause = std::min(kFirstPause * (1 << std::min(recoveries_, 6)), kLongestPause);
      connection_.Pause(pause);
    }
    ++recoveries_;
    context_ = std::make_unique<grpc::ClientContext>();
    stream_ = connection_.Open(&ImportApi::StreamItems, *context_);
    if (stream_ == nullptr) return {grpc::StatusCode::UNAVAILABLE, "the server is not there"};
    if (std::all_of(unacknowledged_.begin(), unacknowledged_.end(),
                    [this](const v1::StreamItemsRequest& request) { return stream_->Write(request); }))
      return grpc::Status::OK;
  }
}

grpc::Status Stager::Close() {
  const grpc::Status status = stream_->Finish();
  stream_.reset();
  return status;
}

}  // namespace lectern::admin
