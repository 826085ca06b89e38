#include "tests/bench/rpc_cases.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>

#include "tests/bench/answers.h"
#include "tests/bench/corpus.h"
#include "tests/bench/start_times.h"
#include "tests/bench/steady_writer.h"

namespace lectern::bench {
namespace {

using nlohmann::ordered_json;

constexpr char kGet[] = "/lectern.v1.EntryService/GetEntry";
constexpr char kList[] = "/lectern.v1.EntryService/ListEntries";
constexpr int kServerCore = 0;
constexpr int kClientCore = 1;
constexpr int kConnections = 8;
constexpr size_t kInFlight = 64;
constexpr double kCommitsASecond = 10;  // editors at work
constexpr double kOpenShare = 0.5;      // of what the null server answers at most

// A running server and the connections to it.
struct Endpoint {
  std::unique_ptr<MeasuredServer> server;
  std::unique_ptr<LoadClient> client;

  Subject Under(const std::string& name, const Workload& workload) const {
    return {name, server.get(), client.get(), &workload};
  }
};

int Core(int wanted) { return sysconf(_SC_NPROCESSORS_ONLN) > wanted ? wanted : 0; }

Endpoint Connected(std::unique_ptr<MeasuredServer> server) {
  auto client = std::make_unique<LoadClient>(server->address(), kConnections);
  return {std::move(server), std::move(client)};
}

Endpoint Lectern(const RpcSettings& settings, const Catalogue& catalogue) {
  return Connected(std::unique_ptr<MeasuredServer>(
      new MeasuredServer(StartLectern(settings.programs, catalogue.data, Core(kServerCore)))));
}

// A null server that answers with what lecternd gave.
Endpoint Null(const RpcSettings& settings, const std::string& name, const Answers& answers) {
  const std::filesystem::path file = settings.work / ("answers-" + name + ".bin");
  WriteBodies(file, answers.bodies);
  std::vector<std::string> arguments{"--answers", file.string()};
  for (const auto& [key, value] : answers.trailers) arguments.insert(arguments.end(), {"--trailer", key + "=" + value});
  return Connected(std::make_unique<MeasuredServer>(settings.programs / "null_server", arguments, Core(kServerCore)));
}

// Gets of `count` entries picked from a catalogue of `entries`; of each of them where there are no more.
Workload Gets(uint64_t entries, size_t count, uint64_t seed) {
  Workload workload{kGet, {}};
  Numbers numbers(seed);
  for (size_t i = 0; i < std::min<uint64_t>(count, entries); ++i)
    workload.requests.push_back(GetRequest(EntryName(count < entries ? numbers.Below(entries) : i)));
  return workload;
}

// One run of the benchmark.
class RpcRun {
 public:
  explicit RpcRun(const RpcSettings& settings) : settings_(settings) {}

  RpcResults Do() {
    many_ = PrepareCatalogue(settings_.programs, settings_.work, settings_.entries);
    few_ = PrepareCatalogue(settings_.programs, settings_.work, settings_.few_entries);
    DescribeData();
    GoFirst();  // loading need not
    if (settings_.Has("starts")) times_.clean = CleanStarts(settings_.programs, many_, settings_.starts);
    if (MeasuresReads()) MeasureReads();
    if (settings_.Has("starts")) {
      StartsAfterKill(settings_.programs, many_, settings_.starts, settings_.write_seconds, times_);
      results_.figures["starts"] = {{"clean_seconds", times_.clean},
                                    {"after_kill_seconds", times_.after_kill},
                                    {"log_mib_at_kill", times_.log_mib}};
    }
    return std::move(results_);
  }

 private:
  bool MeasuresReads() const {
    return std::any_of(std::begin(kRpcParts), std::end(kRpcParts),
                       [&](const std::string& part) { return part != "starts" && settings_.Has(part); });
  }

  void DescribeData() {
    ordered_json& data = results_.figures["data"];
    data = {{"entries", many_.entries}, {"few_entries", few_.entries}, {"generator", CorpusVersion()}};
    if (many_.written.entries > 0)
      data["loaded_per_second"] = static_cast<double>(many_.written.entries) / many_.written.seconds;
  }

  void MeasureReads() {
    const Endpoint many = Lectern(settings_, many_), few = Lectern(settings_, few_);
    if (settings_.Has("hot") || settings_.Has("one") || settings_.Has("open")) MeasureHot(many, few);
    if (settings_.Has("cold")) MeasureCold(many, few);
    if (settings_.Has("list")) MeasureList(many);
    if (settings_.Has("writes")) MeasureWhileWriting(many);
    results_.figures["memory"] = {{"resident_mib", many.server->ResidentKib() / 1024},
                                  {"peak_mib", many.server->PeakKib() / 1024}};
  }

  const CaseResult& Run(const std::string& name, const std::vector<Subject>& subjects, const Pressure& pressure) {
    // Fills the caches, and says nothing.
    const Pressure filling{kInFlight, 0, 0, std::min(1.0, settings_.seconds)};
    for (const Subject& subject : subjects) subject.client->Run(*subject.workload, filling, [] {});
    results_.cases.push_back(Measure(name, subjects, pressure, settings_.rounds));
    results_.figures["cases"][name] = ToJson(results_.cases.back());
    return results_.cases.back();
  }

  Pressure Closed(size_t in_flight) const { return {in_flight, 0, 0.3, settings_.seconds}; }

  void Add(const char* name, double value, double target, const char* meaning) {
    results_.ratios.push_back({name, value, target, meaning});
  }

  void MeasureHot(const Endpoint& many, const Endpoint& few) {
    const Workload hot = Gets(many_.entries, settings_.hot, 1), few_hot = Gets(few_.entries, settings_.hot, 2);
    const Endpoint null = Null(settings_, "hot", Fetch(many.server->address(), hot));
    const Subject ours = many.Under("lectern", hot), theirs = null.Under("null", hot);
    if (settings_.Has("hot")) {
      const CaseResult& result = Run("get_hot", {ours, theirs, few.Under("few", few_hot)}, Closed(kInFlight));
      Add("get_vs_null", RatioOf(result, "lectern", "null", &Sample::calls_a_second), 0.90,
          "calls a second, 64 in flight, hot set: lectern / null");
      Add("get_cpu_vs_null", RatioOf(result, "null", "lectern", &Sample::server_us), 0,
          "the server's processor time a call: null / lectern");
      Add("get_p99_vs_null", RatioOf(result, "null", "lectern", &Sample::p99_us), 0.67,
          "99th percentile of latency: null / lectern");
      Add("get_many_vs_few", RatioOf(result, "few", "lectern", &Sample::server_us), 0.83,
          "processor time a call: few entries / all");
    }
    if (settings_.Has("one")) {
      const CaseResult& result = Run("get_one", {ours, theirs}, Closed(1));
      Add("get_one_vs_null", RatioOf(result, "lectern", "null", &Sample::calls_a_second), 0,
          "calls a second, 1 in flight: lectern / null");
    }
    if (settings_.Has("open")) {
      double rate = 0;
      const Outcome most = null.client->Run(hot, {kInFlight, 0, 0.3, 1}, [] {});
      rate = kOpenShare * static_cast<double>(most.calls) / most.seconds;
      const CaseResult& result = Run("get_open", {ours, theirs}, {0, rate, 0.3, settings_.seconds});
      Add("get_open_p99_vs_null", RatioOf(result, "null", "lectern", &Sample::p99_us), 0.67,
          "99th percentile at half the null server's rate: null / lectern");
    }
  }

  void MeasureCold(const Endpoint& many, const Endpoint& few) {
    const Workload all = Gets(many_.entries, many_.entries, 3), few_all = Gets(few_.entries, few_.entries, 4);
    const Endpoint null =
        Null(settings_, "cold", Fetch(many.server->address(), Gets(many_.entries, settings_.cold, 5)));
    const CaseResult& result =
        Run("get_cold", {many.Under("lectern", all), null.Under("null", all), few.Under("few", few_all)},
            Closed(kInFlight));
    Add("get_cold_vs_null", RatioOf(result, "lectern", "null", &Sample::calls_a_second), 0,
        "calls a second, every entry alike: lectern / null");
    Add("get_cold_many_vs_few", RatioOf(result, "few", "lectern", &Sample::server_us), 0.83,
        "processor time a call, every entry alike: few entries / all");
  }

  Workload Pages(const Endpoint& many) const {
    Workload pages{kList, {}};
    for (const std::string& token : MiddleTokens(many.server->address(), settings_.pages))
      pages.requests.push_back(ListRequest(token));
    return pages;
  }

  void MeasureList(const Endpoint& many) {
    const Workload pages = Pages(many);
    const Workload first{kList, {ListRequest("")}}, middle{kList, {pages.requests[pages.requests.size() / 2]}};
    const Endpoint null = Null(settings_, "list", Fetch(many.server->address(), pages));
    const CaseResult& result = Run("list",
                                   {many.Under("lectern", pages), null.Under("null", pages), many.Under("first", first),
                                    many.Under("middle", middle)},
                                   Closed(kInFlight));
    Add("list_vs_null", RatioOf(result, "lectern", "null", &Sample::calls_a_second), 0.85,
        "lists of 50 a second (BASIC, pages from all over): lectern / null");
    Add("list_cpu_vs_null", RatioOf(result, "null", "lectern", &Sample::server_us), 0,
        "the server's processor time a list: null / lectern");
    Add("list_p99_vs_null", RatioOf(result, "null", "lectern", &Sample::p99_us), 0.67,
        "99th percentile of latency: null / lectern");
    Add("middle_page_vs_first", RatioOf(result, "first", "middle", &Sample::server_us), 0.95,
        "processor time a list: the first page again and again / one in the middle likewise");
  }

  // The hot set and the pages once more, while editors write: pages go on showing the snapshot of their tokens.
  void MeasureWhileWriting(const Endpoint& many) {
    const Workload hot = Gets(many_.entries, settings_.hot, 1), pages = Pages(many);
    const Endpoint null_hot = Null(settings_, "hot", Fetch(many.server->address(), hot));
    const Endpoint null_pages = Null(settings_, "list", Fetch(many.server->address(), pages));
    const SteadyWriter writer(many.server->address(), AdminKeyOf(many_.data), kCommitsASecond);
    const CaseResult& gets =
        Run("get_writes", {many.Under("lectern", hot), null_hot.Under("null", hot)}, Closed(kInFlight));
    Add("get_while_writing_vs_null", RatioOf(gets, "lectern", "null", &Sample::calls_a_second), 0,
        "as get_vs_null, with 10 commits a second beside it");
    const CaseResult& lists =
        Run("list_writes", {many.Under("lectern", pages), null_pages.Under("null", pages)}, Closed(kInFlight));
    Add("list_while_writing_vs_null", RatioOf(lists, "lectern", "null", &Sample::calls_a_second), 0,
        "as list_vs_null, with 10 commits a second beside it");
    results_.figures["commits_while_writing"] = writer.commits();
  }

  const RpcSettings& settings_;
  Catalogue many_, few_;
  StartTimes times_;
  RpcResults results_;
};

}  // namespace

bool RpcSettings::Has(const std::string& part) const {
  return parts.empty() || std::find(parts.begin(), parts.end(), part) != parts.end();
}

RpcResults RunRpc(const RpcSettings& settings) {
  PinToCore(Core(kClientCore));
  return RpcRun(settings).Do();
}

}  // namespace lectern::bench
