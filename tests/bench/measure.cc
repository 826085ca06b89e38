#include "tests/bench/measure.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace lectern::bench {
namespace {

// Processor time so far, in seconds.
struct Usage {
  double server = 0, client = 0, machine = 0;
};

double ClientSeconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Usage Now(const MeasuredServer& server) { return {server.CpuSeconds(), ClientSeconds(), MachineSeconds()}; }

Sample Round(const Subject& subject, const Pressure& pressure) {
  Usage first, last;
  bool begun = false;
  const Outcome outcome = subject.client->Run(*subject.workload, pressure, [&] {
    (begun ? last : first) = Now(*subject.server);
    begun = true;
  });
  if (outcome.failed > 0)
    throw std::runtime_error(subject.name + ": " + std::to_string(outcome.failed) +
                             " calls failed, the first with: " + outcome.failure);
  const auto calls = static_cast<double>(outcome.calls);
  const auto micros = [&](double share) { return static_cast<double>(outcome.nanoseconds.Quantile(share)) / 1e3; };
  const double server = last.server - first.server, client = last.client - first.client;
  const double others = std::max(0.0, last.machine - first.machine - server - client);
  Sample sample;
  sample.calls_a_second = calls / outcome.seconds;
  sample.p50_us = micros(0.5);
  sample.p99_us = micros(0.99);
  sample.p999_us = micros(0.999);
  sample.server_us = server * 1e6 / calls;
  sample.server_busy = server / outcome.seconds;
  sample.client_busy = client / outcome.seconds;
  sample.others_busy = others / outcome.seconds / static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN));
  sample.answer_bytes = static_cast<double>(outcome.bytes) / calls;
  return sample;
}

}  // namespace

double MachineSeconds() {
  std::ifstream in("/proc/stat");
  std::string cpu;
  long user = 0, nice = 0, system = 0, idle = 0, waiting = 0, hard = 0, soft = 0, stolen = 0;
  in >> cpu >> user >> nice >> system >> idle >> waiting >> hard >> soft >> stolen;
  return static_cast<double>(user + nice + system + hard + soft + stolen) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

CaseResult Measure(const std::string& name, const std::vector<Subject>& subjects, const Pressure& pressure,
                   int rounds) {
  CaseResult result{name, pressure, {}, {}};
  for (const Subject& subject : subjects) result.subjects.push_back(subject.name);
  std::printf("%s:", name.c_str());
  for (int round = 0; round < rounds; ++round) {
    for (const Subject& subject : subjects) result.samples[subject.name].push_back(Round(subject, pressure));
    std::printf(" %d", round + 1);
    std::fflush(stdout);
  }
  std::printf("\n");
  return result;
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double MedianOf(const CaseResult& result, const std::string& subject, double Sample::*figure) {
  std::vector<double> values;
  for (const Sample& sample : result.samples.at(subject)) values.push_back(sample.*figure);
  return Median(std::move(values));
}

double RatioOf(const CaseResult& result, const std::string& subject, const std::string& other, double Sample::*figure) {
  const std::vector<Sample>&ours = result.samples.at(subject), &theirs = result.samples.at(other);
  std::vector<double> ratios;
  for (size_t i = 0; i < ours.size(); ++i) ratios.push_back(ours[i].*figure / (theirs[i].*figure));
  return Median(std::move(ratios));
}

}  // namespace lectern::bench
