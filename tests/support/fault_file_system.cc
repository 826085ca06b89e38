#include "tests/support/fault_file_system.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace lectern::testing {
namespace {

namespace fs = std::filesystem;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

std::string DirectoryOf(const std::string& name) { return fs::path(name).lexically_normal().parent_path().string(); }

std::string Normal(const std::string& name) {
  std::string normal = fs::path(name).lexically_normal().string();
  if (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

class WatchedFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WatchedFile(FaultFileSystem& system, std::string name, uint64_t size, std::unique_ptr<rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)), system_(system), name_(std::move(name)), size_(size) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    bool torn = false;
    IOStatus allowed = system_.Check(name_, FaultyOperation::kAppend, &torn);
    if (!allowed.ok() && !torn) return allowed;
    const Slice part(data.data(), torn ? data.size() / 2 : data.size());
    IOStatus done = FSWritableFileOwnerWrapper::Append(part, options, debug);
    if (done.ok()) system_.Written(name_, size_ += part.size());
    return torn ? allowed : done;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    IOStatus done = system_.Check(name_, FaultyOperation::kAppend);
    if (done.ok()) done = FSWritableFileOwnerWrapper::Truncate(size, options, debug);
    if (done.ok()) system_.Written(name_, size_ = size);
    return done;
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    IOStatus done = system_.Check(name_, FaultyOperation::kSync);
    if (done.ok()) done = FSWritableFileOwnerWrapper::Sync(options, debug);
    if (done.ok()) done = system_.CheckPower();  // a cut meanwhile leaves it open what was synced
    if (done.ok()) system_.Synced(name_);
    return done;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override { return Sync(options, debug); }
  // Neither is a promise that the bytes stay.
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  FaultFileSystem& system_;
  const std::string name_;
  uint64_t size_;
};

class WatchedReader final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  WatchedReader(const FaultFileSystem& system, std::string name, std::unique_ptr<rocksdb::FSRandomAccessFile> file)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), system_(system), name_(std::move(name)) {}

  IOStatus Read(uint64_t offset, size_t size, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) const override {
    IOStatus allowed = system_.CheckRead(name_);
    return allowed.ok() ? FSRandomAccessFileOwnerWrapper::Read(offset, size, options, result, scratch, debug) : allowed;
  }
  IOStatus MultiRead(rocksdb::FSReadRequest* requests, size_t count, const IOOptions& options,
                     IODebugContext* debug) override {
    IOStatus allowed = system_.CheckRead(name_);
    return allowed.ok() ? FSRandomAccessFileOwnerWrapper::MultiRead(requests, count, options, debug) : allowed;
  }
  IOStatus Prefetch(uint64_t, size_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported("Prefetch");
  }

 private:
  const FaultFileSystem& system_;
  const std::string name_;
};

class WatchedDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  WatchedDirectory(FaultFileSystem& system, std::string name, std::unique_ptr<rocksdb::FSDirectory> directory)
      : FSDirectoryWrapper(std::move(directory)), system_(system), name_(std::move(name)) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    IOStatus done = system_.Check(name_, FaultyOperation::kSync);
    if (done.ok()) done = FSDirectoryWrapper::Fsync(options, debug);
    if (done.ok()) done = system_.CheckPower();
    if (done.ok()) system_.DirectorySynced(name_);
    return done;
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  FaultFileSystem& system_;
  const std::string name_;
};

}  // namespace

FaultFileSystem::FaultFileSystem(const std::shared_ptr<rocksdb::FileSystem>& base, fs::path graveyard)
    : rocksdb::FileSystemWrapper(base), graveyard_(std::move(graveyard)) {
  fs::create_directories(graveyard_);
}

void FaultFileSystem::Fail(WriteFault fault) {
  std::lock_guard lock(mutex_);
  faults_.push_back(std::move(fault));
}

void FaultFileSystem::FailReads(std::string suffix) {
  std::lock_guard lock(mutex_);
  failing_reads_ = std::move(suffix);
  reads_fail_ = true;
}

void FaultFileSystem::StopFailing() {
  std::lock_guard lock(mutex_);
  faults_.clear();
  reads_fail_ = false;
}

void FaultFileSystem::CutPower() { dead_.store(true); }

IOStatus FaultFileSystem::CheckPower() const {
  return dead_.load() ? IOStatus::IOError("the power is off") : IOStatus::OK();
}

IOStatus FaultFileSystem::Check(const std::string& name, FaultyOperation operation, bool* torn) {
  if (IOStatus power = CheckPower(); !power.ok()) return power;
  std::lock_guard lock(mutex_);
  for (WriteFault& fault : faults_) {
    if (!name.ends_with(fault.suffix)) continue;
    if (fault.operation != FaultyOperation::kAny && fault.operation != operation) continue;
    if (fault.after-- > 0) continue;
    fault.after = 0;
    ++failures_;
    if (torn != nullptr) *torn = fault.torn;
    return fault.error;
  }
  return IOStatus::OK();
}

IOStatus FaultFileSystem::CheckRead(const std::string& name) const {
  std::lock_guard lock(mutex_);
  return reads_fail_ && name.ends_with(failing_reads_) ? IOStatus::IOError("injected read error") : IOStatus::OK();
}

void FaultFileSystem::Written(const std::string& name, uint64_t size) {
  std::lock_guard lock(mutex_);
  FileState& file = files_[name];
  file.written = size;
  file.synced = std::min(file.synced, size);
}

void FaultFileSystem::Synced(const std::string& name) {
  std::lock_guard lock(mutex_);
  FileState& file = files_[name];
  file.synced = file.written;
}

void FaultFileSystem::DirectorySynced(const std::string& name) {
  std::lock_guard lock(mutex_);
  std::error_code ignored;
  for (const Entry& entry : entries_[name])
    if (!entry.grave.empty()) fs::remove(entry.grave, ignored);
  entries_.erase(name);
}

void FaultFileSystem::Created(const std::string& name) {
  std::lock_guard lock(mutex_);
  files_[name] = {};
  entries_[DirectoryOf(name)].push_back({name, {}, nullptr, {}});
}

void FaultFileSystem::LosePower(std::mt19937& random) {
  std::lock_guard lock(mutex_);
  for (const auto& [name, file] : files_) {
    if (file.synced == file.written || !fs::exists(name)) continue;
    const uint64_t kept = random() % 2 == 0 ? 0 : random() % (file.written - file.synced + 1);
    fs::resize_file(name, file.synced + kept);
    lost_bytes_ += file.written - file.synced - kept;
  }
  for (auto& [directory, entries] : entries_) {
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      std::error_code ignored;
      if (!entry->grave.empty() && random() % 2 == 0)
        fs::rename(entry->grave, entry->created, ignored);
      else if (!entry->grave.empty())
        fs::remove(entry->grave, ignored);
      else if (entry->renamed_from.empty())
        fs::remove(entry->created, ignored);
      else
        fs::rename(entry->created, entry->renamed_from, ignored);
      if (entry->before) std::ofstream(entry->created, std::ios::binary) << *entry->before;
    }
  }
  files_.clear();
  entries_.clear();
  faults_.clear();
  dead_.store(false);
}

IOStatus FaultFileSystem::NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  const std::string path = Normal(name);
  IOStatus done = Check(path, FaultyOperation::kAppend);
  if (done.ok()) done = FileSystemWrapper::NewWritableFile(name, options, result, debug);
  if (!done.ok()) return done;
  Created(path);
  *result = std::make_unique<WatchedFile>(*this, path, 0, std::move(*result));
  return done;
}

IOStatus FaultFileSystem::ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                             std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  const std::string path = Normal(name);
  IOStatus done = Check(path, FaultyOperation::kAppend);
  if (done.ok()) done = FileSystemWrapper::ReopenWritableFile(name, options, result, debug);
  if (!done.ok()) return done;
  const uint64_t size = fs::file_size(path);
  Written(path, size);
  *result = std::make_unique<WatchedFile>(*this, path, size, std::move(*result));
  return done;
}

IOStatus FaultFileSystem::ReuseWritableFile(const std::string& name, const std::string& old_name,
                                            const rocksdb::FileOptions& options,
                                            std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  IOStatus done = RenameFile(old_name, name, options.io_options, debug);
  return done.ok() ? NewWritableFile(name, options, result, debug) : done;
}

IOStatus FaultFileSystem::NewRandomAccessFile(const std::string& name, const rocksdb::FileOptions& options,
                                              std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                              IODebugContext* debug) {
  IOStatus done = FileSystemWrapper::NewRandomAccessFile(name, options, result, debug);
  if (done.ok()) *result = std::make_unique<WatchedReader>(*this, Normal(name), std::move(*result));
  return done;
}

IOStatus FaultFileSystem::NewDirectory(const std::string& name, const IOOptions& options,
                                       std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext* debug) {
  IOStatus done = FileSystemWrapper::NewDirectory(name, options, result, debug);
  if (done.ok()) *result = std::make_unique<WatchedDirectory>(*this, Normal(name), std::move(*result));
  return done;
}

IOStatus FaultFileSystem::RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                                     IODebugContext* debug) {
  const std::string old_path = Normal(from);
  const std::string path = Normal(to);
  IOStatus done = Check(path, FaultyOperation::kAppend);
  if (!done.ok()) return done;
  std::unique_ptr<std::string> before;
  if (std::ifstream in(path, std::ios::binary); in)
    before = std::make_unique<std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  done = FileSystemWrapper::RenameFile(from, to, options, debug);
  if (!done.ok()) return done;
  std::lock_guard lock(mutex_);
  files_[path] = std::exchange(files_[old_path], {});
  files_.erase(old_path);
  entries_[DirectoryOf(path)].push_back({path, old_path, std::move(before), {}});
  return done;
}

// Until its directory is synced, a deleted file may come back.
IOStatus FaultFileSystem::DeleteFile(const std::string& name, const IOOptions& options, IODebugContext* debug) {
  const std::string path = Normal(name);
  if (IOStatus power = CheckPower(); !power.ok()) return power;
  std::lock_guard lock(mutex_);
  const std::string grave = (graveyard_ / std::to_string(graves_++)).string();
  IOStatus done = FileSystemWrapper::RenameFile(name, grave, options, debug);
  if (!done.ok()) return done;
  const auto file = files_.find(path);
  if (file != files_.end() && file->second.synced < file->second.written) fs::resize_file(grave, file->second.synced);
  files_.erase(path);
  entries_[DirectoryOf(path)].push_back({path, {}, nullptr, grave});
  return done;
}

}  // namespace lectern::testing
