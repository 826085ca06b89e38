#include "tests/bench/search_fts5.h"

#include <optional>
#include <utility>
#include <vector>

#include "tests/bench/search_feed.h"
#include "tests/bench/search_files.h"
#include "tests/bench/search_statements.h"
#include "tests/bench/sqlite_database.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;
using search::Document;
using search::Field;
using search::LabelColumn;
using search::NumberColumn;

constexpr size_t kBatch = 500;

// All of it fits into memory. Nothing is flushed while it is loaded.
constexpr char kLoading[] = R"(
  PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA cache_size = -1048576; PRAGMA temp_store = MEMORY)";
constexpr char kReading[] = "PRAGMA cache_size = -1048576; PRAGMA mmap_size = 2147418112; PRAGMA temp_store = MEMORY";

// An index of beginnings would double the size, and ranking takes far longer than finding what begins with four
// letters.
constexpr char kTables[] = R"(
  CREATE TABLE documents (id INTEGER PRIMARY KEY, key TEXT, country TEXT, topic TEXT, theme TEXT, source_type TEXT,
                          language TEXT, year INTEGER, date INTEGER);
  CREATE VIRTUAL TABLE words USING fts5 (title, passages, content = '', tokenize = 'ascii');
  INSERT INTO words (words, rank) VALUES ('hashsize', 67108864))";
constexpr char kIndexes[] = R"(
  CREATE UNIQUE INDEX by_key ON documents (key);
  CREATE INDEX by_place ON documents (country, year);
  CREATE INDEX by_date ON documents (date))";

// The first id is 1.
int64_t IdOf(uint64_t number) { return static_cast<int64_t>(number) + 1; }

class Writer {
 public:
  explicit Writer(const SqliteDatabase& database)
      : document_(database, "INSERT OR REPLACE INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
        words_(database, "INSERT INTO words (rowid, title, passages) VALUES (?1, ?2, ?3)"),
        no_document_(database, "DELETE FROM documents WHERE id = ?1"),
        // A table that keeps no text must be told what is taken out of it.
        no_words_(database, "INSERT INTO words (words, rowid, title, passages) VALUES ('delete', ?1, ?2, ?3)") {}

  void Insert(const NumberedDocument& numbered) {
    const Document& document = numbered.document;
    document_.Bind(1, IdOf(numbered.number));
    document_.Bind(2, document.key);
    int parameter = 3;
    for (const LabelColumn column : {LabelColumn::kCountry, LabelColumn::kTopic, LabelColumn::kThemes,
                                     LabelColumn::kSourceType, LabelColumn::kLanguage})
      document_.Bind(parameter++, document.labels[static_cast<size_t>(column)].at(0));
    for (const NumberColumn column : {NumberColumn::kYear, NumberColumn::kDate})
      document_.Bind(parameter++, document.numbers[static_cast<size_t>(column)]);
    document_.Run();
    RunWith(words_, numbered.number, document);
  }

  void DeleteWords(uint64_t number, const Document& document) { RunWith(no_words_, number, document); }

  void Delete(uint64_t number, const Document& document) {
    no_document_.Bind(1, IdOf(number));
    no_document_.Run();
    DeleteWords(number, document);
  }

 private:
  static void RunWith(SqliteStatement& statement, uint64_t number, const Document& document) {
    statement.Bind(1, IdOf(number));
    statement.Bind(2, TextOf(document, Field::kTitle));
    statement.Bind(3, TextOf(document, Field::kPassages));
    statement.Run();
  }

  SqliteStatement document_, words_, no_document_, no_words_;
};

class Fts5Session : public SearchSession {
 public:
  Fts5Session(const std::string& uri, const SearchClass& search_class, StopSignal& signal)
      : database_(uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI),
        class_(search_class),
        guard_(signal, [this] { database_.CutShort(); }) {
    const PeerStatements statements = Fts5Statements(search_class);
    database_.Run(kReading);
    rows_.emplace(database_, statements.rows);
    if (!statements.total.empty()) total_.emplace(database_, statements.total);
    for (const SearchQuery& query : class_.queries) texts_.push_back(Fts5Text(query));
  }

  void Run(size_t query) override {
    first_.clear();
    second_.clear();
    counted_.reset();
    Bind(*rows_, query);
    while (rows_->Step()) {
      first_.push_back(rows_->Text(0));
      second_.push_back(rows_->Number(1));
    }
    rows_->Reset();
    if (!total_.has_value()) return;
    Bind(*total_, query);
    total_->Step();
    counted_ = static_cast<uint64_t>(total_->Number(0));
    total_->Reset();
  }

  SearchAnswer Answer() const override {
    SearchAnswer answer;
    if (class_.page == Page::kCounts) {
      answer.total = 0;
      for (size_t row = 0; row < first_.size(); ++row) {
        answer.counts[first_[row]] = static_cast<uint64_t>(second_[row]);
        *answer.total += static_cast<uint64_t>(second_[row]);
      }
      return answer;
    }
    answer.found = first_.size();
    answer.total = counted_;
    if (class_.page == Page::kNewest || class_.page == Page::kNewestAlone) answer.dates = second_;
    return answer;
  }

 private:
  void Bind(SqliteStatement& statement, size_t number) const {
    const SearchQuery& query = class_.queries[number];
    statement.Bind(1, texts_[number]);
    if (query.country.empty()) return;
    statement.Bind(2, query.country);
    statement.Bind(3, query.first_year);
    statement.Bind(4, query.last_year);
  }

  SqliteDatabase database_;
  const SearchClass& class_;
  std::optional<SqliteStatement> rows_, total_;
  std::vector<std::string> texts_;  // by query
  std::vector<std::string> first_;  // column of the rows
  std::vector<int64_t> second_;
  std::optional<uint64_t> counted_;
  const StopSignal::Guard guard_;
};

}  // namespace

Fts5Search::Fts5Search(fs::path folder, StopSignal& signal) : folder_(std::move(folder)), signal_(signal) {}

std::string Fts5Search::version() const { return std::string("SQLite ") + sqlite3_libversion() + " FTS5"; }

LoadTimes Fts5Search::Load(const SearchCorpus& corpus, uint64_t documents) {
  fs::remove_all(folder_);
  fs::create_directories(folder_);
  SqliteDatabase database(File(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  const StopSignal::Guard guard(signal_, [&] { database.CutShort(); });
  database.Run(kLoading);
  database.Run(kTables);
  Writer writer(database);
  LoadTimes times;
  Stopwatch watch;
  database.Run("BEGIN");
  {
    DocumentFeed feed(corpus, documents, DocumentFeed::Part::kAll, kBatch, signal_, "FTS5");
    for (std::vector<NumberedDocument> next = feed.Next(); !next.empty(); next = feed.Next())
      for (const NumberedDocument& numbered : next) writer.Insert(numbered);
  }
  database.Run("COMMIT");
  database.Run(kIndexes);
  SyncFile(File());
  times.loading = watch.Lap();
  database.Run("BEGIN");
  {
    DocumentFeed feed(corpus, documents, DocumentFeed::Part::kUpdates, kBatch, signal_);
    for (std::vector<NumberedDocument> next = feed.Next(); !next.empty(); next = feed.Next()) {
      for (const NumberedDocument& numbered : next) {
        writer.DeleteWords(numbered.number, corpus.Make(numbered.number, 0));
        writer.Insert(numbered);
      }
    }
  }
  for (const uint64_t number : NumbersOf(Fate::kDeleted, documents)) writer.Delete(number, corpus.Make(number, 0));
  database.Run("COMMIT");
  times.changing = watch.Lap();
  database.Run("INSERT INTO words (words) VALUES ('optimize')");
  database.Run("ANALYZE");
  SyncFile(File());
  times.settling = watch.Lap();
  return times;
}

double Fts5Search::Start() {
  Stopwatch watch;
  SqliteDatabase database(File(), SQLITE_OPEN_READONLY);
  SqliteStatement(database, "SELECT count(*) FROM words WHERE words MATCH 'children'").Step();
  return watch.Lap();
}

uint64_t Fts5Search::DiskBytes() { return BytesBelow(folder_); }

std::unique_ptr<SearchSession> Fts5Search::Open(const SearchClass& search_class) {
  // What nobody writes needs no locks.
  return std::make_unique<Fts5Session>("file:" + File().string() + "?immutable=1", search_class, signal_);
}

}  // namespace lectern::bench
