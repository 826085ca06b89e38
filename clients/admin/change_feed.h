// The change feed, transaction by transaction, over pages or a stream.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "clients/admin/session.h"
#include "lectern/v1/change_service.pb.h"

namespace lectern::admin {

struct FeedOptions {
  // Where the feed begins: after this revision; 0 at the store's beginning. Left out, Follow begins with what is
  // committed from now on, ReadAll at the beginning.
  std::optional<int64_t> after;
  std::vector<std::string> kinds;
  v1::View view = v1::VIEW_FULL;
};

// Takes one transaction, whole. False ends the feed.
using TakeTransaction = std::function<bool(const v1::Transaction& transaction)>;

// Reads the feed to its present end and hands on what it holds for the caller. Sets `position` to the revision to go on
// after; after a failure too.
grpc::Status ReadAll(Session& session, const FeedOptions& options, const TakeTransaction& take, int64_t& position);

// Follows the feed until `take` ends it or it fails for good. A connection that is lost is made anew as often as it
// takes, with a word on stderr, and each transaction is handed on once. Sets `position` likewise.
grpc::Status Follow(Session& session, const FeedOptions& options, const TakeTransaction& take, int64_t& position);

}  // namespace lectern::admin
