#include "tests/bench/search_service_run.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <utility>

#include "tests/bench/answers.h"
#include "tests/bench/search_files.h"
#include "tests/bench/search_service_client.h"
#include "tests/bench/search_service_corpus.h"
#include "tests/bench/search_service_stream.h"
#include "tests/support/program.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;

constexpr char kSearch[] = "/lectern.v1.SearchService/Search";
constexpr char kNullCall[] = "/lectern.v1.EntryService/GetEntry";  // what a null server answers, whatever the bytes
constexpr char kCommon[] = "common";
constexpr int kRounds = 3;
constexpr double kWarmUpShare = 0.25;  // of the time that is measured
constexpr size_t kInFlight = 16;
constexpr int kConnections = 8;  // of those
// Numbers of the corpus that neither loading nor the stream comes to.
constexpr uint64_t kSightings = uint64_t{1} << 32;

void Say(const std::string& text) {
  std::printf("%s\n", text.c_str());
  std::fflush(stdout);
}

v1::SearchRequest WithoutSnippets(v1::SearchRequest request) {
  request.set_snippet_bytes(0);
  return request;
}

Workload SearchesOf(const std::vector<v1::SearchRequest>& requests) {
  Workload workload{kSearch, {}};
  for (const v1::SearchRequest& request : requests) workload.requests.emplace_back(request.SerializeAsString());
  return workload;
}

ServerMemory MemoryOf(const MeasuredServer& server) {
  return {static_cast<double>(server.ResidentKib()) / 1024, static_cast<double>(server.AnonymousKib()) / 1024};
}

// The requests of a class by kSnippets and kPlain, each for the page that is measured.
using RequestLists = std::map<std::string, std::vector<v1::SearchRequest>>;

template <class Ask>
RequestLists RequestsOf(const ServiceClass& search_class, const Ask& ask) {
  RequestLists lists;
  for (const v1::SearchRequest& request : search_class.requests) {
    lists[kSnippets].push_back(PageBehind(search_class.skip, request, ask));
    lists[kPlain].push_back(PageBehind(search_class.skip, WithoutSnippets(request), ask));
  }
  return lists;
}

class Run {
 public:
  Run(const ServiceSettings& settings, const StopSignal& signal)
      : settings_(settings),
        signal_(signal),
        folder_(settings.work / "search-service"),
        data_(folder_ / "loaded"),
        marker_(folder_ / "loaded.complete") {
    for (ServiceClass& made : MakeServiceClasses(corpus_, settings.documents)) {
      if (made.name == kCommon) common_ = made;
      const std::vector<std::string>& wanted = settings.classes;
      if (wanted.empty() || std::find(wanted.begin(), wanted.end(), made.name) != wanted.end())
        classes_.push_back(std::move(made));
    }
  }

  ServiceResults Do() {
    results_.documents = settings_.documents;
    AskServer();
    if (!classes_.empty()) AskInProcess();
    Stream();
    return std::move(results_);
  }

 private:
  MeasuredServer Start(const fs::path& data) const { return StartLectern(settings_.programs, data, std::nullopt); }
  std::string Version() const {
    return std::to_string(settings_.documents) + " " + std::to_string(EntriesVersion(corpus_));
  }

  void AskServer() {
    const bool loaded = settings_.reuse && testing::ReadFile(marker_) == Version();
    if (!loaded) fs::remove_all(folder_);
    fs::create_directories(folder_);
    MeasuredServer server = Start(data_);
    if (!loaded) results_.load = LoadService(server, AdminKeyOf(data_), corpus_, settings_.documents, signal_);
    ServiceClient(server.address()).WaitUntilIndexed(signal_);
    results_.loaded = MemoryOf(server);
    for (const ServiceClass& search_class : classes_) results_.classes.push_back(MeasureClass(server, search_class));
    for (const OtherCalls& other : MakeOtherCalls(corpus_, settings_.documents))
      results_.others.emplace_back(other.name, MeasureOther(server, other));
    results_.asked = MemoryOf(server);
    results_.peak_mib = static_cast<double>(server.PeakKib()) / 1024;
    results_.index_bytes = BytesBelow(data_ / "search");
    results_.store_bytes = BytesBelow(data_) - results_.index_bytes;
    server.Stop();
    testing::WriteFile(marker_, Version());
  }

  ServiceClassResult MeasureClass(const MeasuredServer& server, const ServiceClass& search_class) {
    signal_.Check();
    ServiceClassResult result;
    result.name = search_class.name;
    result.queries = search_class.requests.size();
    ServiceClient asker(server.address());
    const RequestLists lists =
        RequestsOf(search_class, [&](const v1::SearchRequest& request) { return asker.Search(request); });
    const Workload snippets = SearchesOf(lists.at(kSnippets)), plain = SearchesOf(lists.at(kPlain));
    const Workload null_calls{kNullCall, snippets.requests};
    const MeasuredServer null = StartNull(Fetch(server.address(), snippets));
    LoadClient client(server.address(), 1), clients(server.address(), kConnections), null_client(null.address(), 1);
    result.one = Measure(search_class.name + ", one in flight",
                         {{kSnippets, &server, &client, &snippets},
                          {kPlain, &server, &client, &plain},
                          {kNull, &null, &null_client, &null_calls}},
                         InFlight(1), kRounds);
    signal_.Check();
    result.many = Measure(search_class.name + ", sixteen in flight",
                          {{kSnippets, &server, &clients, &snippets}, {kPlain, &server, &clients, &plain}},
                          InFlight(kInFlight), kRounds);
    return result;
  }

  CaseResult MeasureOther(const MeasuredServer& server, const OtherCalls& other) const {
    signal_.Check();
    LoadClient client(server.address(), 1);
    return Measure(other.name + ", one in flight", {{kCalls, &server, &client, &other.calls}}, InFlight(1), kRounds);
  }

  Pressure InFlight(size_t calls) const {
    const double seconds = settings_.seconds / kRounds;
    return {calls, 0, kWarmUpShare * seconds, seconds};
  }

  MeasuredServer StartNull(const Answers& answers, double busy_us = 0) const {
    const fs::path file = folder_ / "answers.bin";
    WriteBodies(file, answers.bodies);
    std::vector<std::string> arguments{"--answers", file.string(), "--busy-us", std::to_string(std::lround(busy_us))};
    for (const auto& [key, value] : answers.trailers)
      arguments.insert(arguments.end(), {"--trailer", key + "=" + value});
    return MeasuredServer(settings_.programs / "null_server", arguments, std::nullopt);
  }

  void AskInProcess() {
    Say("Making the same answers in this process");
    const LocalService service(data_, signal_);
    for (size_t c = 0; c < classes_.size(); ++c) {
      signal_.Check();
      const RequestLists lists =
          RequestsOf(classes_[c], [&](const v1::SearchRequest& request) { return service.Search(request); });
      ServiceClassResult& result = results_.classes[c];
      for (const auto& [name, requests] : lists)
        result.local[name] = MeasureLocal(service, requests, settings_.seconds, signal_);
      MeasureNullCalls(service, lists.at(kSnippets), result);
    }
  }

  // In turn with the answers that `service` makes, and busy for as long.
  void MeasureNullCalls(const LocalService& service, const std::vector<v1::SearchRequest>& requests,
                        ServiceClassResult& result) {
    Answers answers;
    for (const v1::SearchRequest& request : requests) answers.bodies.push_back(ToString(service.Answer(request)));
    answers.trailers["lectern-revision"] = std::to_string(settings_.documents);
    const Workload calls{kNullCall, SearchesOf(requests).requests};
    {
      const MeasuredServer null = StartNull(answers);
      BytesClient client(null.address(), kNullCall);
      result.in_turn = MeasureLocal(service, requests, settings_.seconds, signal_,
                                    [&](size_t request) { client.Call(calls.requests[request]); });
    }
    const MeasuredServer busy = StartNull(answers, result.local.at(kSnippets).p50);
    LoadClient client(busy.address(), 1);
    result.busy = Measure(result.name + ", null calls that are busy as long", {{kNull, &busy, &client, &calls}},
                          InFlight(1), kRounds);
  }

  void Stream() {
    const fs::path data = folder_ / "streamed";
    CloneData(data_, data);
    {
      MeasuredServer server = Start(data);
      ServiceClient(server.address()).WaitUntilIndexed(signal_);
      MeasureStream(server, AdminKeyOf(data));
      server.Kill();
    }
    Say("Starting again after a kill");
    Stopwatch watch;
    MeasuredServer server = Start(data);
    ServiceClient(server.address()).WaitUntilIndexed(signal_);
    results_.ready_seconds = watch.Lap();
    results_.serving_seconds = server.seconds_to_serving();
    server.Stop();
    fs::remove_all(data);
  }

  void MeasureStream(const MeasuredServer& server, const std::string& admin_key) {
    const Workload common = SearchesOf(common_.requests);
    LoadClient client(server.address(), 1);
    const std::vector<Subject> subjects{{kSnippets, &server, &client, &common}};
    Fetch(server.address(), common);  // fills the caches
    results_.common_quiet = Measure("common, quiet", subjects, InFlight(1), kRounds);
    Say("Writing a stream of entries, and looking for " + std::to_string(settings_.sightings) + " others");
    Stopwatch watch;
    const EntryStream stream({server.address(), admin_key, settings_.documents}, corpus_);
    results_.sightings =
        MeasureVisibility({server.address(), admin_key, kSightings}, corpus_, settings_.sightings, signal_);
    results_.common_streaming = Measure("common, beside the stream", subjects, InFlight(1), kRounds);
    results_.stream_entries = stream.written();
    results_.stream_seconds = watch.Lap();
    results_.streamed = MemoryOf(server);
  }

  const ServiceSettings& settings_;
  const StopSignal& signal_;
  const fs::path folder_, data_, marker_;
  const SearchCorpus corpus_;
  std::vector<ServiceClass> classes_;
  ServiceClass common_;
  ServiceResults results_;
};

}  // namespace

double ServiceClassResult::RpcVsInProcess() const {
  return MedianOf(one, kSnippets, &Sample::p50_us) / (local.at(kSnippets).p50 + MedianOf(one, kNull, &Sample::p50_us));
}

double ServiceClassResult::RpcVsInTurn() const { return MedianOf(one, kSnippets, &Sample::p50_us) / in_turn.p50; }

double ServiceClassResult::RpcVsBusyNull() const {
  return MedianOf(one, kSnippets, &Sample::p50_us) / MedianOf(busy, kNull, &Sample::p50_us);
}

ServiceResults RunService(const ServiceSettings& settings, const StopSignal& signal) {
  ServiceResults results = Run(settings, signal).Do();
  if (!settings.reuse) fs::remove_all(settings.work / "search-service");
  return results;
}

}  // namespace lectern::bench
