#include "tests/bench/search_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>

namespace lectern::bench {

namespace fs = std::filesystem;

uint64_t BytesBelow(const fs::path& folder) {
  uint64_t bytes = 0;
  for (const fs::directory_entry& item : fs::recursive_directory_iterator(folder))
    if (item.is_regular_file()) bytes += item.file_size();
  return bytes;
}

void SyncFile(const fs::path& file) {
  const int opened = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = opened >= 0 && fsync(opened) == 0;
  if (opened >= 0) close(opened);
  if (!synced) throw std::runtime_error(file.string() + " cannot be written to disk");
}

}  // namespace lectern::bench
