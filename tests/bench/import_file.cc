#include "tests/bench/import_file.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <future>
#include <stdexcept>
#include <string>
#include <vector>

#include "google/protobuf/util/json_util.h"
#include "lectern/v1/import.pb.h"
#include "tests/bench/corpus.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kBlock = 4'096;  // entries made at once

void AppendLine(const v1::ImportItem& item, std::string& out) {
  std::string line;
  if (!google::protobuf::util::MessageToJsonString(item, &line).ok())
    throw std::runtime_error("an entry cannot be written as JSON");
  out.append(line).push_back('\n');
}

std::string Lines(uint64_t first, uint64_t end) {
  std::string lines;
  v1::ImportItem item;
  for (uint64_t number = first; number < end; ++number) {
    *item.mutable_entry() = MakeEntry(number);
    AppendLine(item, lines);
  }
  return lines;
}

}  // namespace

fs::path PrepareImportFile(const fs::path& work, uint64_t entries) {
  const fs::path file = work / ("import-" + std::to_string(entries) + "-" + CorpusVersion() + ".jsonl");
  if (fs::exists(file)) return file;
  std::printf("Writing %llu entries to %s\n", static_cast<unsigned long long>(entries), file.c_str());
  const fs::path half = file.string() + ".new";
  std::ofstream out(half, std::ios::binary);
  std::string lines;
  for (const v1::Country& country : Countries()) {
    v1::ImportItem item;
    *item.mutable_country() = country;
    AppendLine(item, lines);
  }
  out << lines;
  for (uint64_t first = 0; first < entries; first += 2 * kBlock) {
    const uint64_t middle = std::min(entries, first + kBlock), end = std::min(entries, middle + kBlock);
    std::future<std::string> second = std::async(std::launch::async, Lines, middle, end);
    out << Lines(first, middle) << second.get();
  }
  out.close();
  if (!out) throw std::runtime_error(half.string() + " cannot be written");
  fs::rename(half, file);
  return file;
}

}  // namespace lectern::bench
