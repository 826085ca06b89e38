// The stream of ChangeService.Watch.
#pragma once

#include "services/changes/feed_reader.h"
#include "services/rpc/stream_call.h"

namespace lectern::changes {

// Serves `call` with what `reader` reads, from its position on and for as long as the stream is open. `backend`
// outlives the call.
void Watch(const aip::Backend& backend, const rpc::StreamCallPtr& call, FeedReader reader);

}  // namespace lectern::changes
