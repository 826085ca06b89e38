// How the queries of search_classes.h are put to PostgreSQL and to SQLite.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/search_classes.h"

namespace lectern::bench {

// 'children' & 'street', 'children' <-> 'street', 'chil':*
std::string TsQueryText(const SearchQuery& query);
// "children" AND "street", "children street", chil*
std::string Fts5Text(const SearchQuery& query);

// A query of a class in SQL. Parameters are the query's text and, where the query has a country, it and both years.
struct PeerStatements {
  std::string rows;  // of a page (key, rank or date), or (label, count); where `total` is empty, the total is the third
  std::string total;  // one row with how many match; empty where it comes with the rows or nobody asks for it
};
PeerStatements PostgresStatements(const SearchClass& search_class);
PeerStatements Fts5Statements(const SearchClass& search_class);

}  // namespace lectern::bench
