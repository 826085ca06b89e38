#include "storage/search/index/index_home.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/search/index/damage.h"

namespace lectern::search {
namespace {

constexpr std::string_view kPrefix = "generation-";

// 0 where `name` is none of a generation.
uint64_t GenerationOf(std::string_view name) {
  uint64_t generation = 0;
  if (!name.starts_with(kPrefix) || !absl::SimpleAtoi(Absl(name.substr(kPrefix.size())), &generation)) return 0;
  return generation;
}

absl::Status RemoveTree(rocksdb::Env& environment, const std::string& folder) {
  std::vector<std::string> children;
  if (rocksdb::Status listed = environment.GetChildren(folder, &children); !listed.ok()) return IndexStoreError(listed);
  for (const std::string& name : children) {
    if (name == "." || name == "..") continue;
    const std::string path = absl::StrCat(folder, "/", name);
    bool is_folder = false;
    if (environment.IsDirectory(path, &is_folder).ok() && is_folder) {
      RETURN_IF_ERROR(RemoveTree(environment, path));
    } else if (rocksdb::Status deleted = environment.DeleteFile(path); !deleted.ok()) {
      return IndexStoreError(deleted);
    }
  }
  const rocksdb::Status deleted = environment.DeleteDir(folder);
  return deleted.ok() ? absl::OkStatus() : IndexStoreError(deleted);
}

}  // namespace

IndexHome::IndexHome(const IndexOptions& options)
    : options_(options),
      environment_(options.environment != nullptr ? *options.environment : *rocksdb::Env::Default()) {}

std::string IndexHome::FolderOf(uint64_t generation) const {
  return absl::StrCat(options_.folder, "/", Absl(kPrefix), generation);
}

absl::StatusOr<std::unique_ptr<IndexHome>> IndexHome::Open(const IndexOptions& options) {
  std::unique_ptr<IndexHome> home(new IndexHome(options));
  if (rocksdb::Status made = home->environment_.CreateDirIfMissing(options.folder); !made.ok())
    return IndexStoreError(made);
  RETURN_IF_ERROR(home->ReadActive());
  RETURN_IF_ERROR(home->RemoveOthers());
  return home;
}

absl::Status IndexHome::ReadActive() {
  std::string name;
  const rocksdb::Status read = rocksdb::ReadFileToString(&environment_, options_.folder + "/active", &name);
  if (!read.ok() && !read.IsNotFound() && !read.IsPathNotFound()) return IndexStoreError(read);
  active_ = read.ok() ? GenerationOf(name) : 0;
  newest_ = active_;
  return absl::OkStatus();
}

absl::Status IndexHome::WriteActive(uint64_t generation) {
  const std::string path = options_.folder + "/active", fresh = path + ".new";
  std::unique_ptr<rocksdb::Directory> folder;
  rocksdb::Status done =
      rocksdb::WriteStringToFile(&environment_, absl::StrCat(Absl(kPrefix), generation), fresh, true);
  if (done.ok()) done = environment_.RenameFile(fresh, path);
  if (done.ok()) done = environment_.NewDirectory(options_.folder, &folder);
  if (done.ok()) done = folder->Fsync();
  if (!done.ok()) return IndexStoreError(done);
  active_ = generation;
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<SearchIndex>> IndexHome::OpenGeneration(uint64_t generation) const {
  IndexOptions options = options_;
  options.folder = FolderOf(generation);
  return SearchIndex::Open(options);
}

absl::StatusOr<std::unique_ptr<SearchIndex>> IndexHome::OpenActive() {
  if (active_ == 0) RETURN_IF_ERROR(WriteActive(++newest_));
  return OpenGeneration(active_);
}

absl::StatusOr<std::unique_ptr<SearchIndex>> IndexHome::BeginRebuild() { return OpenGeneration(++newest_); }

absl::Status IndexHome::Adopt() { return newest_ == active_ ? absl::OkStatus() : WriteActive(newest_); }

absl::Status IndexHome::RemoveOthers() {
  std::vector<std::string> names;
  if (rocksdb::Status listed = environment_.GetChildren(options_.folder, &names); !listed.ok())
    return IndexStoreError(listed);
  for (const std::string& name : names) {
    const uint64_t generation = GenerationOf(name);
    if (generation == 0 || generation == active_) continue;
    newest_ = std::max(newest_, generation);
    RETURN_IF_ERROR(RemoveTree(environment_, FolderOf(generation)));
  }
  return absl::OkStatus();
}

}  // namespace lectern::search
