// An environment that stops in the middle, as a killed process does.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "rocksdb/env.h"

namespace lectern::search::testing {

// Lets `left` changes of files happen; from then on all of them fail and nothing changes any more.
class KillingEnvironment : public rocksdb::EnvWrapper {
 public:
  explicit KillingEnvironment(rocksdb::Env* base, int64_t left) : EnvWrapper(base), left_(left) {}
  int64_t changes() const { return changes_; }
  bool killed() const { return left_ <= 0; }

  rocksdb::Status NewWritableFile(const std::string& name, std::unique_ptr<rocksdb::WritableFile>* file,
                                  const rocksdb::EnvOptions& options) override {
    if (rocksdb::Status status = Change(); !status.ok()) return status;
    std::unique_ptr<rocksdb::WritableFile> made;
    const rocksdb::Status status = EnvWrapper::NewWritableFile(name, &made, options);
    if (status.ok()) *file = std::make_unique<File>(std::move(made), *this);
    return status;
  }
  rocksdb::Status RenameFile(const std::string& from, const std::string& to) override {
    const rocksdb::Status status = Change();
    return status.ok() ? EnvWrapper::RenameFile(from, to) : status;
  }
  rocksdb::Status LinkFile(const std::string& from, const std::string& to) override {
    const rocksdb::Status status = Change();
    return status.ok() ? EnvWrapper::LinkFile(from, to) : status;
  }
  rocksdb::Status DeleteFile(const std::string& name) override {
    const rocksdb::Status status = Change();
    return status.ok() ? EnvWrapper::DeleteFile(name) : status;
  }

 private:
  class File : public rocksdb::WritableFileWrapper {
   public:
    File(std::unique_ptr<rocksdb::WritableFile> base, KillingEnvironment& environment)
        : WritableFileWrapper(base.get()), base_(std::move(base)), environment_(environment) {}
    rocksdb::Status Append(const rocksdb::Slice& data) override {
      const rocksdb::Status status = environment_.Change();
      return status.ok() ? base_->Append(data) : status;
    }
    rocksdb::Status Append(const rocksdb::Slice& data, const rocksdb::DataVerificationInfo&) override {
      return Append(data);
    }
    rocksdb::Status Sync() override {
      const rocksdb::Status status = environment_.Change();
      return status.ok() ? base_->Sync() : status;
    }

   private:
    const std::unique_ptr<rocksdb::WritableFile> base_;
    KillingEnvironment& environment_;
  };

  rocksdb::Status Change() {
    ++changes_;
    return --left_ < 0 ? rocksdb::Status::IOError("killed") : rocksdb::Status::OK();
  }

  std::atomic<int64_t> left_;
  std::atomic<int64_t> changes_ = 0;
};

}  // namespace lectern::search::testing
