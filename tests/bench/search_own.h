// Our index, in this process, as a reader asks it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/search/index/search_index.h"
#include "tests/bench/search_subject.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

class OwnIndex : public SearchSubject {
 public:
  OwnIndex(std::filesystem::path folder, const StopSignal& signal);

  std::string name() const override { return "ours"; }
  std::string version() const override { return "ours"; }
  LoadTimes Load(const SearchCorpus& corpus, uint64_t documents) override;
  double Start() override;
  uint64_t DiskBytes() override;
  std::unique_ptr<SearchSession> Open(const SearchClass& search_class) override;

  // Once started.
  search::IndexStatistics Statistics() const { return index_->Statistics(); }

 private:
  void OpenIndex();
  void ApplyAll(const SearchCorpus& corpus, uint64_t documents);
  void ApplyChanges(const SearchCorpus& corpus, uint64_t documents);

  const std::filesystem::path folder_;
  const StopSignal& signal_;
  std::unique_ptr<search::SearchIndex> index_;
  // By class: the requests, with the cursors that deep pages begin behind.
  std::map<std::string, std::vector<search::SearchRequest>> requests_;
};

// Memory of this process in MiB: what is resident, and of it what is not a file's.
struct ResidentMemory {
  double all = 0, anonymous = 0;
};
ResidentMemory MemoryOfThisProcess();

}  // namespace lectern::bench
