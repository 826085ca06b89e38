// SQLite, as far as a benchmark needs it.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

namespace lectern::bench {

// One connection, for one thread at a time. Failures are thrown as std::runtime_error.
class SqliteDatabase {
 public:
  // `name` is a path or a URI ("file:..."); `flags` are those of sqlite3_open_v2.
  SqliteDatabase(const std::string& name, int flags);

  void Run(const std::string& sql);
  // What runs ends with an error. Any thread may call this.
  void CutShort() { sqlite3_interrupt(get()); }
  sqlite3* get() const { return database_.get(); }

 private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
};

// A prepared statement. Ends before its database does.
class SqliteStatement {
 public:
  SqliteStatement(const SqliteDatabase& database, const std::string& sql);

  // Ready to run again; parameters keep their values.
  void Reset() { sqlite3_reset(statement_.get()); }
  // Parameters count from 1. The text is copied.
  void Bind(int parameter, const std::string& text);
  void Bind(int parameter, int64_t number);
  // True where there is a row, false at the end.
  bool Step();
  // Runs a statement without rows.
  void Run() {
    Step();
    Reset();
  }
  std::string Text(int column) const;
  int64_t Number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

 private:
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
};

}  // namespace lectern::bench
