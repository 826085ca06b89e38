#include "tests/bench/search_service_report.h"

#include <algorithm>
#include <cstdio>
#include <string>

namespace lectern::bench {
namespace {

using nlohmann::ordered_json;

constexpr char kCommon[] = "common";
constexpr double kMostRpcVsInProcess = 1.3;
constexpr double kMostMib = 768;
constexpr double kMostSecondsToReady = 2;
constexpr double kMostMillisecondsToVisible = 100;

double PerSecond(const Written& written) { return static_cast<double>(written.entries) / written.seconds; }

double MegaBytes(uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

double Milliseconds(uint64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e6; }

double ResidentMib(const ServiceResults& results) { return std::max(results.loaded.resident, results.asked.resident); }

ordered_json WrittenJson(const Written& written) {
  return {
      {"entries", written.entries}, {"seconds", Rounded(written.seconds)}, {"per_second", Rounded(PerSecond(written))}};
}

ordered_json LoadJson(const ServiceLoad& load) {
  return {{"written", WrittenJson(load.written)},
          {"updated", WrittenJson(load.updated)},
          {"deleted", WrittenJson(load.deleted)},
          {"index_behind_commits_at_most", load.behind_at_most},
          {"index_behind_commits_at_end", load.behind_at_end},
          {"catch_up_seconds", Rounded(load.catch_up_seconds)},
          {"settling_seconds", Rounded(load.settling_seconds)}};
}

ordered_json MemoryJson(const ServerMemory& memory) {
  return {{"resident_mib", Rounded(memory.resident)}, {"anonymous_mib", Rounded(memory.anonymous)}};
}

ordered_json LocalJson(const LocalTimes& times) {
  return {{"p50_us", Rounded(times.p50)}, {"p99_us", Rounded(times.p99)}};
}

ordered_json ClassJson(const ServiceClassResult& result) {
  return {{"queries", result.queries},
          {"one_in_flight", ToJson(result.one)},
          {"sixteen_in_flight", ToJson(result.many)},
          {"in_process",
           {{kSnippets, LocalJson(result.local.at(kSnippets))}, {kPlain, LocalJson(result.local.at(kPlain))}}},
          {"null_and_in_process_in_turn", LocalJson(result.in_turn)},
          {"null_busy_as_long", ToJson(result.busy)},
          {"rpc_vs_inprocess", Rounded(result.RpcVsInProcess())},
          {"rpc_vs_inprocess_in_turn", Rounded(result.RpcVsInTurn())},
          {"rpc_vs_null_busy_as_long", Rounded(result.RpcVsBusyNull())}};
}

std::string Times(double p50, double p99) {
  char text[64];
  std::snprintf(text, sizeof text, "%.0f (%.0f)", p50, p99);
  return text;
}

std::string Times(const CaseResult& result, const char* subject) {
  return Times(MedianOf(result, subject, &Sample::p50_us), MedianOf(result, subject, &Sample::p99_us));
}

std::string Times(const LocalTimes& times) { return Times(times.p50, times.p99); }

void PrintLoad(const ServiceLoad& load) {
  std::printf("Written: %.0f documents a second; updated: %.0f; deleted, a call each: %.0f\n", PerSecond(load.written),
              PerSecond(load.updated), PerSecond(load.deleted));
  std::printf("Index: %lld commits behind at most, %lld at the end; caught up %.1f s later, idle %.0f s later\n",
              static_cast<long long>(load.behind_at_most), static_cast<long long>(load.behind_at_end),
              load.catch_up_seconds, load.settling_seconds);
}

void PrintClasses(const std::vector<ServiceClassResult>& classes) {
  std::printf("\nOne call in flight: p50 (p99) in microseconds; calls a second with one and sixteen in flight\n");
  std::printf("%-10s %15s %15s %15s %15s %6s %15s %9s %8s %8s %8s %7s %7s %7s\n", "class", "with snippets", "without",
              "in process", "without", "null", "both in turn", "busy null", "vs apart", "vs turn", "vs busy", "1 /s",
              "16 /s", "bytes");
  for (const ServiceClassResult& result : classes)
    std::printf("%-10s %15s %15s %15s %15s %6.0f %15s %9.0f %8.2f %8.2f %8.2f %7.0f %7.0f %7.0f\n", result.name.c_str(),
                Times(result.one, kSnippets).c_str(), Times(result.one, kPlain).c_str(),
                Times(result.local.at(kSnippets)).c_str(), Times(result.local.at(kPlain)).c_str(),
                MedianOf(result.one, kNull, &Sample::p50_us), Times(result.in_turn).c_str(),
                MedianOf(result.busy, kNull, &Sample::p50_us), result.RpcVsInProcess(), result.RpcVsInTurn(),
                result.RpcVsBusyNull(), MedianOf(result.one, kSnippets, &Sample::calls_a_second),
                MedianOf(result.many, kSnippets, &Sample::calls_a_second),
                MedianOf(result.one, kSnippets, &Sample::answer_bytes));
}

void PrintOthers(const std::vector<std::pair<std::string, CaseResult>>& others) {
  std::printf("\nOther methods, one call in flight: p50 (p99) in microseconds\n");
  for (const auto& [name, result] : others) std::printf("%-10s %15s\n", name.c_str(), Times(result, kCalls).c_str());
}

void PrintStream(const ServiceResults& results) {
  std::printf(
      "\nBeside %.0f new documents a second, 50 a commit: visible after %.1f ms (p50), %.1f (p99), %.1f at most, "
      "of %llu\n",
      static_cast<double>(results.stream_entries) / results.stream_seconds,
      Milliseconds(results.sightings.Quantile(0.5)), Milliseconds(results.sightings.Quantile(0.99)),
      Milliseconds(results.sightings.max()), static_cast<unsigned long long>(results.sightings.count()));
  std::printf("Common words meanwhile: %s us; before: %s us\n", Times(results.common_streaming, kSnippets).c_str(),
              Times(results.common_quiet, kSnippets).c_str());
}

}  // namespace

std::vector<Ratio> ServiceRatios(const ServiceResults& results) {
  std::vector<Ratio> ratios;
  for (const ServiceClassResult& result : results.classes) {
    if (result.name != kCommon) continue;
    ratios.push_back({"rpc_vs_inprocess", result.RpcVsInProcess(), kMostRpcVsInProcess,
                      "common words: p50 of a whole call / (of its answer in process + of a null call)",
                      /*smaller_is_better=*/true});
    ratios.push_back({"rpc_vs_inprocess_in_turn", result.RpcVsInTurn(), kMostRpcVsInProcess,
                      "the same / p50 of a null call and then the answer in process",
                      /*smaller_is_better=*/true});
  }
  ratios.push_back({"resident", kMostMib / ResidentMib(results), 1, "768 MiB to what lecternd holds"});
  ratios.push_back({"ready_after_kill", kMostSecondsToReady / results.ready_seconds, 1,
                    "2 s to a start after a kill until search knows of every commit"});
  ratios.push_back({"visible", kMostMillisecondsToVisible / Milliseconds(results.sightings.Quantile(0.99)), 1,
                    "100 ms to the p99 until what was written is found, beside 1,000 documents a second"});
  return ratios;
}

ordered_json ServiceFigures(const ServiceResults& results) {
  ordered_json json = {{"documents", results.documents}};
  if (results.load) json["load"] = LoadJson(*results.load);
  json["index_bytes"] = results.index_bytes;
  json["store_bytes"] = results.store_bytes;
  json["memory"] = {{"loaded", MemoryJson(results.loaded)},
                    {"asked", MemoryJson(results.asked)},
                    {"streamed", MemoryJson(results.streamed)},
                    {"peak_mib", Rounded(results.peak_mib)}};
  json["after_kill"] = {{"serving_seconds", Rounded(results.serving_seconds)},
                        {"ready_seconds", Rounded(results.ready_seconds)}};
  for (const ServiceClassResult& result : results.classes) json["classes"][result.name] = ClassJson(result);
  for (const auto& [name, result] : results.others) json["other_methods"][name] = ToJson(result);
  json["stream"] = {
      {"documents_per_second", Rounded(static_cast<double>(results.stream_entries) / results.stream_seconds)},
      {"sightings", results.sightings.count()},
      {"visible_p50_ms", Rounded(Milliseconds(results.sightings.Quantile(0.5)))},
      {"visible_p99_ms", Rounded(Milliseconds(results.sightings.Quantile(0.99)))},
      {"visible_max_ms", Rounded(Milliseconds(results.sightings.max()))},
      {"common_quiet", ToJson(results.common_quiet)},
      {"common_streaming", ToJson(results.common_streaming)}};
  return json;
}

void PrintService(const ServiceResults& results) {
  std::printf("\nlecternd with %llu documents\n", static_cast<unsigned long long>(results.documents));
  if (results.load) PrintLoad(*results.load);
  std::printf("On disk: index %.1f MB, store %.1f MB\n", MegaBytes(results.index_bytes),
              MegaBytes(results.store_bytes));
  std::printf("Resident: %.0f MiB, after all queries %.0f, after the stream %.0f; %.0f at most before it\n",
              results.loaded.resident, results.asked.resident, results.streamed.resident, results.peak_mib);
  std::printf("After a kill: serving after %.2f s, search ready after %.2f s\n", results.serving_seconds,
              results.ready_seconds);
  PrintClasses(results.classes);
  PrintOthers(results.others);
  PrintStream(results);
  const std::vector<Ratio> ratios = ServiceRatios(results);
  PrintRatios(ratios);
  for (const Ratio& ratio : ratios)
    if (ratio.Missed()) std::printf("Missed: %s\n", ratio.name.c_str());
}

}  // namespace lectern::bench
