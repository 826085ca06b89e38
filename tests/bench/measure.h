// Measuring servers side by side: short rounds, one server after the other, again and again, so that whatever else the
// machine does hits all of them alike.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/bench/load_client.h"
#include "tests/bench/measured_server.h"

namespace lectern::bench {

// One round of one server.
struct Sample {
  double calls_a_second = 0;
  double p50_us = 0, p99_us = 0, p999_us = 0;  // latency, microseconds
  double server_us = 0;                        // processor time of the server, microseconds a call
  double server_busy = 0;                      // share of one core that the server used
  double client_busy = 0;                      // and the load generator
  double others_busy = 0;                      // share of the whole machine that everybody else used
  double answer_bytes = 0;                     // mean
};

// A server under one workload.
struct Subject {
  std::string name;
  const MeasuredServer* server = nullptr;
  LoadClient* client = nullptr;
  const Workload* workload = nullptr;
};

struct CaseResult {
  std::string name;
  Pressure pressure;
  std::vector<std::string> subjects;                   // in the order of the rounds
  std::map<std::string, std::vector<Sample>> samples;  // a sample a round
};

// Throws std::runtime_error where a call fails.
CaseResult Measure(const std::string& name, const std::vector<Subject>& subjects, const Pressure& pressure, int rounds);

// Processor time of all cores so far, in seconds; what a hypervisor gave to others counts as used.
double MachineSeconds();

double Median(std::vector<double> values);
// The median over all rounds of one subject's figure.
double MedianOf(const CaseResult& result, const std::string& subject, double Sample::*figure);
// The median over all rounds of what one subject had divided by what the other had in the same round.
double RatioOf(const CaseResult& result, const std::string& subject, const std::string& other, double Sample::*figure);

}  // namespace lectern::bench
