// The rows of a store that no server is on: what they weigh, and how fast RocksDB alone takes them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace lectern::bench {

// Rows of one kind: a keyspace of a table, or a table. Bytes are those of keys and values, before compression.
struct SpaceUse {
  std::string name;  // Example: "kv entry", "kv index entries.page", "log"
  uint64_t rows = 0, key_bytes = 0, value_bytes = 0;
};

// Rows in files, in the order of the commits that wrote them: files of some 128 MiB, each of whole commits.
struct Spool {
  std::vector<std::filesystem::path> files;
  std::vector<SpaceUse> spaces;  // by name
  uint64_t rows = 0, bytes = 0;
};

// Reads all tables of the store of the data directory `data`, twice: what it weighs, then what it holds. Files come
// into the folder `folder`, which is made anew. Throws std::runtime_error where the store cannot be read.
Spool SpoolRows(const std::filesystem::path& data, const std::filesystem::path& folder);

struct PlainWrite {
  double seconds = 0;  // of making and writing the batches; reading the files is not counted
  uint64_t batches = 0;
  uint64_t rows = 0;
  // Commits of which the store holds no more than the note that they took place: staging and planning, whose rows are
  // gone. Their notes went along with the batch behind them, since RocksDB alone need not wait for the disk for them.
  uint64_t merged = 0;
};

// Writes the rows into a new store at `path` with the tables and options of lecternd's: on this thread, a batch a
// commit, each durable before the next. Throws std::runtime_error where one fails.
PlainWrite WritePlainly(const Spool& spool, const std::filesystem::path& path);

}  // namespace lectern::bench
