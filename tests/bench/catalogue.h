// Data directories of lecternd that hold a generated catalogue: made once, through the API, and kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace lectern::bench {

// What a client wrote.
struct Written {
  uint64_t entries = 0;           // acknowledged
  std::vector<uint64_t> batches;  // first numbers of the calls that were, as they came
  double seconds = 0;
  std::string failure;  // why it ended early; empty where it did not
};

// Writes and publishes the entries with numbers from `first` to before `end`, 128 a call and eight calls at once, to
// the server at `address`. Ends at the first error that is not worth another try. Says how far it is every few seconds
// where `say_progress` is set.
Written WriteEntries(const std::string& address, const std::string& admin_key, uint64_t first, uint64_t end,
                     bool say_progress);

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
