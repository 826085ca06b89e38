// The answers of SearchService, made in one process: without gRPC, for benchmarks too.
#pragma once

#include "absl/status/statusor.h"
#include "lectern/v1/search_service.pb.h"
#include "services/aip/backend.h"
#include "services/rpc/wire.h"
#include "services/search/search_plan.h"
#include "storage/search/upkeep/index_keeper.h"

namespace lectern::searching {

// An answer's bytes, and the revision that it shows.
struct Answer {
  rpc::ByteChain bytes;
  storage::Revision revision = 0;
};

// Each waits for the disk, unless within MemoryOnly. Errors as search_service.proto has them.
absl::StatusOr<Answer> Search(const aip::Backend& backend, const search::ReadyIndex& ready, const Caller& caller,
                              const v1::SearchRequest& request);
absl::StatusOr<Answer> Suggest(const aip::Backend& backend, const search::ReadyIndex& ready, const Caller& caller,
                               const v1::SuggestRequest& request);
absl::StatusOr<Answer> Related(const aip::Backend& backend, const search::ReadyIndex& ready, const Caller& caller,
                               const v1::RelatedRequest& request);

}  // namespace lectern::searching
