// What is measured side by side: something that takes the corpus and answers the queries of search_classes.h.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/search_classes.h"
#include "tests/bench/search_corpus.h"

namespace lectern::bench {

// What a query found, as far as all subjects must agree on it. By relevance they rank differently.
struct SearchAnswer {
  std::optional<uint64_t> total;
  size_t found = 0;                        // documents on the page
  std::vector<int64_t> dates;              // of the page, where it is in their order
  std::map<std::string, uint64_t> counts;  // by country

  friend bool operator==(const SearchAnswer&, const SearchAnswer&) = default;
};

// One thread's way of asking the queries of one class.
class SearchSession {
 public:
  virtual ~SearchSession() = default;
  // Asks query number `query` of the class and takes the whole answer in: what is timed. Throws std::runtime_error.
  virtual void Run(size_t query) = 0;
  // What the last Run found; not timed.
  virtual SearchAnswer Answer() const = 0;
};

struct LoadTimes {
  double loading = 0;   // seconds until every document can be found and is on disk
  double changing = 0;  // seconds for updates and deletions
  double settling = 0;  // seconds of work behind that: merging, vacuum, checkpoint
};

class SearchSubject {
 public:
  virtual ~SearchSubject() = default;
  virtual std::string name() const = 0;     // in the JSON
  virtual std::string version() const = 0;  // for people
  // Takes the first `documents` of the corpus, then the updates and deletions of search_feed.h, in place of whatever it
  // held. Complete and closed when it returns. Throws std::runtime_error, or Stopped.
  virtual LoadTimes Load(const SearchCorpus& corpus, uint64_t documents) = 0;
  // Opens what was loaded; returns how many seconds that took.
  virtual double Start() = 0;
  // Bytes on disk of what answers the queries, without logs that are kept for a crash.
  virtual uint64_t DiskBytes() = 0;
  // Sessions are used at the same time, each by one thread. They, and `search_class`, end before the subject does.
  virtual std::unique_ptr<SearchSession> Open(const SearchClass& search_class) = 0;
};

}  // namespace lectern::bench
