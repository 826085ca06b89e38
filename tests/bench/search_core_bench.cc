// The search index by itself, in one process: how fast it indexes, how much it takes, how long each class of query
// lasts.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "storage/search/index/search_index.h"
#include "tests/bench/histogram.h"
#include "tests/bench/search_corpus.h"

namespace lectern::bench {
namespace {

using Clock = std::chrono::steady_clock;
using search::PlanNode;
using search::SearchRequest;

double SecondsSince(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

// MiB of this process: what is resident, and of it what is not a file's.
std::pair<double, double> Resident() {
  std::ifstream status("/proc/self/status");
  std::string line;
  double all = 0, anonymous = 0;
  while (std::getline(status, line)) {
    if (line.starts_with("VmRSS:")) all = std::strtod(line.c_str() + 6, nullptr) / 1024;
    if (line.starts_with("RssAnon:")) anonymous = std::strtod(line.c_str() + 8, nullptr) / 1024;
  }
  return {all, anonymous};
}

PlanNode Word(const std::string& word) { return {search::TermLeaf{word, {}, 1, {}}}; }

struct QueryClass {
  const char* name;
  std::function<SearchRequest(Numbers&)> make;
};

std::vector<QueryClass> Classes(const SearchCorpus& corpus, uint64_t documents) {
  const auto common = [&corpus](Numbers& numbers) {
    return Word(corpus.Word(static_cast<uint32_t>(numbers.Below(212))));
  };
  const auto with = [](PlanNode plan) {
    SearchRequest request;
    request.plan = std::move(plan);
    return request;
  };
  return {
      {"rare word",
       [=, &corpus](Numbers& n) { return with(Word(corpus.Word(static_cast<uint32_t>(20'000 + n.Below(100'000))))); }},
      {"common word", [=](Numbers& n) { return with(common(n)); }},
      {"two and",
       [=](Numbers& n) {
         return with({search::AllOf{{common(n), common(n)}}});
       }},
      {"two or",
       [=](Numbers& n) {
         return with({search::AnyOf{{common(n), common(n)}}});
       }},
      {"four or",
       [=](Numbers& n) {
         return with({search::AnyOf{{common(n), common(n), common(n), common(n)}}});
       }},
      {"two domain and",
       [=, &corpus](Numbers& n) {
         const auto a = static_cast<uint32_t>(n.Below(12));
         return with({search::AllOf{{Word(corpus.Word(a)), Word(corpus.Word((a + 1) % 12))}}});
       }},
      {"two domain or",
       [=, &corpus](Numbers& n) {
         const auto a = static_cast<uint32_t>(n.Below(12));
         return with({search::AnyOf{{Word(corpus.Word(a)), Word(corpus.Word((a + 1) % 12))}}});
       }},
      {"phrase",
       [=, &corpus](Numbers& n) {
         const search::Document document = corpus.Make(n.Below(documents), 0);
         const size_t at = 8 + n.Below(document.words.size() - 9);
         return with({search::PhraseLeaf{{document.words[at].form, document.words[at + 1].form}, 1, {}}});
       }},
      {"domain phrase",
       [=, &corpus](Numbers& n) {
         const auto a = static_cast<uint32_t>(n.Below(12));
         return with({search::PhraseLeaf{{corpus.Word(a), corpus.Word((a + 1) % 12)}, 1, {}}});
       }},
      {"prefix",
       [=, &corpus](Numbers& n) {
         return with({search::PrefixLeaf{corpus.Word(static_cast<uint32_t>(n.Below(2'000))).substr(0, 4)}});
       }},
      {"country and years",
       [=](Numbers& n) {
         SearchRequest request = with(common(n));
         const int64_t year = 1990 + static_cast<int64_t>(n.Below(30));
         request.filter = {
             search::FilterAll{{{search::LabelIn{search::LabelColumn::kCountry, {SearchCorpus::Country(n.Below(200))}}},
                                {search::NumberIn{search::NumberColumn::kYear, year, year + 5}}}}};
         return request;
       }},
      {"facet",
       [=](Numbers& n) {
         SearchRequest request = with(common(n));
         request.facets = {{search::LabelColumn::kCountry, 20}};
         return request;
       }},
      {"by date",
       [=](Numbers& n) {
         SearchRequest request = with(common(n));
         request.order.by = search::Order::By::kNumber;
         return request;
       }},
      {"by title",
       [=](Numbers& n) {
         SearchRequest request = with(common(n));
         request.order = {search::Order::By::kTitle, search::NumberColumn::kDate, false};
         return request;
       }},
      {"deep page",
       [=](Numbers& n) {
         SearchRequest request = with(common(n));
         request.after = search::Cursor{static_cast<int64_t>(20'000 + n.Below(40'000)), "entries/h", {}};
         return request;
       }},
      {"snippets",
       [=](Numbers& n) {
         SearchRequest request = with({search::AllOf{{common(n), common(n)}}});
         request.matches_per_leaf = 8;
         return request;
       }},
  };
}

// About what a collation key of the title would be.
std::string TitleOrder(const search::Document& document) {
  std::string order;
  for (const search::Word& word : document.words)
    if (word.field == search::Field::kTitle) order += word.form + '\2';
  return order;
}

void Index(search::SearchIndex& index, const SearchCorpus& corpus, uint64_t documents, uint64_t batch_size,
           bool with_titles) {
  uint64_t text_bytes = 0, words = 0;
  storage::Revision revision = index.revision();
  double making = 0;
  const auto began = Clock::now();
  const auto apply = [&](uint64_t first, uint64_t step, uint64_t end, uint32_t version) {
    for (uint64_t next = first; next < end;) {
      const auto made = Clock::now();
      search::Batch batch;
      batch.revision = ++revision;
      for (; batch.upserts.size() < batch_size && next < end; next += step)
        batch.upserts.push_back(corpus.Make(next, version));
      for (search::Document& document : batch.upserts) {
        if (with_titles) document.title_order = TitleOrder(document);
        words += document.words.size();
        for (const search::Word& word : document.words) text_bytes += version == 0 ? word.form.size() + 1 : 0;
      }
      making += SecondsSince(made);
      Check(index.Apply(std::move(batch)));
    }
  };
  apply(0, 1, documents, 0);
  Check(index.Flush());
  const double seconds = SecondsSince(began);
  std::printf("indexed %lu documents, %.1f words each, in %.1f s: %.0f/s (of it making them: %.1f s)\n", documents,
              static_cast<double>(words) / static_cast<double>(documents), seconds,
              static_cast<double>(documents) / seconds, making);
  apply(0, 20, documents, 1);
  Check(index.Flush());
  std::printf("updated 5 %% in %.1f s\n", SecondsSince(began) - seconds);
  for (int quiet = 0; quiet < 5; quiet = index.Statistics().busy ? 0 : quiet + 1)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::printf("merges rest after %.1f s; text %.1f MB\n", SecondsSince(began), static_cast<double>(text_bytes) / 1e6);
}

// Of each query the least of `best_of` times counts: what other processes take away is left out.
void Measure(const search::SearchIndex& index, const QueryClass& query_class, uint64_t queries, uint64_t best_of,
             int threads) {
  std::vector<std::thread> running;
  std::vector<Histogram> histograms(static_cast<size_t>(threads));
  std::vector<double> totals(static_cast<size_t>(threads));
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      for (const bool warm : {false, true}) {
        Numbers numbers(99 + static_cast<uint64_t>(t));
        for (uint64_t q = 0; q < queries; ++q) {
          const SearchRequest request = query_class.make(numbers);
          uint64_t least = UINT64_MAX, total = 0;
          for (uint64_t often = warm ? best_of : 1; often > 0; --often) {
            const auto began = Clock::now();
            const auto result = Search(*index.CurrentView(), request);
            Check(result.status());
            least = std::min(least, static_cast<uint64_t>(std::chrono::nanoseconds(Clock::now() - began).count()));
            total = result->total;
          }
          if (!warm) continue;
          histograms[static_cast<size_t>(t)].Record(least);
          totals[static_cast<size_t>(t)] += static_cast<double>(total) / static_cast<double>(queries);
        }
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  std::printf("%-18s %d thread(s): p50 %8.3f ms, p99 %8.3f ms, mean total %9.0f\n", query_class.name, threads,
              static_cast<double>(histograms[0].Quantile(0.5)) / 1e6,
              static_cast<double>(histograms[0].Quantile(0.99)) / 1e6, totals[0]);
}

int Run(int argc, char** argv) {
  CLI::App app("measures the search index by itself");
  uint64_t documents = 1'000'000, queries = 400, batch_size = 500, loops = 1, best_of = 1, fresh = 0;
  std::string folder = "search_core_bench.index", only;
  bool merge = false, two_threads = false, titles = false, count_anew = false;
  app.add_option("--documents", documents, "how many to index; an index of the folder is used as it is");
  app.add_option("--queries", queries, "of each class");
  app.add_option("--batch", batch_size, "documents applied together");
  app.add_option("--folder", folder, "where the index lies");
  app.add_option("--only", only, "the one class to measure");
  app.add_option("--loops", loops, "how often to measure");
  app.add_option("--best-of", best_of, "how often to ask each query; the least time counts")
      ->check(CLI::PositiveNumber);
  app.add_option("--fresh", fresh, "so many documents change before measuring, which leaves as many deleted ones");
  app.add_flag("--merge", merge, "into one segment before measuring");
  app.add_flag("--titles", titles, "documents have titles to be ordered by");
  app.add_flag("--count-anew", count_anew, "no count of a word's documents is remembered");
  app.add_flag("--two-threads", two_threads, "also with two threads at once");
  CLI11_PARSE(app, argc, argv);

  const SearchCorpus corpus;
  search::IndexOptions options;
  options.folder = folder;
  options.identity = "bench";
  options.remember_counts = !count_anew;
  const auto began = Clock::now();
  auto opened = search::SearchIndex::Open(options);
  Check(opened.status());
  std::printf("opened in %.2f s\n", SecondsSince(began));
  search::SearchIndex& index = **opened;
  if (index.revision() == 0) Index(index, corpus, documents, batch_size, titles);
  if (merge) Check(index.Merge());
  if (fresh > 0) {
    search::Batch batch;
    batch.revision = index.revision() + 1;
    while (batch.upserts.size() < fresh)
      batch.upserts.push_back(corpus.Make(batch.upserts.size(), static_cast<uint32_t>(batch.revision)));
    Check(index.Apply(std::move(batch)));
  }
  const search::IndexStatistics statistics = index.Statistics();
  std::printf(
      "%lu documents, %lu deleted, %zu segments on disk, %zu in memory; disk %.1f MB, tables %.1f MB, RSS %.0f MiB\n",
      statistics.documents, statistics.deleted_documents, statistics.segments_on_disk, statistics.segments_in_memory,
      static_cast<double>(statistics.disk_bytes) / 1e6, static_cast<double>(statistics.memory_bytes) / 1e6,
      Resident().first);
  for (uint64_t loop = 0; loop < loops; ++loop) {
    for (const QueryClass& query_class : Classes(corpus, documents)) {
      if (!only.empty() && only != query_class.name) continue;
      Measure(index, query_class, queries, best_of, 1);
      if (two_threads) Measure(index, query_class, queries, best_of, 2);
    }
  }
  std::printf("RSS %.0f MiB\n", Resident().first);
  return 0;
}

}  // namespace
}  // namespace lectern::bench

int main(int argc, char** argv) { return lectern::bench::Run(argc, argv); }
