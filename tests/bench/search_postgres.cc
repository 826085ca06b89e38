#include "tests/bench/search_postgres.h"

#include <unistd.h>

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "tests/bench/search_feed.h"
#include "tests/bench/search_files.h"
#include "tests/bench/search_statements.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;
using search::Field;
using search::LabelColumn;
using search::NumberColumn;

constexpr size_t kBatch = 1000;
constexpr int kLoaders = 2;  // connections that load at the same time, one a core
constexpr int64_t kMostShared = int64_t{4} << 30;

constexpr char kTable[] = R"(
  CREATE TABLE documents (key text COLLATE "C" NOT NULL, country text, topic text, theme text, source_type text,
                          language text, year int, date int, words tsvector) WITH (toast_tuple_target = 8160);
  ALTER TABLE documents ALTER words SET COMPRESSION lz4)";

// The words of a title weigh more. What is deleted again between title and text keeps phrases from matching across.
constexpr char kInsert[] = R"(
  INSERT INTO documents
  SELECT key, country, topic, theme, source_type, language, year, date,
         setweight(to_tsvector('simple', title), 'A') || ts_delete(to_tsvector('simple', '0 ' || passages), '0')
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[],
              $9::text[], $10::text[])
       AS made (key, country, topic, theme, source_type, language, year, date, title, passages))";

constexpr char kReplace[] = R"(
  ON CONFLICT (key) DO UPDATE SET (country, topic, theme, source_type, language, year, date, words) =
    (EXCLUDED.country, EXCLUDED.topic, EXCLUDED.theme, EXCLUDED.source_type, EXCLUDED.language, EXCLUDED.year,
     EXCLUDED.date, EXCLUDED.words))";

constexpr const char* kIndexes[] = {"ALTER TABLE documents ADD PRIMARY KEY (key)",
                                    "CREATE INDEX by_words ON documents USING gin (words) WITH (fastupdate = off)",
                                    "CREATE INDEX by_place ON documents (country, year)",
                                    "CREATE INDEX by_date ON documents (date)"};

// Tuned as its manual says for a machine that holds all of it in memory. One process a query: the number of threads is
// what this measures. Compiling expressions costs more than it saves here.
std::vector<std::string> Settings() {
  const int64_t memory = int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE);
  const auto mib = [](int64_t bytes) { return std::to_string(bytes >> 20) + "MB"; };
  return {"shared_buffers=" + mib(std::min(kMostShared, memory / 4)),
          "effective_cache_size=" + mib(memory / 2),
          "work_mem=256MB",
          "maintenance_work_mem=" + mib(std::min<int64_t>(int64_t{1} << 30, memory / 8)),
          "max_parallel_workers_per_gather=0",
          "max_parallel_maintenance_workers=2",
          "jit=off",
          "random_page_cost=1.1",
          "wal_level=minimal",
          "max_wal_senders=0",
          "max_wal_size=8GB",
          "checkpoint_timeout=1h",
          "synchronous_commit=off",
          "autovacuum=off"};  // done once, by hand
}

std::string Array(const std::vector<NumberedDocument>& documents,
                  const std::function<std::string(const search::Document&)>& value) {
  std::string array = "{";
  for (const NumberedDocument& numbered : documents) {
    if (array.size() > 1) array.push_back(',');
    array += '"' + value(numbered.document) + '"';  // the corpus has nothing that would need a backslash
  }
  return array + "}";
}

std::vector<std::string> Parameters(const std::vector<NumberedDocument>& documents) {
  std::vector<std::string> parameters{Array(documents, [](const auto& document) { return document.key; })};
  for (const LabelColumn column : {LabelColumn::kCountry, LabelColumn::kTopic, LabelColumn::kThemes,
                                   LabelColumn::kSourceType, LabelColumn::kLanguage})
    parameters.push_back(
        Array(documents, [&](const auto& document) { return document.labels[static_cast<size_t>(column)].at(0); }));
  for (const NumberColumn column : {NumberColumn::kYear, NumberColumn::kDate})
    parameters.push_back(Array(documents, [&](const auto& document) {
      return std::to_string(document.numbers[static_cast<size_t>(column)]);
    }));
  for (const Field field : {Field::kTitle, Field::kPassages})
    parameters.push_back(Array(documents, [&](const auto& document) { return TextOf(document, field); }));
  return parameters;
}

void Insert(const std::string& conninfo, const std::string& statement, DocumentFeed& feed) {
  PostgresConnection connection(conninfo);
  connection.Prepare("insert", statement);
  for (std::vector<NumberedDocument> next = feed.Next(); !next.empty(); next = feed.Next())
    connection.RunPrepared("insert", Parameters(next));
}

void Delete(PostgresConnection& connection, const std::vector<uint64_t>& numbers) {
  for (size_t begin = 0; begin < numbers.size(); begin += kBatch) {
    std::string keys = "{";
    for (size_t n = begin; n < std::min(numbers.size(), begin + kBatch); ++n)
      keys += (n == begin ? "" : ",") + SearchCorpus::Key(numbers[n]);
    connection.Run("DELETE FROM documents WHERE key = ANY ('" + keys + "}')");
  }
}

class PostgresSession : public SearchSession {
 public:
  PostgresSession(const std::string& conninfo, const SearchClass& search_class)
      : connection_(conninfo), class_(search_class), statements_(PostgresStatements(search_class)) {
    // Planning takes longer than some of the queries, and pays where there is a choice of indexes alone.
    const bool filter = !search_class.queries[0].country.empty();
    connection_.Run(filter ? "SET plan_cache_mode = force_custom_plan" : "SET plan_cache_mode = force_generic_plan");
    // Whatever it thinks of the words: the index on the date is the faster way.
    if (class_.page == Page::kNewestAlone) connection_.Run("SET enable_sort = off");
    // A new process maps what is in the shared memory page by page, as it first comes across it: not while it is timed.
    connection_.Run("SELECT count(words) FROM documents");
    connection_.Prepare("rows", statements_.rows);
    if (!statements_.total.empty()) connection_.Prepare("total", statements_.total);
    for (const SearchQuery& query : class_.queries) {
      parameters_.push_back({TsQueryText(query)});
      if (!query.country.empty())
        parameters_.back().insert(parameters_.back().end(),
                                  {query.country, std::to_string(query.first_year), std::to_string(query.last_year)});
    }
  }

  void Run(size_t query) override {
    rows_.emplace(connection_.RunPrepared("rows", parameters_[query]));
    if (!statements_.total.empty()) total_.emplace(connection_.RunPrepared("total", parameters_[query]));
  }

  SearchAnswer Answer() const override {
    SearchAnswer answer;
    if (class_.page == Page::kCounts) {
      answer.total = 0;
      for (size_t row = 0; row < rows_->size(); ++row) {
        answer.counts[rows_->Text(row, 0)] = static_cast<uint64_t>(rows_->Number(row, 1));
        *answer.total += static_cast<uint64_t>(rows_->Number(row, 1));
      }
      return answer;
    }
    answer.found = rows_->size();
    if (total_.has_value())
      answer.total = static_cast<uint64_t>(total_->Number(0, 0));
    else if (class_.page != Page::kNewestAlone)
      answer.total = rows_->size() == 0 ? 0 : static_cast<uint64_t>(rows_->Number(0, 2));
    if (class_.page == Page::kNewest || class_.page == Page::kNewestAlone)
      for (size_t row = 0; row < rows_->size(); ++row) answer.dates.push_back(rows_->Number(row, 1));
    return answer;
  }

 private:
  PostgresConnection connection_;
  const SearchClass& class_;
  const PeerStatements statements_;
  std::vector<std::vector<std::string>> parameters_;  // by query
  std::optional<PostgresRows> rows_, total_;
};

}  // namespace

PostgresSearch::PostgresSearch(fs::path programs, fs::path folder, StopSignal& signal)
    : programs_(std::move(programs)), folder_(std::move(folder)), signal_(signal) {}

void PostgresSearch::Serve() { server_ = std::make_unique<PostgresServer>(programs_, folder_, Settings(), signal_); }

std::string PostgresSearch::version() const {
  return "PostgreSQL " + PostgresConnection(server_->conninfo()).Run("SHOW server_version").Text(0, 0);
}

LoadTimes PostgresSearch::Load(const SearchCorpus& corpus, uint64_t documents) {
  server_.reset();
  PostgresServer::MakeCluster(programs_, folder_);
  Serve();
  PostgresConnection connection(server_->conninfo());
  connection.Run(kTable);
  LoadTimes times;
  Stopwatch watch;
  {
    DocumentFeed feed(corpus, documents, DocumentFeed::Part::kAll, kBatch, signal_, "PostgreSQL");
    std::vector<std::future<void>> loaders;
    for (int n = 0; n < kLoaders; ++n)
      loaders.push_back(std::async(std::launch::async, [&] { Insert(server_->conninfo(), kInsert, feed); }));
    for (std::future<void>& loader : loaders) loader.get();
  }
  for (const char* index : kIndexes) connection.Run(index);
  connection.Run("CHECKPOINT");
  times.loading = watch.Lap();
  {
    DocumentFeed feed(corpus, documents, DocumentFeed::Part::kUpdates, kBatch, signal_);
    Insert(server_->conninfo(), std::string(kInsert) + kReplace, feed);
  }
  Delete(connection, NumbersOf(Fate::kDeleted, documents));
  times.changing = watch.Lap();
  connection.Run("VACUUM (ANALYZE) documents");
  connection.Run("CHECKPOINT");
  times.settling = watch.Lap();
  server_.reset();
  return times;
}

double PostgresSearch::Start() {
  Stopwatch watch;
  Serve();
  const double seconds = watch.Lap();
  PostgresConnection connection(server_->conninfo());
  connection.Run("CREATE EXTENSION IF NOT EXISTS pg_prewarm");
  for (const char* relation : {"documents", "by_words", "by_place", "by_date"})
    connection.Run(std::string("SELECT pg_prewarm('") + relation + "')");
  return seconds;
}

uint64_t PostgresSearch::DiskBytes() {
  return static_cast<uint64_t>(
      PostgresConnection(server_->conninfo()).Run("SELECT pg_total_relation_size('documents')").Number(0, 0));
}

std::unique_ptr<SearchSession> PostgresSearch::Open(const SearchClass& search_class) {
  return std::make_unique<PostgresSession>(server_->conninfo(), search_class);
}

}  // namespace lectern::bench
