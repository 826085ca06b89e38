// A store in memory whose records a test writes state by state, as the services would.
#pragma once

#include <future>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "storage/engine/engine.h"
#include "storage/records/kinds.h"
#include "storage/records/record_value.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace lectern::testing {

class StoredHistory {
 public:
  StoredHistory() {
    storage::rocks::RocksDbOptions options;
    options.in_memory = true;
    options.permanent = [](std::string_view) { return true; };
    engine_ = storage::rocks::OpenRocksDb(options).value();
  }

  storage::Engine& engine() { return *engine_; }

  static std::string KeyOf(const std::string& name) { return storage::FindKindByName(name)->KeyOf(name).value(); }

  // Puts a state into the next commit.
  void Put(const std::string& name, const google::protobuf::Message& state) {
    next_.batch.Put(KeyOf(name), storage::EncodeRecord(*storage::FindKindByName(name), state).value(), true);
  }
  void Put(const v1::Entry& entry) { Put(entry.name(), entry); }
  // Takes the record away, with all its past.
  void Erase(const std::string& name) { next_.batch.Erase(KeyOf(name), true); }
  // Rewrites a past state.
  void Rewrite(const v1::Entry& entry, storage::Revision revision) {
    next_.batch.Rewrite(KeyOf(entry.name()), revision, storage::EncodeRecord(storage::EntryRecords(), entry).value());
  }

  storage::Revision Commit(const std::string& method = "lectern.v1.EntryService/UpdateEntry") {
    next_.method = method;
    std::promise<storage::Revision> committed;
    engine_->Commit(std::exchange(next_, {}), [&](absl::StatusOr<storage::CommitResult> result) {
      EXPECT_TRUE(result.ok()) << result.status();
      committed.set_value(result.ok() ? result->revision : 0);
    });
    return committed.get_future().get();
  }

 private:
  std::unique_ptr<storage::Engine> engine_;
  storage::CommitRequest next_;
};

// An entry of one title line.
inline v1::Entry EntryOf(const std::string& name, const std::string& title, v1::Lifecycle lifecycle,
                         storage::Revision hidden_through = 0) {
  v1::Entry entry;
  entry.set_name(name);
  entry.add_title_lines(title);
  entry.set_lifecycle(lifecycle);
  entry.set_hidden_through_revision(hidden_through);
  return entry;
}

inline v1::Entry Deleted(v1::Entry entry) {
  entry.mutable_delete_time()->set_seconds(1);
  return entry;
}

}  // namespace lectern::testing
