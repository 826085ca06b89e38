// PostgreSQL's full text search: a stored tsvector under a GIN index, ranked by ts_rank.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/bench/postgres_cluster.h"
#include "tests/bench/search_subject.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

class PostgresSearch : public SearchSubject {
 public:
  // `programs` holds initdb and postgres.
  PostgresSearch(std::filesystem::path programs, std::filesystem::path folder, StopSignal& signal);

  std::string name() const override { return "postgres"; }
  std::string version() const override;
  LoadTimes Load(const SearchCorpus& corpus, uint64_t documents) override;
  double Start() override;
  uint64_t DiskBytes() override;
  std::unique_ptr<SearchSession> Open(const SearchClass& search_class) override;

 private:
  void Serve();

  const std::filesystem::path programs_, folder_;
  StopSignal& signal_;
  std::unique_ptr<PostgresServer> server_;
};

}  // namespace lectern::bench
