// Brings the corpus into a lecternd, and watches its search index come after.
#pragma once

#include <cstdint>
#include <string>

#include "tests/bench/catalogue.h"
#include "tests/bench/measured_server.h"
#include "tests/bench/search_corpus.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

struct ServiceLoad {
  Written written;              // all documents, 128 a commit
  Written updated;              // those that are updated, likewise
  Written deleted;              // each by a call of its own
  int64_t behind_at_most = 0;   // commits that the index did not know of while it was written to,
  int64_t behind_at_end = 0;    // and right after the last answer
  double catch_up_seconds = 0;  // from then until it knew of all
  double settling_seconds = 0;  // from then until the server had nothing left to do
};

// Writes the first `documents` of the corpus to `server`, then updates and deletes as search_feed.h says. Throws
// std::runtime_error where that fails, and Stopped.
ServiceLoad LoadService(const MeasuredServer& server, const std::string& admin_key, const SearchCorpus& corpus,
                        uint64_t documents, const StopSignal& signal);

}  // namespace lectern::bench
