#include "tests/bench/search_own.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/bench/search_feed.h"
#include "tests/bench/search_files.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBatch = 500;
constexpr int kQuiet = 5;  // looks in a row that find nothing going on
constexpr auto kLook = std::chrono::milliseconds(100);

void Check(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error("our index: " + status.ToString());
}

class OwnSession : public SearchSession {
 public:
  OwnSession(const search::SearchIndex& index, Page page, const std::vector<search::SearchRequest>& requests)
      : index_(index), page_(page), requests_(requests) {}

  void Run(size_t query) override {
    absl::StatusOr<search::SearchResult> result = Search(*index_.CurrentView(), requests_[query]);
    Check(result.status());
    if (result->truncated) throw std::runtime_error("our index: a prefix had more forms than are looked at");
    result_ = *std::move(result);
  }

  SearchAnswer Answer() const override {
    SearchAnswer answer;
    if (page_ != Page::kNewestAlone) answer.total = result_.total;
    answer.found = result_.found.size();
    if (page_ == Page::kNewest || page_ == Page::kNewestAlone)
      for (const search::Found& found : result_.found) answer.dates.push_back(found.value);
    for (const std::vector<search::FacetCount>& facet : result_.facets)
      for (const search::FacetCount& count : facet) answer.counts[count.label] = count.count;
    return answer;
  }

 private:
  const search::SearchIndex& index_;
  const Page page_;
  const std::vector<search::SearchRequest>& requests_;
  search::SearchResult result_;
};

}  // namespace

OwnIndex::OwnIndex(fs::path folder, const StopSignal& signal) : folder_(std::move(folder)), signal_(signal) {}

void OwnIndex::OpenIndex() {
  search::IndexOptions options;
  options.folder = folder_;
  options.identity = "bench";
  options.remember_counts = false;  // nothing that an earlier query found out may help a later one
  auto opened = search::SearchIndex::Open(options);
  Check(opened.status());
  index_ = *std::move(opened);
}

LoadTimes OwnIndex::Load(const SearchCorpus& corpus, uint64_t documents) {
  index_.reset();
  fs::remove_all(folder_);
  fs::create_directories(folder_.parent_path());
  OpenIndex();
  LoadTimes times;
  Stopwatch watch;
  ApplyAll(corpus, documents);
  times.loading = watch.Lap();
  ApplyChanges(corpus, documents);
  times.changing = watch.Lap();
  for (int quiet = 0; quiet < kQuiet; quiet = index_->Statistics().busy ? 0 : quiet + 1) {
    std::this_thread::sleep_for(kLook);
    signal_.Check();
  }
  times.settling = watch.Lap();
  Check(index_->Health());
  index_.reset();
  return times;
}

void OwnIndex::ApplyAll(const SearchCorpus& corpus, uint64_t documents) {
  DocumentFeed feed(corpus, documents, DocumentFeed::Part::kAll, kBatch, signal_, "ours");
  for (std::vector<NumberedDocument> next = feed.Next(); !next.empty(); next = feed.Next()) {
    search::Batch batch;
    batch.revision = index_->revision() + 1;
    for (NumberedDocument& numbered : next) batch.upserts.push_back(std::move(numbered.document));
    Check(index_->Apply(std::move(batch)));
  }
  Check(index_->Flush());
}

void OwnIndex::ApplyChanges(const SearchCorpus& corpus, uint64_t documents) {
  DocumentFeed feed(corpus, documents, DocumentFeed::Part::kUpdates, kBatch, signal_);
  const std::vector<uint64_t> deleted = NumbersOf(Fate::kDeleted, documents);
  auto gone = deleted.begin();
  // Deletions come between the updates, as they do in a catalogue; what is left of them comes last.
  for (bool more = true; more;) {
    search::Batch batch;
    batch.revision = index_->revision() + 1;
    std::vector<NumberedDocument> next = feed.Next();
    more = !next.empty();
    for (NumberedDocument& numbered : next) batch.upserts.push_back(std::move(numbered.document));
    for (size_t n = 0; gone != deleted.end() && (!more || n < next.size()); ++n)
      batch.deletions.push_back(SearchCorpus::Key(*gone++));
    Check(index_->Apply(std::move(batch)));
  }
  Check(index_->Flush());
}

double OwnIndex::Start() {
  Stopwatch watch;
  OpenIndex();
  return watch.Lap();
}

uint64_t OwnIndex::DiskBytes() { return BytesBelow(folder_); }

std::unique_ptr<SearchSession> OwnIndex::Open(const SearchClass& search_class) {
  std::vector<search::SearchRequest>& requests = requests_[search_class.name];
  if (requests.empty()) {
    for (const SearchQuery& query : search_class.queries) {
      search::SearchRequest request = RequestFor(search_class.page, query);
      if (search_class.skip > 0) {
        // The page before hands over where this one begins; that it was shown is not this one's time.
        request.limit = search_class.skip;
        const auto before = Search(*index_->CurrentView(), request);
        Check(before.status());
        if (before->found.size() < search_class.skip) throw std::runtime_error("there is no page so deep");
        request.after = search::Cursor{before->found.back().value, before->found.back().key, before->found.back().text};
        request.limit = kPageSize;
      }
      requests.push_back(std::move(request));
    }
  }
  return std::make_unique<OwnSession>(*index_, search_class.page, requests);
}

ResidentMemory MemoryOfThisProcess() {
  std::ifstream status("/proc/self/status");
  ResidentMemory memory;
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) memory.all = std::strtod(line.c_str() + 6, nullptr) / 1024;
    if (line.starts_with("RssAnon:")) memory.anonymous = std::strtod(line.c_str() + 8, nullptr) / 1024;
  }
  return memory;
}

}  // namespace lectern::bench
