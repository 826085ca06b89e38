#include "tests/bench/sqlite_database.h"

#include <stdexcept>

namespace lectern::bench {
namespace {

void Check(sqlite3* database, int result) {
  if (result != SQLITE_OK) throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(database));
}

}  // namespace

SqliteDatabase::SqliteDatabase(const std::string& name, int flags) : database_(nullptr, sqlite3_close) {
  // Counting what it allocates would have threads wait for one another.
  [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(name.c_str(), &opened, flags, nullptr);
  database_.reset(opened);
  Check(opened, result);
}

void SqliteDatabase::Run(const std::string& sql) {
  Check(get(), sqlite3_exec(get(), sql.c_str(), nullptr, nullptr, nullptr));
}

SqliteStatement::SqliteStatement(const SqliteDatabase& database, const std::string& sql)
    : statement_(nullptr, sqlite3_finalize) {
  sqlite3_stmt* prepared = nullptr;
  Check(database.get(), sqlite3_prepare_v3(database.get(), sql.c_str(), static_cast<int>(sql.size()),
                                           SQLITE_PREPARE_PERSISTENT, &prepared, nullptr));
  statement_.reset(prepared);
}

void SqliteStatement::Bind(int parameter, const std::string& text) {
  Check(sqlite3_db_handle(statement_.get()),
        sqlite3_bind_text64(statement_.get(), parameter, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void SqliteStatement::Bind(int parameter, int64_t number) {
  Check(sqlite3_db_handle(statement_.get()), sqlite3_bind_int64(statement_.get(), parameter, number));
}

bool SqliteStatement::Step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE)
    throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
  return false;
}

std::string SqliteStatement::Text(int column) const {
  const void* text = sqlite3_column_text(statement_.get(), column);
  return text == nullptr ? "" : static_cast<const char*>(text);
}

}  // namespace lectern::bench
