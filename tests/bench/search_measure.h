// Asks one subject the queries of one class, and keeps how long each took.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/search_subject.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

// How long the queries of a class took. Who is slow gets through the first queries of the list alone: he is compared
// with what others need for the same ones.
class QueryTimes {
 public:
  explicit QueryTimes(size_t queries) : nanoseconds_(queries) {}

  void Record(size_t query, uint64_t nanoseconds) { nanoseconds_[query].push_back(nanoseconds); }

  // How many queries of the list, from its beginning on, were asked.
  size_t queries() const;
  // How often one was.
  size_t samples() const;
  // In microseconds, by nearest rank over all samples of the first `first` queries; 0 where there are none.
  double Quantile(double share, size_t first) const;
  double Quantile(double share) const { return Quantile(share, nanoseconds_.size()); }

  double per_second = 0;  // queries, of all threads together

 private:
  std::vector<std::vector<uint64_t>> nanoseconds_;  // by query
};

struct Effort {
  int threads = 1;
  double warm_up_seconds = 0;
  double seconds = 0;       // as many rounds of the whole list as fit, or a part of the first
  bool whole_list = false;  // one round at least, however long it takes
};

// Throws Stopped, or what a session throws.
QueryTimes Measure(SearchSubject& subject, const SearchClass& search_class, const Effort& effort,
                   const StopSignal& signal);

// Asks every subject the same queries, spread over the list: as many as take the slowest `seconds`, five at least.
// Returns how many. Throws std::runtime_error, with both answers, where one subject finds what another does not.
size_t CompareAnswers(const std::vector<SearchSubject*>& subjects, const SearchClass& search_class, double seconds,
                      const StopSignal& signal);

}  // namespace lectern::bench
