#include "tests/bench/search_run.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <utility>

#include "nlohmann/json.hpp"
#include "tests/bench/measure.h"
#include "tests/bench/search_feed.h"
#include "tests/bench/search_files.h"
#include "tests/bench/search_fts5.h"
#include "tests/bench/search_postgres.h"
#include "tests/support/program.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;

constexpr double kWarmUpShare = 0.25;  // of the time that is measured
constexpr double kCompareShare = 0.25;
constexpr uint64_t kCorpusSample = 100;

void Say(const std::string& text) {
  std::printf("%s\n", text.c_str());
  std::fflush(stdout);
}

// Tells whether two builds make the same documents.
uint64_t CorpusVersion(const SearchCorpus& corpus) {
  uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (uint64_t number = 0; number < kCorpusSample; ++number)
    for (const search::Word& word : FinalDocument(corpus, number).words)
      for (const char byte : word.form) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211u;
  return hash;
}

// What lies loaded in the work folder, and how long loading it took.
class LoadedSubjects {
 public:
  LoadedSubjects(fs::path file, uint64_t documents, uint64_t corpus_version, bool reuse) : file_(std::move(file)) {
    if (reuse) json_ = nlohmann::json::parse(testing::ReadFile(file_), nullptr, false);
    if (json_.is_object() && json_.value("documents", uint64_t{0}) == documents &&
        json_.value("corpus", uint64_t{0}) == corpus_version)
      return;
    json_ = {{"documents", documents}, {"corpus", corpus_version}, {"seconds", nlohmann::json::object()}};
  }

  LoadTimes Load(SearchSubject& subject, const SearchCorpus& corpus, uint64_t documents) {
    nlohmann::json& known = json_["seconds"];
    if (known.contains(subject.name())) {
      const std::vector<double> seconds = known[subject.name()];
      return {seconds.at(0), seconds.at(1), seconds.at(2)};
    }
    Say("Loading " + std::to_string(documents) + " documents into " + subject.name());
    const LoadTimes times = subject.Load(corpus, documents);
    known[subject.name()] = {times.loading, times.changing, times.settling};
    testing::WriteFile(file_, json_.dump());
    return times;
  }

 private:
  const fs::path file_;
  nlohmann::json json_;
};

// How busy the machine is with anything but this process.
class OtherLoad {
 public:
  OtherLoad() : machine_(MachineSeconds()), own_(OwnSeconds()) {}

  // Of all cores, since it was made.
  double Share() const {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    const double others = MachineSeconds() - machine_ - (OwnSeconds() - own_);
    return std::max(0.0, others) / seconds / static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN));
  }

 private:
  static double OwnSeconds() { return static_cast<double>(clock()) / CLOCKS_PER_SEC; }

  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  const double machine_, own_;
};

std::vector<SearchClass> WantedClasses(const SearchCorpus& corpus, const SearchSettings& settings) {
  std::vector<SearchClass> classes = MakeSearchClasses(corpus, settings.documents);
  if (!settings.classes.empty())
    std::erase_if(classes, [&](const SearchClass& made) {
      return std::find(settings.classes.begin(), settings.classes.end(), made.name) == settings.classes.end();
    });
  return classes;
}

uint64_t TextBytesOfAll(const SearchCorpus& corpus, uint64_t documents, const StopSignal& signal) {
  uint64_t bytes = 0;
  for (uint64_t number = 0; number < documents; ++number) {
    signal.Check();
    if (FateOf(number) != Fate::kDeleted) bytes += TextBytes(FinalDocument(corpus, number));
  }
  return bytes;
}

class Run {
 public:
  Run(const SearchSettings& settings, StopSignal& signal)
      : settings_(settings),
        signal_(signal),
        folder_(settings.work / "search"),
        classes_(WantedClasses(corpus_, settings)),
        own_(folder_ / "ours", signal) {
    subjects_.push_back(&own_);
    if (!settings.peers) return;
    peers_.push_back(std::make_unique<PostgresSearch>(settings.postgres_programs, folder_ / "postgres", signal));
    peers_.push_back(std::make_unique<Fts5Search>(folder_ / "fts5", signal));
    for (const auto& peer : peers_) subjects_.push_back(peer.get());
  }

  SearchResults Do() {
    SearchResults results;
    results.documents = settings_.documents;
    results.memory_before = MemoryOfThisProcess();
    Load(results);
    Start(results);
    for (const SearchClass& search_class : classes_) results.classes.push_back(MeasureClass(search_class));
    results.index = own_.Statistics();
    return results;
  }

 private:
  void Load(SearchResults& results) {
    if (!settings_.reuse) fs::remove_all(folder_);
    fs::create_directories(folder_);
    LoadedSubjects loaded(folder_ / "loaded.json", settings_.documents, CorpusVersion(corpus_), settings_.reuse);
    for (SearchSubject* subject : subjects_) {
      SubjectResult& result = results.subjects.emplace_back();
      result.name = subject->name();
      result.load = loaded.Load(*subject, corpus_, settings_.documents);
    }
    results.text_bytes = TextBytesOfAll(corpus_, settings_.documents, signal_);
  }

  void Start(SearchResults& results) {
    for (size_t s = 0; s < subjects_.size(); ++s) {
      SubjectResult& result = results.subjects[s];
      result.open_seconds = subjects_[s]->Start();
      result.version = subjects_[s]->version();
      result.disk_bytes = subjects_[s]->DiskBytes();
      if (s > 0) continue;
      Say("Asking our index every query once");
      for (const SearchClass& search_class : classes_) Measure(own_, search_class, {1, 0, 0, true}, signal_);
      results.memory = MemoryOfThisProcess();
    }
  }

  ClassResult MeasureClass(const SearchClass& search_class) {
    ClassResult result;
    result.name = search_class.name;
    result.queries = search_class.queries.size();
    if (subjects_.size() > 1)
      result.compared = CompareAnswers(subjects_, search_class, kCompareShare * settings_.peer_seconds, signal_);
    std::string line = search_class.name + ":";
    for (SearchSubject* subject : subjects_) {
      const bool own = subject == &own_;
      const double seconds = own ? settings_.seconds : settings_.peer_seconds;
      const double share = own ? 1 : 0.5;
      const Effort one{1, kWarmUpShare * seconds, seconds, own};
      const Effort two{2, kWarmUpShare * share * seconds, share * seconds, own};
      const OtherLoad load;
      QueryTimes one_thread = Measure(*subject, search_class, one, signal_);
      if (own) result.others_busy = load.Share();
      QueryTimes two_threads = Measure(*subject, search_class, two, signal_);
      line += " " + subject->name() + " " + std::to_string(static_cast<int64_t>(one_thread.Quantile(0.5))) + " us";
      result.times.emplace(subject->name(), ClassTimes{std::move(one_thread), std::move(two_threads)});
    }
    Say(line);
    return result;
  }

  const SearchSettings& settings_;
  StopSignal& signal_;
  const fs::path folder_;
  const SearchCorpus corpus_;
  const std::vector<SearchClass> classes_;
  OwnIndex own_;
  std::vector<std::unique_ptr<SearchSubject>> peers_;
  std::vector<SearchSubject*> subjects_;  // ours first
};

}  // namespace

std::vector<std::string> SearchClassNames() {
  std::vector<std::string> names;
  for (const SearchClass& made : MakeSearchClasses(SearchCorpus(), 1'000)) names.push_back(made.name);
  return names;
}

SearchResults RunSearch(const SearchSettings& settings, StopSignal& signal) {
  GoFirst();
  SearchResults results = Run(settings, signal).Do();
  if (!settings.reuse) fs::remove_all(settings.work / "search");
  return results;
}

}  // namespace lectern::bench
