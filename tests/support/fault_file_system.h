// A file system that fails on demand and forgets at a power cut what was never synced.
//
// The real files lie in the file system underneath. For every file this one notes how much of it was synced, and for
// every directory which of its entries were; LosePower() turns the files into what a disk would hold.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "rocksdb/file_system.h"

namespace lectern::testing {

// Which of a file's operations fails.
enum class FaultyOperation { kAppend, kSync, kAny };

struct WriteFault {
  std::string suffix;  // of the files it hits; empty: all
  FaultyOperation operation = FaultyOperation::kAny;
  rocksdb::IOStatus error;
  int after = 0;      // operations of this kind that still go through
  bool torn = false;  // a failing append leaves half of its bytes behind
};

// Thread-safe.
class FaultFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  // `graveyard`: a directory, in the same file system as the files, for those whose deletion is not durable yet.
  FaultFileSystem(const std::shared_ptr<rocksdb::FileSystem>& base, std::filesystem::path graveyard);

  const char* Name() const override { return "lectern.FaultFileSystem"; }

  // Writes fail from now on as `fault` says, until StopFailing().
  void Fail(WriteFault fault);
  // Reads of files that end in `suffix` fail from now on, until StopFailing().
  void FailReads(std::string suffix);
  void StopFailing();
  // Writes that were failed.
  int failures() const { return failures_.load(); }
  // Bytes that power cuts took.
  uint64_t lost_bytes() const { return lost_bytes_.load(); }

  // From now on nothing is written any more, as if the machine had lost its power. LosePower() follows, once the
  // store's objects are gone.
  void CutPower();
  // Leaves of every file what was synced and, by chance, a part of what was not; takes back what directories that were
  // not synced gained, and, by chance, what they lost. The file system works again afterwards.
  void LosePower(std::mt19937& random);

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* result,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& name, const std::string& old_name,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* result,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& name, const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                        rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  // For this file system's own file objects.
  rocksdb::IOStatus Check(const std::string& name, FaultyOperation operation, bool* torn = nullptr);
  rocksdb::IOStatus CheckRead(const std::string& name) const;
  rocksdb::IOStatus CheckPower() const;
  void Written(const std::string& name, uint64_t size);
  void Synced(const std::string& name);
  void DirectorySynced(const std::string& name);

 private:
  struct FileState {
    uint64_t written = 0;
    uint64_t synced = 0;
  };
  // Something done to a directory that it has not synced.
  struct Entry {
    std::string created;                  // this name came to be, or, where `grave` is set, went
    std::string renamed_from;             // by renaming this one, if any
    std::unique_ptr<std::string> before;  // what the name held before, if anything
    std::string grave;                    // where a deleted file lies
  };

  void Created(const std::string& name);

  const std::filesystem::path graveyard_;
  mutable std::mutex mutex_;
  std::vector<WriteFault> faults_;                     // guarded by mutex_
  std::string failing_reads_;                          // guarded by mutex_
  bool reads_fail_ = false;                            // guarded by mutex_
  std::map<std::string, FileState> files_;             // guarded by mutex_
  std::map<std::string, std::vector<Entry>> entries_;  // by directory; guarded by mutex_
  int graves_ = 0;                                     // guarded by mutex_
  std::atomic<bool> dead_{false};
  std::atomic<int> failures_{0};
  std::atomic<uint64_t> lost_bytes_{0};
};

}  // namespace lectern::testing
