// SQLite's full text search in this process: an FTS5 table that keeps no text, ranked by bm25().
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/bench/search_subject.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

class Fts5Search : public SearchSubject {
 public:
  Fts5Search(std::filesystem::path folder, StopSignal& signal);

  std::string name() const override { return "fts5"; }
  std::string version() const override;
  LoadTimes Load(const SearchCorpus& corpus, uint64_t documents) override;
  double Start() override;
  uint64_t DiskBytes() override;
  std::unique_ptr<SearchSession> Open(const SearchClass& search_class) override;

 private:
  std::filesystem::path File() const { return folder_ / "search.sqlite"; }

  const std::filesystem::path folder_;
  StopSignal& signal_;
};

}  // namespace lectern::bench
