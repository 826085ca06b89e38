#include "tests/bench/report.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "grpcpp/grpcpp.h"

namespace lectern::bench {
namespace {

using nlohmann::ordered_json;

struct Figure {
  const char* name;
  double Sample::*figure;
};
constexpr Figure kFigures[] = {{"calls_per_second", &Sample::calls_a_second},
                               {"p50_us", &Sample::p50_us},
                               {"p99_us", &Sample::p99_us},
                               {"p999_us", &Sample::p999_us},
                               {"server_cpu_us_per_call", &Sample::server_us},
                               {"server_busy", &Sample::server_busy},
                               {"client_busy", &Sample::client_busy},
                               {"others_busy", &Sample::others_busy},
                               {"answer_bytes", &Sample::answer_bytes}};

std::string Processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(std::min(line.size(), line.find(':') + 2));
  return "unknown";
}

}  // namespace

double Rounded(double value) {
  if (value == 0 || !std::isfinite(value)) return 0;
  const double step = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 3);
  return std::round(value / step) * step;
}

ordered_json ToJson(const CaseResult& result) {
  ordered_json json;
  if (result.pressure.calls_a_second > 0)
    json["open_loop_calls_per_second"] = Rounded(result.pressure.calls_a_second);
  else
    json["in_flight"] = result.pressure.in_flight;
  json["seconds_per_round"] = result.pressure.seconds;
  for (const std::string& subject : result.subjects) {
    const std::vector<Sample>& samples = result.samples.at(subject);
    ordered_json& figures = json[subject];
    for (const Figure& figure : kFigures) {
      std::vector<double> values;
      for (const Sample& sample : samples) values.push_back(sample.*figure.figure);
      const auto [least, most] = std::minmax_element(values.begin(), values.end());
      figures[figure.name] = {{"median", Rounded(Median(values))}, {"min", Rounded(*least)}, {"max", Rounded(*most)}};
    }
    figures["rounds"] = samples.size();
  }
  return json;
}

ordered_json Machine() {
  utsname system = {};
  uname(&system);
  const double memory =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 30);
  return {{"processor", Processor()},
          {"cores", sysconf(_SC_NPROCESSORS_ONLN)},
          {"memory_gib", Rounded(memory)},
          {"kernel", std::string(system.sysname) + " " + system.release},
          {"grpc", grpc::Version()}};
}

void WriteReport(const std::filesystem::path& file, const std::vector<Ratio>& ratios, const ordered_json& figures,
                 const std::string& commit) {
  ordered_json json;
  json["ratios"] = ordered_json::object();
  for (const Ratio& ratio : ratios) json["ratios"][ratio.name] = Rounded(ratio.value);
  json["figures"] = figures;
  json["machine"] = Machine();
  json["commit"] = commit;
  const std::filesystem::path half = file.string() + ".new";
  testing::WriteFile(half, json.dump(2) + "\n");
  std::filesystem::rename(half, file);
}

void PrintCases(const std::vector<CaseResult>& results) {
  std::printf("\n%-12s %-8s %9s %9s %9s %9s %10s %7s %7s %7s %8s\n", "case", "server", "calls/s", "p50 us", "p99 us",
              "p99.9 us", "CPU us", "server", "client", "others", "bytes");
  for (const CaseResult& result : results)
    for (const std::string& subject : result.subjects) {
      const auto median = [&](double Sample::*figure) { return MedianOf(result, subject, figure); };
      std::printf("%-12s %-8s %9.0f %9.0f %9.0f %9.0f %10.1f %6.0f%% %6.0f%% %6.0f%% %8.0f\n", result.name.c_str(),
                  subject.c_str(), median(&Sample::calls_a_second), median(&Sample::p50_us), median(&Sample::p99_us),
                  median(&Sample::p999_us), median(&Sample::server_us), 100 * median(&Sample::server_busy),
                  100 * median(&Sample::client_busy), 100 * median(&Sample::others_busy),
                  median(&Sample::answer_bytes));
    }
}

void PrintRatios(const std::vector<Ratio>& ratios) {
  std::printf("\n%-26s %8s %8s\n", "ratio", "value", "target");
  for (const Ratio& ratio : ratios) {
    char target[32] = "";
    if (ratio.target > 0)
      std::snprintf(target, sizeof target, "%s %.4g", ratio.smaller_is_better ? "<=" : ">=", ratio.target);
    std::printf("%-26s %8.3f %8s  %s\n", ratio.name.c_str(), ratio.value, target, ratio.meaning.c_str());
  }
}

}  // namespace lectern::bench
