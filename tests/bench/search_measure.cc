#include "tests/bench/search_measure.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <future>
#include <stdexcept>
#include <utility>

#include "tests/bench/search_files.h"

namespace lectern::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kComparedAtLeast = 5;
constexpr size_t kComparedAtMost = 100;

struct Sample {
  uint64_t place = 0;  // in the list, which begins anew behind its end
  uint64_t nanoseconds = 0;
};

// Sessions take turns at the next query until `seconds` are over.
std::vector<Sample> RunFor(std::vector<std::unique_ptr<SearchSession>>& sessions, size_t queries, double seconds,
                           bool whole_list, const StopSignal& signal) {
  std::atomic<uint64_t> next = 0;
  const Clock::time_point end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  const auto work = [&](SearchSession& session) {
    std::vector<Sample> samples;
    for (Clock::time_point now = Clock::now();;) {
      const uint64_t place = next++;
      if (signal.number() != 0 || (now >= end && !(whole_list && place < queries))) break;
      const Clock::time_point began = Clock::now();
      session.Run(place % queries);
      now = Clock::now();
      samples.push_back({place, static_cast<uint64_t>(std::chrono::nanoseconds(now - began).count())});
    }
    return samples;
  };
  std::vector<std::future<std::vector<Sample>>> others;
  for (size_t s = 1; s < sessions.size(); ++s)
    others.push_back(std::async(std::launch::async, [&, s] { return work(*sessions[s]); }));
  std::vector<Sample> samples = work(*sessions[0]);
  for (auto& other : others) {
    const std::vector<Sample> more = other.get();
    samples.insert(samples.end(), more.begin(), more.end());
  }
  signal.Check();
  return samples;
}

std::string Described(const SearchAnswer& answer) {
  std::string text = answer.total.has_value() ? "total " + std::to_string(*answer.total) : "no total";
  text += ", " + std::to_string(answer.found) + " found";
  for (const int64_t date : answer.dates) text += " " + std::to_string(date);
  for (const auto& [label, count] : answer.counts) text += " " + label + ":" + std::to_string(count);
  return text;
}

std::string Described(const SearchQuery& query) {
  std::string text;
  for (const std::string& word : query.words) text += (text.empty() ? "" : " ") + word;
  if (!query.country.empty())
    text += " in " + query.country + " " + std::to_string(query.first_year) + "-" + std::to_string(query.last_year);
  return text;
}

}  // namespace

size_t QueryTimes::queries() const {
  const auto end =
      std::find_if(nanoseconds_.begin(), nanoseconds_.end(), [](const auto& times) { return times.empty(); });
  return static_cast<size_t>(end - nanoseconds_.begin());
}

size_t QueryTimes::samples() const {
  size_t samples = 0;
  for (const std::vector<uint64_t>& times : nanoseconds_) samples += times.size();
  return samples;
}

double QueryTimes::Quantile(double share, size_t first) const {
  std::vector<uint64_t> all;
  for (size_t query = 0; query < std::min(first, nanoseconds_.size()); ++query)
    all.insert(all.end(), nanoseconds_[query].begin(), nanoseconds_[query].end());
  if (all.empty()) return 0;
  const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(all.size())));
  const auto place = all.begin() + static_cast<std::ptrdiff_t>(std::max<size_t>(rank, 1) - 1);
  std::nth_element(all.begin(), place, all.end());
  return static_cast<double>(*place) / 1e3;
}

QueryTimes Measure(SearchSubject& subject, const SearchClass& search_class, const Effort& effort,
                   const StopSignal& signal) {
  const size_t queries = search_class.queries.size();
  std::vector<std::unique_ptr<SearchSession>> sessions;
  for (int thread = 0; thread < effort.threads; ++thread) sessions.push_back(subject.Open(search_class));
  RunFor(sessions, queries, effort.warm_up_seconds, false, signal);
  Stopwatch watch;
  const std::vector<Sample> samples = RunFor(sessions, queries, effort.seconds, effort.whole_list, signal);
  QueryTimes times(queries);
  times.per_second = static_cast<double>(samples.size()) / watch.Lap();
  // Every query counts as often as any other: a last round that did not come to its end is left out.
  const uint64_t rounds = std::max<uint64_t>(1, samples.size() / queries);
  for (const Sample& sample : samples)
    if (sample.place < rounds * queries) times.Record(sample.place % queries, sample.nanoseconds);
  return times;
}

size_t CompareAnswers(const std::vector<SearchSubject*>& subjects, const SearchClass& search_class, double seconds,
                      const StopSignal& signal) {
  std::vector<std::unique_ptr<SearchSession>> sessions;
  for (SearchSubject* subject : subjects) sessions.push_back(subject->Open(search_class));
  std::vector<double> spent(sessions.size());
  const size_t queries = search_class.queries.size();
  const size_t step = std::max<size_t>(1, queries / kComparedAtMost);
  size_t compared = 0;
  for (size_t query = 0; query < queries; query += step, ++compared) {
    if (compared >= kComparedAtLeast && *std::max_element(spent.begin(), spent.end()) >= seconds) break;
    SearchAnswer first;
    for (size_t s = 0; s < sessions.size(); ++s) {
      signal.Check();
      Stopwatch watch;
      sessions[s]->Run(query);
      spent[s] += watch.Lap();
      const SearchAnswer answer = sessions[s]->Answer();
      if (s == 0) first = answer;
      if (answer == first) continue;
      throw std::runtime_error("class " + search_class.name + ", query \"" + Described(search_class.queries[query]) +
                               "\": " + subjects[0]->name() + " finds " + Described(first) + ", but " +
                               subjects[s]->name() + " finds " + Described(answer));
    }
  }
  return compared;
}

}  // namespace lectern::bench
