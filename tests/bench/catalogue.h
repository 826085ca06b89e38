// Data directories of lecternd that hold a generated catalogue: made once, through the API, and kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lectern/v1/entry_service.grpc.pb.h"
#include "tests/bench/corpus.h"

namespace lectern::bench {

// Makes entry number `number`, all but its publication.
using EntryMaker = std::function<v1::Entry(uint64_t number)>;

// Writes entries over a connection of its own, one call after the other. Not thread-safe.
class EntryWriter {
 public:
  EntryWriter(const std::string& address, std::string admin_key);

  // Writes and publishes the entries with numbers from `first` to before `end`, at most 128, in one commit. Tries again
  // where the server is busy.
  grpc::Status Write(const EntryMaker& make, uint64_t first, uint64_t end);
  grpc::Status Delete(const std::string& name);

 private:
  const std::unique_ptr<v1::EntryService::Stub> stub_;
  const std::string admin_key_;
};

// A server to write to, and how.
struct Writing {
  std::string address, admin_key;
  bool say_progress = false;  // every few seconds
  // Asked again and again; true ends the writing early.
  std::function<bool()> stopped = [] { return false; };
};

// What a client wrote.
struct Written {
  uint64_t entries = 0;           // written or deleted, and acknowledged
  std::vector<uint64_t> batches;  // first numbers of the calls that were, as they came
  double seconds = 0;
  std::string failure;  // why it ended early; empty where it did not
};

// Writes and publishes the entries with numbers from `first` to before `end`, 128 a call and eight calls at once. Ends
// at the first error that is not worth another try.
Written WriteEntries(const Writing& writing, const EntryMaker& make, uint64_t first, uint64_t end);
// Deletes entries, eight calls at once; likewise.
Written DeleteEntries(const Writing& writing, const std::vector<std::string>& names);

// Writes every country that entries may refer to. Throws std::runtime_error.
void WriteCountries(const std::string& address, const std::string& admin_key);

// The secret in a data directory's admin.key.
std::string AdminKeyOf(const std::filesystem::path& data);

struct Catalogue {
  std::filesystem::path data;
  uint64_t entries = 0;
  Written written;  // entries is 0 where it was there already
};

// Lets one benchmark at a time work in a folder, for as long as it lives.
class WorkFolder {
 public:
  // Makes the folder where it is missing. Throws std::runtime_error where another benchmark is in it.
  explicit WorkFolder(const std::filesystem::path& path);
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

 private:
  int lock_;
};

// A data directory below `work` with `entries` entries, all published, and no server on it. One that is there is taken
// if it was completed and lecternd serves what it should hold; otherwise it is made anew. Throws std::runtime_error
// where that fails, or where a lecternd runs on it.
Catalogue PrepareCatalogue(const std::filesystem::path& programs, const std::filesystem::path& work, uint64_t entries);

// Copies a data directory that no server is on; the immutable files are shared, so it costs little.
void CloneData(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace lectern::bench
